"""The decision record: what a debrief leaves behind, as plain values in the shape of its TOML file.

It holds what was sealed, what was voted, what was settled and what was decided; no figure leads from one to the other.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from screencopilot.domain.debrief import Case, Disagreement
from screencopilot.domain.debrief_events import Choice, MovedBy, MovedKind, Result
from screencopilot.domain.debrief_state import DebriefState, held, shares
from screencopilot.domain.note import (
    Candidate,
    Confidence,
    Digest,
    Key,
    Name,
    RatingValue,
    Seconds,
    Stamp,
    Text,
)

SCHEMA = "screencopilot/debrief/1"

NoteId = Annotated[str, Meta(min_length=1, max_length=64)]


class DebriefTiming(Struct, frozen=True):
    """When the debrief was; ``minutes`` is what was set for it, ``read_seconds`` what the silent read took."""

    started: Stamp
    ended: Stamp
    active_seconds: Seconds
    paused_seconds: Seconds
    minutes: Annotated[int, Meta(ge=1, le=600)]
    read_seconds: Seconds = 0


class DecisionTaken(Struct, frozen=True, omit_defaults=True):
    """The panel's decision in the panel's words."""

    choice: Choice
    words: Text = ""


class NoteUsed(Struct, frozen=True):
    """One note that was read: ``digest`` is that of its seal."""

    id: NoteId
    evaluator: Name
    digest: Digest
    file: Annotated[str, Meta(max_length=4000)] = ""


class FirstRatings(Struct, frozen=True):
    """One probe's first sealed ratings by evaluator; ``meaning`` is the probe's digest."""

    probe: Key
    competency: Key
    meaning: Annotated[str, Meta(max_length=200)]
    given: dict[Name, RatingValue] = {}


class Moved(Struct, frozen=True, omit_defaults=True):
    """What moved somebody in the second vote."""

    kind: MovedKind
    text: Text = ""
    whose: Name | UnsetType = UNSET
    id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET


class ViewHeld(Struct, frozen=True, kw_only=True):
    """One evaluator on one disagreement: sealed, voted (absent without a second vote), and held at the end."""

    evaluator: Name
    note: NoteId
    first: RatingValue
    second: RatingValue | UnsetType = UNSET
    last: RatingValue
    confidence: Confidence | UnsetType = UNSET
    moved_by: Moved | UnsetType = UNSET


class Discussed(Struct, frozen=True, omit_defaults=True):
    """One split probe and how the talk over it ended; without a ``result`` it was not come to."""

    probe: Key
    competency: Key
    meaning: Annotated[str, Meta(max_length=200)]
    spread: Annotated[int, Meta(ge=0, le=4)]
    split: Text
    seconds: Seconds
    budget_seconds: Seconds
    result: Result | UnsetType = UNSET
    because: Text = ""
    views: tuple[ViewHeld, ...] = ()


class Revised(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"was": "from"}):
    """A rating that was changed, and whether the note has it too; ``kept_out`` says why not."""

    note: NoteId
    evaluator: Name
    probe: Key
    was: RatingValue
    to: RatingValue
    because: Text
    in_note: bool
    kept_out: Text = ""


class DebriefRecord(Struct, frozen=True, omit_defaults=True):
    """A whole decision record."""

    schema: str
    id: NoteId
    app: Name
    present: tuple[Name, ...]
    candidate: Candidate
    timing: DebriefTiming
    decision: DecisionTaken
    notes: tuple[NoteUsed, ...]
    questions: tuple[Text, ...] = ()
    ratings: tuple[FirstRatings, ...] = ()
    disagreements: tuple[Discussed, ...] = ()
    revisions: tuple[Revised, ...] = ()


def moved_words(moved: MovedBy | Moved) -> str:
    """Return what moved somebody, in one line: ``Ben's e7: "..."``."""
    if moved.kind == "words":
        return moved.text
    said = f": {moved.text}" if moved.text else ""
    return f"{moved.whose}'s {moved.kind} {moved.id}{said}"


