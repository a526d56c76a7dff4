"""The worked examples in the explanation of the match score are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tm import Memory, TranslationUnit
from tm.score import match_score, normalise

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "match-score.md"


def tables() -> list[list[list[str]]]:
    """The rows of each table, without its head."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        rows = [[cell.strip().replace("`", "") for cell in line.strip("|\n").split("|")] for line in block.splitlines()]
        found.append(rows[2:])
    return found


FORMULA, _, PENALTIES, VALUES = tables()


@pytest.mark.parametrize("row", FORMULA, ids=lambda row: row[0])
def test_scores_of_the_formula(row):
    text, source, distance, longest, score = row
    from rapidfuzz.distance import Levenshtein

    assert Levenshtein.distance(normalise(text), normalise(source)) == int(distance)
    assert max(len(normalise(text)), len(normalise(source))) == int(longest)
    assert match_score(text, source) == int(score)


@pytest.mark.parametrize("row", PENALTIES, ids=lambda row: row[0])
def test_scores_with_a_point_taken_off(row, tmp_path):
    text, source, formula, lost, score = row
    assert match_score(text, source) == int(formula)
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([TranslationUnit.simple(source, "x")])
        (match,) = memory.lookup(text)
    assert match.score == int(score)
    assert [f"{penalty.points} {penalty.reason}" for penalty in match.penalties] == [lost]


@pytest.mark.parametrize("row", VALUES, ids=lambda row: row[0])
def test_targets_with_values_put_in(row, tmp_path):
    text, source, target, expected, score = row
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([TranslationUnit.simple(source, target)])
        (match,) = memory.lookup(text)
    assert (match.target, match.score) == (expected, int(score))
