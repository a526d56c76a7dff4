"""The statements of a memory in PostgreSQL that are longer than a line or two; see the tables in schema/postgres."""

from __future__ import annotations

from tm.store.base import VARIANT_BITS, UnitRow, VariantRow

UNIT = ", ".join(f"u.{name}" for name in UnitRow._fields[1:])
VARIANT = ", ".join(f"v.{name}" for name in VariantRow._fields[1:])
NUMBER = "a.first + u.place"
VARIANT_ID = f"(a.first + v.place << {VARIANT_BITS}) + v.position"

# A unit's number is that of the first unit of its addition, plus its place there. Finding both for a number takes one
# step in an index for each; LATERAL keeps it to that whatever the server thinks of the sizes of the tables.
BY_NUMBER = """
    FROM unnest(%s::bigint[]) AS n(number)
    CROSS JOIN LATERAL (SELECT id, first FROM addition WHERE first <= n.number ORDER BY first DESC LIMIT 1) AS a
    JOIN unit AS u ON u.addition = a.id AND u.place = n.number - a.first
"""
# To be completed with the column that a value is looked for in.
VARIANTS_WITH = f"""
    SELECT {VARIANT_ID}
    FROM variant AS v CROSS JOIN LATERAL (SELECT first FROM addition WHERE id = v.addition OFFSET 0) AS a
    WHERE v.{{}} = %s ORDER BY 1
"""  # noqa: S608
# Everything is read in parts of CHUNK numbers: neither side holds all of it, no cursor has to stay open, and between
# two parts the same connection can answer something else. OFFSET 0 keeps the server to the order of the index.
BETWEEN = """
    FROM (
        SELECT id, first FROM addition
        WHERE first <= %(last)s AND first >= coalesce((SELECT max(first) FROM addition WHERE first <= %(first)s), 0)
    ) AS a CROSS JOIN LATERAL
"""
UNITS_BETWEEN = f"""
    SELECT {NUMBER}, {UNIT} {BETWEEN} (
        SELECT * FROM unit WHERE addition = a.id AND place BETWEEN %(first)s - a.first AND %(last)s - a.first
        ORDER BY place OFFSET 0
    ) AS u ORDER BY 1
"""  # noqa: S608 - only names of columns, as everywhere below
VARIANTS_BETWEEN = f"""
    SELECT {VARIANT_ID} AS id, {VARIANT} {BETWEEN} (
        SELECT * FROM variant WHERE addition = a.id AND place BETWEEN %(first)s - a.first AND %(last)s - a.first
        ORDER BY place, position OFFSET 0
    ) AS v
"""  # noqa: S608
VARIANTS_AFTER = f"""
    SELECT memory.last_unit, v.* FROM memory LEFT JOIN (
        {VARIANTS_BETWEEN} WHERE base = %(base)s AND {VARIANT_ID} > %(after)s ORDER BY 1 LIMIT %(limit)s
    ) AS v ON true ORDER BY v.id
"""  # noqa: S608
VARIANTS_BETWEEN += " ORDER BY 1"
# Units that a transaction (its own addition is settled) and others that ended meanwhile have both added.
_OTHERS = "a.first > %(seen)s AND a.id <> ALL(%(settled)s)"
DOUBLED = f"""
    SELECT %(own_first)s + own.place, {NUMBER}
    FROM addition AS a
    CROSS JOIN LATERAL (SELECT place, identity FROM unit WHERE addition = a.id OFFSET 0) AS u
    CROSS JOIN LATERAL (SELECT place FROM unit WHERE identity = u.identity AND addition = %(own)s OFFSET 0) AS own
    WHERE {_OTHERS} ORDER BY 1
"""  # noqa: S608
# The same with others of any age.
TWICE = f"""
    SELECT %(own_first)s + own.place, {NUMBER}
    FROM (SELECT place, identity FROM unit WHERE addition = %(own)s OFFSET 0) AS own
    CROSS JOIN LATERAL (
        SELECT addition, place FROM unit WHERE identity = own.identity AND addition <> %(own)s OFFSET 0
    ) AS u
    CROSS JOIN LATERAL (SELECT first FROM addition WHERE id = u.addition OFFSET 0) AS a
    ORDER BY 1
"""  # noqa: S608
# Whether others have put units back meanwhile; and whether what they have added is there once more, in any addition.
PUT_BACK = f"SELECT EXISTS (SELECT FROM addition AS a WHERE units = 0 AND {_OTHERS})"  # noqa: S608
DOUBLED_ANYWHERE = f"""
    SELECT EXISTS (
        SELECT FROM addition AS a
        CROSS JOIN LATERAL (SELECT identity FROM unit WHERE addition = a.id OFFSET 0) AS u
        CROSS JOIN LATERAL (
            SELECT FROM unit WHERE identity = u.identity AND addition <> a.id OFFSET 0
        ) AS older
        WHERE {_OTHERS}
    )
"""  # noqa: S608
WITH_WORDS = """
    (%(words)s::text IS NULL OR v.words @@ %(words)s::tsquery OR v.words IS NULL)
    AND (%(base)s::text IS NULL OR v.base = %(base)s)
"""
NEWEST_WITH_WORDS = f"""
    SELECT {VARIANT_ID}, {VARIANT} {BETWEEN} (
        SELECT * FROM variant AS v
        WHERE addition = a.id AND place BETWEEN %(first)s - a.first AND %(last)s - a.first AND {WITH_WORDS} OFFSET 0
    ) AS v ORDER BY 1 DESC LIMIT %(limit)s
"""  # noqa: S608
ALL_WITH_WORDS = f"""
    SELECT {VARIANT_ID}, {VARIANT}
    FROM (SELECT * FROM variant AS v WHERE {WITH_WORDS} OFFSET 0) AS v
    CROSS JOIN LATERAL (SELECT first FROM addition WHERE id = v.addition OFFSET 0) AS a
    ORDER BY 1 DESC LIMIT %(limit)s
"""  # noqa: S608
SHORTEST_WITH_WORDS = f"""
    SELECT {VARIANT_ID}, {VARIANT}
    FROM (SELECT * FROM variant AS v WHERE {WITH_WORDS} AND length(v.text) >= %(length)s OFFSET 0) AS v
    CROSS JOIN LATERAL (SELECT first FROM addition WHERE id = v.addition OFFSET 0) AS a
    WHERE (length(v.text), -({VARIANT_ID})) > (%(length)s, -%(after)s)
    ORDER BY length(v.text), 1 DESC LIMIT %(limit)s
"""  # noqa: S608
# Two transactions that are under way can both note a word, rather than wait for each other.
NOTE_WORDS = """
    INSERT INTO word SELECT n.text FROM unnest(%s::text[]) AS n(text)
    WHERE NOT EXISTS (SELECT FROM word WHERE word.text = n.text)
"""
COPY_UNIT = f"COPY unit (addition, place, {', '.join(UnitRow._fields[1:])}) FROM STDIN"
COPY_VARIANT = f"COPY variant (addition, place, position, {', '.join(VariantRow._fields[1:])}, words) FROM STDIN"
WRITABLE = """
    SELECT NOT pg_is_in_recovery() AND current_setting('default_transaction_read_only') = 'off' AND (
        SELECT bool_and(has_table_privilege(name, right_to))
        FROM unnest(ARRAY['unit', 'variant']) AS name, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS right_to
    )
"""
COUNTS = """
    SELECT
        (SELECT count(*) FROM import),
        (
            SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
            WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind = 'r'
        ),
        (SELECT coalesce(sum(octet_length(data)), 0)::bigint FROM block),
        (
            SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint FROM pg_class
            WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relname LIKE '%word%'
        ),
        count(*), min(created), max(coalesce(changed, created))
    FROM unit
"""
# Words are stretches without a blank, tab or line end: runs of blanks become one, then blanks are counted.
_BARE = "text"
for _code in (9, 10, 11, 12, 13):
    _BARE = f"replace({_BARE}, chr({_code}), ' ')"
_BARE = f"trim({_BARE})"
# In this order they leave one blank of up to 31.
for _blanks in (" " * 16, " " * 8, " " * 4, "  ", "  "):
    _BARE = f"replace({_BARE}, '{_blanks}', ' ')"
LANGUAGES = f"""
    SELECT
        language, count(*), sum(characters)::bigint,
        sum(length(bare) - length(replace(bare, ' ', '')) + (bare <> '')::int)::bigint
    FROM (SELECT language, length(text) AS characters, {_BARE} AS bare FROM variant OFFSET 0) AS v
    GROUP BY language ORDER BY 2 DESC, 1
"""  # noqa: S608
