"""The history of scores, and its form to keep in version control: JSON lines, one score each.

Lines are independent of each other and say all about themselves, so that two branches that both measured merge by
keeping the lines of both (`scores.jsonl merge=union` in `.gitattributes`). A run has an id made of its content: the
same measurement has the same id in every copy of a project.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from translate_kit.errors import BadInput
from translate_kit.files import read_text
from translate_kit.reports.marked import flat
from translate_kit.scoring.figure import Score

FORMAT = 1
"""Version of the lines; a reader refuses those of a newer one."""

HISTORY_FILE = "scores.jsonl"

KINDS = ("reference", "post-edit")
"""What a run measures against: a reference, or what people made of the drafts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One measurement.

    Attributes:
        measured: when, UTC, ISO 8601.
        kind: out of `KINDS`.
        name: what a person called it, or empty.
        scores: over all segments.
        groups: (`document=article.md`, score) for parts.
        segments: how many were measured.
        words: of their sources (of the hypotheses, where the sources are not known).
        documents: which ones.
        model: engine and model, `none` for none, empty where that is not known.
        glossary: signature of the glossary.
        reference: digest of the references; runs with the same one can be compared.
        version: of translate-kit.
        number: in the project, None outside of one.
    """

    measured: str
    kind: str = "reference"
    name: str = ""
    scores: tuple[Score, ...]
    groups: tuple[tuple[str, Score], ...] = ()
    segments: int
    words: int = 0
    documents: tuple[str, ...] = ()
    model: str = ""
    glossary: str = ""
    reference: str = ""
    version: str = ""
    number: int | None = None
    given_id: str = ""

    @property
    def id(self) -> str:
        """Ten hexadecimal digits out of what was measured, when, and what came out."""
        return self.given_id or digest([self.measured, *[line.partition(', "run"')[2] for line in lines([self], "")]])

    @property
    def title(self) -> str:
        """The run as a message names it: `run 3 (a1b2c3d4e5, baseline)`."""
        label = flat(f"{self.id}, {self.name}" if self.name else self.id)
        return f"run {label}" if self.number is None else f"run {self.number} ({label})"

    def score_of(self, metric: str) -> Score | None:
        """The score of one metric."""
        return next((score for score in self.scores if score.name.casefold() == metric.casefold()), None)

    def comparable(self, other: Run) -> bool:
        """Whether both measured the same thing: against the same reference, or the work on post-edits."""
        return (self.kind, self.reference) == (other.kind, other.reference)

    def value(self) -> dict[str, Any]:
        """As `scores list --json` shows it."""
        return {
            "run": self.number,
            "id": self.id,
            "measured": self.measured,
            "kind": self.kind,
            "name": self.name,
            "metrics": [asdict(score) for score in self.scores],
            "segments": self.segments,
            "words": self.words,
            "documents": list(self.documents),
            "model": self.model,
            "glossary": self.glossary,
            "reference": self.reference,
            "version": self.version,
        }


def digest(parts: Iterable[str]) -> str:
    """Ten hexadecimal digits that stand for some texts."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogatepass") + b"\0")
    return found.hexdigest()[:10]


def lines(runs: Iterable[Run], run_id: str | None = None) -> list[str]:
    """The runs as JSON lines, one score each, keys in one order."""
    found = []
    for run in runs:
        for group, score in (*(("", score) for score in run.scores), *run.groups):
            value = {
                "format": FORMAT,
                "run": run.id if run_id is None else run_id,
                "measured": run.measured,
                "kind": run.kind,
                "name": run.name,
                "metric": score.name,
                "group": group,
                "score": score.score,
                "ci_low": score.ci_low,
                "ci_high": score.ci_high,
                "signature": score.signature,
                "segments": run.segments,
                "words": run.words,
                "documents": list(run.documents),
                "model": run.model,
                "glossary": run.glossary,
                "reference": run.reference,
                "version": run.version,
            }
            found.append(json.dumps(value, ensure_ascii=False))
    return found


