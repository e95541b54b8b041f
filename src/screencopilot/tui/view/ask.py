"""What to ask and how long it has run: clock line, probe, probe clock, follow-ups."""

from __future__ import annotations

from rich.cells import cell_len

from screencopilot.domain.bank import FollowUp
from screencopilot.domain.note import Fingerprint
from screencopilot.domain.pacing import minutes
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import (
    EMPTY,
    Row,
    Span,
    first_that_fit,
    fit,
    hanging,
    row,
    two_sided,
    width_of,
    wrap,
)

FINGERPRINTS: tuple[Fingerprint, ...] = ("story", "number", "regret")
#: From this share of its budget a probe is late.
LATE = 0.8
_KIND_WORDS = {
    "archaeology": "failure archaeology",
    "judgment": "judgment",
    "constrained-design": "design under constraints",
    "claim": "claim",
    "explain": "explain it",
}


def draw_clock(g: Glance, width: int) -> list[Row]:
    """The clock line: who, how long is left, the pace, whether all is saved."""
    opened = g.state.opened
    left: list[Span] = [(f" {opened.candidate_ref}", "title")]
    if width >= 80:
        left.append((f"  {g.script.bank.bank.title} · {opened.level} · {opened.plan} min", "quiet"))
    else:
        left.append((f"  {opened.level}", "quiet"))
    saved: Span = (f" ● {g.saved.words} ", "saved") if g.saved.ok else (f" ▲ {g.saved.words} ", "unsaved")
    return [two_sided(left, [*_time_left(g), saved], width)]


def _time_left(g: Glance) -> list[Span]:
    if g.opening:
        budget = g.script.plan.opening * 60
        ink = "late" if budget and g.opening_seconds > budget else "on-time"
        return [
            ("greeting ", "quiet"),
            (minutes(g.opening_seconds), ink),
            (f" of {minutes(budget)} ", "quiet"),
        ]
    if g.state.paused:
        return [(" PAUSED ", "alert"), (f" {minutes(max(0.0, g.pace.left))} left ", "quiet")]
    if g.pace.left < 0:
        return [(f"{minutes(-g.pace.left)} over ", "over")]
    ink = "late" if g.pace.late else "on-time"
    return [(f"{minutes(g.pace.left)} left", "clock"), (" · ", "quiet"), (f"{g.pace.words} ", ink)]


