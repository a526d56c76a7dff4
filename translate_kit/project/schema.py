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
    # 3: what the editor keeps: who looks at what and for how long, comments, typed text, findings, people
    """
    ALTER TABLE segment ADD COLUMN touched INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE segment ADD COLUMN assigned_to TEXT NOT NULL DEFAULT '';
    ALTER TABLE segment ADD COLUMN propagation TEXT NOT NULL DEFAULT '';
    ALTER TABLE segment ADD COLUMN checked INTEGER NOT NULL DEFAULT -1;
    ALTER TABLE revision ADD COLUMN batch INTEGER;
    CREATE INDEX segment_by_touch ON segment (touched);
    CREATE INDEX revision_by_batch ON revision (batch);
    -- one row: the number of the last change of any segment, and of the last batch of changes
    CREATE TABLE counter (
        touched INTEGER NOT NULL,
        batch INTEGER NOT NULL
    );
    INSERT INTO counter (touched, batch) VALUES (0, 0);
    CREATE TABLE comment (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        segment_id INTEGER NOT NULL REFERENCES segment (id),
        person TEXT NOT NULL,
        made TEXT NOT NULL,
        text TEXT NOT NULL,
        resolved TEXT,
        resolved_by TEXT
    );
    CREATE INDEX comment_by_segment ON comment (segment_id);
    -- one row a visit of a person to a segment: the raw log
    CREATE TABLE effort (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        segment_id INTEGER NOT NULL REFERENCES segment (id),
        person TEXT NOT NULL,
        started TEXT NOT NULL,
        active_ms INTEGER NOT NULL,
        idle_ms INTEGER NOT NULL,
        keystrokes INTEGER NOT NULL,
        suggestions TEXT NOT NULL,
        revision INTEGER NOT NULL
    );
    CREATE INDEX effort_by_segment ON effort (segment_id);
    CREATE INDEX effort_by_person ON effort (person);
    -- what a person has typed and not confirmed yet
    CREATE TABLE typing (
        segment_id INTEGER NOT NULL REFERENCES segment (id),
        person TEXT NOT NULL,
        target TEXT NOT NULL,
        revision INTEGER NOT NULL,
        saved TEXT NOT NULL,
        PRIMARY KEY (segment_id, person)
    ) WITHOUT ROWID;
    CREATE TABLE finding (
        segment_id INTEGER NOT NULL REFERENCES segment (id),
        position INTEGER NOT NULL,
        severity INTEGER NOT NULL,
        waived INTEGER NOT NULL,
        finding TEXT NOT NULL,
        PRIMARY KEY (segment_id, position)
    ) WITHOUT ROWID;
    CREATE TABLE activity (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        segment_id INTEGER,
        detail TEXT NOT NULL
    );
    CREATE TABLE person (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        password TEXT NOT NULL,
        added TEXT NOT NULL,
        disabled INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE session (
        digest TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        began TEXT NOT NULL,
        seen TEXT NOT NULL
    );
    CREATE TABLE option (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    );
    """,
    # 4: the texts that scores were measured on, each under the SHA-256 of its content, to compare runs by segment
    """
    CREATE TABLE score_text (
        digest TEXT PRIMARY KEY,
        texts TEXT NOT NULL
    );
    """,
    # 5: what was done with one segment, without going through all that was done
    """
    CREATE INDEX activity_by_segment ON activity (segment_id, id);
    """,
)
