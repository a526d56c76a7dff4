"""Dutch noun phrases in running text, without a tagger: what a word can be, and what its neighbours make of it.

What a word can be is read off simplemma's dictionary by its paradigms: *leider* is a noun because *leiders* is led back
to it, *groot* an adjective because *groter* is, *spreken* a verb because *spreekt* is. A compound is what its last part
is. Words in between (pronouns, auxiliaries, adverbs) come from a list. Dutch marks the beginning of a noun phrase well
(*de, een, van*) and inflects the adjective before the noun, so the neighbours decide most of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from glossary.frequency import whole_words
from glossary.language import Language, language_of
from glossary.language.nl_function_words import BEFORE_NOUNS, EMPTY_NOUNS, LINKS, NOUNS_TOO, OPENERS, OTHERS
from glossary.language.nl_verbs import SEPARABLE
from glossary.phrases import Phrase, PlainPhrases, Tag, Word
from glossary.words import fold

_NOUN_ENDINGS = ("heid", "ing", "isme", "teit", "schap", "atie", "itie", "utie", "erij", "ist", "aar", "ster", "sel")
_ADJECTIVE_ENDINGS = ("isch", "lijk", "baar", "loos", "zaam", "matig", "achtig", "waardig", "aans", "ees")
_BEFORE_VERBS = frozenset(("te", "ik", "hij", "ze", "zij", "wij", "we", "je", "jij", "jullie", "zich", "niet"))
_FUNCTION_WORDS: dict[str, Tag] = {
    **dict.fromkeys(OTHERS, "other"),
    **dict.fromkeys(OPENERS, "opener"),
    **dict.fromkeys(BEFORE_NOUNS | LINKS, "link"),
}
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMERAL = re.compile(
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|vijf|tach|en|tig|twintig|honderd|duizend"
    r"|tien|miljoen|ste|de){2,}"
)
_PARTICIPLE = re.compile(rf"(?:{'|'.join(SEPARABLE)})ge\w{{2,}}(?:[dt]e?|en)")
_HEADS = 4
"""Letters that the last part of a compound has at least."""


@cache
def _dictionary() -> Mapping[str, str]:
    """Forms with what they are led back to; a quarter of a second to load."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary("nl")


