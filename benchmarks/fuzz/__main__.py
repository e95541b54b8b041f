"""Fuzz every reader for some minutes and print inputs and findings.

With atheris where it can be installed (it follows the code's branches), else with inputs that Hypothesis makes from
good files. A finding is anything but a value or our own error; its input is kept and its path printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.fuzz import targets

#: No input takes longer, seconds; libFuzzer reports one that does.
TIMEOUT = 10
_INPUTS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
#: What good files are spoilt with.
_PIECES = [
    *(bytes([c]) for c in b"[]{}\"'=,.#\n\r\0\xff"),
    *(b'"""', b"\\u202e", b"\\U0001F98A", b"\x1b[2J", b"\xc2\x9b"),
    *(b"9" * 30, b"nan", b"1e999", b"0001-01-01T00:00:00Z", b"-1", b"true"),
]


def main() -> int:
    """Fuzz; 1 when something was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument(
        "--only", action="append", choices=targets.TARGETS, metavar="NAME", help="a target; repeatable"
    )
    parser.add_argument(
        "--engine", choices=["atheris", "hypothesis"], help="the first that is installed if not given"
    )
    options = parser.parse_args()
    names = options.only or list(targets.TARGETS)
    engine = options.engine or ("atheris" if importlib.util.find_spec("atheris") else "hypothesis")
    seconds = max(1.0, options.minutes * 60 / len(names))
    folder = Path(tempfile.mkdtemp(prefix="screencopilot-fuzz-"))
    print(f"{engine}, {seconds:.0f} s for each of {len(names)} targets", flush=True)
    inputs = found = 0
    for name in names:
        count = _atheris(name, folder, seconds) if engine == "atheris" else _hypothesis(name, folder, seconds)
        findings = sorted(folder.glob(f"{name}-*.txt"))
        print(f"  {name:<12} {count:>10,} inputs  {len(findings)} findings", flush=True)
        for finding in findings:
            print(f"    {finding.with_suffix('')}: {finding.read_text(encoding='utf-8')}")
        inputs, found = inputs + count, found + len(findings)
    print(f"{inputs:,} inputs, {found} findings")
    return 1 if found else 0


def _atheris(name: str, folder: Path, seconds: float) -> int:
    limits = [f"-max_total_time={seconds:.0f}", f"-timeout={TIMEOUT}", "-rss_limit_mb=1024", "-max_len=60000"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz.atheris_run", name, str(folder), *limits, "-print_final_stats=1",
         f"-artifact_prefix={folder}/{name}-stopped-"],
        cwd=targets.ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )  # fmt: skip
    ran = _INPUTS.search(done.stderr)
    if done.returncode or not ran:  # a hang, too much memory, or a fault of the fuzzing itself
        (folder / f"{name}-stopped.txt").write_text(
            f"ended with {done.returncode}: {done.stderr[-600:]}", encoding="utf-8"
        )
    return int(ran[1]) if ran else 0


def _hypothesis(name: str, folder: Path, seconds: float) -> int:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    files = targets.seeds(name)
    count = 0

    def spoilt(number: int) -> bytes:
        chance = random.Random(number)
        data = bytearray(chance.choice(files))
        for _ in range(chance.randint(1, 6)):
            start = chance.randrange(len(data) + 1)
            data[start : start + chance.choice([0, 0, 1, 3, 40])] = chance.choice(_PIECES) * chance.choice(
                [1, 1, 1, 50]
            )
        return bytes(data)

    def one(data: bytes) -> None:
        nonlocal count
        count += 1
        said = targets.guarded(name, data)
        found = folder / f"{name}-{said.partition(': ')[0].replace(' ', '-').replace(':', '-')}"
        if said and not found.exists():
            found.write_bytes(data)
            Path(f"{found}.txt").write_text(said, encoding="utf-8")

    end, begun = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        begun += 1
        made = st.binary(max_size=2000) | st.integers(0, 2**64).map(spoilt)
        run = given(made)(one)
        checks = list(HealthCheck)
        seed(begun)(settings(max_examples=200, deadline=None, database=None, suppress_health_check=checks,
                             phases=[Phase.generate])(run))()  # fmt: skip
    return count


if __name__ == "__main__":
    sys.exit(main())
