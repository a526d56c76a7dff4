"""Find the terms of one language in running text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from glossary.concept import Term
from glossary.entry import Entry, Hit, Kind
from glossary.index import Code, Index, kind_of, path_of
from glossary.language import ELLIPSIS, Language
from glossary.suspended import HYPHENS, is_suspended, wholes
from glossary.words import BREAK, fold, folded_offsets, tokens

_HYPHENS = "-‐‑–"
_LONGEST_COMPOUND = 64
_MEMO_SIZE = 200_000
_MAX_GAP = 9
"""Words that the ellipsis of a form may stand for."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What there is to know about a word of the text: its fold, the path words it may be a form of, its parts."""

    folded: str
    bases: tuple[str, ...]
    begins: bool
    parts: tuple[tuple[int, int, Entry], ...]


class Finder:
    """Finds the terms of one language.

    Args:
        index: the compiled terms.
        language: their language pack.
        term_at: gives the term for (concept number, term number).
    """

    def __init__(self, index: Index, language: Language, term_at: Callable[[int, int], Term]) -> None:
        self._index, self._language, self._term_at = index, language, term_at
        self._memo: dict[str, _Word | None] = {BREAK: None}
        self._entries: dict[int, list[Entry]] = {}

    def find(self, text: str) -> list[Hit]:
        """All places where a term may stand, overlapping ones too, in no particular order."""
        memo = self._memo
        if len(memo) > _MEMO_SIZE:
            memo.clear()
            memo[BREAK] = None
        found: list[tuple[int, int, str]] = tokens(text)
        articles = self._language.articles
        if articles:
            found = [token for token in found if token[2].lower() not in articles] or found
        hits: list[Hit] = []
        for place, (_, _, raw) in enumerate(found):
            try:
                word = memo[raw]
            except KeyError:
                word = memo[raw] = self._analyse(raw)
            if word is not None:
                self._at(text, found, place, word, hits)
            elif raw in HYPHENS and self._language.joins_nouns:
                self._shortened(text, found, place, hits)
        return hits

    def find_akin(self, text: str, hits: list[Hit]) -> list[Hit]:
        """Where no hit is: words that are made of a term by a suffix, or the other way round, of kind `related`.

        Not those that are a form of a term themselves, whose neighbours say that they are another word here.
        """
        taken = sorted(part for hit in hits for part in hit.parts)
        found: list[Hit] = []
        for start, end, raw in tokens(text):
            after = bisect_left(taken, (start, start))
            covered = (after < len(taken) and taken[after][0] < end) or (after > 0 and taken[after - 1][1] > start)
            if raw[0].isalpha() and not covered:
                found += (Hit(start, end, entry, "related", ((start, end),)) for entry in self._akin(raw))
        return found

    def _akin(self, raw: str) -> Iterator[Entry]:
        folded = self._language.spell(fold(raw) or raw)
        own = (entry for base in self._language.bases(folded) for entry in self.entries(base))
        if any(folded in self._language.forms(entry.words[0], entry.kinds[-1]) for entry in own):
            return
        for base, kind in self._language.derivations(folded):
            for entry in self.entries(base):
                if len(entry.words) == 1 and entry.base and entry.kinds[-1] == kind:
                    yield entry

    def _word(self, raw: str) -> _Word | None:
        if raw not in self._memo:
            self._memo[raw] = self._analyse(raw)
        return self._memo[raw]

    def _analyse(self, raw: str) -> _Word | None:
        folded = self._language.spell(fold(raw) or raw)
        bases = tuple(base for base in self._language.bases(folded) if self._index.knows(base))
        if not bases and 5 <= len(folded) <= _LONGEST_COMPOUND:
            folded, bases = self._modern(folded)
        begins = len(folded) >= 3 and self._index.begins(folded)
        parts = tuple(self._parts(raw, folded)) if self._may_be_compound(folded) else ()
        return _Word(folded, bases, begins, parts) if bases or begins or parts else None

    def _modern(self, folded: str) -> tuple[str, tuple[str, ...]]:
        """A word in today's spelling, when that makes it a form of a term, with the words that it may be a form of."""
        for modern, enough in self._language.modern(folded):
            # Few words of a text are spelt like the beginning of a term; finding the bases of all of them takes long.
            if self._index.begins(modern[:enough]):
                bases = tuple(base for base in self._language.bases(modern) if self._index.knows(base))
                if bases:
                    return modern, bases
        return folded, ()

    def _may_be_compound(self, folded: str) -> bool:
        return self._language.joins_nouns and 7 <= len(folded) <= _LONGEST_COMPOUND

    def entries(self, path: str) -> Iterator[Entry]:
        """The entries that end at a path."""
        words = path.split(" ")
        for code in self._index.codes(path):
            if code not in self._entries:
                where = Code.unpack(code)
                term = self._term_at(where.concept, where.term)
                self._entries[code] = Entry.of(code, term, self._language)
            for entry in self._entries[code]:
                if entry.words == tuple(words) or "".join(entry.words) == path:
                    yield entry

    def _at(self, text: str, found: list[tuple[int, int, str]], place: int, word: _Word, hits: list[Hit]) -> None:
        start, end, raw = found[place]
        whole, own = False, list[Hit]()
        for base in word.bases:
            for entry in self.entries(base):
                kind = self._single(entry, base, word.folded, raw, text, start)
                if kind is None or self._blocked(found, place, place, word.folded, entry):
                    continue
                whole = True
                kind = self._joined(text, start, end, kind)
                if kind != "compound" or not self._language.is_prefix(word.folded):
                    own.append(Hit(start, end, entry, kind, ((start, end),)))
            if base in self._index.open:
                self._walk(text, found, place, place + 1, base, hits)
        hits += self._readings(own, word.folded, found[place + 1][2] if place + 1 < len(found) else "")
        if word.begins and place + 1 < len(found):
            self._solid(text, found, place, word, hits)
        # Duinkerken is a name: a capital inside a sentence makes a compound only of what is a name itself.
        name = raw[:1].isupper() and not raw.isupper() and bool(word.parts) and not _sentence_start(text, start)
        for first, last, entry in () if whole else word.parts:
            if not name or (entry.kinds[-1] == "name" and not first):
                place_of_part = (start + first, start + last)
                hits.append(Hit(*place_of_part, entry, "compound", (place_of_part,)))

    def _readings(self, hits: list[Hit], folded: str, following: str) -> list[Hit]:
        """The hits of a word without its nouns, where it is the adjective of the next word: *een gelovige vrouw*."""
        kinds = {hit.entry.kinds[-1] for hit in hits} if len(hits) > 1 and folded.endswith("e") else ()
        if (
            "noun" in kinds
            and "adjective" in kinds
            and following.islower()
            and self._language.has_adjective(fold(following))
        ):
            return [hit for hit in hits if hit.entry.kinds[-1] != "noun"]
        return hits

    def _single(self, entry: Entry, base: str, folded: str, raw: str, text: str, start: int) -> Kind | None:
        if folded != base and folded not in self._language.forms(base, entry.kinds[-1]):
            return None
        if len(entry.words) == 1 and not self._case_fits(entry, (raw,), text, start):
            return None
        return "exact" if folded == base and entry.base else "inflected"

    def _walk(
        self, text: str, found: list[tuple[int, int, str]], first: int, place: int, path: str, hits: list[Hit]
    ) -> None:
        """Go on from a beginning of a path with the next word of the text."""
        gapped = f"{path} {ELLIPSIS}"
        if gapped in self._index.open:
            for later in range(place, min(place + _MAX_GAP + 1, len(found))):
                raw = found[later][2]
                if raw in (".", "!", "?", ";", ":", BREAK):
                    break
                # Another clause with a verb of its own: hij stuurde een brief en kwam terug.
                following = found[later + 1][2] if later + 1 < len(found) else ""
                if raw in self._language.coordinators and self._language.is_finite(fold(following)):
                    break
                self._step(text, found, first, later, gapped, hits)
        if place < len(found):
            self._step(text, found, first, place, path, hits)

    def _step(
        self, text: str, found: list[tuple[int, int, str]], first: int, place: int, path: str, hits: list[Hit]
    ) -> None:
        word = self._word(found[place][2])
        if word is None:
            return
        own: list[Hit] = []
        for base in word.bases:
            longer = f"{path} {base}"
            for entry in self.entries(longer):
                kind = self._several(entry, found, first, place, text)
                if kind is not None:
                    start, end = found[first][0], found[place][1]
                    parts = _parts_of(entry, found, first, place)
                    own.append(Hit(start, end, entry, self._joined(text, start, end, kind), parts))
            if longer in self._index.open:
                self._walk(text, found, first, place + 1, longer, hits)
        hits += self._readings(own, word.folded, found[place + 1][2] if place + 1 < len(found) else "")

    def _several(
        self, entry: Entry, found: list[tuple[int, int, str]], first: int, last: int, text: str
    ) -> Kind | None:
        if ELLIPSIS in entry.words:
            middle = entry.words.index(ELLIPSIS)
            after = len(entry.words) - middle - 1
            following = found[last + 1][2].lower() if last + 1 < len(found) else ""
            # Only a verb must have its last part at the end of the clause: de eeuwige en dierbare leider sprak.
            if after == 1 and kind_of(entry.term) != "noun" and not self._language.ends_clause(following):
                return None
            places = [*range(first, first + middle), *range(last - after + 1, last + 1)]
            words = entry.words[:middle] + entry.words[middle + 1 :]
            kinds = entry.kinds[:middle] + entry.kinds[middle + 1 :]
        else:
            places, words, kinds = list(range(first, last + 1)), entry.words, entry.kinds
        raws = tuple(found[place][2] for place in places)
        folded = [self._language.spell(fold(raw) or raw) for raw in raws]
        for seen, word, kind in zip(folded, words, kinds, strict=True):
            if seen != word and seen not in self._language.forms(word, kind):
                return None
        if not self._case_fits(entry, raws, text, found[first][0]):
            return None
        return "exact" if tuple(folded) == words and entry.base else "inflected"

    def _solid(self, text: str, found: list[tuple[int, int, str]], place: int, word: _Word, hits: list[Hit]) -> None:
        """Two words of the text that the glossary writes as one: Juche-ideologie, Juche ideologie."""
        start, end, _ = found[place]
        after, stop, raw = found[place + 1]
        hyphen = text[end:after] in _HYPHENS
        second = fold(raw)
        if not second.isalpha() or not (hyphen or self._language.joins(word.folded, second)):
            return
        shortest = 3 if hyphen else 4
        solid = self._language.spell(word.folded + second)
        bases = [base for base in self._language.bases(solid) if len(base) >= len(word.folded) + shortest]
        for entry in (entry for base in bases for entry in self.entries(base) if len(entry.words) == 1):
            kind = self._single(entry, entry.words[0], solid, text[start:stop], text, start)
            if kind is not None and (hyphen or entry.kinds[-1] in ("noun", "name", "any")):
                hits.append(Hit(start, stop, entry, self._joined(text, start, stop, kind), ((start, stop),)))

    def _shortened(self, text: str, found: list[tuple[int, int, str]], place: int, hits: list[Hit]) -> None:
        """The words at a loose hyphen, in full: *werk-* for *werkkampen* before *en strafkampen*."""
        for whole in wholes(text, found, place, self._language):
            *front, last = whole.path.split(" ")
            for base in self._language.bases(last):
                for entry in self.entries(" ".join((*front, base))):
                    head = entry.words[-1] if front else base
                    if entry.kinds[-1] == "verb" or not (
                        last == head or last in self._language.forms(head, entry.kinds[-1])
                    ):
                        continue
                    raws = (text[whole.start : whole.end].strip(HYPHENS),)
                    if self._case_fits(entry, raws, text, whole.start):
                        hits.append(Hit(whole.start, whole.end, entry, "inflected", ((whole.start, whole.end),)))

    def _joined(self, text: str, start: int, end: int, kind: Kind) -> Kind:
        """A hyphen with a letter on its other side makes a compound of it: Kim-dynastie."""
        before = start >= 2 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
        after = end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum()
        if before or after or (end < len(text) and is_suspended(text, end, self._language)):
            return "compound"
        return kind

    def _case_fits(self, entry: Entry, raws: tuple[str, ...], text: str, start: int) -> bool:
        """Acronyms are upper case in the text too; case-sensitive terms are written as in the glossary."""
        strict = entry.term.case_sensitive
        for number, (wanted, seen) in enumerate(zip(entry.raw, raws, strict=False)):
            if not strict and not (wanted.isupper() and 2 <= len(wanted) <= 6):
                continue
            # The ending is not part of the term: VN’s, DVK-burger.
            seen = seen[: len(wanted)] if len(seen) > len(wanted) else seen
            if strict and wanted[: len(seen)] != seen:
                initial = number == 0 and _sentence_start(text, start)
                if not (initial and seen[:1].lower() + seen[1:] == wanted[: len(seen)]):
                    return False
            elif not strict and not seen.isupper():
                return False
        return True

    def _blocked(self, found: list[tuple[int, int, str]], first: int, last: int, folded: str, entry: Entry) -> bool:
        before = tuple(fold(raw) or raw for _, _, raw in found[max(0, first - 6) : first])
        after = tuple(fold(raw) or raw for _, _, raw in found[last + 1 : last + 5])
        # An explicit form does not inflect, but it is of the term's part of speech all the same: bad, of bidden.
        base = entry.words if entry.base else path_of(entry.term.text, self._language)
        return self._language.blocked(before, folded, after, kind_of(entry.term), base[-1])

    def _parts(self, raw: str, folded: str) -> Iterator[tuple[int, int, Entry]]:
        """Terms that are part of a solid compound, as offsets into the raw word."""
        solid = folded.removesuffix("'s")
        if not solid.isalpha():
            return
        opaque = self._language.opaque(solid)
        for start in (0, *range(3, len(solid) - 2)):
            if not self._index.beginning(solid, start) or (start and not self._first_fits(solid, start)):
                continue
            for stop, entry in self._parts_from(solid, start):
                if not any(first <= start and stop <= last for first, last in opaque):
                    offsets = folded_offsets(raw)
                    yield offsets[start], offsets[stop if stop < len(solid) else len(folded)], entry

    def _parts_from(self, folded: str, start: int) -> Iterator[tuple[int, Entry]]:
        """The terms that begin at a place of a compound, with where they end."""
        # In the middle of a word short terms are too often something else.
        shortest = 6 if start else 4
        for stop in range(len(folded) - 3, start + shortest - 1, -1):
            word = folded[start:stop]
            bases = [word] if word in self._index.paths else []
            if word.endswith("en"):
                # A plural whose stem changes: kernproevenreeks. Otherwise -en- is a link.
                bases += [base for base in self._language.bases(word) if not word.startswith(base)]
            for entry in self._parts_of_kind(bases, word):
                if self._last_fits(folded[stop:]):
                    yield stop, entry
        if start:
            tail = folded[start:]
            for entry in self._parts_of_kind(self._language.bases(tail), tail):
                yield len(folded), entry

    def _parts_of_kind(self, bases: Iterable[str], form: str) -> Iterator[Entry]:
        """The entries of nouns and names of some bases that may be a part of a compound in a form."""
        for base in bases:
            for entry in self.entries(base):
                term, head = entry.term, entry.kinds[-1]
                if len(base) < 4 or head not in ("noun", "name", "any") or " " in term.text:
                    continue
                if term.case_sensitive or term.text.isupper():
                    continue
                if form == base or form in self._language.forms(base, head):
                    yield entry

    def _first_fits(self, word: str, start: int) -> bool:
        """Whether what stands before a place of a compound is a word, with what links it to the term.

        In *buikspreken* the s is no link: *spreken* is a word itself, so there is no *preken*.
        """
        rest, tail = word[:start], word[start:]
        return any(
            (first in self._index.paths or self._language.is_part(first, first=True))
            and (first == rest or not self._language.is_part(rest[len(first) :] + tail, first=False))
            for first in self._language.unlinked(rest, first=True)
        )

    def _last_fits(self, rest: str) -> bool:
        """Whether what stands behind a term in a compound is a word, with what links it to the term."""
        return any(
            last in self._index.paths or self._language.is_part(last, first=False)
            for last in self._language.unlinked(rest, first=False)
        )


def _parts_of(entry: Entry, found: list[tuple[int, int, str]], first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The places that the words of an entry take: one, or two with an ellipsis between them."""
    start, end = found[first][0], found[last][1]
    if ELLIPSIS not in entry.words:
        return ((start, end),)
    middle = entry.words.index(ELLIPSIS)
    return (start, found[first + middle - 1][1]), (found[last - len(entry.words) + middle + 2][0], end)


def _sentence_start(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\n\"'“”„‘’«»(*_")
    return not before or before[-1] in ".!?:…"
