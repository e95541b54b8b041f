"""What a bank, a module and the shared files must hold to beyond their types.

Every rule yields findings ``(key path, message, mend)``; the key path is inside the file where the mend is due.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil

from screencopilot.domain.bank import CONTRADICTION, Bank, Level, Plan, Probe, Tone
from screencopilot.formats.errors import shown
from screencopilot.formats.toml_lines import KeyPath
from screencopilot.formats.toml_source import Finding
from screencopilot.formats.words import nearest

#: The most words that can be said in one breath, for each spoken field.
SAY_WORDS = 50
SAY_AGAIN_WORDS = 15
FOLLOW_UP_WORDS = 25
CARD_WORDS = 30

#: A plan keeps at least this share of its minutes as buffer, and a block at least this share of its probe's.
BUFFER_PERCENT = 6
BLOCK_PERCENT = 60


def unique(ids: Iterable[str], key: KeyPath, name: str = "id") -> Iterator[Finding]:
    """Find ids that stand twice; ``key`` is the array's path, ``name`` the key of the id in its entries."""
    seen: dict[str, int] = {}
    for index, text in enumerate(ids):
        if text in seen:
            where = f"{key[-1]}[{seen[text]}]"
            yield (
                (*key, index, *([name] if name else [])),
                f"{shown(text)} stands at {where} too",
                "give it another id",
            )
        seen.setdefault(text, index)


def few_words(text: str, limit: int, key: KeyPath) -> Iterator[Finding]:
    """Find a spoken text of more than ``limit`` words."""
    count = len(text.split())
    if count > limit:
        yield key, f"may have at most {limit} words, has {count}", f"cut {count - limit} words"


def known(name: str, names: Iterable[str], what: str, key: KeyPath) -> Iterator[Finding]:
    """Find a name that nothing bears; ``what`` says what it should name."""
    if name not in names:
        yield key, f"there is no {what} {shown(name)}", nearest(name, names)


# -- module and probe ---------------------------------------------------------------------------------------------


def module_findings(probes: Sequence[tuple[int, Probe]]) -> Iterator[Finding]:
    """Find what is wrong within one module; ``probes`` come with their index in the file."""
    first: dict[str, tuple[int, Probe]] = {}
    ids: dict[str, int] = {}
    for index, probe in probes:
        key: KeyPath = ("probes", index)
        yield from probe_findings(probe, key)
        if probe.id in ids:
            yield (
                (*key, "id"),
                f"{shown(probe.id)} stands at probes[{ids[probe.id]}] too",
                "give it another form",
            )
        ids.setdefault(probe.id, index)
        other = first.setdefault(probe.family, (index, probe))[1]
        if other.competency != probe.competency:
            message = f"{shown(probe.competency)} differs from {shown(other.competency)} of {other.id}"
            yield (*key, "competency"), message, "let all forms of a family measure one competency"


def probe_findings(probe: Probe, key: KeyPath) -> Iterator[Finding]:
    """Find what is wrong within one probe at ``key``."""
    if probe.id != f"{probe.family}-{probe.form}":
        message = f"{shown(probe.id)} is not family, dash, form"
        yield (*key, "id"), message, f"write id = '{probe.family}-{probe.form}', or mend family and form"
    yield from few_words(probe.say, SAY_WORDS, (*key, "say"))
    yield from few_words(probe.say_again, SAY_AGAIN_WORDS, (*key, "say_again"))
    if probe.if_no_case:
        yield from few_words(probe.if_no_case.say, SAY_WORDS, (*key, "if_no_case", "say"))
    yield from _bars(probe, (*key, "bar"))
    yield from _follow_ups(probe, (*key, "follow_ups"))
    yield from _signals(probe, (*key, "signals"))
    if [step.rung for step in probe.ladder] != [1, 2, 3, 4, 5]:
        found = ", ".join(str(step.rung) for step in probe.ladder)
        yield (*key, "ladder"), f"has the rungs {found}", "write the rungs 1, 2, 3, 4, 5 in this order"


def _bars(probe: Probe, key: KeyPath) -> Iterator[Finding]:
    for lower, higher in pairwise(Level):
        low, high = probe.bar.of(lower), probe.bar.of(higher)
        if high < low:
            yield (
                (*key, higher.value),
                f"{high} is below {lower.value}'s {low}",
                "let bars rise with the level",
            )


def _follow_ups(probe: Probe, key: KeyPath) -> Iterator[Finding]:
    signals = [signal.id for signal in probe.signals]
    yield from unique((follow_up.id for follow_up in probe.follow_ups), key)
    for index, follow_up in enumerate(probe.follow_ups):
        yield from few_words(follow_up.say, FOLLOW_UP_WORDS, (*key, index, "say"))
        for place, name in enumerate(follow_up.reveals):
            yield from known(name, signals, "signal", (*key, index, "reveals", place))


