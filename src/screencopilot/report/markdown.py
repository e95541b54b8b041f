"""A report as Markdown, for pasting into an applicant tracker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from screencopilot.report.blocks import Block, Heading, Items, Prose, Sides, Table
from screencopilot.report.content import blocks
from screencopilot.report.values import Report

#: Whatever Markdown or HTML could take for a sign of its own.
_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#|!~&$]")
#: What begins a list or a heading, only at the start of a line.
_START = re.compile(r"^(?:([-+=])|(\d+)([.)])(?=\s|$))")
_LINKS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)|(@)")
_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def markdown(report: Report) -> str:
    """Return the report as Markdown with tables as GitHub knows them; text from notes cannot format anything."""
    return of_blocks(blocks(report))


def of_blocks(given: Iterable[Block]) -> str:
    """Return any blocks as Markdown."""
    parts = ("\n".join(_lines(block)) for block in given)
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(words: str) -> str:
    """Return text that Markdown shows as it stands, on one line."""
    line = " ".join(words.split())
    line = _SIGNS.sub(lambda sign: _HTML.get(sign[0], f"\\{sign[0]}"), line)
    line = _LINKS.sub(_unlinked, line)
    return _START.sub(_unstarted, line)


def _unlinked(found: re.Match[str]) -> str:
    """Take from a link what makes readers click it: the sign is written as a character reference."""
    scheme, _, www, _, _ = found.groups()
    return f"{scheme}&#58;" if scheme else f"{www}&#46;" if www else "&#64;"


def _unstarted(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {escaped(block.text)}"
        case Prose():
            yield f"*{escaped(block.text)}*" if block.quiet else escaped(block.text)
        case Items():
            yield from (f"- {escaped(line)}" for line in block.lines)
        case Table():
            yield _row(block.head)
            yield _row([":--", *("--" for _ in block.head[1:])], plain=True)
            for row in block.rows:
                group = row[0].mark == "group"
                yield _row(
                    [f"**{escaped(c.text)}**" if group and c.text else escaped(c.text) for c in row], True
                )
        case Sides():
            for name, lines in zip(block.names, block.columns, strict=True):
                yield f"- {escaped(name)}"
                yield from (f"  - {escaped(line)}" for line in lines)


def _row(cells: Sequence[str], plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else map(escaped, cells))} |"
