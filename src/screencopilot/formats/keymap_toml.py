"""The keymap: which keys run which commands of the live screen, read over the built-in keys and checked as a whole.

What the terminal program would take without a word (an unknown id, a key that never comes, one key for two commands) is
a fault here, since it would be found out in the middle of an interview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, Protocol

from msgspec import Meta, Struct

from screencopilot.formats.checked import cleaned, convert, schema_fault
from screencopilot.formats.errors import KeymapError, shown
from screencopilot.formats.key_names import near_keys, prints, terminal_key
from screencopilot.formats.toml_lines import KeyPath
from screencopilot.formats.toml_source import Finding, Place, read_toml
from screencopilot.formats.words import nearest

_Key = Annotated[str, Meta(max_length=40, description="a character, or a key such as f7 or ctrl+y")]
_Keys = _Key | Annotated[tuple[_Key, ...], Meta(max_length=8)]

#: The name of the table for keys that work while the note line is open; no command may be called so.
WRITING = "writing"
#: A screen cannot be run without these.
VITAL = ("curtain", "write-line", "close-screen", "leave", "next-probe")
#: These keys stay what they are: Ctrl+C leaves, Ctrl+P is the palette, Esc goes back, wherever one is.
KEPT = {"ctrl+c": "leaves", "ctrl+p": "opens the palette", "escape": "goes back"}
#: This one draws the curtain wherever one is, whatever other keys the curtain has.
CURTAIN, CURTAIN_KEY = "curtain", "f9"
#: What edits the note line.
_EDITING = frozenset({"enter", "backspace", "delete", "left", "right", "home", "end"})
#: A vital command of these is worth naming in a mend.
_EXAMPLE = "f2"


class KeymapFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A keymap file as it stands: keys by command, and in the table ``writing`` those for the open note line."""

    schema: str
    live: dict[str, _Keys | dict[str, _Keys]] = {}


class Command(Protocol):
    """What a reader must know of a command."""

    @property
    def id(self) -> str:
        """Its name in the keymap."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its built-in keys while ticking."""

    @property
    def writing(self) -> tuple[str, ...]:
        """Its built-in keys while the note line is open."""

    @property
    def title(self) -> str:
        """What it does."""


class CommandKeys(NamedTuple):
    """The keys of one command while ticking, and while the note line is open."""

    keys: tuple[str, ...]
    writing: tuple[str, ...]


def load_keymap(place: Place, commands: Sequence[Command]) -> Mapping[str, CommandKeys]:
    """Read one keymap over the built-in keys.

    Args:
        place: the file.
        commands: every command with its built-in keys.

    Returns:
        the keys of every command, by id.

    Raises:
        KeymapError: with all faults of the file.
    """
    source = read_toml(place, KeymapError)
    _, faults = convert(source, KeymapFile, "keymap")
    if schema_fault(source, "keymap"):
        raise KeymapError(*faults)
    live, _ = cleaned(source.data.get("live", {}), frozenset())
    merged = _Merge(commands, live if isinstance(live, dict) else {})
    faults += source.faults(merged.findings())
    if faults:
        raise KeymapError(*sorted(faults, key=lambda fault: fault.line or 0))
    return {
        command.id: CommandKeys(merged.ticking[command.id], merged.writing[command.id])
        for command in commands
    }


