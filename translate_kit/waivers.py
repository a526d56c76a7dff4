"""Waivers: findings that a person looked at and found to be fine, with the reason, in a file under version control.

A waiver says which check, which source text, which target text, and perhaps which concept and which words of the
target. When the target changes it no longer fits, and the finding is back. What a waiver does not say fits anything,
but it has to say more than the check.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from translate_kit.data import Finding, Segment
from translate_kit.errors import BadInput
from translate_kit.files import read_text

WAIVERS_FILE = "waivers.toml"
"""In the folder of a project: what is waived in it."""
HASH = "sha256:"
"""Before the digest of a target that is not to be shown in the file."""
_RISKY = re.compile("'*[=+\\-@\t\r]")
_TABLE = re.compile(r"^\s*\[\[\s*waiver\s*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One finding, or several like it, that need not be looked at again.

    Attributes:
        check: id of the check, such as `term-missing`.
        reason: why it is fine.
        source: the source text; empty for any.
        target: the target text, or `sha256:` and the digest of it; empty for any.
        concept: id of the concept of a term; empty for any.
        found: the words of the target that the finding points at; empty for any.
        document: name of the document; empty for any.
        person: who said so.
        date: when, as ISO 8601 writes it.
        line: where it stands in its file.
    """

    check: str
    reason: str
    source: str = ""
    target: str = ""
    concept: str = ""
    found: str = ""
    document: str = ""
    person: str = ""
    date: str = ""
    line: int = field(default=0, compare=False)


COLUMNS = tuple(known.name for known in fields(Waiver) if known.name != "line")
"""The keys of a waiver in TOML, and the columns in CSV."""


class Waivers:
    """The waivers of a file, and which of them were of use.

    Args:
        waivers: in the order of the file.
        path: of the file, for messages.
    """

    def __init__(self, waivers: Iterable[Waiver], path: str = "") -> None:
        self.path = path
        self.waivers = tuple(waivers)
        self._by_check: dict[str, list[Waiver]] = {}
        for waiver in self.waivers:
            self._by_check.setdefault(waiver.check, []).append(waiver)
        self._used: set[int] = set()

    def reason_for(
        self, check: str, *, source: str, target: str, concept: str = "", found: str = "", document: str = ""
    ) -> str:
        """Why a finding is fine; empty when nobody said so.

        Args:
            check: id of the check.
            source: the source text of the segment.
            target: its target text.
            concept: id of the concept, for a term.
            found: the words of the target that the finding points at.
            document: the name of the document.
        """
        for waiver in self._by_check.get(check, ()):
            if (
                _fits(waiver.source, source)
                and _fits_target(waiver.target, target)
                and waiver.concept in ("", concept)
                and _fits(waiver.found, found)
                and waiver.document in ("", document)
            ):
                self._used.add(id(waiver))
                return waiver.reason
        return ""

    def unused(self, checks: Iterable[str]) -> list[Waiver]:
        """Waivers of some checks that fitted nothing so far: the text changed, or the error was corrected."""
        wanted = set(checks)
        return [waiver for waiver in self.waivers if waiver.check in wanted and id(waiver) not in self._used]

    def apply(self, findings: Sequence[Finding], segments: Sequence[Segment]) -> list[Finding]:
        """The findings, those that are fine with the reason why in `waived`."""
        texts = {(segment.document, segment.id): segment for segment in segments}
        return [
            replace(finding, waived=self._reason_of(finding, texts[finding.document, finding.segment]))
            for finding in findings
        ]

    def _reason_of(self, finding: Finding, segment: Segment) -> str:
        found = "" if finding.start is None else segment.target[finding.start : finding.end]
        return self.reason_for(
            finding.check,
            source=segment.source,
            target=segment.target,
            concept=finding.concept,
            found=found,
            document=segment.document,
        )


