"""Reports of 100,000 findings: how long each format takes, how big it gets, and the memory of it all.

`python bench/reports.py [--findings 100000]`

Segments are those of `bench/dutch.py`, each with one finding. Times are of the processor. There is no peer: no other
tool writes these findings.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dutch import Dutch
from machine import describe

from translate_kit.data import Finding, Segment, Severity
from translate_kit.reports.findings import FORMATS, Found, chunks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--findings", type=int, default=100_000)
    arguments = parser.parse_args()
    print(describe())
    pairs = islice(Dutch(1).pairs(), arguments.findings)
    segments = [
        Segment(id=str(number), document=f"{number // 1000}.po", source=source, target=target)
        for number, (source, target) in enumerate(pairs)
    ]
    findings = [
        Finding(
            check="numbers",
            severity=Severity.ERROR if number % 3 else Severity.WARNING,
            segment=segment.id,
            document=segment.document,
            message="The source has “1,4 miljard”, the translation “1.4 million”.",
            start=0,
            end=min(8, len(segment.target)),
            suggestion="1.4 billion",
        )
        for number, segment in enumerate(segments)
    ]
    found = Found(segments=segments, findings=findings)
    print(f"\n{len(findings):,} findings\n\n| format | processor s | MB |\n| --- | --- | --- |")
    for name in FORMATS:
        begun = time.process_time()
        size = sum(len(piece) for piece in chunks(name, found))
        print(f"| {name} | {time.process_time() - begun:.1f} | {size / 1e6:.0f} |", flush=True)
    print(f"\npeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
