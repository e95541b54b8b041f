"""``screencopilot keys``: every command of the live screen with its id and its keys, as they are in force."""

from __future__ import annotations

import click

from screencopilot.cli.output import REFUSED, our_folders, print_json


@click.command(short_help="Show the keys of the live screen, yours included.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def keys(as_json: bool) -> None:
    """Show the keys of the live screen, with those of your keymap over them.

    A keymap that has faults is told in full, and the built-in keys are shown: those are in force then.
    """
    from screencopilot.cli.choices import load_keys
    from screencopilot.formats.keymap_toml import VITAL
    from screencopilot.tui.keymap import BUILT_IN, GROUPS, key_name

    folders = our_folders()
    table, faults = load_keys(folders)
    built_in = {command.id: command for command in BUILT_IN.commands}
    if as_json:
        print_json(
            {
                "keymap": folders.keymap_file,
                "faults": [str(fault) for fault in faults],
                "commands": [
                    {
                        **command._asdict(),
                        "vital": command.id in VITAL,
                        "rebound": command != built_in[command.id],
                    }
                    for command in table.commands
                ],
            }
        )
    else:
        click.echo(f"{'command':<18}{'keys':<14}{'while writing':<14}what it does")
        for group in GROUPS:
            for command in (c for c in table.commands if c.group == group):
                ticking, writing = (
                    " ".join(map(key_name, k)) or "none" for k in (command.keys, command.writing)
                )
                mine = "" if command == built_in[command.id] else " (yours)"
                click.echo(f"{command.id:<17} {ticking:<13} {writing:<13} {command.title}{mine}")
        click.echo(f"\nLetters tick and 1-5 rate. Rebind the others in {folders.keymap_file}")
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo("the built-in keys are used", err=True)
        raise SystemExit(REFUSED)
