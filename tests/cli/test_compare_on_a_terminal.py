"""``compare`` in a real terminal, and its reading processes where standard error is a terminal program's own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.process import run_python
from tests.pty.terminal import Terminal
from tests.report.samples import two_notes, write_notes

#: Reads with two processes while what stands for standard error has no file number, as under a running Textual app.
READ = """
import sys
from pathlib import Path
from screencopilot.store import note_reading


class Captured:
    def write(self, text): return len(text)
    def flush(self): pass
    def fileno(self): return -1


def main():
    sys.stderr = Captured()
    note_reading.MANY = 1
    paths = sorted(map(str, Path("panel").iterdir()))
    print([read.state for read in note_reading.read_files(paths, 2)])


if __name__ == "__main__":
    main()
"""


def test_on_a_terminal_a_view_opens_and_options_for_reports_still_print(tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", two_notes())
    with Terminal(tmp_path, ["compare", "panel"], (100, 30)) as terminal:
        terminal.wait("1 C-7")
        terminal.wait("AR1-A")
        terminal.press("\r", "EVIDENCE")
        terminal.send("\x1b")
        assert terminal.wait_end() == 0
        assert terminal.is_sane
    with Terminal(tmp_path, ["compare", "panel", "--format", "text"], (100, 30)) as terminal:
        assert terminal.wait_end() == 0
        assert "Red flags that not all kept" in terminal.words


def test_many_files_are_read_by_processes_under_a_terminal_program_too(tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", two_notes())
    (tmp_path / "read.py").write_text(READ)
    ran = run_python(tmp_path, "read.py")
    assert ran.out.strip() == "['sealed-intact', 'sealed-intact']", ran.err