class DutchPhrases(PlainPhrases):
    """Finds noun phrases; make one, and keep it: what it learnt of a word it remembers."""

    def __init__(self) -> None:
        self._lemmas = _dictionary()
        self._dutch: Language = language_of("nl")
        self._known: dict[str, dict[Tag, str]] = {}
        self._paradigms: dict[tuple[str, str], int] = {}
        self._names: set[str] = set()

    def learn(self, texts: Iterable[str]) -> None:
        """Learn which words are names: they have a capital inside a sentence too."""
        seen: set[str] = set()
        small: set[str] = set()
        for text in texts:
            before = ""
            for _, _, raw in whole_words(text):
                if raw[0].isupper() and before and before[-1].isalnum():
                    seen.add(raw)
                elif raw[0].islower():
                    small.add(raw)
                before = raw
        self._names |= {name for name in seen if name.lower() not in small}

    def phrases(self, text: str) -> list[Phrase]:
        """Every noun phrase of a text that could be a term, those inside longer ones too."""
        words = self.words(text)
        found: list[Phrase] = []
        for start, end in _runs(words):
            found += _inside(words[start:end])
        for start, end in _linked_runs(words):
            found.append(Phrase(tuple(words[start:end]), loose=True))
        return found

    def words(self, text: str) -> list[Word]:
        """The words and marks of a text with what they are."""
        # An address on the web is no text; its letters become marks of the same length.
        found = whole_words(_ADDRESS.sub(lambda place: "|" * len(place[0]), text))
        classes = [self._classes(raw) if raw[0].isalnum() else {} for _, _, raw in found]
        words: list[Word] = []
        for place, (start, end, raw) in enumerate(found):
            following = classes[place + 1] if place + 1 < len(found) else {}
            first = not words or words[-1].tag == "mark"
            tag = self._tag(raw, classes[place], words, following, first=first)
            if first and raw[0].isupper() and tag in ("adjective", "noun") and not raw.endswith("e"):
                # Open Doors, at the start of a sentence: a capital after it says that it is a name as a whole.
                after = found[place + 1][2] if place + 1 < len(found) else ""
                tag = "name" if after[:1].isupper() and "noun" not in following else tag
            base = classes[place].get(tag) or (self._singular(raw) if tag == "name" else raw)
            words.append(Word(start, end, raw, tag, base))
        return words

    def _singular(self, name: str) -> str:
        """The singular of a name of people: Noord-Koreanen. Other names stay as they are."""
        lemma = self._lemmas.get(name, name)
        return lemma if lemma[:1].isupper() and name.endswith(("en", "ers", "ezen")) else name

    def _tag(
        self, raw: str, classes: Mapping[Tag, str], before: Sequence[Word], following: Mapping[Tag, str], *, first: bool
    ) -> Tag:
        lower = fold(raw)
        if not raw[0].isalnum():
            return "mark"
        if not raw[0].isalpha() or len(lower) < 2:
            return "opener" if raw[0].isdigit() else "other"
        if _NUMERAL.fullmatch(lower):
            return "opener"
        previous = before[-1].tag if before else "mark"
        if raw[0].isupper() and (raw in self._names if first else "adjective" not in classes):
            return "name"
        opened = previous in ("opener", "link", "adjective")
        if lower in NOUNS_TOO and previous in ("opener", "adjective"):
            return "noun"
        listed = _FUNCTION_WORDS.get(lower)
        if listed is not None:
            return listed
        ahead = "noun" in following or "name" in following
        if raw[0].isupper() and not first:
            return "adjective" if ahead else "name"
        if opened and (ahead or "adjective" in following) and ("adjective" in classes or _attributive(lower, classes)):
            return "adjective"
        if before and before[-1].raw.lower() in _BEFORE_VERBS and "verb" in classes:
            return "verb"
        if opened and "noun" in classes:
            return "noun"
        if "adjective" in classes:
            return "adjective"
        if "noun" in classes and "verb" in classes:
            # Both: what the dictionary leads the form back to; an infinitive is more often a verb than a plural.
            lemma = self._lemmas.get(raw.lower(), "")
            return "verb" if lemma == classes["verb"] or lemma == raw.lower() else "noun"
        if classes:
            return next(iter(classes))
        return "name" if raw[0].isupper() else "noun"

    def _classes(self, raw: str) -> dict[Tag, str]:
        """What a word can be, with its base form as each."""
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = self._classify(raw)
        return known

    def _classify(self, raw: str) -> dict[Tag, str]:
        lower = raw.lower()
        found = self._of_dictionary(lower)
        if raw[0].isupper():
            lemma = self._lemmas.get(raw, "")
            if lemma and lemma != raw and raw.endswith("e") and not found:
                return {"adjective": lemma}
            if not found and raw.endswith(("aanse", "eese", "ische", "andse", "ense")):
                return {"adjective": raw[:-1]}
        if not found and "-" in lower:
            head, _, tail = lower.rpartition("-")
            found = (
                {tag: f"{head}-{base}" for tag, base in self._classes(tail).items() if tag == "noun"} if tail else {}
            )
        if not found and _PARTICIPLE.fullmatch(lower):
            found = {"adjective": lower.removesuffix("e")}
        if not found:
            found = self._of_compound(lower)
        if not found:
            found = self._of_ending(lower)
        return found

    def _of_dictionary(self, lower: str) -> dict[Tag, str]:
        found: dict[Tag, str] = {}
        lemma = self._lemmas.get(lower)
        if lemma is not None and "_" in lemma:
            # The dictionary takes some compounds apart: dienst_plicht.
            lemma = lower
        folded = fold(lower)
        if not folded.isalpha():
            return {"noun": lemma} if lemma else {}
        bases = dict.fromkeys((lemma, lower) if lemma else (lower,))
        if lemma:
            bases |= dict.fromkeys(base for base in self._dutch.bases(folded) if base in self._lemmas)
        kinds: tuple[Tag, ...] = ("noun", "adjective", "verb")
        strength: dict[Tag, tuple[bool, int]] = {}
        for kind in kinds:
            fitting = [base for base in bases if base and folded in self._dutch.forms(fold(base), kind)]
            scored = [(self._paradigm(base, kind), base == lemma, -len(base), base) for base in fitting]
            best = max(scored, default=None)
            if best is not None and best[0] > 0:
                found[kind] = best[3]
                strength[kind] = (best[1], best[0])
        if "noun" in found and "adjective" in found and not lower.endswith("e"):
            # Dag has a plural and diminutives, ziek degrees of comparison; each has a form or two of the other.
            del found["noun" if strength["adjective"] > strength["noun"] else "adjective"]
        if lemma and not found:
            found = _without_paradigm(lower, lemma)
        return found

    def _paradigm(self, base: str, kind: str) -> int:
        """How many forms that only this kind of word has the dictionary leads back to the word."""
        key = (base, kind)
        if key not in self._paradigms:
            folded = fold(base)
            others = {"noun", "adjective", "verb"} - {kind}
            own = set(self._dutch.forms(folded, kind)) - {folded}
            if kind == "noun":
                own -= self._dutch.forms(folded, "verb") if folded.endswith("en") else set()
            elif kind == "adjective":
                own = {form for form in own if form.endswith(("e", "er", "st", "ere", "ste"))}
            else:
                own -= set().union(*(self._dutch.forms(folded, other) for other in others))
            self._paradigms[key] = sum(self._lemmas.get(form) == base for form in own)
        return self._paradigms[key]

    def _of_compound(self, lower: str) -> dict[Tag, str]:
        """A compound is what its last part is; the longest last part counts."""
        folded = fold(lower)
        if len(folded) != len(lower) or not folded.isalpha():
            return {}
        for start in range(3, len(lower) - _HEADS + 1):
            head, tail = folded[:start], lower[start:]
            if not any(self._dutch.is_part(part, first=True) for part in self._dutch.unlinked(head, first=True)):
                continue
            classes = self._of_dictionary(tail)
            kept: dict[Tag, str] = {tag: lower[:start] + base for tag, base in classes.items() if tag != "verb"}
            if kept:
                return kept
        return {}

    def _of_ending(self, lower: str) -> dict[Tag, str]:
        for plural, ending in ((f"{ending}{plural}", ending) for ending in _NOUN_ENDINGS for plural in ("en", "s", "")):
            if lower.endswith(plural) and len(lower) > len(plural) + 2:
                return {"noun": lower[: len(lower) - len(plural)] + ending}
        if lower.endswith("heden"):
            return {"noun": f"{lower[:-5]}heid"}
        for ending in _ADJECTIVE_ENDINGS:
            if lower.removesuffix("e").endswith((ending, ending[:-2] + ending[-1:])):
                return {"adjective": lower.removesuffix("e")}
        if lower.endswith(("ende", "eerde")) or (lower.startswith("ge") and lower.endswith(("de", "te"))):
            return {"adjective": lower[:-1]}
        return {}


