"""What was heard: the signals with their letters, and the evidence written down."""

from __future__ import annotations

from screencopilot.domain.bank import Signal, Tone
from screencopilot.domain.marks import WrittenLine
from screencopilot.domain.pacing import minutes
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import Row, Span, cut, first_row, hanging, row, two_sided, width_of, window

#: Tone by glyph and word, never by colour alone.
GLYPHS = {Tone.STRONG: "+", Tone.WEAK: "~", Tone.RED: "!"}
HEADS = {Tone.STRONG: "STRONG", Tone.WEAK: "WEAK", Tone.RED: "RED FLAGS"}


def draw_signals(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The probe's signals, strong, weak, red: as roomy as the height allows."""
    every = frozenset(signal.id for _, signal in g.lettered)
    roomy = _signal_rows(g, width, heads=True, whole=every)
    if height is None or len(roomy) <= height:
        return roomy
    for heads in (True, False):
        rows = _signal_rows(g, width, heads=heads)
        if len(rows) <= height:
            return _signal_rows(g, width, heads=heads, whole=_whole(g, width, height - len(rows)))
    names = g.look.keys.name("scroll-down"), g.look.keys.name("scroll-up")
    return window(rows, height, g.look.scroll, names=names)


def scroll_limit(g: Glance, width: int, height: int) -> int:
    """Return how far the signals can be scrolled at a size: 0 when all of them are in sight."""
    rows = _signal_rows(g, width, heads=False)
    return max(0, len(rows) - height)


def _whole(g: Glance, width: int, spare: int) -> frozenset[str]:
    """Which signals the rows to spare show whole: the decisive ones first, then from the top."""
    whole = set()
    for letter, signal in sorted(g.lettered, key=lambda entry: not entry[1].decisive):
        more = len(_signal(g, letter, signal, width, wrapped=True)) - 1
        if more <= spare:
            whole.add(signal.id)
            spare -= more
    return frozenset(whole)


def _signal_rows(g: Glance, width: int, *, heads: bool, whole: frozenset[str] = frozenset()) -> list[Row]:
    rows: list[Row] = []
    tone: Tone | None = None
    for letter, signal in g.lettered:
        if heads and signal.tone is not tone:
            rows.append(_head(g, signal.tone, width))
        tone = signal.tone
        rows += _signal(g, letter, signal, width, wrapped=signal.id in whole)
    return rows


def _head(g: Glance, tone: Tone, width: int) -> Row:
    ids = {s.id for _, s in g.lettered if s.tone is tone}
    count = len(ids & g.marks.ticked)
    note = "ask again first " if tone is Tone.RED else ""
    heard = f"{count} heard " if count else note
    return two_sided([(f" {HEADS[tone]} ", tone.value)], [(heard, "quiet")], width)


def _signal(g: Glance, letter: str, signal: Signal, width: int, *, wrapped: bool) -> list[Row]:
    ticked = signal.id in g.marks.ticked
    ink = "ticked" if ticked else "plain"
    lead: list[Span] = [
        ("◆" if signal.decisive else " ", signal.tone.value),
        (f"{letter} ", "letter"),
        (f"{'■' if ticked else '□'}{GLYPHS[signal.tone]} ", signal.tone.value),
    ]
    act = f"tick:{signal.id}"
    if not wrapped:
        return [Row((*lead, (cut(signal.text, width - 1 - width_of(lead)), ink)), act)]
    return hanging(lead, signal.text, ink, width - 1, act)


def draw_evidence(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The newest lines written, with time, polarity and the signal they speak for; only those in sight are drawn."""
    head = two_sided([(" EVIDENCE ", "head")], [(_count(g), "quiet")], width)
    foot = [_attached(g, width)] if g.look.writing and g.state.draft_signal else []
    room = 999 if height is None else height - len(foot)
    if room <= 0:
        return foot[:height]
    written = g.state.marks.lines
    if room <= 2:
        rows = [first_row(_evidence_line(g, line, width), width) for line in written[-room:]]
    elif written:
        rows = [head, *_newest(g, width, room - 1)]
    else:
        rows = [
            head,
            *hanging(
                [("   ", "")],
                f'{_write_key(g)} opens the note line; + - ! first, then " for a quote',
                "quiet",
                width,
            ),
        ]
    return [*rows[:room], *foot]


def _newest(g: Glance, width: int, room: int) -> list[Row]:
    """Return the newest lines that fit whole; the oldest of them cut to a row rather than begun in the middle."""
    shown: list[Row] = []
    for written in reversed(g.state.marks.lines):
        rows = _evidence_line(g, written, width)
        free = room - len(shown)
        if len(rows) > free:
            return [first_row(rows, width), *shown] if free else shown
        shown = [*rows, *shown]
    return shown


def _count(g: Glance) -> str:
    lines, flags = len(g.state.marks.lines), len(g.state.marks.flags)
    words = f"{lines} line{'' if lines == 1 else 's'} "
    return words + (f"· {flags} red flag{'' if flags == 1 else 's'} kept " if flags else "")


def _evidence_line(g: Glance, written: WrittenLine, width: int) -> list[Row]:
    line = written.line
    here = line.probe == g.probe.id
    ink = {"+": "strong", "-": "weak", "!": "red"}.get(line.polarity, "quiet")
    text = f"“{line.text}”" if line.kind == "quote" else line.text
    if line.signal and here:
        text += f"  ‹{_letter_of(g, line.signal)}›"
    place = "" if here else f"{g.script.position(line.probe) + 1}/{len(g.script.agenda)} "
    lead: list[Span] = [
        (f" {minutes(written.at):>5} ", "quiet"),
        (f"{line.polarity or '·'} ", ink),
        (place, "quiet"),
    ]
    return hanging(lead, text, "plain" if here else "quiet", width - 1)


def _letter_of(g: Glance, signal_id: str) -> str:
    return next((letter for letter, s in g.lettered if s.id == signal_id), signal_id)


def _attached(g: Glance, width: int) -> Row:
    signal = g.probe.signal(g.state.draft_signal or "")
    text = signal.text if signal else ""
    return two_sided([(" for ", "quiet"), (text, "nudge")], [("Backspace detaches ", "quiet")], width)


def draw_draft(g: Glance, width: int) -> list[Row]:
    """The closed note line: the kept draft, or how to open it."""
    if g.state.draft:
        left: list[Span] = [(" ✎ ", "next"), (g.state.draft, "plain")]
        return [two_sided(left, [(f"{_write_key(g)} goes on ", "quiet")], width, "write")]
    return [row((" ✎ ", "quiet"), (f"{_write_key(g)} to write", "quiet"), act="write")]


def _write_key(g: Glance) -> str:
    return g.look.keys.name("write-line")
