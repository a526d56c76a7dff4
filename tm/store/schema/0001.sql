-- Units of a translation memory, their variants by language, and the imports that they came with.

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    header TEXT,
    at TEXT NOT NULL
);

CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity INTEGER NOT NULL,
    tuid TEXT,
    source_language TEXT NOT NULL,
    created TEXT,
    created_by TEXT,
    changed TEXT,
    changed_by TEXT,
    usage_count INTEGER,
    last_used TEXT,
    origin INTEGER NOT NULL,
    extra TEXT
);

CREATE INDEX unit_identity ON unit (identity);

-- id is unit << 10 | position: the variants of a unit lie beside each other, and numbers grow with the units.
CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    base TEXT NOT NULL,
    text TEXT NOT NULL,
    exact INTEGER NOT NULL,
    shape INTEGER,
    content TEXT,
    extra TEXT
);

CREATE INDEX variant_exact ON variant (exact);
CREATE INDEX variant_shape ON variant (shape) WHERE shape IS NOT NULL;

-- Blocks of the fuzzy index (see tm/index.py), one language each. A block is never changed, only replaced.
CREATE TABLE block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    base TEXT NOT NULL,
    last INTEGER NOT NULL,
    data BLOB NOT NULL
);
