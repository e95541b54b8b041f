"""Which candidates stay closed to an evaluator: those they are still to judge for themselves.

It keeps honest people from being anchored by each other's ratings. It is no access control: whoever opens the files
reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

from screencopilot.domain.events import ScreenOpened
from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError
from screencopilot.store.keeping_refs import folded
from screencopilot.store.note_reading import ReadNote
from screencopilot.store.paths import Folders

#: Said wherever something is held closed.
ABOUT = (
    "This guards honest people from being anchored by each other; it is no access control: whoever opens the files "
    "reads them."
)


def closed_refs(evaluator: str, notes: Iterable[ReadNote], screening: Iterable[str] = ()) -> frozenset[str]:
    """Return the candidates (``folded`` refs) closed to an evaluator: a draft on them, and no sealed note.

    Args:
        evaluator: whose view it is; nobody's, "", has nothing closed.
        notes: all that is known, the evaluator's own folder among it.
        screening: refs of candidates whose screen the evaluator has begun and not closed.
    """
    me = folded(evaluator)
    if not me:
        return frozenset()
    drafts, sealed = {folded(ref) for ref in screening}, set()
    for read in notes:
        if folded(read.evaluator) == me:
            if read.state == "draft":
                drafts.add(folded(read.candidate))
            elif read.state == "sealed-intact":
                sealed.add(folded(read.candidate))
    return frozenset(drafts - sealed)


def begun_refs(folders: Folders, evaluator: str) -> list[str]:
    """Return the candidates of this computer's unfinished screens that an evaluator screens.

    A journal that cannot be read hides whose it is, and is passed over; home tells of it.
    """
    from screencopilot.store.recover import read_session
    from screencopilot.store.sessions import list_unfinished

    found = []
    try:
        sessions = list_unfinished(folders)
    except StoreError:
        return []
    for session in sessions:
        try:
            entries = read_session(session.path).entries
        except (StoreError, FormatError):
            continue
        opened = next((e.event for e in entries if isinstance(e.event, ScreenOpened)), None)
        if opened is not None and folded(opened.evaluator) == folded(evaluator):
            found.append(opened.candidate_ref)
    return found
