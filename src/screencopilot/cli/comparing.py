"""From files to a report, as the commands use it."""

from screencopilot.report.choosing import Chosen, Found, Wanted, choose, look
from screencopilot.report.making import make_report, report_of

__all__ = ["Chosen", "Found", "Wanted", "choose", "look", "make_report", "report_of"]
