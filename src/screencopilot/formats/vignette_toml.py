"""Vignette files: from TOML to written answers whose references hold together and fit their probes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from screencopilot.domain.bank import Probe, Tone
from screencopilot.domain.vignette import NO_CASE, Vignette, VignetteFile
from screencopilot.formats.bank_rules import known, unique
from screencopilot.formats.bank_toml import Loaded
from screencopilot.formats.checked import convert, convert_part
from screencopilot.formats.errors import BankError, Fault, shown
from screencopilot.formats.toml_lines import KeyPath
from screencopilot.formats.toml_source import Finding, Place, read_toml
from screencopilot.formats.words import nearest

#: The candidate's words in all turns of one vignette.
LEAST_WORDS, MOST_WORDS = 120, 250
#: Constraint cards in one vignette, as in a live probe.
MOST_CARDS = 2

Placed = tuple[int, Vignette]


def load_vignettes(place: Place) -> Loaded[VignetteFile]:
    """Read a file of vignettes and check it by itself; BankError with all its faults."""
    source = read_toml(place, BankError)
    file, faults = convert(source, VignetteFile, "vignette")
    family = source.data.get("family")
    placed = list(enumerate(file.vignettes)) if file else _sound(source.data.get("vignettes"))
    faults += source.faults(_findings(placed, family if isinstance(family, str) else "", file is not None))
    if file is None or faults:
        raise BankError(*faults)
    return Loaded(file, source)


def unfit(
    loaded: Loaded[VignetteFile], probes: Mapping[str, Probe], flags: Iterable[str], complete: bool = True
) -> list[Fault]:
    """Return where vignettes do not fit the probes they answer.

    Args:
        loaded: the vignettes of one family.
        probes: by id.
        flags: the ids of the red flags, whose checks may be asked in a turn.
        complete: whether every module was read; if not, a probe may be missing for that reason alone.
    """
    findings: list[Finding] = []
    flag_ids = tuple(flags)
    for index, vignette in enumerate(loaded.value.vignettes):
        key: KeyPath = ("vignettes", index)
        probe = probes.get(vignette.probe)
        if probe:
            findings += _against(vignette, probe, flag_ids, key)
        elif complete:
            findings += known(vignette.probe, probes, "probe", (*key, "probe"))
    return loaded.source.faults(findings)


def _sound(tables: Any) -> list[Placed]:
    """Return the vignettes that convert, so that a file with one bad one still hears of all its faults."""
    rows = tables[:24] if isinstance(tables, list) else []
    converted = [(index, convert_part(row, Vignette)) for index, row in enumerate(rows)]
    return [(index, vignette) for index, vignette in converted if vignette is not None]


# -- a file by itself ---------------------------------------------------------------------------------------------


def _findings(placed: Sequence[Placed], family: str, whole: bool) -> Iterator[Finding]:
    for index, vignette in placed:
        key: KeyPath = ("vignettes", index)
        yield from _naming(vignette, family, key)
        yield from _reference(vignette, key)
        yield from _turns(vignette, key)
    if whole:  # what is missing may be what did not convert
        yield from unique((vignette.id for _, vignette in placed), ("vignettes",))
        yield from _pairs(placed)


def _naming(vignette: Vignette, family: str, key: KeyPath) -> Iterator[Finding]:
    own = vignette.probe.split("-")[0]
    if family and own != family:
        message = f"{shown(vignette.probe)} is not of the file's family {shown(family)}"
        yield (*key, "probe"), message, "one file holds one family: move it, or mend family"
    if vignette.type == "borderline":
        named = vignette.id.startswith(f"{own}-B")
        name = f"{own}-B1"
        for field in ("pair", "differs"):
            if getattr(vignette, field):
                yield (*key, field), "stands on a borderline vignette", "keep it on hollow and real ones"
    else:
        name = f"{own}-{vignette.pair or 'P1'}-{vignette.type}"
        named = vignette.id == name
        for field in ("pair", "differs"):
            if not getattr(vignette, field):
                mend = f"say which pair this {vignette.type} one belongs to, and the one thing that differs"
                yield (*key, field), "is missing", mend
    if not named:
        message = f"{shown(vignette.id)} does not say family, pair and type"
        yield (*key, "id"), message, f"write id = '{name}', or mend probe, pair and type"


def _reference(vignette: Vignette, key: KeyPath) -> Iterator[Finding]:
    yield from unique(vignette.ticks, (*key, "ticks"), "")
    for name in vignette.not_ticked_because:
        if name in vignette.ticks:
            yield (*key, "not_ticked_because", name), f"{name} is ticked", "remove it here or in ticks"
    low, high = vignette.accept
    if not low <= vignette.rung <= high:
        message = f"{low}-{high} does not hold the rung {vignette.rung}"
        yield (*key, "accept"), message, "write the lowest and the highest rung that are right"
    elif high - low > 1:
        mend = "let at most two neighbours be right; otherwise the answer shows too little"
        yield (*key, "accept"), f"{low}-{high} is too wide", mend
    elif vignette.type == "borderline" and low == high:
        yield (*key, "accept"), "a borderline answer has two right rungs", "write both neighbours"
    for field, end in (("why_not_lower", 1), ("why_not_higher", 5)):
        given = bool(getattr(vignette, field))
        if given and vignette.rung == end:
            yield (*key, field), f"stands at rung {end}", "remove it"
        elif not given and vignette.rung != end:
            yield (*key, field), "is missing", f"say why rung {vignette.rung} and not the next"


def _turns(vignette: Vignette, key: KeyPath) -> Iterator[Finding]:
    key = (*key, "turns")
    if vignette.turns[0].say:
        mend = 'begin with the answer to the opening question: say = ""'
        yield (*key, 0, "say"), f"{shown(vignette.turns[0].say)} opens the answer", mend
    seen: set[str] = set()
    for index, turn in enumerate(vignette.turns):
        if index and not turn.say:
            mend = "write the id of the follow-up, card or flag that was said"
            yield (*key, index, "say"), "must not be empty after the opening", mend
        elif turn.say in seen:
            yield (*key, index, "say"), f"{shown(turn.say)} was said before", "say each thing once"
        seen.add(turn.say)
    if not LEAST_WORDS <= vignette.words <= MOST_WORDS:
        off = LEAST_WORDS - vignette.words if vignette.words < LEAST_WORDS else MOST_WORDS - vignette.words
        message = f"must hold {LEAST_WORDS}-{MOST_WORDS} words in all, hold {vignette.words}"
        yield key, message, f"add {off}" if off > 0 else f"cut {-off}"


def _pairs(placed: Sequence[Placed]) -> Iterator[Finding]:
    sides: dict[str, dict[str, Placed]] = {}
    for index, vignette in placed:
        if vignette.pair and vignette.type != "borderline":
            sides.setdefault(vignette.pair, {}).setdefault(vignette.type, (index, vignette))
    for name, side in sides.items():
        if len(side) == 1:
            ((kind, (index, _)),) = side.items()
            other = "real" if kind == "hollow" else "hollow"
            yield ("vignettes", index, "pair"), f"{name} has no {other} answer", f"write the {other} one"
        else:
            yield from _pair(name, side["hollow"][1], *side["real"])


def _pair(name: str, hollow: Vignette, index: int, real: Vignette) -> Iterator[Finding]:
    key: KeyPath = ("vignettes", index)
    same = ["probe", "differs"] if hollow.differs == "modesty" else ["probe", "differs", "level"]
    for field in same:
        ours, theirs = getattr(real, field), getattr(hollow, field)
        if ours != theirs:
            message = f"{shown(ours)}, but the hollow one of {name} has {shown(theirs)}"
            yield (*key, field), message, "let both sides of a pair agree in it"
    if hollow.accept[1] >= real.accept[0]:
        message = (
            f"begins at {real.accept[0]}, where the hollow one of {name} is right up to {hollow.accept[1]}"
        )
        yield (*key, "accept"), message, "let the right rungs of a pair not touch"


# -- against its probe --------------------------------------------------------------------------------------------


def _against(vignette: Vignette, probe: Probe, flags: Sequence[str], key: KeyPath) -> Iterator[Finding]:
    if vignette.probe_rev != probe.rev:
        message = f"the reference stands on revision {vignette.probe_rev}, {probe.id} is at {probe.rev}"
        mend = "read ticks and rung against the probe as it is now, then write its rev"
        yield (*key, "probe_rev"), message, mend
    signals = [signal.id for signal in probe.signals]
    for place, name in enumerate(vignette.ticks):
        yield from known(name, signals, f"signal of {probe.id}", (*key, "ticks", place))
    for name in vignette.not_ticked_because:
        yield from known(name, signals, f"signal of {probe.id}", (*key, "not_ticked_because", name))
    yield from _said(vignette, probe, flags, (*key, "turns"))
    yield from _earned(vignette, probe, key)
    yield from _tones(vignette, probe, key)
    bar = probe.bar.of(vignette.level)
    if vignette.type == "hollow" and vignette.rung >= bar:
        message = f"{vignette.rung} meets the bar of {bar} for {vignette.level.value}"
        yield (*key, "rung"), message, "an answer that meets the bar is not hollow"


def _said(vignette: Vignette, probe: Probe, flags: Sequence[str], key: KeyPath) -> Iterator[Finding]:
    follow_ups = [follow_up.id for follow_up in probe.follow_ups]
    hypothetical = [NO_CASE] if probe.if_no_case else []
    sayable = [*follow_ups, *hypothetical, *probe.cards, *flags]
    cards = 0
    for index, turn in enumerate(vignette.turns):
        here = (*key, index, "say")
        if turn.say and turn.say not in sayable:
            mend = nearest(turn.say, sayable)
            yield here, f"{probe.id} has no follow-up or card {shown(turn.say)}", mend
        cards += turn.say in probe.cards
        if cards > MOST_CARDS and turn.say in probe.cards:
            yield here, f"is card number {cards}", f"play at most {MOST_CARDS} cards"
        if turn.say == NO_CASE and probe.if_no_case and vignette.accept[1] > probe.if_no_case.cap:
            cap = probe.if_no_case.cap
            message = f"a hypothetical is rated {cap} at most, and {vignette.accept[1]} is taken as right"
            yield here, message, f"write rung and accept up to {cap}"


def _earned(vignette: Vignette, probe: Probe, key: KeyPath) -> Iterator[Finding]:
    """Find what counts against the candidate though nothing was asked that would have revealed it."""
    for place, name in enumerate(vignette.ticks):
        signal = probe.signal(name)
        if signal is None or signal.tone is Tone.STRONG:
            continue
        revealing = [follow_up.id for follow_up in probe.follow_ups if name in follow_up.reveals]
        if signal.tone is Tone.RED and signal.flag in vignette.said:
            continue
        if revealing and not set(revealing) & set(vignette.said):
            message = f"{name} counts against them, and nothing was asked that reveals it"
            yield (*key, "ticks", place), message, f"ask {' or '.join(revealing)}, or do not tick it"


def _tones(vignette: Vignette, probe: Probe, key: KeyPath) -> Iterator[Finding]:
    tones = [signal.tone for name in vignette.ticks if (signal := probe.signal(name))]
    if vignette.type == "real" and tones.count(Tone.STRONG) < 2:
        yield (*key, "ticks"), "a real answer earns at least two strong signals", "let more be heard in it"
    if vignette.type == "hollow" and set(tones) == {Tone.STRONG}:
        yield (*key, "ticks"), "a hollow answer shows a weak or a red signal", "let it be heard in it"
