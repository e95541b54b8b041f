"""What stands on a timeline: bars, marks, and how each mark is told from a note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import UNSET, Struct
from msgspec.structs import replace

from screencopilot.domain.bank import Card, Probe, RedFlag, ResolvedBank
from screencopilot.domain.canonical import digest
from screencopilot.domain.note import Evidence, Note, ProbeNote, RatingValue
from screencopilot.domain.pacing import minutes
from screencopilot.domain.transcript_clock import Span
from screencopilot.domain.writeup import ASKED_SECONDS

_POLARITY = {"+": "speaks for", "-": "speaks against", "!": "red flag", "": ""}


class Kind(StrEnum):
    """What a mark is, in the order in which marks of one second are told; the last five have no second."""

    PAUSE = "pause"
    OPENED = "opened"
    RETURNED = "returned"
    AGAIN = "again"
    NO_CASE = "no-case"
    FOLLOW_UP = "follow-up"
    CARD = "card"
    CLAIM = "claim"
    CHECK = "check"
    TICK = "tick"
    STAMP = "stamp"
    NUMBER = "number"
    LINE = "line"
    FLAG = "flag"
    MOMENT = "moment"
    NUDGE = "nudge"
    RE_ENTRY = "re-entry"
    LOAN = "loan"
    DROP_REFUSED = "drop-refused"
    EARLIER = "earlier"
    RATED = "rated"
    NOT_ASKED = "not-asked"
    VERDICT = "verdict"
    OVERALL = "overall"
    NOTICE = "notice"
    REVISION = "revision"


RANK = {kind: rank for rank, kind in enumerate(Kind)}


class Mark(Struct, frozen=True):
    """One thing on the timeline.

    ``at`` is its active second, None where it has none or the note does not tell; ``about`` is the id of what it is
    about; ``sign`` is a tick's tone, a line's polarity (with ``"`` after it for a quote), a rung or a fingerprint;
    ``text`` is the whole text and ``aside`` what a reader should know of it.
    """

    at: float | None
    kind: Kind
    probe: str
    text: str
    about: str = ""
    sign: str = ""
    aside: str = ""


class Bar(Struct, frozen=True):
    """One probe in time: its place on the agenda from 1, its visits, the note on it, and what it borrowed.

    ``borrowed`` are seconds, negative when it lent more than it borrowed.
    """

    number: int
    title: str
    note: ProbeNote
    spans: tuple[Span, ...]
    borrowed: int = 0

    @property
    def budget(self) -> int:
        """The seconds it had in the end: what the plan gave, and what was borrowed or lent."""
        return max(0, self.note.budget_seconds + self.borrowed)

    @property
    def over(self) -> int:
        """Seconds beyond the budget, 0 within it."""
        return max(0, self.note.seconds - self.budget)


class Words(Struct, frozen=True):
    """The words behind the ids in a note, as far as they are the ones the screen was run on."""

    probes: Mapping[str, Probe] = {}
    cards: Mapping[str, Card] = {}
    flags: Mapping[str, RedFlag] = {}

    def say(self, probe: str) -> str:
        """Return a probe's opening question, "" when it is not known."""
        known = self.probes.get(probe)
        return known.say if known else ""


def words_of(note: Note, bank: ResolvedBank) -> Words:
    """Return a bank's words for a note: of its probes only those whose meaning is still that of the note."""
    meant = {probe.id: probe.digest for probe in note.probes}
    probes = {
        name: _with_claim(note, probe)
        for name, probe in bank.probes.items()
        if name in meant and meant[name] in {UNSET, digest(probe.meaning)}
    }
    return Words(probes, bank.cards, bank.flags)


def _with_claim(note: Note, probe: Probe) -> Probe:
    """Fill the blank in a claim's question with the claim that was asked, or the first of its kind."""
    mine = [claim for claim in note.claims if claim.kind in probe.claims]
    if "{claim}" not in probe.say or not mine:
        return probe
    asked = next((claim for claim in mine if claim.asked_at is not UNSET), mine[0])
    return replace(probe, say=probe.say.replace("{claim}", asked.text))


def marks_on(bar: Bar, words: Words) -> Iterator[Mark]:
    """Give what the note keeps of one probe, lines apart."""
    note, known = bar.note, words.probes.get(bar.note.id)
    start = bar.spans[0].start if bar.spans else None
    yield Mark(start, Kind.OPENED, note.id, known.say if known else bar.title)
    for span in bar.spans[1:]:
        if span.end - span.start >= ASKED_SECONDS:
            yield Mark(span.start, Kind.RETURNED, note.id, bar.title)
    for name in note.follow_ups:
        text = next((f.say for f in known.follow_ups if f.id == name), name) if known else name
        yield Mark(note.follow_ups_at.get(name), Kind.FOLLOW_UP, note.id, text, name)
    for name in note.cards:
        text = words.cards[name].say if name in words.cards else name
        yield Mark(note.cards_at.get(name), Kind.CARD, note.id, text, name)
    for name in note.ticks:
        signal = known.signal(name) if known else None
        text, tone = (signal.text, signal.tone.value) if signal else (name, "")
        yield Mark(note.ticked_at.get(name), Kind.TICK, note.id, text, name, tone)
    for kind, times in note.fingerprints.items():
        for at in times:
            yield Mark(at, Kind.STAMP, note.id, f"a specific {kind}", kind, kind)
    for at in note.moments:
        yield Mark(at, Kind.MOMENT, note.id, "a moment to come back to")
    if note.no_case_at is not UNSET:
        text = known.if_no_case.say if known and known.if_no_case else "the hypothetical was offered"
        yield Mark(note.no_case_at, Kind.NO_CASE, note.id, text)
    if note.rating is not UNSET:
        yield _rated(note, note.rating, known)


def _rated(note: ProbeNote, rating: RatingValue, known: Probe | None) -> Mark:
    text = known.rung(rating).text if known and isinstance(rating, int) else "not enough evidence"
    if not known and isinstance(rating, int):
        text = f"rung {rating}"
    parts = [f"bar {note.bar}"]
    if note.not_enough:
        parts.append(note.not_enough.replace("-", " "))
    if note.confidence:
        parts.append(f"{note.confidence} confidence")
    if note.rated_recalled_after is not UNSET:
        parts.append(f"from memory {minutes(note.rated_recalled_after)} after the close")
    at = None if note.rated_at is UNSET else note.rated_at
    return Mark(at, Kind.RATED, note.id, text, "", str(rating), ", ".join(parts))


def written_marks(note: Note, words: Words) -> Iterator[Mark]:
    """Give the lines of evidence, the red flags with their checks, and the claims that were asked."""
    for line in note.evidence:
        yield _line(line, words)
    texts = {line.id: line.text for line in note.evidence}
    for flag in note.flags:
        known = words.flags.get(flag.flag)
        check, label = (known.check, known.label) if known else ("its neutral check was asked", "")
        yield Mark(flag.check_asked_at, Kind.CHECK, flag.probe, check, flag.flag)
        said = f"“{texts.get(flag.evidence, '')}”"
        yield Mark(flag.at, Kind.FLAG, flag.probe, said, flag.flag, "!", label)
    for claim in note.claims:
        if claim.asked_at is not UNSET:
            yield Mark(claim.asked_at, Kind.CLAIM, "", claim.text, claim.kind)


def _line(line: Evidence, words: Words) -> Mark:
    quote, probe = line.kind == "quote", words.probes.get(line.probe)
    signal = probe.signal(line.signal) if probe and line.signal else None
    about = f"for {line.signal}{f' ({signal.text})' if signal else ''}" if line.signal else ""
    aside = [_POLARITY[line.polarity], about]
    if line.recalled_after is not UNSET:
        aside.append(f"recalled {minutes(line.recalled_after)} after the close")
    return Mark(
        line.at,
        Kind.LINE,
        line.probe,
        f"“{line.text}”" if quote else line.text,
        line.id,
        line.polarity + ('"' if quote else ""),
        ", ".join(a for a in aside if a),
    )


def time_marks(note: Note, bars: Iterable[Bar]) -> Iterator[Mark]:
    """Give the time that was borrowed, and the probes kept although they no longer fitted."""
    titles = {bar.note.id: bar.title for bar in bars}
    for loan in note.loans:
        lender = titles.get(loan.lender, loan.lender)
        text = f"{minutes(loan.seconds)} borrowed from {lender}"
        yield Mark(loan.at, Kind.LOAN, loan.probe, text, loan.lender)
    for probe in note.probes:
        if probe.drop_refused_at is not UNSET:
            text = f"{titles.get(probe.id, probe.id)} was kept although it no longer fitted"
            yield Mark(probe.drop_refused_at, Kind.DROP_REFUSED, probe.id, text)


def ending_marks(note: Note, bars: Iterable[Bar]) -> Iterator[Mark]:
    """Give what has no place in time: what was not asked, claims, recommendation, notices, revisions."""
    for bar in bars:
        if bar.note.status != "asked":
            why = f": {bar.note.skipped_because}" if bar.note.skipped_because else ""
            text = f"{bar.title}, {bar.note.status.replace('-', ' ')}{why}"
            yield Mark(None, Kind.NOT_ASKED, bar.note.id, text)
    for claim in note.claims:
        verdict = "not probed" if claim.verdict is UNSET else claim.verdict.replace("-", " ")
        aside = f"rests on {', '.join(claim.evidence)}" if claim.evidence else ""
        if claim.verdict is not UNSET and not claim.by_practitioner:
            aside += f"{'; ' if aside else ''}judged by someone who has not shipped this kind of thing"
        yield Mark(None, Kind.VERDICT, "", f"{verdict}: {claim.text}", claim.kind, "", aside)
    if note.overall is not UNSET:
        given = note.overall
        words = f"{given.recommendation.replace('-', ' ')}: {given.because}"
        yield Mark(None, Kind.OVERALL, "", words, "", "", f"{given.confidence} confidence")
    for notice in note.calibration.notices if note.calibration is not UNSET else ():
        yield Mark(None, Kind.NOTICE, "", notice)
    for revision in note.revisions:
        text = f"{revision.probe} from {revision.was} to {revision.to}: {revision.because}"
        yield Mark(
            None, Kind.REVISION, revision.probe, text, "", str(revision.to), f"{revision.at:%Y-%m-%d %H:%M}"
        )
