"""``python -m screencopilot`` and the console script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line. ``--version`` alone is answered before anything heavier is loaded."""
    if sys.argv[1:] == ["--version"]:
        from screencopilot import __version__

        sys.stdout.write(f"screencopilot {__version__}\n")
        return
    from screencopilot.cli.commands import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
