"""``screencopilot bank``: list, show, check and write banks."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from screencopilot.cli import authoring
from screencopilot.cli.output import REFUSED, our_folders, ours_only, print_json


@click.group()
def bank() -> None:
    """Question banks: list, show, check, write."""


@bank.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def list_banks(as_json: bool) -> None:
    """List the banks, shipped and yours."""
    from screencopilot.cli.authoring_path import origins, own_modules
    from screencopilot.domain.clock import SystemClock
    from screencopilot.formats.bank_toml import expired
    from screencopilot.store.search_path import find_banks, load_banks

    folders = our_folders()
    sources, found = find_banks(folders), load_banks(folders)
    said = origins(folders)
    today = SystemClock().wall().date()
    table: list[dict[str, Any]] = [
        {
            "id": b.id,
            "title": b.title,
            "version": b.version,
            "levels": [level.value for level in b.levels],
            "plans": [plan.id for plan in b.plans],
            "modules": list(b.modules),
            "origin": sources[b.id].origin,
            "over_shipped": said["roles", b.id] != sources[b.id].origin,
            "modules_over_shipped": own_modules(b.modules, said),
            "warning": expired(b, today) or "",
        }
        for b in found.banks.values()
    ]
    if as_json:
        print_json({"banks": table, "problems": [str(p) for p in found.problems]})
    else:
        for entry in table:
            plans, levels = ", ".join(entry["plans"]), ", ".join(entry["levels"])
            click.echo(
                f"{entry['id']:<28} {entry['title']:<28} plans {plans}; {levels}; {said['roles', entry['id']]}"
            )
            for name in entry["modules_over_shipped"]:
                click.echo(f"  module {name}: {said['modules', name]}")
            if entry["warning"]:
                click.echo(f"  {entry['warning']}")
    for problem in found.problems:
        click.echo(str(problem), err=True)
    if found.problems:
        raise SystemExit(REFUSED)


@bank.command()
@click.argument("bank_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def show(bank_id: str, as_json: bool) -> None:
    """Show a bank: competencies, plans, probes."""
    from screencopilot.cli.authoring_path import OVER, origins
    from screencopilot.store.search_path import load_resolved

    folders = our_folders()
    resolved = load_resolved(bank_id, folders)
    if as_json:
        print_json(resolved)
        return
    b = resolved.bank
    click.echo(f"{b.title}  ({b.id} {b.version}, {b.status}, review by {b.review_by})")
    click.echo(f"digest {resolved.digest}")
    said = origins(folders)
    for part, name in [("roles", b.id), *(("modules", name) for name in b.modules)]:
        if said[part, name] == OVER:
            click.echo(f"{'bank' if part == 'roles' else 'module'} {name}: {OVER}")
    for competency in b.competencies:
        floor = f", floor {competency.floor}" if competency.floor else ""
        click.echo(f"  {competency.id:<14} {competency.label}, weight {competency.weight}{floor}")
    for plan in b.plans:
        click.echo(f"\nPlan {plan.id}: {plan.minutes} minutes")
        for block in plan.blocks:
            titles = " / ".join(f"{p.form} {p.title}" for p in resolved.forms(block.family))
            must = "must" if block.must else "optional"
            click.echo(f"  {block.minutes:>2} min  {block.family:<5} {must:<9} {titles}")
        click.echo(f"  {plan.candidate_time:>2} min  the candidate's questions; {plan.buffer} min spare")


@bank.command(short_help="Check banks and modules: form, content, references.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--rules", "list_rules", is_flag=True, help="List the rules, why they matter and how to mend a breach."
)
@click.option(
    "--notes", multiple=True, type=click.Path(path_type=Path), help="Notes to count for W33, or folders."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def check(
    paths: tuple[Path, ...], strict: bool, list_rules: bool, notes: tuple[Path, ...], as_json: bool
) -> None:
    """Check bank and module files, or folders of them: form and content.

    Everything found is told with file, line, key, mend and rule. Errors make it fail, warnings only with --strict. One
    probe is freed from a rule by a [[probes.waive]] table with rule and because.
    """
    from screencopilot.cli import checking

    if list_rules:
        checking.print_rules(as_json)
        return
    if not paths:
        raise click.UsageError("Missing argument 'PATHS...'.")
    report = checking.check_paths(paths, our_folders(), checking.context_of(notes))
    checking.print_report(report, as_json)
    sys.stdout.flush()
    if report.count("error") or (strict and report.findings):
        raise SystemExit(REFUSED)


for _command in (authoring.new, authoring.preview, authoring.diff, authoring.path_):
    bank.add_command(_command)
