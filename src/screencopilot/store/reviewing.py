"""What a review needs from disk: the note, the journal of its session, the words behind its ids; and what it writes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from screencopilot.domain import commands
from screencopilot.domain.bank import ResolvedBank
from screencopilot.domain.clock import Clock
from screencopilot.domain.entry import Entry
from screencopilot.domain.events import ScreenOpened
from screencopilot.domain.note import Evidence, Note, RatingValue
from screencopilot.domain.revising import revised
from screencopilot.domain.state import replay
from screencopilot.domain.timeline import Timeline, Words, timeline, words_of
from screencopilot.domain.writeup import note_of
from screencopilot.formats.errors import FormatError
from screencopilot.formats.note_redaction import is_redacted
from screencopilot.formats.note_toml import Document, load_note, note_file_name, note_to_document, verify
from screencopilot.store.elsewhere import all_elsewhere
from screencopilot.store.errors import StoreError
from screencopilot.store.library import find_note, save_draft, save_sealed
from screencopilot.store.paths import Folders
from screencopilot.store.recover import Readable, read_session
from screencopilot.store.recovery import resume_desk
from screencopilot.store.search_path import load_resolved
from screencopilot.store.sessions import UnfinishedSession, list_unfinished

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")


@dataclass(frozen=True)
class Review:
    """A note as it is reviewed.

    Attributes:
        path: its file.
        note: the note; of a draft that can be gone on with, as its journal has it, which knows the most.
        seal: ``sealed-intact``, ``changed``, ``draft`` or ``redacted``.
        timeline: the note in time.
        words: what the ids in it stand for, as far as they are known.
        unfinished: the session that goes on when a draft is amended; None when there is none any more.
        notices: what a reader should know of what was found, one line each.
    """

    path: Path
    note: Note
    seal: str
    timeline: Timeline
    words: Words
    unfinished: UnfinishedSession | None = None
    notices: tuple[str, ...] = field(default=())

    @property
    def sealed(self) -> bool:
        """Whether it bears a seal that fits: then it is revised, never amended."""
        return self.seal == "sealed-intact"


def load_review(folders: Folders, path: Path) -> Review:
    """Read a note with all that its review can tell.

    Raises:
        NoteError: the file is no sound note.
    """
    file = load_note(path)
    seal = "redacted" if is_redacted(file.raw) else verify(file.raw)
    session = _session_of(folders, file.note)
    note, entries = file.note, session.entries if session else ()
    unfinished = _unfinished(folders, note.id) if seal == "draft" else None
    if session and unfinished:
        state = replay(entries)
        note = note_of(session.script, state) if state else note
    words, notices = _words(folders, note, session)
    return Review(path, note, seal, timeline(note, words, entries), words, unfinished, notices)


def _session_of(folders: Folders, note: Note) -> Readable | None:
    """Return the session that a note came from, if its journal is there and says that it is."""
    if not _PLAIN_ID.fullmatch(note.id):
        return None
    places = [folders.sessions / note.id]
    if note.id in (elsewhere := all_elsewhere(folders)):
        places.insert(0, elsewhere[note.id][0])
    for place in places:
        try:
            session = read_session(place)
        except StoreError:
            continue
        if _is_of(session.entries, note):
            return session
    return None


def _is_of(entries: tuple[Entry, ...], note: Note) -> bool:
    first = entries[0].event if entries else None
    return isinstance(first, ScreenOpened) and first.id == note.id


def _words(folders: Folders, note: Note, session: Readable | None) -> tuple[Words, tuple[str, ...]]:
    bank: ResolvedBank | None = session.script.bank if session and session.script else None
    if bank is None:
        try:
            bank = load_resolved(note.bank.id, folders)
        except (StoreError, FormatError):
            return Words(), (f"the bank {note.bank.id} is not here: its questions are told by their ids",)
    words = words_of(note, bank)
    changed = [p.id for p in note.probes if p.id not in words.probes]
    if changed:
        return words, (f"changed in the bank since, and told by their ids: {', '.join(changed)}",)
    return words, ()


def _unfinished(folders: Folders, note_id: str) -> UnfinishedSession | None:
    try:
        return next((s for s in list_unfinished(folders) if s.id == note_id), None)
    except StoreError:
        return None


def save_revision(review: Review, probe: str, to: RatingValue, because: str, clock: Clock) -> Path:
    """Add one revision to a sealed note, read anew; call it off the UI thread.

    Raises:
        Refused: the revision makes no sense (see :func:`~screencopilot.domain.revising.revised`).
        StoreError: the note's seal does not fit it, its file has another name than its own, or it cannot be written.
        NoteError: the file is no sound note any more.
    """
    file = load_note(review.path)
    if file.note.status == "sealed" and verify(file.raw) != "sealed-intact":
        raise StoreError("the seal does not fit the note", review.path, "find the note as it was sealed")
    note = revised(file.note, probe, to, because, clock.wall())
    _keep_name(review.path, note)
    return save_sealed(review.path.parent, note_to_document(note, file.raw))


def save_quote(folders: Folders, review: Review, line: Evidence, clock: Clock) -> Path:
    """Add a quote from a transcript to a draft: through its session where that goes on; call it off the UI thread.

    Raises:
        Refused: the quote has no words, or the note is no draft.
        StoreError: another program has the session open, or it cannot be written.
    """
    if review.seal != "draft":
        raise commands.Refused(why_no_quote(review))
    if review.unfinished is not None:
        return _quote_in_session(folders, review.unfinished.path, line, clock)
    file = load_note(review.path)
    _keep_name(review.path, file.note)
    taken = {e.id for e in file.note.evidence}
    free = next(name for n in range(1, len(taken) + 2) if (name := f"e{n}") not in taken)
    note = replace(file.note, evidence=(*file.note.evidence, replace(line, id=free)))
    document: Document = note_to_document(note, file.raw)
    return save_draft(review.path.parent, document)


def _quote_in_session(folders: Folders, session: Path, line: Evidence, clock: Clock) -> Path:
    desk = resume_desk(folders, session, clock)
    try:
        desk.do(commands.quote_words, f"{line.polarity}{line.text}", line.at, line.probe or None)
        return desk.save_draft()
    finally:
        desk.close()


def why_no_quote(review: Review) -> str:
    """Return why words cannot become evidence of this note, "" when they can."""
    match review.seal:
        case "draft":
            return ""
        case "redacted":
            return "this note was redacted: nothing is added to it"
        case _:
            return "sealed: evidence is as it was then; what comes later is a revision"


def _keep_name(path: Path, note: Note) -> None:
    """Raise StoreError when saving would make a second file: a note is found among others by its file's name."""
    found = find_note(path.parent, note.id)
    if found is None or not found.samefile(path):
        other = f"rename it to {note_file_name(note)}" if found is None else f"it is also in {found.name}"
        raise StoreError("the note would be written into another file", path, f"{other}, and try again")
