"""How the program ends of a fault of its own: what was typed is kept, and nothing that was said is printed."""

from __future__ import annotations

import contextlib

from textual.app import App


class FaultKeeper(App[str]):
    """An app that keeps open lines when it ends, and remembers the fault it ended of."""

    _fault: Exception | None = None

    @property
    def fault(self) -> Exception | None:
        """What the program itself did wrong and ended of; None when it ended well."""
        return self._fault

    def keep_drafts(self) -> None:
        """Keep what stands in the open line of any screen."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_draft", None)
            if keep is not None:
                keep()

    def _handle_exception(self, error: Exception) -> None:
        """Remember the first fault, for its report."""
        cause = getattr(error, "error", None)  # a worker's fault comes wrapped
        self._fault = self._fault or (cause if isinstance(cause, Exception) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's own report, which shows every variable, and so what was said."""
        with contextlib.suppress(
            Exception
        ):  # the fault may lie there too; the journal has all but the open line
            self.keep_drafts()
        self._close_messages_no_wait()
