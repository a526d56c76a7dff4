"""Run every benchmark, one after the other: `python bench/run.py [NAME...]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"run.py", "machine.py", "dutch.py", "corpus.py", "peers.py", "chart.py"}


def main() -> int:
    """Run the scripts that were named, or all; the exit code is the number of those that failed."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if path.name not in NOT_BENCHMARKS)
    failed = 0
    for name in names:
        print(f"\n## {name}\n", flush=True)
        failed += subprocess.run([sys.executable, HERE / f"{name}.py"], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
