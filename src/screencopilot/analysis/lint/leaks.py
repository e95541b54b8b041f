"""E07 and W07: a question must not carry its own answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from screencopilot.analysis.lint.language import content
from screencopilot.analysis.lint.registry import Found, rule
from screencopilot.analysis.lint.subjects import Context, ProbeAt, toned
from screencopilot.domain.bank import Module, Tone
from screencopilot.formats.errors import shown

#: Stems that question and signal may share before the question tells the answer.
SHARED_STEMS = 2
#: A stem in this share of a module's questions is the theme's own noun ("model", "data"), not a hint.
NOUN_SHARE = 0.25


@rule(
    "E07", "no-self-leak", "probe",
    reason="Who only echoes the question would tick a strong signal without having been there.",
    mend="take the signal's words out of the question, or find the signal that the question does not give away",
)  # fmt: skip
def no_self_leak(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find strong signals that the opening question, its repeat or the safe title gives away."""
    nouns = module_nouns(at.module)
    texts = {"say": at.probe.say, "say_again": at.probe.say_again}
    for name, text in texts.items():
        yield from _leaks(at, (name,), text, frozenset(), nouns)
    for signal in toned(at.probe, Tone.STRONG):
        shared = content(at.module.safe_title) & content(signal.text)
        if len(shared) >= SHARED_STEMS:
            message = f"the safe title shares {_list(shared)} with {signal.id} {shown(signal.text)}"
            yield Found((*at.key, "signals", at.probe.signals.index(signal), "text"), message)


@rule(
    "W07", "no-leaking-follow-up", "probe",
    reason="A follow-up that says another signal's words hands it over before its own question is asked.",
    mend="reword it, or add the signal to its reveals when that is what it asks for",
)  # fmt: skip
def no_leaking_follow_up(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find follow-ups that give away strong signals they are not there to reveal."""
    nouns = module_nouns(at.module) | content(at.probe.say)
    for index, follow_up in enumerate(at.probe.follow_ups):
        place = ("follow_ups", index, "say")
        yield from _leaks(at, place, follow_up.say, frozenset(follow_up.reveals), nouns)


def module_nouns(module: Module) -> frozenset[str]:
    """Return the stems that a module cannot do without: of its title, and of a quarter of its questions."""
    counts = Counter(stem for probe in module.probes for stem in content(probe.say))
    least = max(2.0, NOUN_SHARE * len(module.probes))
    return content(module.title) | frozenset(stem for stem, count in counts.items() if count >= least)


def _leaks(
    at: ProbeAt, place: tuple[str | int, ...], text: str, exempt: frozenset[str], nouns: frozenset[str]
) -> Iterator[Found]:
    said = content(text) - nouns
    for signal in toned(at.probe, Tone.STRONG):
        shared = said & content(signal.text)
        if signal.id not in exempt and len(shared) >= SHARED_STEMS:
            message = f"shares {_list(shared)} with {signal.id} {shown(signal.text)}"
            yield Found((*at.key, *place), message)


def _list(stems: frozenset[str]) -> str:
    return " and ".join(f"'{stem}…'" for stem in sorted(stems))
