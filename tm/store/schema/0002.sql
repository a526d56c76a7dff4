-- The words of all texts, for concordance; kept in step by the store. And the way to the blocks of a language.

CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'variant', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);

INSERT INTO words (words) VALUES ('rebuild');

CREATE INDEX block_base ON block (base, last);
