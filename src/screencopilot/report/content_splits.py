"""Where a panel splits, as blocks: who heard which signal, evidence side by side, the rungs between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screencopilot.analysis.comparison_values import Cell as Rated
from screencopilot.analysis.splits import Split
from screencopilot.domain.bank import Probe
from screencopilot.formats.text_safety import one_line
from screencopilot.report.blocks import Block, Cell, Heading, Items, Prose, Sides, Table
from screencopilot.report.values import LISTED, Report, RowKey
from screencopilot.report.wording import KINDS, evidence, listed, many, ratings

NOT_HERE = "The words of its signals and rungs, as it was asked, are not on this computer."


def blocks(report: Report) -> Iterator[Block]:
    """Give the split probes, the largest disagreement first, and what is no split but looks like one."""
    found = report.comparison
    splits = found.disagreements
    if not any(len(row.evaluators) > 1 for row in found.candidates):
        return
    yield Heading("Where you split")
    if not splits:
        yield Prose("No probe that two of you rated is split.")
    detailed = report.detailed
    if splits and not report.single:
        first = "" if len(detailed) == len(splits) else f" The first {len(detailed)} are told in full."
        candidates = many(len({s.candidate for s in splits}), "candidate")
        yield Prose(
            f"{many(len(splits), 'split probe')} of {candidates}, in order of spread times weight.{first}"
        )
    cells = {RowKey(row.candidate, row.probe, row.meaning): row.cells for row in found.probes}
    for split in detailed:
        key = RowKey(split.candidate, split.probe, split.meaning)
        yield from _split(report, split, cells.get(key, ()))
    rest = splits[len(detailed) :]
    if rest:
        yield Items(tuple(map(_line, rest[:LISTED])))
    if len(rest) > LISTED:
        yield Prose(f"And {len(rest) - LISTED:,} more; name a candidate, or see the JSON report.")
    yield from _no_splits(report)


def _line(split: Split) -> str:
    return f"{split.candidate}  {split.probe}: {ratings(split)} ({KINDS[split.kind]})"


def _no_splits(report: Report) -> Iterator[Block]:
    found = report.comparison
    if found.asked_different:
        yield Heading("Asked different things", 3)
        lines = (f"{one.candidate}: {_given(one.ratings)}. {one.sentence}" for one in found.asked_different)
        yield Items(tuple(lines)[:LISTED])
    if found.lone_flags:
        yield Heading("Red flags that not all kept", 3)
        yield Items(
            tuple(
                f"{one.candidate}  {one.probe}: {one.flag} kept by {listed(one.kept_by)}, not by {listed(one.not_by)}"
                for one in found.lone_flags[:LISTED]
            )
        )


def _given(ratings_of: Mapping[str, int]) -> str:
    return listed(f"{name} {rung}" for name, rung in ratings_of.items())


def _split(report: Report, split: Split, cells: Sequence[Rated]) -> Iterator[Block]:
    probe = report.probes.get(split.meaning)
    whose = "" if report.single else f"{split.candidate}  "
    yield Heading(
        f"{whose}{split.probe}" + (f"  {probe.title}" if probe else "") + f"  ({split.competency})", 3
    )
    bars = listed(sorted({cell.bar for cell in cells}))
    bar = f", bar {bars}" if bars else ""
    sides = ", on both sides of the bar" if split.straddles_bar else ""
    yield Prose(f"{ratings(split)}{bar}; spread {split.spread}{sides}. {split.sentence}")
    if split.heard_by:
        yield _heard(split, probe)
    by_name = {cell.evaluator: cell for cell in cells}
    names = [name for name in split.ratings if name in by_name]
    if names:
        yield Sides(
            tuple(f"{name}: {split.ratings[name]}" for name in names),
            tuple(side(by_name[name]) for name in names),
        )
    yield from _rungs(split, probe)


def _heard(split: Split, probe: Probe | None) -> Table:
    """Return the table of who heard which signal; those all heard come last, since they part nobody."""
    names = tuple(split.ratings)
    order = sorted(split.heard_by, key=lambda s: (len(split.heard_by[s]) == len(names), s))
    rows = []
    for signal in order:
        words = probe.signal(signal) if probe else None
        said = f"{signal}  {words.text} ({words.tone})" if words else signal
        heard = (Cell("heard" if name in split.heard_by[signal] else "") for name in names)
        rows.append((Cell(said, "name"), *heard))
    return Table(("Signal", *names), tuple(rows), f"Who heard which signal of {split.probe}")


def side(cell: Rated) -> tuple[str, ...]:
    """Return what one evaluator has on a probe, line by line: confidence, why, red flags, evidence with its times."""
    lines = [f"confidence {cell.confidence}"] if cell.confidence else []
    if cell.because:
        lines.append(f"because {one_line(cell.because)}")
    lines += [f"red flag kept: {flag}" for flag in cell.flags]
    written = [evidence(line) for line in cell.evidence]
    return tuple(lines + (written or ["no line was written"]))


def _rungs(split: Split, probe: Probe | None) -> Iterator[Block]:
    if probe is None:
        yield Prose(NOT_HERE, quiet=True)
        return
    low, high = min(split.ratings.values()), max(split.ratings.values())
    yield Prose("The rungs between:", quiet=True)
    yield Items(tuple(f"{rung.rung}  {rung.text}" for rung in probe.ladder if low <= rung.rung <= high))