def read(path: str | Path, text: str | None = None) -> list[Run]:
    """Read JSON lines, oldest run first; a line that is there twice counts once.

    Args:
        path: the file.
        text: what is in it, where it has been read already.

    Raises:
        BadInput: it cannot be read; or a line is damaged, or of a newer version, or contradicts another; with the line.
    """
    if text is None:
        text = read_text(path, allow_empty=True)
    runs: dict[str, Run] = {}
    seen: dict[tuple[str, str, str], tuple[int, Score]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        run, group, score = _line(line, path, number)
        key = (run.given_id, score.name, group)
        if key in seen:
            first, known = seen[key]
            if known != score:
                raise BadInput(
                    f"another {score.name} of run {run.given_id} than in line {first} ({score.score:g},"
                    f" there {known.score:g}).",
                    path=path,
                    line=number,
                    remedy="Delete the wrong one of the two.",
                )
            continue
        seen[key] = number, score
        there = runs.get(run.given_id, run)
        if group:
            runs[run.given_id] = replace(there, groups=(*there.groups, (group, score)))
        else:
            runs[run.given_id] = replace(there, scores=(*there.scores, score))
    return sorted(runs.values(), key=lambda run: run.measured)


def merged(one: Sequence[Run], other: Sequence[Run]) -> list[Run]:
    """The runs of both, oldest first; of two with one id the first."""
    by_id: dict[str, Run] = {}
    for run in (*one, *other):
        by_id.setdefault(run.id, run)
    # Of the same second those of `one` come first: a script that measures twice in a second has measured in that order.
    return sorted(by_id.values(), key=lambda run: run.measured)


def find(runs: Sequence[Run], wanted: str) -> Run:
    """A run by its number, its id or the beginning of it, its name (the latest of it), or `last` and `last~2`.

    Raises:
        BadInput: there is none, or the beginning of an id fits several.
    """
    if not runs:
        raise BadInput("there are no scores yet.", remedy="`translate-kit score --reference FILE` measures.")
    found = _counted_back(runs, wanted)
    for fits in (
        lambda run: run.number is not None and str(run.number) == wanted,
        lambda run: bool(run.name) and run.name == wanted,
        lambda run: run.id == wanted,
    ):
        found = found or next((run for run in reversed(runs) if fits(run)), None)
    if found is None and len(wanted) >= 4:
        begin = [run for run in runs if run.id.startswith(wanted)]
        if len(begin) > 1:
            raise BadInput(f"{wanted!r} is the beginning of {len(begin)} runs; give more of the id.")
        found = begin[0] if begin else None
    if found is None:
        known = ", ".join(str(run.number or run.id) + (f" ({run.name})" if run.name else "") for run in runs[-8:])
        raise BadInput(
            f"there is no run {wanted!r}; the latest are: {flat(known)}.", remedy="`scores list` shows them all."
        )
    return found


def previous(runs: Sequence[Run], run: Run) -> Run | None:
    """The run before this one that measured the same thing."""
    ids = [other.id for other in runs]
    before = runs[: ids.index(run.id)] if run.id in ids else runs
    return next((other for other in reversed(before) if other.comparable(run)), None)


def _counted_back(runs: Sequence[Run], wanted: str) -> Run | None:
    word, tilde, count = wanted.partition("~")
    if word != "last" or (tilde and not count.isdecimal()):
        return None
    back = int(count) if tilde else 0
    if back >= len(runs):
        raise BadInput(f"{wanted}: there are only {len(runs)} runs.")
    return runs[-1 - back]


_TEXT = ("run", "measured", "kind", "metric", "signature")
_TEXT_OR_NONE = ("name", "group", "model", "glossary", "reference", "version")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def _line(line: str, path: str | Path, number: int) -> tuple[Run, str, Score]:
    def bad(message: str, remedy: str = "Restore it from version control.") -> BadInput:
        return BadInput(message, path=path, line=number, remedy=remedy)

    if line.startswith(_MARKERS):
        raise bad("a merge conflict that nobody has solved.", "Keep the lines of both sides; delete the three marks.")
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise bad(
            f"this is not JSON ({getattr(error, 'msg', 'nested too deeply')}); one score a line was expected."
        ) from None
    if not isinstance(value, dict):
        raise bad(f"a score was expected (a JSON object), not {type(value).__name__}.")
    if _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise bad("half of a surrogate pair, which no file can hold.")
    form = value.get("format")
    if not isinstance(form, int) or isinstance(form, bool):
        raise bad("the number of the format is missing; is this a history of scores?")
    if form > FORMAT:
        raise bad(f"written by a newer translate-kit (history format {form}, this one knows {FORMAT}).", "Update it.")
    for name in _TEXT:
        if not isinstance(value.get(name), str) or not value[name]:
            raise bad(f"{name!r} must be a text, not {json.dumps(value.get(name))[:60]}.")
    for name in _TEXT_OR_NONE:
        if not isinstance(value.get(name, ""), str):
            raise bad(f"{name!r} must be a text, not {json.dumps(value[name])[:60]}.")
    if value["kind"] not in KINDS:
        raise bad(f"'kind' must be {' or '.join(KINDS)}, not {value['kind']!r}.")
    documents = value.get("documents", [])
    if not isinstance(documents, list) or not all(isinstance(name, str) for name in documents):
        raise bad("'documents' must be a list of names.")
    score = Score(
        value["metric"],
        _figure(value, "score", bad),
        value["signature"],
        _figure(value, "ci_low", bad) if value.get("ci_low") is not None else None,
        _figure(value, "ci_high", bad) if value.get("ci_high") is not None else None,
    )
    run = Run(
        measured=value["measured"],
        kind=value["kind"],
        scores=(),
        segments=int(_figure(value, "segments", bad)),
        words=int(_figure(value, "words", bad)) if "words" in value else 0,
        documents=tuple(documents),
        given_id=value["run"],
        **{name: value.get(name, "") for name in ("name", "model", "glossary", "reference", "version")},
    )
    return run, value.get("group", ""), score


def _figure(value: Mapping[str, Any], name: str, bad: Any) -> float:
    found = value.get(name)
    # NaN and Infinity are no JSON, but Python reads them.
    if isinstance(found, bool) or not isinstance(found, int | float) or not -1e12 < found < 1e12:
        raise bad(f"{name!r} must be a number, not {json.dumps(found)[:60]}.")
    return float(found) if name not in ("segments", "words") else found
