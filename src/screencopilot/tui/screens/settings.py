"""The settings: each change holds at once, and is written behind the screen's back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace
from textual import events, on, work
from textual.app import ComposeResult
from textual.constants import TEXTUAL_ANIMATIONS
from textual.message import Message
from textual.screen import Screen

from screencopilot.domain.theme import ThemeFile
from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError
from screencopilot.store.profile import load_profile, save_profile
from screencopilot.store.search_path import find_themes, load_shared_files, load_theme_named
from screencopilot.store.settings import change_settings, load_settings
from screencopilot.tui.themes import textual_theme
from screencopilot.tui.view.lines import EMPTY, window
from screencopilot.tui.view.settings import REMINDERS, Chosen, Item, Kind, draw_foot, draw_settings, items
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.store.paths import Folders
    from screencopilot.tui.app import ScreencopilotApp


class SettingsScreen(Screen[tuple[str, ...]]):
    """Dismisses with the ids of the nudges silenced for ever."""

    AUTO_FOCUS = ""

    @dataclass
    class NotKept(Message):
        """A change could not be written."""

        words: str

    def __init__(self) -> None:
        super().__init__()
        self._chosen = Chosen()
        self._items: list[Item] = items(self._chosen)
        self._lit = 0
        self._message = ""
        self._read = False
        # One thread, so that changes reach the disk in the order they were made; the program's end waits for it.
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="settings")

    @property
    def copilot(self) -> ScreencopilotApp:
        """The program."""
        return cast("ScreencopilotApp", self.app)

    @property
    def chosen(self) -> Chosen:
        """What is set now."""
        return self._chosen

    @property
    def lit(self) -> Item:
        """The line that is lit."""
        return self._items[self._lit]

    def compose(self) -> ComposeResult:
        """One list."""
        yield LineView(id="settings")

    def on_mount(self) -> None:
        """Show the list; what is set follows from the disk."""
        self._chosen = replace(self._chosen, theme=self.app.theme)
        self.paint()
        self.look_on_disk()

    def on_unmount(self) -> None:
        """Take no more changes; those on their way are written."""
        self._writer.shutdown(wait=False)

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    @work(thread=True, exclusive=True, group="settings", exit_on_error=False)
    def look_on_disk(self) -> None:
        """Read settings, themes and claim kinds off the UI thread."""
        folders = self.copilot.folders
        settings, profile = load_settings(folders), load_profile(folders.profile_file)
        themes, problems = _themes(folders)
        kinds: tuple[Kind, ...] = ()
        try:
            kinds = tuple(Kind(k.id, k.label) for k in load_shared_files(folders).claim_kinds.values())
        except (StoreError, FormatError) as error:
            problems.append(str(error).splitlines()[0])
        chosen = Chosen(
            tuple(themes),
            settings.theme or self._chosen.theme,
            settings.reduced_motion,
            settings.remind_after_days,
            settings.silenced,
            kinds,
            profile.profile.shipped,
        )
        told = [*settings.problems, profile.problem, *problems]
        self.app.call_from_thread(self.show, chosen, themes, [words for words in told if words])

    def show(self, chosen: Chosen, themes: dict[str, ThemeFile], problems: list[str]) -> None:
        """Take over what was found; themes can be shown from now on."""
        for theme in themes.values():
            self.app.register_theme(textual_theme(theme))
        self._message = "; ".join(problems)
        self._read = True
        self._set(chosen)
        acts = [item.act for item in self._items]
        here = f"theme:{chosen.theme}"
        self._light(acts.index(here) if here in acts else 0)

    def paint(self) -> None:
        """Draw the list around the line that is lit."""
        width, height = self.app.size
        rows, lit_at = draw_settings(self._items, self._lit, width)
        foot = draw_foot(self._message, width)
        room = height - len(foot) - 1
        shown = window(rows, room, max(0, lit_at - room // 2))
        self.query_one(LineView).show([*shown, *[EMPTY] * (room + 1 - len(shown)), *foot])

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Move, change, leave."""
        step = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}.get(event.key)
        by = {"left": -1, "right": 1}.get(event.key)
        if step is not None:
            self._light(self._lit + step)
        elif by is not None and self.lit.act == "remind" and self._read:
            self._remind(by)
        elif event.key in {"space", "enter"}:
            self.change()
        elif event.key in {"escape", "q"}:
            self._show_theme(self._chosen.theme)
            self.dismiss(self._chosen.silenced)
        elif event.key == "0":
            self.copilot.action_curtain()
        else:
            return
        event.stop()

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Light what was clicked, and change it."""
        message.stop()
        self._light([item.act for item in self._items].index(message.act))
        self.change()

    def change(self) -> None:
        """Choose the lit theme, or turn what is lit on or off; not before it is known what is set."""
        if not self._read:
            return
        kind, _, name = self.lit.act.partition(":")
        chosen = self._chosen
        if kind == "theme":
            self._set(replace(chosen, theme=name))
            self._keep(theme=name)
        elif kind == "motion":
            self._set(replace(chosen, reduced_motion=not chosen.reduced_motion))
            self.app.animation_level = "none" if self._chosen.reduced_motion else TEXTUAL_ANIMATIONS
            self._keep(reduced_motion=self._chosen.reduced_motion)
        elif kind == "remind":
            self._remind(+1)
        elif kind == "nudge":
            self._set(replace(chosen, silenced=_turned(chosen.silenced, name)))
            self._keep(silenced=list(self._chosen.silenced))
        else:
            self._set(replace(chosen, shipped=_turned(chosen.shipped, name)))
            self._write(_keep_shipped, self.copilot.folders, self._chosen.shipped)

    def _remind(self, by: int) -> None:
        days = self._chosen.remind_after_days
        # A number of the user's own, from the file, stands between two of ours.
        larger = next((d for d in REMINDERS if d > days), REMINDERS[0])
        smaller = next((d for d in reversed(REMINDERS) if d < days), REMINDERS[-1])
        self._set(replace(self._chosen, remind_after_days=larger if by > 0 else smaller))
        self._keep(remind_after_days=self._chosen.remind_after_days)

    def _light(self, number: int) -> None:
        self._lit = max(0, min(len(self._items) - 1, number))
        kind, _, name = self.lit.act.partition(":")
        self._show_theme(name if kind == "theme" else self._chosen.theme)
        self.paint()

    def _show_theme(self, name: str) -> None:
        if name in self.app.available_themes and name != self.app.theme:
            self.app.theme = name

    def _set(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._items = items(chosen)
        self.paint()

    # Disk: one thread behind the screen.

    def _keep(self, **changes: Any) -> None:
        self._write(_keep_settings, self.copilot.folders, changes)

    def _write(self, write: Callable[..., None], *args: object) -> None:
        self._writer.submit(write, *args).add_done_callback(self._written)

    def _written(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
                self.post_message(self.NotKept(f"not kept: {str(error).splitlines()[0]}"))

    @on(NotKept)
    def tell(self, message: NotKept) -> None:
        """Say that a change holds only until the program ends."""
        self._message = message.words
        self.paint()


def _turned(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(n for n in names if n != name) if name in names else (*names, name)


def _themes(folders: Folders) -> tuple[dict[str, ThemeFile], list[str]]:
    """Return every theme that can be read, by name, and why the others cannot."""
    themes: dict[str, ThemeFile] = {}
    problems: list[str] = []
    try:
        names = tuple(find_themes(folders))
    except StoreError as error:
        return {}, [str(error)]
    for name in names:
        try:
            themes[name] = load_theme_named(name, folders)
        except (FormatError, StoreError) as error:
            problems.append(str(error).splitlines()[0])
    return themes, problems


def _keep_settings(folders: Folders, changes: dict[str, Any]) -> None:
    change_settings(folders, **changes)


def _keep_shipped(folders: Folders, shipped: tuple[str, ...]) -> None:
    profile = load_profile(folders.profile_file).profile
    save_profile(folders.profile_file, replace(profile, shipped=shipped))
