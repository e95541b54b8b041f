"""Days as options take them."""

from __future__ import annotations

import datetime as dt

import click


def day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> dt.date | None:
    """Return the day that was given, None for none; a usage error for what is no day."""
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("write a date such as 2026-11-01") from error
