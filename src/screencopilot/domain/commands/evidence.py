"""Lines of evidence, red flags and claims."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.commands.context import Ctx, Events, Refused, on_probe
from screencopilot.domain.note import EvidenceKind, Polarity, Verdict

#: A note opened within this many seconds of a tick is attached to that signal.
ATTACH_SECONDS = 20.0


def parse_line(typed: str) -> tuple[Polarity, EvidenceKind, str]:
    """Split a typed line into polarity, kind and text.

    A first ``+``, ``-`` or ``!`` is the polarity; a ``"`` after it (or first) makes it a verbatim quote.
    """
    text, polarity = typed.strip(), ""
    if text[:1] in {"+", "-", "!"}:
        polarity, text = text[0], text[1:].lstrip()
    if text[:1] in {'"', "“"}:
        return _polarity(polarity), "quote", text[1:].rstrip('"”').strip()
    return _polarity(polarity), "observation", text


def _polarity(sign: str) -> Polarity:
    return "+" if sign == "+" else "-" if sign == "-" else "!" if sign == "!" else ""


def signal_to_attach(ctx: Ctx) -> str | None:
    """Return the signal ticked on the current probe within the last 20 s, for a note opened now."""
    ticks = ctx.state.marks.probe(ctx.state.current).ticks
    newest = max(ticks, key=lambda t: t.at, default=None)
    return newest.id if newest and ctx.at - newest.at <= ATTACH_SECONDS else None


def write_line(ctx: Ctx, typed: str, signal: str | None = None, probe: str | None = None) -> Events:
    """Keep a line of evidence, see :func:`parse_line`."""
    meant, start = on_probe(ctx, probe)
    polarity, kind, text = parse_line(typed)
    if not text:
        raise Refused("nothing written yet")
    known = signal if signal and meant.signal(signal) else None
    line_id = f"e{ctx.state.line_count + 1}"
    return [
        *start,
        ev.LineWritten(line_id, meant.id, kind, polarity, text, known, ctx.recalled_after),
    ]


def quote_words(ctx: Ctx, typed: str, heard_at: float, probe: str | None = None) -> Events:
    """Keep words of the call's transcript as a quote, at the active second at which they were said.

    A first ``+``, ``-`` or ``!`` is the polarity, as on the note line.
    """
    meant, start = on_probe(ctx, probe)
    polarity, _kind, text = parse_line(typed)
    if not text:
        raise Refused("a quote needs words")
    line_id = f"e{ctx.state.line_count + 1}"
    return [
        *start,
        ev.LineWritten(line_id, meant.id, "quote", polarity, text, None, None, round(max(0.0, heard_at), 3)),
    ]


def keep_draft(ctx: Ctx, text: str, signal: str | None = None) -> Events:
    """Remember what stands in the note line."""
    same = (ctx.state.draft, ctx.state.draft_signal) == (text, signal)
    return [] if same else [ev.DraftTyped(text, signal)]


def ask_check(ctx: Ctx, flag: str) -> Events:
    """Note that a red flag's neutral check was asked."""
    meant, start = on_probe(ctx, None)
    if flag not in ctx.script.bank.flags:
        raise Refused(f"there is no red flag named {flag}")
    return start if flag in ctx.state.marks.checks else [*start, ev.CheckAsked(flag, meant.id)]


def keep_flag(ctx: Ctx, flag: str, quote: str) -> Events:
    """Keep a red flag with the quote for it; refused until its check was asked."""
    meant, start = on_probe(ctx, None)
    if flag not in ctx.state.marks.checks:
        raise Refused("ask the neutral check first: most flags have an innocent reading")
    text = parse_line(quote)[2]
    if not text:
        raise Refused("a red flag needs the words that were said")
    line_id = f"e{ctx.state.line_count + 1}"
    written = ev.LineWritten(line_id, meant.id, "quote", "!", text, None, ctx.recalled_after)
    return [*start, written, ev.FlagKept(flag, meant.id, line_id)]


def drop_flag(ctx: Ctx, flag: str) -> Events:
    """Take a kept red flag back; its line stays."""
    on_probe(ctx, None)
    if all(f.flag != flag for f in ctx.state.marks.flags):
        raise Refused("that flag was not kept")
    return [ev.FlagDropped(flag)]


def ask_claim(ctx: Ctx, claim: int) -> Events:
    """Note that a claim's template question was asked."""
    _, start = on_probe(ctx, None)
    _claim(ctx, claim)
    return [*start, ev.ClaimAsked(claim)]


def judge_claim(ctx: Ctx, claim: int, verdict: Verdict | None, lines: tuple[str, ...] = ()) -> Events:
    """Give a claim its verdict, resting on lines of evidence; the same verdict again clears it."""
    _, start = on_probe(ctx, None)
    kind = _claim(ctx, claim).kind
    if not set(lines) <= {w.line.id for w in ctx.state.marks.lines}:
        raise Refused("a verdict rests on lines that were written")
    mark = ctx.state.marks.claims.get(claim)
    if mark and mark.verdict == verdict and mark.lines == lines:
        verdict = None
    shipped = kind in ctx.state.opened.shipped
    return [*start, ev.ClaimJudged(claim, verdict, shipped and verdict is not None, lines)]


def _claim(ctx: Ctx, claim: int) -> ev.ClaimText:
    if not 0 <= claim < len(ctx.state.opened.claims):
        raise Refused("there is no such claim on this screen")
    return ctx.state.opened.claims[claim]
