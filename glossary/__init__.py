"""A terminology base: concepts with terms in several languages, found in text and checked in translations."""

from __future__ import annotations

from pathlib import Path

from glossary.check import TermMatch, Use, Verdict, accuracy
from glossary.concept import Concept, Status, Term
from glossary.errors import BadGlossary, GlossaryError
from glossary.explain import Explanation, Rival
from glossary.termbase import TermBase

CURATED = Path(__file__).parent / "data" / "dprk.nl-en.csv"
"""The glossary that ships: reporting on North Korea, religious freedom and human rights, Dutch to English."""

__all__ = [
    "CURATED",
    "BadGlossary",
    "Concept",
    "Explanation",
    "GlossaryError",
    "Rival",
    "Status",
    "Term",
    "TermBase",
    "TermMatch",
    "Use",
    "Verdict",
    "accuracy",
]
