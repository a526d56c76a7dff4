"""The QA findings that a project keeps, so that a long list can show and filter them. SQL of a project."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from translate_kit.data import Finding, Segment, Severity
from translate_kit.project.rows import by_id

if TYPE_CHECKING:
    from translate_kit.project.store import ProjectStore


class KeptFindings:
    """The findings of a store, each segment's with the version that it was checked in."""

    def __init__(self, store: ProjectStore) -> None:
        self._store = store

    def keep(self, checked: Mapping[str, int], findings: Iterable[Finding]) -> None:
        """Replace the findings of segments; what was changed while it was checked is left for the next time.

        Args:
            checked: the ids of all segments that were checked, with the versions that were.
            findings: what was found in them.
        """
        with self._store.transaction():
            now = by_id(self._store, "revision", checked)
            current = {name: revision for name, revision in checked.items() if now.get(int(name), (0,))[0] == revision}
            self._replace(current, findings)

    def _replace(self, checked: Mapping[str, int], findings: Iterable[Finding]) -> None:
        by_segment: dict[str, list[Finding]] = {}
        for finding in findings:
            by_segment.setdefault(finding.segment, []).append(finding)
        with self._store.transaction():
            touch = self._store.touch()
            db = self._store.db
            db.executemany("DELETE FROM finding WHERE segment_id = ?", [(int(name),) for name in checked])
            db.executemany(
                "INSERT INTO finding (segment_id, position, severity, waived, finding) VALUES (?, ?, ?, ?, ?)",
                [
                    (int(name), position, int(finding.severity), int(bool(finding.waived)), _dumped(finding))
                    for name in checked
                    for position, finding in enumerate(by_segment.get(name, ()))
                ],
            )
            db.executemany(
                "UPDATE segment SET checked = ?, touched = ? WHERE id = ?",
                [(revision, touch, int(name)) for name, revision in checked.items()],
            )

    def keep_checked(self, segments: Sequence[Segment], findings: Iterable[Finding]) -> int:
        """Replace the findings of a whole project; what was changed while it was checked is left for the next time.

        Args:
            segments: as they were checked.
            findings: what was found in them.

        Returns:
            How many segments were still as they were checked.
        """
        with self._store.transaction():
            now = {
                str(row[0]): (row[1], int(row[2]))
                for row in self._store.db.execute("SELECT id, target, revision FROM segment WHERE position IS NOT NULL")
            }
            checked = {
                segment.id: now[segment.id][1]
                for segment in segments
                if segment.id in now and now[segment.id][0] == segment.target
            }
            self._replace(checked, findings)
        return len(checked)

    def of(self, segment_id: str) -> list[Finding]:
        """The findings of one segment."""
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT finding FROM finding WHERE segment_id = ? ORDER BY position", (int(segment_id),)
            )
            return [_loaded(row[0]) for row in rows]

    def with_texts(self, *, limit: int, offset: int = 0) -> list[tuple[Finding, str, str]]:
        """The findings of the segments that are in a document, in their order, each with source and target."""
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT f.finding, s.source, s.target FROM finding f JOIN segment s ON s.id = f.segment_id"
                " WHERE s.position IS NOT NULL ORDER BY s.document_id, s.position, f.position LIMIT ? OFFSET ?",
                (limit, offset),
            )
            return [(_loaded(row[0]), row[1], row[2]) for row in rows]

    def counts(self) -> list[dict[str, Any]]:
        """How many findings of each check there are: `check`, `severity`, `count`, `waived`."""
        with self._store.reading():
            rows = self._store.db.execute(
                "SELECT json_extract(f.finding, '$.check'), f.severity, count(*), sum(f.waived)"
                " FROM finding f JOIN segment s ON s.id = f.segment_id WHERE s.position IS NOT NULL GROUP BY 1, 2"
            )
            counts = [
                {
                    "check": check,
                    "severity": Severity(severity).label,
                    "count": count - int(waived),
                    "waived": int(waived),
                }
                for check, severity, count, waived in rows
            ]
        return sorted(counts, key=lambda one: (-one["count"], one["check"], one["severity"]))

    def unchecked(self) -> int:
        """How many segments with a target were not checked, or were changed since."""
        with self._store.reading():
            row = self._store.db.execute(
                "SELECT count(*) FROM segment WHERE position IS NOT NULL AND target <> '' AND checked <> revision"
            ).fetchone()
        return int(row[0])


def _dumped(finding: Finding) -> str:
    return json.dumps({**asdict(finding), "severity": finding.severity.label}, ensure_ascii=False)


def _loaded(text: str) -> Finding:
    values: dict[str, Any] = json.loads(text)
    return Finding(**{**values, "severity": Severity[values["severity"].upper()]})


def as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as `check --json` writes them."""
    return [{**asdict(finding), "severity": finding.severity.label} for finding in findings]