def _signals(probe: Probe, key: KeyPath) -> Iterator[Finding]:
    yield from unique((signal.id for signal in probe.signals), key)
    decisive: dict[Tone, str] = {}
    for index, signal in enumerate(probe.signals):
        here = (*key, index)
        if signal.tone is Tone.RED and not signal.flag:
            mend = f"name the red flag it belongs to, or '{CONTRADICTION}'"
            yield (*here, "flag"), "is missing: a red signal belongs to a red flag", mend
        if signal.tone is not Tone.RED and signal.flag:
            yield (*here, "flag"), f"stands on a {signal.tone.value} signal", "keep it on red signals only"
        if signal.decisive and signal.tone in decisive:
            message = f"{decisive[signal.tone]} is the decisive {signal.tone.value} signal already"
            yield (*here, "decisive"), message, "keep one decisive signal for each tone"
        if signal.decisive:
            decisive.setdefault(signal.tone, signal.id)


def reference_findings(
    probe: Probe, key: KeyPath, cards: Iterable[str], claims: Iterable[str], flags: Iterable[str]
) -> Iterator[Finding]:
    """Find names in a probe that the shared files do not bear: cards, claim kinds, red flags."""
    for place, name in enumerate(probe.cards):
        yield from known(name, cards, "constraint card", (*key, "cards", place))
    for place, name in enumerate(probe.claims):
        yield from known(name, claims, "claim kind", (*key, "claims", place))
    for index, signal in enumerate(probe.signals):
        if signal.flag:
            yield from known(
                signal.flag, [*flags, CONTRADICTION], "red flag", (*key, "signals", index, "flag")
            )


# -- bank and plan ------------------------------------------------------------------------------------------------


def bank_findings(bank: Bank) -> Iterator[Finding]:
    """Find what is wrong within a bank's own file."""
    yield from unique(bank.levels, ("levels",), "")
    yield from unique(bank.modules, ("modules",), "")
    yield from unique((competency.id for competency in bank.competencies), ("competencies",))
    yield from unique((plan.id for plan in bank.plans), ("plans",))
    for index, plan in enumerate(bank.plans):
        yield from _plan(plan, ("plans", index))


def _plan(plan: Plan, key: KeyPath) -> Iterator[Finding]:
    slots = [block.slot for block in plan.blocks]
    yield from unique(slots, (*key, "blocks"), "slot")
    blocks = sum(block.minutes for block in plan.blocks)
    total = plan.opening + blocks + plan.candidate_time + plan.buffer
    if total != plan.minutes:
        parts = f"opening {plan.opening} + blocks {blocks} + candidate {plan.candidate_time} + buffer {plan.buffer}"
        off = plan.minutes - total
        yield (
            (*key, "minutes"),
            f"{plan.minutes} is not {parts} = {total}",
            f"give {off:+d} minutes to the parts",
        )
    least = ceil(plan.minutes * BUFFER_PERCENT / 100)
    if plan.buffer < least:
        yield (
            (*key, "buffer"),
            f"{plan.buffer} is under {BUFFER_PERCENT} % of {plan.minutes} minutes",
            f"keep at least {least}",
        )
    yield from unique(plan.drop_order, (*key, "drop_order"), "")
    must = {block.slot for block in plan.blocks if block.must}
    for place, slot in enumerate(plan.drop_order):
        here = (*key, "drop_order", place)
        yield from known(slot, slots, "slot", here)
        if slot in must:
            yield here, f"{shown(slot)} must be asked", "drop only slots that are not must"


def plan_use_findings(
    bank: Bank, families: Mapping[str, Sequence[Probe]], complete: bool
) -> Iterator[Finding]:
    """Find where a bank's plans do not fit the probes of its modules.

    ``complete`` says that every module was read; if not, a family may be missing for that reason alone.
    """
    competencies = [competency.id for competency in bank.competencies]
    for index, plan in enumerate(bank.plans):
        for place, block in enumerate(plan.blocks):
            key: KeyPath = ("plans", index, "blocks", place)
            if complete:
                yield from known(block.family, families, "family", (*key, "family"))
            forms = families.get(block.family, ())
            slowest = max((form.minutes for form in forms), default=0)
            least = ceil(slowest * BLOCK_PERCENT / 100)
            if block.minutes < least:
                message = (
                    f"{block.minutes} is under {BLOCK_PERCENT} % of the {slowest} minutes of {block.family}"
                )
                yield (*key, "minutes"), message, f"give at least {least}"
            for name in Counter(form.competency for form in forms):
                yield from known(
                    name, competencies, f"competency (measured by {block.family})", (*key, "family")
                )