def _regular(text: str) -> str:
    """A text as it is compared: composed characters, white space made regular."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _fits(wanted: str, text: str) -> bool:
    return not wanted or wanted == text or _regular(wanted) == _regular(text)


def _fits_target(wanted: str, text: str) -> bool:
    if wanted.startswith(HASH):
        return wanted.lower() == digest(text)
    return _fits(wanted, text)


def digest(target: str) -> str:
    """What stands for a target that is not to be shown: `sha256:` and the digest of its regular form."""
    return HASH + hashlib.sha256(_regular(target).encode("utf-8", "surrogatepass")).hexdigest()


def read_waivers(path: str | Path) -> Waivers:
    """Read a file of waivers: CSV by its name, else TOML.

    Raises:
        BadInput: it is not there, is neither, or a waiver in it lacks a reason or what it is about.
    """
    text = read_text(path, allow_empty=True)
    rows = _csv_rows(text, path) if _is_csv(path) else _toml_rows(text, path)
    return Waivers([_waiver(row, line, path) for line, row in rows], str(path))


def project_waivers(folder: Path) -> Waivers | None:
    """The waivers of a project, None where it has no file of them; see `read_waivers`."""
    place = folder / WAIVERS_FILE
    return read_waivers(place) if place.exists() else None


def _is_csv(path: str | Path) -> bool:
    return Path(path).suffix.lower() == ".csv"


def _toml_rows(text: str, path: str | Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"is not TOML ({error}).", path=path) from None
    unknown = next((name for name in table if name != "waiver"), None)
    rows = table.get("waiver", [])
    if unknown is not None or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        what = f"unknown key {unknown!r}" if unknown is not None else "`waiver` is no list of tables"
        raise BadInput(f"{what}; expected [[waiver]] tables.", path=path)
    lines = [text.count("\n", 0, place.end()) + 1 for place in _TABLE.finditer(text)]
    # Inline tables have no heading of their own.
    return list(zip(lines if len(lines) == len(rows) else [1] * len(rows), rows, strict=True))


def _csv_rows(text: str, path: str | Path) -> list[tuple[int, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, Any]]] = []
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().lower() for cell in cells]
                continue
            if len(cells) != len(header):
                raise BadInput(f"{len(cells)} cells, {len(header)} expected.", path=path, line=begun)
            rows.append((begun, dict(zip(header, map(_unguarded, cells), strict=True))))
    except csv.Error as error:
        raise BadInput(f"the row that begins here cannot be read ({error}).", path=path, line=line) from None
    return rows


def _guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, as text."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def _waiver(row: dict[str, Any], line: int, path: str | Path) -> Waiver:
    values: dict[str, str] = {}
    for name, value in row.items():
        if name not in COLUMNS:
            raise BadInput(f"unknown key {name!r}; expected {', '.join(COLUMNS)}.", path=path, line=line)
        if isinstance(value, (date, datetime)) and name == "date":
            value = value.isoformat()
        if not isinstance(value, str):
            raise BadInput(f"{name} must be text, not {value!r}.", path=path, line=line)
        values[name] = value.strip() if name != "found" else value
    for name in ("check", "reason"):
        if not values.get(name):
            raise BadInput(f"a waiver without a {name}.", path=path, line=line, remedy="Say why the finding is fine.")
    if not any(values.get(name) for name in ("source", "target", "concept", "found")):
        raise BadInput(
            f"a waiver of everything that {values['check']} finds.",
            path=path,
            line=line,
            remedy="Say which source, target, concept or found text it is about.",
        )
    if values.get("date"):
        try:
            datetime.fromisoformat(values["date"])
        except ValueError:
            raise BadInput(f"{values['date']!r} is no date; expected 2024-05-01.", path=path, line=line) from None
    return Waiver(**values, line=line)


def with_waivers(text: str, waivers: Sequence[Waiver], path: str | Path) -> str:
    """The text of a file with waivers added at its end; what was there stays as it is, comments included."""
    if _is_csv(path):
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        header = [cell.strip().lower() for cell in next(csv.reader(io.StringIO(text)), [])]
        if not header:
            header = list(COLUMNS)
            writer.writerow(header)
        for waiver in waivers:
            values = asdict(waiver)
            # A bare carriage return would end the row: the writer quotes what ends its own rows only.
            writer.writerow([_guarded(str(values.get(name, "")).replace("\r", "\n")) for name in header])
        return _ended(text) + out.getvalue()
    return _ended(text) + "".join(
        f"{'' if number == 0 and not text else chr(10)}{_toml(waiver)}" for number, waiver in enumerate(waivers)
    )


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _toml(waiver: Waiver) -> str:
    values = asdict(waiver)
    # JSON's strings are TOML's too, but for the delete character.
    lines = [
        f"{name} = {json.dumps(values[name], ensure_ascii=False).replace(chr(127), chr(92) + 'u007f')}"
        for name in COLUMNS
        if values[name]
    ]
    return "[[waiver]]\n" + "\n".join(lines) + "\n"
