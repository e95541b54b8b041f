"""A bank whose facts are due for review opens with a line that says so."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sample import STARTED, ManualClock
from tests.tui.conftest import OpenLive

#: The day after which the sample bank's facts are due.
DUE = dt.date(2027, 5, 1)


@pytest.fixture
def clock(day: dt.date) -> ManualClock:
    """A clock on the day the test names."""
    return ManualClock(wall=STARTED.replace(year=day.year, month=day.month, day=day.day))


@pytest.mark.parametrize("size", [(140, 45), (60, 45), (50, 30)], ids=str)
@pytest.mark.parametrize("day", [DUE + dt.timedelta(days=1)], ids=str)
async def test_a_bank_past_its_date_says_so_where_the_greeting_has_a_line(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size, begin=False) as live:
        shown = " ".join(live.seen().split())
        assert "due for review 2027-05-01" in shown


@pytest.mark.parametrize("day", [DUE], ids=str)
async def test_a_bank_on_its_last_day_says_nothing(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        assert "due for review" not in live.seen()
