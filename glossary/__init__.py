"""A terminology base: concepts with terms in several languages, found in text and checked in translations."""

from __future__ import annotations

from glossary.check import TermMatch, Verdict, accuracy
from glossary.concept import Concept, Status, Term
from glossary.errors import BadGlossary, GlossaryError
from glossary.termbase import TermBase

__all__ = [
    "BadGlossary",
    "Concept",
    "GlossaryError",
    "Status",
    "Term",
    "TermBase",
    "TermMatch",
    "Verdict",
    "accuracy",
]
