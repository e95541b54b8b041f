"""The short form before a screen: bank, level, plan, candidate, evaluator, claims; what was chosen last is there."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from screencopilot.domain.bank import Bank
from screencopilot.domain.clock import Clock
from screencopilot.domain.setup import Setup, SetupError
from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.profile import Profile, load_profile, save_profile
from screencopilot.store.search_path import load_banks, load_shared_files
from screencopilot.store.starting import start_screen
from screencopilot.tui.claims_taken import ClaimsTaken
from screencopilot.tui.view.lines import EMPTY, Row, fit, hanging, row, window
from screencopilot.tui.view.new import CHOSEN, FIELDS, Form, draw_field
from screencopilot.tui.widgets.clean_input import CleanInput
from screencopilot.tui.widgets.line_view import LineView


class NewScreen(Screen[Desk | None]):
    """Enter goes from field to field; F10, or Enter at the end, opens the live screen."""

    CSS_PATH = "../styles/new.tcss"
    AUTO_FOCUS = ""

    def __init__(self, folders: Folders, clock: Clock) -> None:
        super().__init__()
        self._folders = folders
        self._clock = clock
        self._profile = Profile()
        self._banks: dict[str, Bank] = {}
        self._kinds: tuple[str, ...] = ()
        self._values = dict.fromkeys(FIELDS, "")
        self._taken = ClaimsTaken()
        self._lit = 0
        self._message = ""

    def compose(self) -> ComposeResult:
        """The form and the line for its text fields."""
        yield LineView(id="new-form")
        yield CleanInput(id="new-line", compact=True, max_length=480)
        yield LineView(id="new-keys")

    def on_mount(self) -> None:
        """Show the form, then what lies on disk."""
        self.query_one(Input).display = False
        self.paint()
        self.look_on_disk()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    @work(thread=True, exclusive=True, group="new", exit_on_error=False)
    def look_on_disk(self) -> None:
        """Read banks, claim kinds and the last choices off the UI thread."""
        reading = load_profile(self._folders.profile_file)
        problems = [reading.problem] if reading.problem else []
        kinds: tuple[str, ...] = ()
        banks: dict[str, Bank] = {}
        try:
            found = load_banks(self._folders)
            banks = dict(found.banks)
            problems += [str(p.faults[0]) for p in found.problems]
            kinds = tuple(load_shared_files(self._folders).claim_kinds)
        except (StoreError, FormatError) as error:
            problems.append(str(error).splitlines()[0])
        self.app.call_from_thread(self.show, reading.profile, banks, kinds, problems)

    def show(
        self, profile: Profile, banks: dict[str, Bank], kinds: tuple[str, ...], problems: list[str]
    ) -> None:
        """Take over what was found; the last choices stand, if the banks still offer them."""
        self._profile, self._banks, self._kinds = profile, banks, kinds
        self._message = "; ".join(problems)
        self._values |= {"bank": profile.bank, "level": profile.level, "plan": profile.plan}
        self._values["evaluator"] = self._values["evaluator"] or profile.evaluator
        for field in CHOSEN:
            self._settle(field)
        self._light(FIELDS.index("candidate") if banks else 0)

    def _offered(self, field: str) -> list[str]:
        bank = self._banks.get(self._values["bank"])
        if field == "bank":
            return list(self._banks)
        if bank is None:
            return []
        return (
            [level.value for level in bank.levels] if field == "level" else [plan.id for plan in bank.plans]
        )

    def _settle(self, field: str) -> None:
        offered = self._offered(field)
        wished = {"level": "senior", "plan": "45"}.get(field, "")
        if self._values[field] not in offered:
            self._values[field] = wished if wished in offered else offered[0] if offered else ""

    # Drawing.

    def paint(self) -> None:
        """Draw the form of now."""
        width, height = self.app.size
        form = Form(self._values, self._banks, self._kinds, self._taken.claims)
        rows = [EMPTY, row(("  New screen", "title")), EMPTY]
        focus = 0
        for number, field in enumerate(FIELDS):
            if number == self._lit:
                focus = len(rows)
            rows += draw_field(form, field, width, lit=number == self._lit)
        if self._message:
            rows += [EMPTY, *hanging([("  › ", "late")], self._message, "late", width - 2)]
        typing = FIELDS[self._lit] not in CHOSEN
        room = height - 1 - typing
        self.query_one("#new-form", LineView).show(window(rows, room, max(0, focus - room + 3)))
        keys = " ↑↓ fields · ←→ choose · Enter next · F10 begin · Esc back"
        self.query_one("#new-keys", LineView).show([Row(fit([(keys, "quiet")], width))])

    # Moving and typing.

    def _light(self, number: int) -> None:
        self._lit = max(0, min(len(FIELDS) - 1, number))
        field, line = FIELDS[self._lit], self.query_one(CleanInput)
        line.display = field not in CHOSEN
        line.takes_lines = field == "claims"
        if line.display:
            with self.prevent(Input.Changed):
                line.value = self._taken.line if field == "claims" else self._values[field]
            line.cursor_position = 0 if field == "claims" else len(line.value)
            line.focus()
        else:
            self.set_focus(None)
        self.paint()

    def on_key(self, event: events.Key) -> None:
        """Move among the fields, choose, begin, leave."""
        field = FIELDS[self._lit]
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "f10":
            event.stop()
            self.begin()
        elif event.key == "ctrl+o" and field == "claims":
            event.stop()
            self.read_claims()
        elif event.key in {"up", "shift+tab"}:
            event.stop()
            event.prevent_default()
            self._light(self._lit - 1)
        elif event.key in {"down", "tab"} or (event.key == "enter" and field in CHOSEN):
            event.stop()
            event.prevent_default()
            self._light(self._lit + 1)
        elif event.key in {"left", "right"} and field in CHOSEN:
            event.stop()
            self._turn(field, 1 if event.key == "right" else -1)

    def _turn(self, field: str, by: int) -> None:
        offered = self._offered(field)
        if offered:
            place = offered.index(self._values[field]) if self._values[field] in offered else 0
            self._values[field] = offered[(place + by) % len(offered)]
            for other in CHOSEN:
                self._settle(other)
            self.paint()

    @on(Input.Changed)
    def take(self, message: Input.Changed) -> None:
        """The value of a text field is what stands in the line."""
        field = FIELDS[self._lit]
        if field not in {*CHOSEN, "claims"}:
            self._values[field] = one_line(message.value)
            self.paint()

    @on(Input.Submitted)
    def go_on(self, message: Input.Submitted) -> None:
        """Enter: add a claim, or go to the next field, or begin."""
        if FIELDS[self._lit] != "claims":
            self._light(self._lit + 1)
        elif message.value.strip():
            self._add_claim(message.value)
        elif self._taken.next():
            self._show_claims()
        else:
            self.begin()

    def _add_claim(self, typed: str) -> bool:
        done = self._taken.add(typed, self._kinds)
        if done:
            self._show_claims()
        else:
            self._tell(self._taken.message)
        return done

    def _show_claims(self) -> None:
        self._message = self._taken.message
        self._light(FIELDS.index("claims"))

    @on(CleanInput.LinesPasted)
    def take_lines(self, message: CleanInput.LinesPasted) -> None:
        """Take down the claims of several pasted lines."""
        self._taken.take_text(message.text, self._kinds)
        self._show_claims()

    @work(exclusive=True, group="claims")
    async def read_claims(self) -> None:
        """Ask for a text file, and take down the claims in it."""
        from screencopilot.formats.claims_text import read_claims_text
        from screencopilot.tui.screens.sheets import LineSheet

        intro = [("A text file with a claim a line, as kind: words.", "quiet")]
        place = await self.app.push_screen_wait(LineSheet("Claims from a file: which?", intro))
        if place is None or not place.strip():
            return
        try:
            path = Path(place.strip()).expanduser()
            text = await asyncio.to_thread(read_claims_text, path)
        except (FormatError, RuntimeError) as error:  # RuntimeError: no such user's home
            self._tell(str(error))
            return
        self._taken.take_text(text, self._kinds, one_line(path.name))
        self._show_claims()

    def begin(self) -> None:
        """Open the live screen, or say what is missing; a claim left in the line is taken down first."""
        if FIELDS[self._lit] == "claims" and self.query_one(Input).value.strip():
            if not self._add_claim(self.query_one(Input).value):
                return
            if self._taken.line:
                return
        if not self._values["candidate"].strip():
            self._message = "the candidate's ref is still missing"
            self._light(FIELDS.index("candidate"))
            return
        self._message = "opening ..."
        self.paint()
        self.open_live()

    @work(thread=True, exclusive=True, group="new", exit_on_error=False)
    def open_live(self) -> None:
        """Read the bank and open the desk off the UI thread; remember the choices."""
        values = self._values
        shipped, claims = self._profile.shipped, tuple(self._taken.claims)
        setup = Setup(
            values["plan"], values["level"], values["candidate"], values["evaluator"], shipped, claims
        )
        try:
            desk = start_screen(self._folders, self._clock, values["bank"], setup)
        except (StoreError, FormatError, SetupError) as error:
            self.app.call_from_thread(self._tell, str(error).splitlines()[0])
            return
        profile = Profile(values["bank"], values["plan"], values["level"], values["evaluator"], shipped)
        try:
            save_profile(self._folders.profile_file, profile)
        except StoreError as error:
            self.app.call_from_thread(self.notify, str(error), severity="warning", markup=False)
        self.app.call_from_thread(self.dismiss, desk)

    def _tell(self, words: str) -> None:
        self._message = words
        self.paint()