def revisions_of(case: Case, state: DebriefState) -> tuple[Revised, ...]:
    """Return every rating that is another one now, with its why: the talk's, or else what moved the second vote."""
    found = []
    for one in case.disagreements:
        now, votes = held(case, state, one.number), state.marks.votes.get(one.number, {})
        outcome = state.marks.outcomes.get(one.number)
        for view in one.views:
            if now[view.evaluator] == view.rating:
                continue
            why = outcome.reasons.get(view.evaluator, "") if outcome else ""
            voted = votes.get(view.evaluator)
            if not why and voted and voted.moved_by:
                why = f"second vote, moved by {moved_words(voted.moved_by)}"
            why = (why or "second vote")[:4000]
            to = now[view.evaluator]
            found.append(
                Revised(
                    note=view.note,
                    evaluator=view.evaluator,
                    probe=one.probe,
                    was=view.rating,
                    to=to,
                    because=why,
                    in_note=False,
                )
            )
    return tuple(found)


def record_of(
    case: Case, state: DebriefState, app: str, revisions: tuple[Revised, ...] | None = None
) -> DebriefRecord:
    """Return the record of a debrief; its end is that of the confirmation, or of the last event before one.

    Args:
        case: what it was about.
        state: the state at its end; with a decision.
        app: the program with its version.
        revisions: those of :func:`revisions_of` with what became of them in the notes; none of them is there when None.

    Raises:
        ValueError: nothing was decided yet.
    """
    marks = state.marks
    if marks.decision is None:
        raise ValueError("a record needs a decision")
    return DebriefRecord(
        schema=SCHEMA,
        id=state.opened.id,
        app=app,
        present=marks.present,
        candidate=case.candidate,
        timing=_timing(state),
        decision=DecisionTaken(marks.decision.choice, marks.decision.words),
        notes=tuple(NoteUsed(n.id, n.evaluator, n.digest, _file_name(n.path)) for n in case.notes),
        questions=marks.questions,
        ratings=tuple(FirstRatings(r.probe, r.competency, r.meaning, dict(r.ratings)) for r in case.rows),
        disagreements=tuple(_discussed(case, state, one) for one in case.disagreements),
        revisions=revisions_of(case, state) if revisions is None else revisions,
    )


def _file_name(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.encode("utf-8", "replace").decode()  # names of files may be no text


def _timing(state: DebriefState) -> DebriefTiming:
    ended = state.confirmed_wall or state.last_wall
    return DebriefTiming(
        started=state.started_wall.replace(microsecond=0),
        ended=ended.replace(microsecond=0),
        active_seconds=int(state.last_at),
        paused_seconds=int(state.paused_seconds),
        minutes=state.opened.minutes,
        read_seconds=int(state.read_until or 0),
    )


def _discussed(case: Case, state: DebriefState, one: Disagreement) -> Discussed:
    outcome = state.marks.outcomes.get(one.number)
    return Discussed(
        probe=one.probe,
        competency=one.competency,
        meaning=one.meaning,
        spread=one.spread,
        split=one.sentence,
        seconds=int(state.seconds_on(one.number, state.last_at)),
        budget_seconds=int(shares(case, state)[one.number]) if state.walk_from is not None else 0,
        result=outcome.result if outcome else UNSET,
        because=outcome.because if outcome else "",
        views=_views(case, state, one),
    )


def _views(case: Case, state: DebriefState, one: Disagreement) -> tuple[ViewHeld, ...]:
    now, votes = held(case, state, one.number), state.marks.votes.get(one.number, {})
    views = []
    for view in one.views:
        vote = votes.get(view.evaluator)
        moved = vote.moved_by if vote else None
        views.append(
            ViewHeld(
                evaluator=view.evaluator,
                note=view.note,
                first=view.rating,
                last=now[view.evaluator],
                second=vote.rating if vote else UNSET,
                confidence=vote.confidence if vote and vote.confidence else UNSET,
                moved_by=_moved(moved) if moved else UNSET,
            )
        )
    return tuple(views)


def _moved(moved: MovedBy) -> Moved:
    if moved.kind == "words":
        return Moved(moved.kind, moved.text)
    return Moved(moved.kind, moved.text, moved.whose, moved.id)
