"""Where each key of a TOML text stands.

``tomllib`` gives values without their lines. This is one tolerant pass over the tokens of a text that has parsed (or
nearly so), made only when there is a fault to report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

#: A string of any of TOML's four kinds. An unclosed one runs to its end of line or text, so matching stays linear.
STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\\?)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
)
COMMENT = r"#[^\n]*+"
_TOKEN = re.compile(rf"({STRING})|{COMMENT}|([\[\]{{}}=,\n])|([^\s\[\]{{}}=,.\"'#]++)", re.DOTALL)


@dataclass
class _Open:
    """A table or array that is being read; the document itself is the outermost table."""

    path: KeyPath
    is_array: bool = False
    index: int = 0
    key: list[str] = field(default_factory=list)
    value: KeyPath | None = None
    brackets: int = 0


class LineMap:
    """The lines (from 1) of a text's keys, and the first key that stands twice."""

    def __init__(self, text: str) -> None:
        self.repeated: tuple[KeyPath, int] | None = None
        self._lines: dict[KeyPath, int] = {}
        self._given: set[KeyPath] = set()
        self._counts: dict[KeyPath, int] = {}
        self._open = [_Open(())]
        self._line = 1
        for match in _TOKEN.finditer(text):
            string, mark, bare = match.groups()
            if mark:
                self._take_mark(mark)
            elif string or bare:
                self._take_word(_unquoted(string) if string else bare)
            self._line += match.group().count("\n")

    def line_of(self, key: KeyPath) -> int | None:
        """Return the line of a key, or of the nearest table or key around it; None for an empty text."""
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key)

    def _take_word(self, word: str) -> None:
        top = self._open[-1]
        if top.is_array:
            self._note((*top.path, top.index))
        elif top.value is None:
            top.key.append(word)

    def _take_mark(self, mark: str) -> None:
        top = self._open[-1]
        if top.is_array or top.value is not None:
            self._in_value(top, mark)
        else:
            self._in_key(top, mark)

    def _in_key(self, top: _Open, mark: str) -> None:
        if mark == "=":
            top.value = (*top.path, *top.key)
            self._note_given(top.value)
        elif mark == "[" and len(self._open) == 1:
            top.brackets += 1
        elif mark == "]" and top.key:
            self._header(top)
            top.brackets = 0
        elif mark == "}" and len(self._open) > 1:
            self._open.pop()
        top.key = []

    def _in_value(self, top: _Open, mark: str) -> None:
        here = (*top.path, top.index) if top.is_array else top.value or top.path
        if mark in "[{":
            self._note(here)
            self._open.append(_Open(here, is_array=mark == "["))
        elif mark == ",":
            top.index += 1
            top.value = None
        elif mark in "]}" and len(self._open) > 1:
            self._open.pop()
        elif mark == "\n" and not top.is_array:
            top.value = None

    def _header(self, top: _Open) -> None:
        path: KeyPath = ()
        for part in top.key[:-1]:
            path = self._newest((*path, part))
        path = (*path, top.key[-1])
        if top.brackets > 1:
            self._note(path)
            self._counts[path] = self._counts.get(path, 0) + 1
            path = self._newest(path)
            self._note(path)
        else:
            self._note_given(path)
        top.path = path

    def _newest(self, path: KeyPath) -> KeyPath:
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _note(self, path: KeyPath) -> None:
        self._lines.setdefault(path, self._line)

    def _note_given(self, path: KeyPath) -> None:
        if path in self._given and self.repeated is None:
            self.repeated = (path, self._line)
        self._given.add(path)
        for length in range(len(path), 0, -1):
            self._note(path[:length])


def _unquoted(token: str) -> str:
    # Escapes in quoted keys stay as they are: a line a little off is no harm, a second parser would be.
    mark = token[:3] if token[:3] in ('"""', "'''") else token[:1]
    return token[len(mark) :].removesuffix(mark)