class _Merge:
    """The built-in keys with those of a file over them; what is wrong in the file is found on the way."""

    def __init__(self, commands: Sequence[Command], live: Mapping[str, Any]) -> None:
        self._titles = {c.id: c.title for c in commands}
        self._live = {name: keys for name, keys in live.items() if name != WRITING}
        table = live.get(WRITING, {})
        self._line = table if isinstance(table, dict) else {}
        self._line_is_wrong = not isinstance(table, dict)
        self.ticking = {c.id: c.keys for c in commands}
        self.writing = {c.id: c.writing for c in commands}

    def findings(self) -> Iterator[Finding]:
        """Give all faults; after that, and without any, the merged keys are sound."""
        if self._line_is_wrong:
            yield ("live", WRITING), "must be a table", "write [live.writing] with a line for each command"
        yield from self._take(self._live, self.ticking, ("live",))
        yield from self._take(self._line, self.writing, ("live", WRITING))
        for merged in (self.ticking, self.writing):
            if CURTAIN in merged:
                merged[CURTAIN] = tuple(dict.fromkeys((*merged[CURTAIN], CURTAIN_KEY)))
        yield from self._clashes(self._live, self.ticking, ("live",))
        yield from self._clashes(self._line, self.writing, ("live", WRITING))

    def _take(
        self, given: Mapping[str, Any], merged: dict[str, tuple[str, ...]], place: KeyPath
    ) -> Iterator[Finding]:
        for name, written in given.items():
            path = (*place, name)
            if name not in merged:
                yield path, "is not a known command", nearest(name, merged)
            elif isinstance(written, dict):
                yield path, f"must be a key or an array of keys, is {shown(written)}", 'write "f2" or ["f2"]'
            elif isinstance(written, str | list):
                sound, findings = _sound_keys(written, path, typing=len(place) > 1)
                yield from findings
                if sound or not findings:
                    if name in VITAL and not sound and merged[name]:
                        yield (
                            path,
                            "may not be left without a key",
                            f'name at least one, such as "{_EXAMPLE}"',
                        )
                    merged[name] = sound

    def _clashes(
        self, given: Mapping[str, Any], merged: Mapping[str, tuple[str, ...]], place: KeyPath
    ) -> Iterator[Finding]:
        owners: dict[str, str] = {}
        # Built-in keys first, so that a clash is told where the file made it.
        for name in sorted(merged, key=lambda name: name in given):
            for key in merged[name]:
                other = owners.setdefault(key, name)
                if other != name:
                    yield self._clash(key, name, other, place)

    def _clash(self, key: str, name: str, other: str, place: KeyPath) -> Finding:
        message = f"'{key}' would be the key of {self._called(name)} and of {self._called(other)}"
        if key == CURTAIN_KEY and CURTAIN in (name, other):
            path = (*place, other if name == CURTAIN else name)
            return path, message, f"{key} draws the curtain wherever one is; choose another key"
        return (*place, name), message, f"choose another key, or give {other} one too ([] is none)"

    def _called(self, name: str) -> str:
        return f"{name} ({self._titles[name].partition(':')[0]})"


def _sound_keys(
    written: str | list[Any], path: KeyPath, *, typing: bool
) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the keys that can be, in the terminal program's names, and the faults of the others."""
    sound: list[str] = []
    findings: list[Finding] = []
    for index, text in enumerate([written] if isinstance(written, str) else written):
        where = path if isinstance(written, str) else (*path, index)
        if not isinstance(text, str):
            continue  # told by the check of types
        key = terminal_key(text)
        wrong = _fault_of(text, key, typing=typing)
        if wrong:
            findings.append((where, *wrong))
        elif key and key not in sound:
            sound.append(key)
    return tuple(sound), findings


def _fault_of(text: str, key: str | None, *, typing: bool) -> tuple[str, str] | None:
    if key is None:
        return f"{shown(text)} is not a key that a terminal sends", near_keys(text[:64])
    if key in KEPT:
        return f"{key} {KEPT[key]} everywhere and stays that", "choose another key"
    if typing and (prints(key) or key in _EDITING):
        does = "is text" if prints(key) else "edits the line"
        return f"{shown(text)} {does} while the note line is open", "choose a function key, or one with Ctrl"
    if not typing and len(key) == 1 and "a" <= key <= "z":
        return f"{shown(text)} ticks a signal and stays that", "letters tick; choose another key"
    if not typing and len(key) == 1 and key in "12345":
        return f"{shown(text)} rates and stays that", "1-5 rate; choose another key"
    return None
