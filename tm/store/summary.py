"""Who made the units of a memory, when, and out of which files: the same SQL for every store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST = 50
"""So many authors and files are named, those with the most units."""

_AUTHORS = f"""
    SELECT name, sum(made), sum(changed) FROM (
        SELECT created_by AS name, count(*) AS made, 0 AS changed FROM unit GROUP BY created_by
        UNION ALL SELECT changed_by, 0, count(*) FROM unit GROUP BY changed_by
    ) AS person WHERE name IS NOT NULL GROUP BY name ORDER BY sum(made) + sum(changed) DESC, name LIMIT {MOST}
"""  # noqa: S608 - a number
_YEARS = """
    SELECT substr(coalesce(changed, created), 1, 4), count(*) FROM unit GROUP BY 1 ORDER BY 1
"""
_ORIGINS = f"""
    SELECT coalesce(i.name, ''), count(*) FROM unit AS u LEFT JOIN import AS i ON i.id = u.origin
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}
"""  # noqa: S608
_USED = "SELECT coalesce(sum(usage_count), 0), max(last_used) FROM unit"


def summary(execute: Callable[[str], Any]) -> dict[str, object]:
    """See `tm.memory.Memory.stats`."""
    used, last_used = execute(_USED).fetchone()
    years = execute(_YEARS).fetchall()
    return {
        "authors": [
            {"name": name, "made": int(made), "changed": int(changed)} for name, made, changed in execute(_AUTHORS)
        ],
        "years": [{"year": year, "units": count} for year, count in years if year is not None],
        "undated": sum(count for year, count in years if year is None),
        "origins": [{"name": name, "units": count} for name, count in execute(_ORIGINS)],
        "used": int(used),
        "last_used": last_used,
    }