def draw_probe(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The probe: number, title and theme; what to say, word for word; what to listen for."""
    if g.opening:
        return _greeting(g, width, height)
    theme = g.script.bank.module_titles[g.probe.id][0]
    total = len(g.script.agenda)
    kind = _KIND_WORDS[g.probe.kind]
    tags: list[Span] = [(f"{kind} ", "quiet")] if width >= 50 and kind != theme.casefold() else []
    rows = [
        two_sided(
            [(f" {g.number}/{total} ", "head"), (g.probe.title, "title"), (f" · {theme}", "quiet")],
            tags,
            width,
        )
    ]
    rows += _words_to_say(g, width)
    details = [hanging([(" listen ", "quiet")], g.probe.intent, "quiet", width)]
    if g.probe.level_note:
        details.append(hanging([("  level ", "quiet")], g.probe.level_note, "quiet", width))
    return _first(rows, details, width, height)


def spoken_rows(g: Glance, width: int) -> int:
    """Return how many rows the title and the words to say take: they are shown whole whatever else has to give."""
    return 1 + len(_words_to_say(g, width))


def _words_to_say(g: Glance, width: int) -> list[Row]:
    if g.opening:
        return _spoken(g.script.bank.bank.opening, width)
    no_case = g.probe.if_no_case
    if g.marks.no_case_at is not None and no_case:
        cap = f"no such case: this answer counts up to rung {no_case.cap}"
        return [*_spoken(no_case.say, width), *hanging([("   ", "")], cap, "late", width)]
    again = hanging([(" again ", "quiet")], g.probe.say_again, "say", width) if g.marks.said_again else []
    return [*_spoken(g.say, width), *again]


def _spoken(text: str, width: int) -> list[Row]:
    return [row("   ", (line, "say")) for line in wrap(text, width - 4)]


def _greeting(g: Glance, width: int, height: int | None) -> list[Row]:
    rows = [row((" Opening ", "head"), ("the same words to everyone", "quiet"))]
    rows += _words_to_say(g, width)
    start = g.look.keys.name("next-probe")
    first = f"then {g.probe.title}. The screen's clock starts with {start}, or with your first mark."
    return _first(rows, [hanging([("   ", "")], first, "quiet", width)], width, height)


def _first(rows: list[Row], details: list[list[Row]], width: int, height: int | None) -> list[Row]:
    """Keep the spoken words whole before any detail; a detail is shown whole or not at all."""
    shown = list(rows) if height is None else first_that_fit([rows], height, width)
    for detail in details:
        if height is None or len(shown) + len(detail) <= height:
            shown += detail
    return shown[:height]


def draw_probe_clock(g: Glance, width: int) -> list[Row]:
    """Elapsed against budget with a bar and the fingerprints heard; beneath it the one quiet line."""
    if g.opening:
        return [EMPTY, _message(g, width)]
    budget, spent = g.item.budget_seconds, g.seconds
    ink = "over" if spent > budget else "late" if spent > budget * LATE else "on-time"
    figures: Span = (f" {minutes(spent)} / {minutes(budget)} ", ink)
    over: list[Span] = [(f"over by {minutes(spent - budget)} ", "over")] if spent > budget else []
    moved: list[Span] = [(f"{g.borrowed // 60:+d} min ", "nudge")] if g.borrowed else []
    stamps = next(
        s
        for size in (2, 1, 0)
        if width_of([figures, *moved, *over, *(s := _stamps(g, size))]) < width or not size
    )
    bar = max(0, min(30, width - width_of([figures, *moved, *over, *stamps]) - 2))
    full = min(bar, round(bar * min(1.0, spent / budget))) if budget else bar
    left: list[Span] = [figures, *moved, ("━" * full, ink), ("─" * (bar - full), "rule")]
    gap = width - width_of([*left, *over, *stamps])
    return [Row(fit([*left, (" " * max(0, gap), ""), *over, *stamps], width)), _message(g, width)]


def _stamps(g: Glance, size: int) -> list[Span]:
    """The fingerprints with their keys and counts; ``size`` 2 with all words, 1 with those heard, 0 with keys only."""
    kinds = [kind for kind, _ in g.marks.stamps]
    spans: list[Span] = []
    for kind in FINGERPRINTS:
        key = g.look.keys.name(f"stamp-{kind}")
        count = kinds.count(kind)
        words = f"{key} {kind} " if size == 2 or (size == 1 and count) else f"{key} "
        spans.append((f"{words}{count or '·'} ", "strong" if count else "quiet"))
    if g.marks.moments:
        spans.append((f"{g.look.keys.name('mark-moment')} {len(g.marks.moments)} ", "nudge"))
    return spans


def _message(g: Glance, width: int) -> Row:
    """The one quiet line: a disk in trouble first, then what was just said, then what the plan says."""
    if not g.saved.ok:
        words, ink = f"▲ {g.saved.mend}", "unsaved"
    elif g.look.message:
        words, ink = (f"▲ {g.look.message}", "late") if g.look.alert else (f"› {g.look.message}", "nudge")
    elif g.nudge:
        words, ink = f"◦ {g.nudge}", "nudge"
    elif not g.opening and (g.pace.falls_out or g.pace.kept):
        words, ink = f"› {_pace_words(g, width)}", "nudge"
    else:
        return EMPTY
    return Row(fit([(f" {words}", ink)], width))


def _pace_words(g: Glance, width: int) -> str:
    """What falls out, or what keeping it costs; with the key that changes it where there is room."""
    key = g.look.keys.name("keep-probe")
    if g.pace.falls_out:
        first = g.pace.falls_out[0]
        last = says = f"{g.script.probe(first.probe).title} no longer fits"
        whole, short, does = f"{says}: {first.why}", f"{says}, by {minutes(first.missing)}", "keeps it"
    else:
        kept = g.script.probe(g.pace.kept[0]).title
        more = f" and {len(g.pace.kept) - 1} more" if len(g.pace.kept) > 1 else ""
        cost = f"overruns by {minutes(g.pace.overrun)}" if g.pace.overrun >= 1 else "is still in time"
        whole = f"{kept}{more} kept: the screen {cost}"
        last, short, does = f"{kept} kept", f"{kept}{more} kept", "lets go"
    ways = (f"{whole} · {key} {does}", whole, f"{short} · {key} {does}", short)
    return next((words for words in ways if cell_len(words) <= width - 4), last)


def draw_follow_ups(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The prepared next questions: asked ones dimmed, the next one marked; where room is short, those still open."""
    asked = {a.id for a in g.marks.follow_ups}
    open_ones = [f for f in g.probe.follow_ups if f.id not in asked]
    upcoming = open_ones[0].id if open_ones else ""
    count = f"{len(asked)} of {len(g.probe.follow_ups)} asked "
    head = two_sided([(" FOLLOW-UPS ", "head")], [(count, "quiet")], width)
    cards = _cards(g, width)
    whole = [r for f in g.probe.follow_ups for r in _follow_up(f, f.id in asked, f.id == upcoming, width)]
    if height is None or len(whole) + len(cards) < height:
        return [head, *whole, *cards]
    still = [_follow_up(f, False, f.id == upcoming, width) for f in open_ones]
    last = _cards(g, width, newest=1)
    shown = cards if height > len(cards) else last if height > len(last) else []
    room = height - len(shown)
    if room < 3:
        return [*first_that_fit(still, room, width), *shown]
    return [head, *shown, *first_that_fit(still, room - 1, width)]


def card_rows(g: Glance, width: int) -> int:
    """Return how many rows the card put last takes with the next follow-up: it stays in sight whatever has to give."""
    last = len(_cards(g, width, newest=1))
    return last + 1 if last else 0


def _follow_up(follow_up: FollowUp, done: bool, upcoming: bool, width: int) -> list[Row]:
    sign, ink = ("✓", "asked") if done else ("▸", "next") if upcoming else ("·", "plain")
    when = follow_up.when.removeprefix("if-").replace("always", "ask")
    lead: list[Span] = [(f" {sign} ", ink), (f"{when:<7}", "quiet")]
    return hanging(lead, follow_up.say, ink, width - 1, f"follow-up:{follow_up.id}")


def _cards(g: Glance, width: int, newest: int = 0) -> list[Row]:
    """Constraint cards already on the table, or only the newest: what was said has to be read again."""
    rows: list[Row] = []
    for played in g.marks.cards[-newest:]:
        card = g.script.bank.cards.get(played.id)
        if card:
            rows += hanging([(" ♦ ", "nudge"), ("card   ", "quiet")], card.say, "nudge", width - 1)
    return rows
