"""The schema of `project.db`, one numbered step after another; the number is kept in `PRAGMA user_version`."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    # 1: documents, segments, every version of a target, the history of scores
    """
    CREATE TABLE document (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        format TEXT NOT NULL,
        encoding TEXT NOT NULL,
        origin TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        added TEXT NOT NULL
    );
    -- position NULL: the segment is no longer in its document; it is kept with all its versions
    CREATE TABLE segment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES document (id),
        position INTEGER,
        source TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        kind TEXT NOT NULL,
        paragraph INTEGER NOT NULL,
        key TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        locked INTEGER NOT NULL DEFAULT 0,
        target TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'new',
        origin TEXT NOT NULL DEFAULT '',
        origin_detail TEXT NOT NULL DEFAULT '',
        match_score INTEGER,
        revision INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX segment_by_place ON segment (document_id, position);
    CREATE INDEX segment_by_source ON segment (source);
    CREATE TABLE revision (
        segment_id INTEGER NOT NULL REFERENCES segment (id),
        number INTEGER NOT NULL,
        target TEXT NOT NULL,
        state TEXT NOT NULL,
        origin TEXT NOT NULL,
        origin_detail TEXT NOT NULL,
        match_score INTEGER,
        changed TEXT NOT NULL,
        person TEXT NOT NULL,
        PRIMARY KEY (segment_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE score (
        id INTEGER PRIMARY KEY,
        measured TEXT NOT NULL,
        result TEXT NOT NULL
    );
    """,
    # 2: what `run` wrote beside the project, so that it does not overwrite what a person has done there since
    """
    CREATE TABLE output (
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (name, sha256)
    ) WITHOUT ROWID;
    """,
)
