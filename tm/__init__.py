"""A translation memory: units, exact, context and fuzzy lookup, TMX in and out.

from tm import Memory, TranslationUnit

with Memory.open("memory.db") as memory:
    memory.add([TranslationUnit.simple("De kat slaapt.", "The cat is asleep.")])
    for match in memory.lookup("De kat sliep."):
        print(match.score, match.target)
"""

from tm.errors import (
    BadMemoryInput,
    MemoryConflict,
    MemoryFull,
    MemoryMissing,
    MemoryReadOnly,
    TranslationMemoryError,
)
from tm.match import Counts, Match, Problem
from tm.memory import Memory
from tm.score import Penalty, match_score, normalise
from tm.unit import Info, Inline, Note, Prop, TranslationUnit, Variant, tmx_date

__all__ = [
    "BadMemoryInput",
    "Counts",
    "Info",
    "Inline",
    "Match",
    "Memory",
    "MemoryConflict",
    "MemoryFull",
    "MemoryMissing",
    "MemoryReadOnly",
    "Note",
    "Penalty",
    "Problem",
    "Prop",
    "TranslationMemoryError",
    "TranslationUnit",
    "Variant",
    "match_score",
    "normalise",
    "tmx_date",
]
