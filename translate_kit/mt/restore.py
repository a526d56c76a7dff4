"""Mark-up put back into a translation, by which target words stand for which source words.

A mark goes to the run of target words that collects the most weight over a threshold (see `alignment.Weights`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from translate_kit.mt.alignment import THRESHOLD, Alignment, Weights
from translate_kit.mt.markup import Mark, Marked, flat

_NO_SPACE_BEFORE = frozenset(".,;:!?…)]}’”»")
_OPENING = frozenset("([{“„‘«\"'¿¡")
_CLOSING = frozenset(".,;:!?…)]}’”»\"'")


def restore(marked: Marked, target: str, alignment: Alignment) -> str:
    """Put the mark-up of a source into its translation.

    Every mark of the source is there once, pairs nest as they did in the source, and a pair surrounds at least one
    word. Marks may change places when their words did.

    Args:
        marked: the source.
        target: the translation of `marked.text`.
        alignment: between the two texts.
    """
    if not marked.marks:
        return marked.written(target)
    return _Restorer(marked, target, alignment).restore()


@dataclass(slots=True)
class _Place:
    """Where a mark goes in the target.

    Attributes:
        mark: the mark.
        start: its first character; for a point that replaces white space, where that begins.
        end: one past its last character.
        atoms: first and last atom that its children may have.
        children: what goes inside.
    """

    mark: Mark
    start: int
    end: int
    atoms: tuple[int, int] = (0, -1)
    children: list[Mark] = field(default_factory=list)


class _Restorer:
    def __init__(self, marked: Marked, target: str, alignment: Alignment) -> None:
        self._marked, self._source, self._target = marked, marked.text, target
        self._weights = Weights(self._source, target, alignment)
        self._words, self._atoms, self._is_word = self._weights.words, self._weights.atoms, self._weights.is_word

    def restore(self) -> str:
        marks = list(self._marked.marks)
        if not any(self._is_word):
            return self._around(marks)
        return self._render(marks, (0, len(self._atoms) - 1), (0, len(self._target)), (0, len(self._source)))

    def _around(self, marks: list[Mark]) -> str:
        """A target without a word: a pair that holds everything around it, other marks after it."""
        if len(marks) == 1 and not marks[0].is_point:
            return marks[0].opening + self._around(marks[0].children) + marks[0].closing
        return self._marked.written(self._target) + "".join(map(flat, marks))

    def _render(
        self, marks: list[Mark], atoms: tuple[int, int], characters: tuple[int, int], source: tuple[int, int]
    ) -> str:
        """The target between `characters`, with `marks` (siblings, in source order) put into it."""
        places = self._place_pairs([mark for mark in marks if not mark.is_point], atoms, source)
        for mark in marks:
            if mark.is_point:
                places.append(self._place_point(mark, atoms, characters, source, places))
        order = {id(mark): number for number, mark in enumerate(marks)}
        places.sort(key=lambda place: (place.start, place.end, order[id(place.mark)]))
        out, at = "", characters[0]
        for place in places:
            start, end = max(place.start, at), max(place.end, at)
            out += self._marked.written(self._target[at:start])
            mark = place.mark
            if mark.is_point:
                out += self._spaced(mark, out, self._target[end : characters[1]])
            else:
                inner = self._render(place.children, place.atoms, (start, end), (mark.start, mark.end))
                out += mark.opening + inner + mark.closing
            at = end
        return out + self._marked.written(self._target[at : characters[1]])

    def _spaced(self, point: Mark, before: str, after: str) -> str:
        """A point with the white space around it that the source had."""
        space_before = point.space_before or (point.is_word and before[-1:].isalnum())
        space_after = point.space_after or (point.is_word and after[:1].isalnum())
        text = point.opening
        if space_before and before and not before[-1].isspace():
            text = " " + text
        if space_after and after and not after[0].isspace() and after[0] not in _NO_SPACE_BEFORE:
            text += " "
        return text

    # Pairs

    def _place_pairs(self, marks: list[Mark], atoms: tuple[int, int], source: tuple[int, int]) -> list[_Place]:
        """Give each pair its run of words; the one with the clearest run chooses first."""
        free = [atoms[0] <= atom <= atoms[1] for atom in range(len(self._atoms))]
        waiting = [(self._run_of(mark, free, atoms, source), -number) for number, mark in enumerate(marks)]
        places: list[_Place] = []
        for _, number in sorted(waiting, key=lambda one: (one[0][0], one[1]), reverse=True):
            mark = marks[-number]
            _, first, last = self._run_of(mark, free, atoms, source)
            if first > last:
                self._share(mark, places)
                continue
            places.append(_Place(mark, self._atoms[first][0], self._atoms[last][1], (first, last), [*mark.children]))
            for atom in range(first, last + 1):
                free[atom] = False
        return places

    def _run_of(
        self, mark: Mark, free: list[bool], atoms: tuple[int, int], source: tuple[int, int]
    ) -> tuple[float, int, int]:
        """(score, first atom, last atom) of a pair's words in the target; last < first when no word is free."""
        candidates = [atom for atom in range(atoms[0], atoms[1] + 1) if free[atom] and self._is_word[atom]]
        if not candidates:
            return (-1.0, 0, -1)
        words = self._weights.words_in(mark.start, mark.end)
        inside = self._weights.words_in(*source)
        if words and words == inside and len(candidates) == sum(self._is_word[atoms[0] : atoms[1] + 1]):
            return (float(len(candidates)), *self._with_punctuation(mark, candidates[0], candidates[-1], free, source))
        best = (0.0, 0, -1)
        total, first = 0.0, -1
        for atom in range(atoms[0], atoms[1] + 1):
            if not free[atom]:
                total, first = 0.0, -1
                continue
            if not self._is_word[atom]:
                continue
            if total <= 0:
                total, first = 0.0, atom
            total += self._weights.mass(atom, words) - THRESHOLD
            if total > best[0]:
                best = (total, first, atom)
        score, first, last = best
        if last < first:
            middle = (mark.start + mark.end) / 2 / max(1, len(self._source)) * len(self._target)
            first = last = max(
                candidates, key=lambda atom: (self._weights.mass(atom, words), -abs(self._atoms[atom][0] - middle))
            )
        return (score, *self._with_punctuation(mark, first, last, free, source))

    def _with_punctuation(
        self, mark: Mark, first: int, last: int, free: list[bool], source: tuple[int, int]
    ) -> tuple[int, int]:
        """Take quotes and stops beside the words in, as many as the mark holds in the source."""
        text = self._source[mark.start : mark.end]
        for _ in range(len(text) - len(text.lstrip("".join(_OPENING)))):
            if first > 0 and free[first - 1] and self._target[slice(*self._atoms[first - 1])] in _OPENING:
                first -= 1
        for _ in range(len(text) - len(text.rstrip("".join(_CLOSING)))):
            after = last + 1
            if after < len(self._atoms) and free[after] and self._target[slice(*self._atoms[after])] in _CLOSING:
                last = after
        return first, last

    def _share(self, mark: Mark, places: list[_Place]) -> None:
        """No word is left for a pair: it goes inside the sibling that holds the word it fits best."""
        words = self._weights.words_in(mark.start, mark.end)
        holders = [place for place in places if place.atoms[0] <= place.atoms[1]]
        holder = max(
            holders,
            key=lambda place: max(
                self._weights.mass(atom, words) for atom in range(place.atoms[0], place.atoms[1] + 1)
            ),
        )
        holder.children.append(mark)

    # Points

    def _place_point(
        self,
        point: Mark,
        atoms: tuple[int, int],
        characters: tuple[int, int],
        source: tuple[int, int],
        places: list[_Place],
    ) -> _Place:
        gap = self._gap_of(point, atoms, source)
        for place in places:
            first, last = place.atoms
            if first < gap <= last:
                gap = first if point.start <= place.mark.start else last + 1
        before = self._atoms[gap - 1][1] if gap > atoms[0] else characters[0]
        after = self._atoms[gap][0] if gap <= atoms[1] else characters[1]
        before, after = max(before, characters[0]), min(after, characters[1])
        if point.breaks and not (point.space_before or point.space_after):
            return _Place(point, before, after)
        at = after if point.space_before else before
        return _Place(point, at, at)

    def _gap_of(self, point: Mark, atoms: tuple[int, int], source: tuple[int, int]) -> int:
        """The atom before which a point goes."""
        first, last = atoms
        left, right = self._weights.words_in(source[0], point.start), self._weights.words_in(point.start, source[1])
        if not left and not self._source[source[0] : point.start].strip():
            return first
        if not right:
            tail = self._source[point.start : source[1]].strip()
            gap = last + 1
            while tail and gap > first and not self._is_word[gap - 1]:
                gap, tail = gap - 1, tail[:-1]
            return gap
        if not left:
            gap, head = first, self._source[source[0] : point.start].strip()
            while head and gap <= last and not self._is_word[gap]:
                gap, head = gap + 1, head[:-1]
            return gap
        previous, following = left[-1], right[0]
        if not point.space_before and not point.breaks and self._words[previous][1] == point.start:
            run = self._best_run([previous], atoms)
            if run is not None:
                return run[1] + 1
        if point.space_before and not point.space_after and self._words[following][0] == point.start:
            run = self._best_run([following], atoms)
            if run is not None:
                return run[0]
        best, total, gap = 0.0, 0.0, first
        for atom in range(first, last + 1):
            if self._is_word[atom]:
                total += self._weights.mass(atom, left) - self._weights.mass(atom, right)
            if total >= best and (self._is_word[atom] or gap == atom):
                best, gap = total, atom + 1
        return gap

    def _best_run(self, words: list[int], atoms: tuple[int, int]) -> tuple[int, int] | None:
        scores = {
            atom: self._weights.mass(atom, words) for atom in range(atoms[0], atoms[1] + 1) if self._is_word[atom]
        }
        best = max(scores, key=lambda atom: scores[atom], default=None)
        if best is None or scores[best] <= THRESHOLD:
            return None
        first = last = best
        while scores.get(first - 1, 0.0) > THRESHOLD:
            first -= 1
        while scores.get(last + 1, 0.0) > THRESHOLD:
            last += 1
        return first, last
