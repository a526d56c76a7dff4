-- Units of a translation memory, their variants by language, and the imports that they came with.

-- One row: what this schema is, and the last number that a unit got.
CREATE TABLE memory (
    application text NOT NULL,
    version integer NOT NULL,
    last_unit bigint NOT NULL
);
CREATE UNIQUE INDEX memory_one_row ON memory ((true));
INSERT INTO memory VALUES ('translate-kit translation memory', 0, 0);

-- What a transaction added. Several write at once and commit in any order, so a unit is kept by its addition and its
-- place in it; its number is addition.first + place, and `first` is given when the addition is committed: whoever has
-- seen a number has seen every lower one.
CREATE SEQUENCE addition_id;
CREATE TABLE addition (
    id bigint PRIMARY KEY,
    first bigint NOT NULL,
    units integer NOT NULL
);
CREATE INDEX addition_first ON addition (first);

CREATE TABLE import (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    header text,
    at text NOT NULL
);

CREATE TABLE unit (
    addition bigint NOT NULL,
    place integer NOT NULL,
    identity bigint NOT NULL,
    tuid text,
    source_language text NOT NULL,
    created text COLLATE "C",
    created_by text,
    changed text COLLATE "C",
    changed_by text,
    usage_count bigint,
    last_used text COLLATE "C",
    origin bigint NOT NULL,
    extra text,
    PRIMARY KEY (addition, place)
);
CREATE INDEX unit_identity ON unit (identity);

CREATE TABLE variant (
    addition bigint NOT NULL,
    place integer NOT NULL,
    position smallint NOT NULL,
    language text COLLATE "C" NOT NULL,
    base text COLLATE "C" NOT NULL,
    text text NOT NULL,
    exact bigint NOT NULL,
    shape bigint,
    content text,
    extra text,
    -- The words with their places, for concordance (see tm/store/postgres_words.py); none for a text that is too long.
    words tsvector,
    PRIMARY KEY (addition, place, position)
);
CREATE INDEX variant_exact ON variant (exact);
CREATE INDEX variant_shape ON variant (shape) WHERE shape IS NOT NULL;
CREATE INDEX variant_words ON variant USING gin (words);
CREATE INDEX variant_without_words ON variant (addition) WHERE words IS NULL;

-- Every word there is or was, for searches with wildcards. Some come twice: writers do not wait for each other here.
CREATE TABLE word (text text COLLATE "C" NOT NULL);
CREATE INDEX word_text ON word (text);

-- Blocks of the fuzzy index (see tm/index.py), one language each. A block is never changed, only replaced.
CREATE TABLE block (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    base text COLLATE "C" NOT NULL,
    last bigint NOT NULL,
    data bytea NOT NULL
);
CREATE INDEX block_base ON block (base, last);
-- Signatures do not compress; trying to would cost most of the time of writing one.
ALTER TABLE block ALTER COLUMN data SET STORAGE EXTERNAL;
