"""E12 to W18, W36: signals that two people would tick alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from screencopilot.analysis.lint import tables
from screencopilot.analysis.lint.language import content, likeness, stem, words
from screencopilot.analysis.lint.registry import Found, reader_rule, rule
from screencopilot.analysis.lint.subjects import Context, ProbeAt, SignalAt, probes_of, toned
from screencopilot.domain.bank import Module, Tone
from screencopilot.formats.errors import shown

#: (fewest that work at all, fewest and most that are wished for) by tone. Research file, E13.
COUNTS = {Tone.STRONG: (3, 4, 6), Tone.WEAK: (2, 3, 4), Tone.RED: (1, 2, 3)}
SIGNALS_IN_ALL = 12
ALIKE = 0.6
NEGATED = 0.5


@rule(
    "E12", "observable-signal", "signal",
    reason="Only what a person says or does can be ticked by two evaluators alike.",
    mend="begin with what they say or do: Names, Counts, Tells, Blames",
)  # fmt: skip
def observable_signal(at: SignalAt, _: Context) -> Iterator[Found]:
    """Find signals that do not begin with something one can hear."""
    first = next(iter(words(at.signal.text)), "")
    if first in tables.UNOBSERVABLE:
        yield Found((*at.key, "text"), f"nobody can observe {shown(first)}")
    elif not _is_opener(first):
        yield Found((*at.key, "text"), f"begins with {shown(first)}, not with what they say or do")


def _is_opener(word: str) -> bool:
    if word in tables.SPEECH_OPENERS or word in tables.PAST_FORMS:
        return True
    third_person = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return len(word) > 2 and word not in tables.NOT_VERBS and (third_person or word.endswith("ed"))


@rule(
    "E13", "enough-signals", "probe",
    reason="With too few there is nothing to hear, with more than twelve nobody finds the key while listening.",
    mend="at least 3 strong, 2 weak and 1 red, at most 12 in all",
)  # fmt: skip
def enough_signals(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find probes with too few signals of a tone, or too many in all."""
    for tone, (floor, _low, _high) in COUNTS.items():
        count = len(toned(at.probe, tone))
        if count < floor:
            yield Found((*at.key, "signals"), f"has {count} {tone.value} signals, fewer than {floor}")
    if len(at.probe.signals) > SIGNALS_IN_ALL:
        yield Found((*at.key, "signals"), f"has {len(at.probe.signals)} signals, more than {SIGNALS_IN_ALL}")


@rule(
    "W13", "balanced-signals", "probe",
    reason="Probes of like make are heard alike: four to six strong, three or four weak, two or three red.",
    mend="add or merge signals of that tone",
)  # fmt: skip
def balanced_signals(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find tones with fewer or more signals than work best."""
    for tone, (floor, low, high) in COUNTS.items():
        count = len(toned(at.probe, tone))
        if floor <= count < low or count > high:
            yield Found((*at.key, "signals"), f"has {count} {tone.value} signals, {low} to {high} work best")


@rule(
    "E14", "no-praise", "signal",
    reason="Praise and notes on delivery rate how somebody sounds, which is what the screen is meant to see through.",
    mend="say what was said",
)  # fmt: skip
def no_praise(at: SignalAt, _: Context) -> Iterator[Found]:
    """Find praise and words on delivery in signals."""
    word = tables.PRAISE.search(tables.NOT_PRAISE.sub(" ", at.signal.text))
    if word:
        yield Found((*at.key, "text"), f"judges with {shown(word.group())}")


@rule(
    "E15", "revealed-signal", "probe",
    reason="A signal that no question can bring out counts against whoever was not lucky enough to mention it.",
    mend="add it to the reveals of a follow-up, or write the follow-up that asks for it",
)  # fmt: skip
def revealed_signal(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find strong and weak signals that no follow-up reveals."""
    revealed = {name for follow_up in at.probe.follow_ups for name in follow_up.reveals}
    for index, signal in enumerate(at.probe.signals):
        if signal.tone is not Tone.RED and signal.id not in revealed:
            yield Found((*at.key, "signals", index, "id"), f"no follow-up reveals {shown(signal.id)}")


reader_rule(
    "E16", "flagged-red", "signal",
    reason="A red signal without its flag could be held against somebody without the neutral check.",
    mend="name the red flag it belongs to, or 'contradiction'",
)  # fmt: skip


@rule(
    "W17", "distinct-signals", "probe",
    reason="Of two signals alike each evaluator ticks another, and the panel sees a dispute that is none.",
    mend="merge them, or say what sets them apart",
)  # fmt: skip
def distinct_signals(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find pairs of signals that share most of their words."""
    for (_i, one), (index, other) in combinations(enumerate(at.probe.signals), 2):
        if likeness(content(one.text), content(other.text)) > ALIKE:
            message = f"{shown(other.text)} says almost the same as {one.id}"
            yield Found((*at.key, "signals", index, "text"), message)


@rule(
    "W18", "weak-in-its-own-right", "probe",
    reason="A weak signal that only denies a strong one counts the same silence twice.",
    mend="write what is said in its place",
)  # fmt: skip
def weak_in_its_own_right(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find weak signals that are a strong one with a 'not'."""
    denials = frozenset(map(stem, tables.NEGATIONS))
    strong = [(signal.id, content(signal.text)) for signal in toned(at.probe, Tone.STRONG)]
    for index, signal in enumerate(at.probe.signals):
        if signal.tone is not Tone.WEAK or not tables.NEGATIONS.intersection(words(signal.text)):
            continue
        for name, stems in strong:
            if likeness(content(signal.text) - denials, stems) >= NEGATED:
                yield Found((*at.key, "signals", index, "text"), f"{shown(signal.text)} only denies {name}")


@rule(
    "W36", "no-copied-text", "module",
    reason="An anchor that stands in two probes fits neither, and an evaluator learns to read past it.",
    mend="write what this answer looks like at that rung",
)  # fmt: skip
def no_copied_text(module: Module, _: Context) -> Iterator[Found]:
    """Find signals, rungs, tells and false friends that stand word for word in two probes of a module."""
    first: dict[frozenset[str] | str, str] = {}
    for at in probes_of(module):
        texts = [((*at.key, "signals", i, "text"), s.text) for i, s in enumerate(at.probe.signals)]
        texts += [((*at.key, "ladder", i, "text"), r.text) for i, r in enumerate(at.probe.ladder)]
        texts += [((*at.key, "ladder", i, "tell"), r.tell) for i, r in enumerate(at.probe.ladder) if r.tell]
        texts += [((*at.key, "false_friends", i), text) for i, text in enumerate(at.probe.false_friends)]
        for key, text in texts:
            owner = first.setdefault(text.casefold(), at.probe.id)
            if owner != at.probe.id:
                yield Found(key, f"{shown(text)} stands in {owner} too", probes=(at.probe,))
