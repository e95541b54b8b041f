"""The two nudges that answer a key, and the way back to the candidate's own numbers."""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.marks import ProbeMarks
from screencopilot.domain.nudged import OFF_LIMITS, RE_ENTRY
from screencopilot.domain.nudges.moment import Moment
from screencopilot.domain.nudges.rule import TEXT_LIMIT, Phase, Repeat, Rule
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State

#: A line written within this many seconds of a stamped number is taken to hold it.
BESIDE_SECONDS = 20.0
#: Plans of this many minutes or more end with a re-entry.
RE_ENTRY_MINUTES = 45


class OwnNumber(Struct, frozen=True):
    """A number the candidate gave: on which probe, and in words (``damage 0.64``)."""

    probe: str
    words: str

    @property
    def suggestion(self) -> str:
        """The way back to it, in one line."""
        return _fit("Earlier: ", self.words, "; ask what set it.")


def own_numbers(script: Script, state: State) -> tuple[OwnNumber, ...]:
    """Return the numbers to go back to, best first.

    Those of the probe opened longest ago lead, and the current one comes last: what was said long ago tests more. On a
    probe, filled blanks come before stamps, whose number is taken from a line written beside them or is named by the
    probe's title.
    """
    order = sorted(
        (i.probe for i in script.agenda if i.probe in state.visits),
        key=lambda p: (p == state.current, state.visits[p].first_at),
    )
    return tuple(
        OwnNumber(probe, " ".join(words.split()))
        for probe in order
        for words in _numbers(script, state, probe, state.marks.probe(probe))
    )


def suggest_re_entry(script: Script, state: State) -> OwnNumber | None:
    """Return the number to go back to now, None when the candidate gave none."""
    return next(iter(own_numbers(script, state)), None)


def _numbers(script: Script, state: State, probe: str, marks: ProbeMarks) -> list[str]:
    filled = [
        f"{blank} {marks.numbers[blank]}" for blank in script.probe(probe).numbers if blank in marks.numbers
    ]
    stamped = [_beside(state, probe, at) for kind, at in marks.stamps if kind == "number"]
    unnamed = [f"the number in {script.probe(probe).title}"] if None in stamped and not filled else []
    return [*filled, *dict.fromkeys(text for text in stamped if text), *unnamed]


def _beside(state: State, probe: str, at: float) -> str | None:
    near = [
        (abs(w.at - at), w.line.text)
        for w in state.marks.lines
        if w.line.probe == probe
        and abs(w.at - at) <= BESIDE_SECONDS
        and any(c.isdigit() for c in w.line.text)
    ]
    return min(near)[1] if near else None


def _fit(before: str, words: str, after: str) -> str:
    room = TEXT_LIMIT - len(before) - len(after)
    return before + (words if len(words) <= room else words[: room - 1].rstrip() + "…") + after


def _personal(moment: Moment) -> bool:
    """The key for a protected topic was pressed just now."""
    return moment.freshly_pressed(OFF_LIMITS)


def _back(moment: Moment) -> bool:
    """The key for a re-entry was pressed just now, or a screen of 45 min or more has had its last probe without one."""
    return moment.freshly_pressed(RE_ENTRY) or _last_probe_done(moment)


def _last_probe_done(moment: Moment) -> bool:
    """The last probe not skipped is rated or out of time, the candidate gave a number before, no re-entry was made."""
    here, state = moment.here, moment.state
    if here is None or moment.script.plan.minutes < RE_ENTRY_MINUTES or RE_ENTRY in state.nudges.pressed:
        return False
    last = [i.probe for i in moment.script.agenda if not state.marks.probe(i.probe).skipped][-1:]
    if last != [here.probe.id] or not (here.marks.rating or here.share(1.0)):
        return False
    earlier = (m for probe, m in state.marks.probes.items() if probe != here.probe.id)
    return any(m.numbers or any(kind == "number" for kind, _ in m.stamps) for m in earlier)


def re_entry_words(moment: Moment) -> str:
    """Return the re-entry's line with one of the candidate's own numbers in it, at most 70 characters."""
    number = suggest_re_entry(moment.script, moment.state)
    if number is None:
        return BACK_TO_THEIR_NUMBER.text
    if moment.freshly_pressed(RE_ENTRY):
        return _fit("Interrupt with a card, then back to: ", number.words, "")
    return _fit("Before you close, back to: ", number.words, ". What set it?")


DONT_NOTE_IT = Rule(
    id=OFF_LIMITS,
    moment="the off-limits key",
    text="Don't note it, don't ask. Back to the probe.",
    reason="What must not count must not stand in the note.",
    trace=_personal,
    phases=(Phase.GREETING, Phase.LIVE),
    repeat=Repeat.PRESS,
    stays=20.0,
)
BACK_TO_THEIR_NUMBER = Rule(
    id=RE_ENTRY,
    moment="the re-entry key; and after the last probe of a screen of 45 min or more",
    text="Interrupt with a card, then return to their own number.",
    reason="Nobody can look up what they themselves said ten minutes ago.",
    trace=_back,
    repeat=Repeat.PRESS,
)
