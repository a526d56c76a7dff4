"""How far a project is: segments and words by document, state and person. SQL of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from translate_kit.project.project import Project


def states(project: Project) -> dict[str, int]:
    """How many segments are in each state: quick enough to be asked after every change."""
    store = project.store
    with store.reading():
        rows = store.db.execute("SELECT state, count(*) FROM segment WHERE position IS NOT NULL GROUP BY state")
        return {row[0]: int(row[1]) for row in rows}


def progress(project: Project) -> dict[str, Any]:
    """Segments and words of the source.

    Returns:
        `documents`: each with `name`, `segments`, `words`, `states` (state → segments), `state_words`, `errors`,
        `warnings`, `comments`; `people`: each with `name`, `segments`, `words` and `states` of the current versions
        that they made, and `assigned`; `total`: as a document.
    """
    documents: dict[str, dict[str, Any]] = {}
    people: dict[str, dict[str, Any]] = {}
    store = project.store
    with store.reading():
        for name, state, source, assigned, author in store.db.execute(
            "SELECT d.name, s.state, s.source, s.assigned_to, coalesce(v.person, '') FROM segment s"
            " JOIN document d ON d.id = s.document_id"
            " LEFT JOIN revision v ON v.segment_id = s.id AND v.number = s.revision"
            " WHERE s.position IS NOT NULL ORDER BY s.document_id"
        ):
            words = len(source.split())
            _count(documents.setdefault(name, _empty(name)), state, words)
            if author and state in ("translated", "reviewed", "final"):
                _count(people.setdefault(author, _empty(author)), state, words)
            if assigned:
                people.setdefault(assigned, _empty(assigned))["assigned"] += 1
        for name, severity, count in store.db.execute(
            "SELECT d.name, f.severity, count(*) FROM finding f JOIN segment s ON s.id = f.segment_id"
            " JOIN document d ON d.id = s.document_id WHERE s.position IS NOT NULL AND f.waived = 0 AND f.severity > 1"
            " GROUP BY d.name, f.severity"
        ):
            documents[name]["errors" if severity == 3 else "warnings"] = count
        for name, count in store.db.execute(
            "SELECT d.name, count(*) FROM comment c JOIN segment s ON s.id = c.segment_id"
            " JOIN document d ON d.id = s.document_id WHERE s.position IS NOT NULL AND c.resolved IS NULL"
            " GROUP BY d.name"
        ):
            documents[name]["comments"] = count
    total = _empty("")
    for document in documents.values():
        for key in ("segments", "words", "errors", "warnings", "comments", "assigned"):
            total[key] += document[key]
        for key in ("states", "state_words"):
            for state, count in document[key].items():
                total[key][state] = total[key].get(state, 0) + count
    return {"documents": list(documents.values()), "people": list(people.values()), "total": total}


def _empty(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "segments": 0,
        "words": 0,
        "states": {},
        "state_words": {},
        "errors": 0,
        "warnings": 0,
        "comments": 0,
        "assigned": 0,
    }


def _count(entry: dict[str, Any], state: str, words: int) -> None:
    entry["segments"] += 1
    entry["words"] += words
    entry["states"][state] = entry["states"].get(state, 0) + 1
    entry["state_words"][state] = entry["state_words"].get(state, 0) + words
