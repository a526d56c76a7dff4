"""Terms that are written as regular expressions: taken as text, as every term is, they would match nothing."""

from __future__ import annotations

import re

from glossary.concept import FIXED, Term

_SIGNS = re.compile(
    r"""
    \.[*+]                        # any letters: lei.*
    | \\[dwsbDWSB](?![A-Za-z])    # a class or an edge: \d+, chef\b; not C:\data
    | ^\\b
    | \[\^?\w-\w[^\]]*\]          # a range: [a-z]
    | \[[^\]]+\][*+?{]            # a set that is repeated: [sn]?
    | \w\([^()]*\)[*+?{]          # a group, glued to a word: leider(s)?; not "wat (precies)?"
    | \([^()]*\|[^()]*\)          # a choice: werk(kamp|plaats)
    | \(\?[:=!<]                  # (?:…)
    | \{\d+,\d*\}                 # so many times
    | ^\^.*\$$                    # the whole text
    """,
    re.VERBOSE,
)

_ANY_SIGN = re.compile(r"[.\\\[({^]")
"""None of the signs goes without one of these; nearly all terms have none, and that is quicker to see."""


def taken_for_pattern(term: Term) -> str:
    """What is wrong with a term that looks like a regular expression, and what helps; empty where none does.

    A term with the flag `fixed` stands as it is written. `C++`, `F#`, `A|B` and `*` look like none.
    """
    for text in (term.text, *term.forms):
        if _ANY_SIGN.search(text) and _SIGNS.search(text) and FIXED not in term.flags:
            return (
                f"{text!r} looks like a regular expression, and terms are text: inflected forms and compounds are "
                "found without one. Put irregular forms into the column forms; if it is spelled so, add the flag "
                "`fixed` (our columns have it, plain lists do not)."
            )
    return ""
