"""The closing form, drawn: what is still missing one by one, then the recommendation, then the figures and the seal."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from screencopilot.domain.gaps import Gap, GapKind, unrevealed
from screencopilot.domain.pacing import minutes
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import competency_figures, probe_status
from screencopilot.tui.view.lines import EMPTY, Row, cut, hanging, row, rule, two_sided
from screencopilot.tui.view.listen import GLYPHS

Phase = Literal["gap", "overall", "seal", "sealed"]

REASONS = {"n": "not-asked", "t": "no-time", "d": "declined", "s": "no-signal"}
SURE = {"l": "low", "m": "medium", "h": "high"}
RECOMMENDATIONS = {"1": "strong-no", "2": "no", "3": "yes", "4": "strong-yes"}

_KEYS = {
    GapKind.DRAFT: "Enter goes on with it · → leave it out",
    GapKind.UNRATED: "1-5 rate · 9 not enough evidence · → leave open",
    GapKind.NO_REASON: "n not asked · t no time · d declined · s no signal · → leave open",
    GapKind.UNSURE: "l low · m medium · h high · Enter one line why · → leave open",
    GapKind.NO_QUOTE: "Enter write it down from memory · → none",
    GapKind.FLAG_UNCHECKED: "→ noted: without its check the flag is not kept",
    GapKind.CLAIM_OPEN: "Enter judge it · → not probed",
    GapKind.UNREVEALED: "→ noted: unticked is not observed, never absent",
}


class Closing(Struct, frozen=True):
    """One look at the closing form; ``gap`` is the one gone through now, ``left`` how many there are with it."""

    script: Script
    state: State
    phase: Phase
    gap: Gap | None = None
    left: int = 0
    recommendation: str = ""
    confidence: str = ""
    writing: bool = False
    message: str = ""
    path: str = ""


def draw_closing(c: Closing, width: int, room: int) -> list[Row]:
    """All rows of the form; where ``room`` is short, what is asked now stands first and the probes follow."""
    opened = c.state.opened
    count = f"{c.left} to go through" if c.phase == "gap" else ""
    head = [
        two_sided([(" CLOSING ", "head"), (opened.candidate_ref, "title")], [(f"{count} ", "quiet")], width),
        rule(width),
    ]
    body = {"gap": _gap, "overall": _overall, "seal": _seal, "sealed": _sealed}[c.phase](c, width)
    said = [EMPTY, *hanging([(" › ", "nudge")], c.message, "nudge", width - 1)] if c.message else []
    probes = _probes(c, width)
    if len(head) + len(probes) + len(body) + len(said) + 2 <= room:
        return [*head, *probes, rule(width), EMPTY, *body, *said]
    tight = [r for r in body if r != EMPTY]
    return [head[0], *said[1:], *tight, rule(width), *probes]


def closing_keys(c: Closing) -> str:
    """Return the key line of the form."""
    back = " · F10 back to the live screen · F12 save elsewhere · Ctrl+Q leave for later"
    if c.writing:
        return "Enter keep · Esc back"
    if c.phase == "gap" and c.gap:
        return _KEYS[c.gap.kind] + " · ← before" + back
    if c.phase == "overall":
        return "1 strong no · 2 no · 3 yes · 4 strong yes, l m h how sure, Enter why · ← before" + back
    return "Enter seal the note · ← change the recommendation" + back if c.phase == "seal" else "Enter done"


def _probes(c: Closing, width: int) -> list[Row]:
    rows = []
    at = c.state.closed_at or 0.0
    for number, item in enumerate(c.script.agenda, 1):
        rating = c.state.marks.probe(item.probe).rating
        status = probe_status(c.state, item.probe, at)
        word = (
            f"rated {rating.value}"
            if rating
            else "not rated"
            if status == "asked"
            else status.replace("-", " ")
        )
        if rating and rating.confidence:
            word += f", {rating.confidence} confidence"
        here = c.gap is not None and c.phase == "gap" and c.gap.about == item.probe
        ink = "next" if here else "late" if word == "not rated" else "plain"
        lead = "▸" if here else "✓" if rating else "·"
        time = minutes(c.state.seconds_on(item.probe, at))
        left = [(f" {lead} {number} ", ink), (c.script.probe(item.probe).title, ink)]
        rows.append(two_sided(left, [(f"{word} · {time} ", "quiet")], width))
    return rows


def _gap(c: Closing, width: int) -> list[Row]:
    assert c.gap is not None
    rows = [*hanging([(" ", "")], c.gap.words, "title", width - 1), EMPTY]
    if c.gap.about in c.script.bank.probes:
        rows += _heard(c, c.gap.about, width)
        if c.gap.kind is GapKind.UNREVEALED:
            rows += [EMPTY, *_hidden(c, c.gap.about, width)]
        if c.gap.kind is GapKind.UNRATED:
            rows += [EMPTY, *_ladder(c, c.gap.about, width)]
    elif c.gap.about in c.script.bank.flags:
        flag = c.script.bank.flags[c.gap.about]
        rows += hanging([("   check: ", "quiet")], flag.check, "plain", width - 1)
    if c.gap.kind is GapKind.NO_QUOTE:
        rows += [row(), row(("   Written now it counts as recalled, with how late.", "quiet"))]
    return rows


def _heard(c: Closing, probe_id: str, width: int) -> list[Row]:
    """What was ticked and written on a probe: the form is filled from it, not from memory."""
    probe, marks = c.script.probe(probe_id), c.state.marks.probe(probe_id)
    rows: list[Row] = []
    for signal in probe.signals_in_order:
        if signal.id in marks.ticked:
            rows += hanging(
                [(f"   {GLYPHS[signal.tone]} ", signal.tone.value)], signal.text, "plain", width - 1
            )
    for written in c.state.marks.lines:
        if written.line.probe == probe_id:
            text = f"“{written.line.text}”" if written.line.kind == "quote" else written.line.text
            rows += hanging([(f"   {minutes(written.at)} ", "quiet")], text, "quiet", width - 1)
    return rows or [row(("   nothing was ticked or written here", "quiet"))]


def _hidden(c: Closing, probe_id: str, width: int) -> list[Row]:
    """The strong signals that no asked follow-up could have shown."""
    rows = [row(("   Could not have shown:", "quiet"))]
    for signal in unrevealed(c.script.probe(probe_id), c.state.marks.probe(probe_id)):
        rows += hanging([("   □ ", "quiet")], signal.text, "quiet", width - 1)
    return rows


def _ladder(c: Closing, probe_id: str, width: int) -> list[Row]:
    item, probe = c.script.item(probe_id), c.script.probe(probe_id)
    rows: list[Row] = []
    for number in range(5, 0, -1):
        mark = "▸" if number == item.bar else " "
        rows += hanging(
            [(f" {number} ", "letter"), (f"{mark} ", "bar-mark")], probe.rung(number).text, "plain", width - 1
        )
    return rows


def _overall(c: Closing, width: int) -> list[Row]:
    rows = [row((" Your own recommendation", "title")), EMPTY]
    for key, value in RECOMMENDATIONS.items():
        on = c.recommendation == value
        rows.append(
            row(
                (f"   {key} ", "letter"),
                ("● " if on else "○ ", "chosen"),
                (value.replace("-", " "), "chosen" if on else "plain"),
            )
        )
    rows += [EMPTY, row(("   how sure: ", "quiet"), *_sure(c.confidence))]
    rows += [
        EMPTY,
        *hanging([("   ", "")], "No figure is shown before this is given: it is yours.", "quiet", width - 1),
    ]
    return rows


def _sure(confidence: str) -> list[tuple[str, str]]:
    return [
        span
        for key, value in SURE.items()
        for span in ((f"{key} ", "letter"), (f"{value}   ", "chosen" if value == confidence else "plain"))
    ]


def _seal(c: Closing, width: int) -> list[Row]:
    given = c.state.overall
    assert given is not None
    words = f"{given.recommendation.replace('-', ' ')}, {given.confidence} confidence"
    rows = [row((" Recommended: ", "quiet"), (words, "title"))]
    rows += [*hanging([("   ", "")], f"“{given.because}”", "plain", width - 1), EMPTY]
    rows.append(row((" Means of your ratings, for the record", "head")))
    for competency, figure in competency_figures(c.state).items():
        entry = c.script.bank.bank.competencies
        label = next((e.label for e in entry if e.id == competency), competency)
        basis = f"{figure.rated} rating{'' if figure.rated == 1 else 's'}"
        means = f"{figure.mean:.2f}  ", f"{figure.against_bar:+.2f} to the bar, {basis}"
        names = max(12, min(29, width - 3 - sum(map(len, means))))
        rows.append(row(f"   {cut(label, names - 1):<{names}}{means[0]}", (means[1], "quiet")))
    rows += [
        EMPTY,
        *hanging(
            [(" ", "")],
            "Sealed, the note can no longer be changed; what comes later is a revision.",
            "quiet",
            width - 1,
        ),
    ]
    return rows


def _sealed(c: Closing, width: int) -> list[Row]:
    rows = [row((" Sealed, written and read back.", "title")), EMPTY]
    return rows + hanging([("   ", "")], c.path, "plain", width - 1)
