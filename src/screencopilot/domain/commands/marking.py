"""Marks on a probe; each takes the current probe unless another is named."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.commands.context import Ctx, Events, Refused, on_probe
from screencopilot.domain.note import Confidence, Fingerprint, NotEnoughReason, RatingValue


def tick_signal(ctx: Ctx, signal: str, probe: str | None = None) -> Events:
    """Tick a signal that was heard, or take the tick back."""
    meant, start = on_probe(ctx, probe)
    if meant.signal(signal) is None:
        raise Refused(f"{meant.id} has no signal {signal}")
    ticked = signal in ctx.state.marks.probe(meant.id).ticked
    return [*start, ev.Unticked(meant.id, signal) if ticked else ev.Ticked(meant.id, signal)]


def stamp_fingerprint(ctx: Ctx, kind: Fingerprint, probe: str | None = None) -> Events:
    """Stamp that a specific story, number or regret was heard."""
    meant, start = on_probe(ctx, probe)
    return [*start, ev.Stamped(meant.id, kind)]


def rate_probe(ctx: Ctx, value: RatingValue, probe: str | None = None) -> Events:
    """Give a rung 1-5 or NE; the same value again clears it."""
    meant, start = on_probe(ctx, probe)
    rating = ctx.state.marks.probe(meant.id).rating
    same = rating is not None and rating.value == value
    return [*start, ev.Rated(meant.id, None if same else value, ctx.recalled_after)]


def explain_rating(
    ctx: Ctx,
    probe: str,
    confidence: Confidence | None = None,
    because: str | None = None,
    not_enough: NotEnoughReason | None = None,
) -> Events:
    """Say how sure a rating is and why, or why there is not enough evidence."""
    meant, _ = on_probe(ctx, probe)
    if ctx.state.marks.probe(meant.id).rating is None:
        raise Refused("rate the probe first")
    return [ev.RatingExplained(meant.id, confidence, because, not_enough)]


def ask_follow_up(ctx: Ctx, follow_up: str | None = None) -> Events:
    """Note that a follow-up was asked: the named one, or the next that was not."""
    meant, start = on_probe(ctx, None)
    asked = {a.id for a in ctx.state.marks.probe(meant.id).follow_ups}
    left = [f.id for f in meant.follow_ups if f.id not in asked]
    chosen = follow_up or (left[0] if left else None)
    if chosen is None or chosen not in left:
        raise Refused("every follow-up of this probe was asked")
    return [*start, ev.FollowUpAsked(meant.id, chosen)]


def play_card(ctx: Ctx, card: str | None = None) -> Events:
    """Put a constraint card on the table: the named one, or the probe's next."""
    meant, start = on_probe(ctx, None)
    played = {a.id for a in ctx.state.marks.probe(meant.id).cards}
    left = [c for c in meant.cards if c not in played]
    chosen = card or (left[0] if left else None)
    if chosen is None or chosen not in left:
        raise Refused("this probe has no constraint card left")
    return [*start, ev.CardPlayed(meant.id, chosen)]


def say_again(ctx: Ctx) -> Events:
    """Read out the short repeat."""
    meant, start = on_probe(ctx, None)
    return [*start, ev.SaidAgain(meant.id)]


def offer_no_case(ctx: Ctx) -> Events:
    """Offer the hypothetical for an honest lack of the experience."""
    meant, start = on_probe(ctx, None)
    if not meant.if_no_case:
        raise Refused("this probe has no question for a missing case")
    if ctx.state.marks.probe(meant.id).no_case_at is not None:
        raise Refused(f"offered already; it caps the rung at {meant.if_no_case.cap}")
    return [*start, ev.NoCaseOffered(meant.id)]


def fill_number(ctx: Ctx, blank: str, value: str) -> Events:
    """Fill one of the probe's number blanks; an empty value clears it."""
    meant, start = on_probe(ctx, None)
    if blank not in meant.numbers:
        raise Refused(f"{meant.id} has no blank named {blank}")
    if ctx.state.marks.probe(meant.id).numbers.get(blank, "") == value.strip():
        return start
    return [*start, ev.NumberFilled(meant.id, blank, value.strip())]


def mark_moment(ctx: Ctx) -> Events:
    """Mark this moment to come back to."""
    meant, start = on_probe(ctx, None)
    return [*start, ev.MomentMarked(meant.id)]
