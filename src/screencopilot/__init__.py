"""Screencopilot: a terminal copilot for live, practitioner-led technical screens."""

from screencopilot._version import __version__

__all__ = ["__version__"]