def _without_paradigm(lower: str, lemma: str) -> dict[Tag, str]:
    """What a word is that the dictionary knows and no paradigm shows: a participle by its looks, else by its lemma."""
    stem = lower.removesuffix("e")
    if stem.startswith(("ge", "be", "ver", "ont", "her", "vol")) and stem.endswith(("d", "t")):
        return {"adjective": stem}
    if lower.startswith("ge") and lower.endswith("en"):
        return {"adjective": lower}
    if lemma[0] != lower[0]:
        # The masculine or a synonym, in some entries: koe, bul.
        lemma = lower
    return {"verb" if lemma != lower and lemma.endswith("n") and not lower.endswith("en") else "noun": lemma}


def _attributive(lower: str, classes: Mapping[Tag, str]) -> bool:
    """Whether a word before a noun can be a participle: de gevluchte directeur."""
    return lower.endswith("e") and "noun" not in classes


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The longest runs of adjectives and nouns, each ending in a noun or a name."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and words[end].tag == "adjective":
            end += 1
        nouns = end
        while end < len(words) and words[end].tag in ("noun", "name"):
            # Dutch writes its compounds solid: two nouns side by side are two phrases, unless the second is a name.
            if end > nouns and words[end].tag == "noun":
                break
            end += 1
        if end > nouns:
            found.append((start, end))
        start = max(end, start + 1)
    return found


def _inside(run: Sequence[Word]) -> list[Phrase]:
    """The phrases in a run: its noun with fewer and fewer adjectives; names whole, loose with a noun before them."""
    nouns = next(place for place, word in enumerate(run) if word.tag != "adjective")
    names = next((place for place in range(nouns, len(run)) if run[place].tag == "name"), len(run))
    found: list[Phrase] = []
    for start in range(max(0, nouns - 3), nouns + 1):
        if names > nouns:
            found.append(Phrase(tuple(run[start : nouns + 1])))
        if names < len(run):
            found.append(Phrase(tuple(run[start:]), loose=names > nouns))
    if nouns < names < len(run):
        found.append(Phrase(tuple(run[names:])))
    return [phrase for phrase in found if not (len(phrase.words) == 1 and fold(phrase.words[0].base) in EMPTY_NOUNS)]


def _linked_runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Two runs with a preposition between them, a determiner after it or none."""
    runs = _runs(words)
    ends = dict(runs)
    found = []
    for start, end in runs:
        if end < len(words) and words[end].raw.lower() in LINKS:
            place = end + 1
            if place < len(words) and words[place].raw.lower() in ("de", "het", "den", "der"):
                place += 1
            if place in ends:
                nouns = next(spot for spot in range(start, end) if words[spot].tag != "adjective")
                found += [(first, ends[place]) for first in range(max(start, nouns - 1), nouns + 1)]
    return found
