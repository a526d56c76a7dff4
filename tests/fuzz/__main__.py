"""Fuzz a parser with coverage feedback: `python -m tests.fuzz NAME [-max_total_time=60] [libFuzzer options]`.

Without a name, all of them one after the other, each for `--seconds` (default 30). Needs atheris.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import atheris


def main() -> int:
    """Run one target in this process, or each in its own."""
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        return _one(sys.argv[1], sys.argv[2:])
    from tests.fuzz.targets import TARGETS

    seconds = sys.argv[2] if sys.argv[1:2] == ["--seconds"] else "30"
    failed = []
    for name in TARGETS:
        print(f"{name}, {seconds} s", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz", name, f"-max_total_time={seconds}", "-verbosity=0"], check=False
        )
        failed += [name] if done.returncode else []
    print(f"found something: {', '.join(failed)}" if failed else "nothing found")
    return len(failed)


def _one(name: str, options: list[str]) -> int:
    with atheris.instrument_imports(include=["tm", "glossary", "translate_kit"]):
        from tests.fuzz.targets import SEEDS, run
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(SEEDS.get(name, [b""])):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([sys.argv[0], f"-artifact_prefix={corpus}/", *options, str(corpus)], lambda data: run(name, data))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
