"""``screencopilot calibrate``: rate written answers as if live, and learn how strictly one rates."""

from __future__ import annotations

import click

from screencopilot.cli.output import USAGE, fail, need_terminal, our_folders, ours_only
from screencopilot.domain.calibration import MOST, USUAL


@click.command(short_help="Rate short written answers; see how strictly you rate.")
@click.option(
    "--family", "families", multiple=True, metavar="F", help="Only this family, such as FA1; repeatable."
)
@click.option("--bank", default="", metavar="ID", help="Only families that the plans of this bank ask for.")
@click.option("--count", type=click.IntRange(1, MOST), help=f"How many answers; {USUAL} if not given.")
@click.option(
    "--pace",
    type=click.Choice(("speaking", "at-once")),
    default="speaking",
    show_default=True,
    help="Answers scroll at speaking speed, or stand there at once.",
)
@click.option(
    "--as", "evaluator", default=None, metavar="NAME", help="Who rates, if not who the profile says."
)
@click.option("--learn", is_flag=True, help="Show each reference at once: practice, never a measurement.")
@click.option("--seed", type=click.IntRange(0, 999_999_999), help="Repeat the order of another round.")
@click.option("--new", "anew", is_flag=True, help="Give up an unfinished round and begin another.")
@click.option(
    "--show", is_flag=True, help="Print the standing result and the history, and calibrate nothing."
)
@click.option("--json", "as_json", is_flag=True, help="With --show: as JSON.")
@ours_only
def calibrate(
    families: tuple[str, ...],
    bank: str,
    count: int | None,
    pace: str,
    evaluator: str | None,
    learn: bool,
    seed: int | None,
    anew: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Rate short written answers as if live; then see the references, and how strictly you rate.

    Letters tick what you hear, 1-5 rate, the right arrow hands in. Twelve answers take about fifteen minutes; leave at
    any time and go on later. References come when the round is over, since one read between two answers would bend the
    next rating.
    """
    from screencopilot.cli.calibrating import run_calibration, show_results
    from screencopilot.store.calibration import Wanted
    from screencopilot.store.calibration_pool import families_of_bank

    folders = our_folders()
    if show:
        show_results(folders, evaluator, as_json=as_json)
        return
    if as_json:
        fail("--json goes with --show", USAGE)
    if bank and families:
        fail("--bank and --family both choose families: give one of them", USAGE)
    need_terminal("calibration (without --show)")
    names = tuple(family.strip().upper() for family in families)
    if bank:
        names = families_of_bank(folders, bank)
    wanted = Wanted(evaluator or "", names, count, seed, learn, anew)
    raise SystemExit(run_calibration(folders, wanted, at_once=pace == "at-once", named=evaluator is not None))
