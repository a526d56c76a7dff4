"""Make Dutch segments with English targets, as many as wanted, the same ones for the same seed.

They mean nothing, but they look like Dutch to everything that measures characters: the frequent words have the
frequencies of running text, the rest are the word forms of simplemma's dictionary, drawn by rank as Zipf found it, and
lengths, numbers, dates, names, quotes and near-repetitions are spread as in memories of newspaper and web text.
`python bench/dutch.py 1000 > segments.tsv` prints them.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterator
from itertools import accumulate, islice

# Frequent words per 1,000 words of running Dutch, with what stands for them in English.
FREQUENT = (
    ("de", "the", 58), ("van", "of", 30), ("het", "the", 27), ("een", "a", 25), ("en", "and", 24), ("in", "in", 23),
    ("is", "is", 12), ("dat", "that", 11), ("op", "on", 11), ("te", "to", 11), ("met", "with", 9),
    ("voor", "for", 9), ("die", "who", 9), ("zijn", "his", 8), ("niet", "not", 8), ("aan", "to", 7),
    ("er", "there", 6), ("om", "to", 5), ("door", "by", 5), ("ook", "also", 5), ("als", "as", 5),
    ("uit", "from", 5), ("bij", "at", 4), ("maar", "but", 4), ("was", "was", 5), ("werd", "became", 4),
    ("worden", "be", 4), ("over", "about", 3), ("nog", "still", 3), ("naar", "to", 3), ("ze", "they", 3),
    ("hij", "he", 4), ("wordt", "is", 3), ("heeft", "has", 4), ("hebben", "have", 3), ("tot", "until", 3),
    ("dan", "than", 2), ("of", "or", 3), ("dit", "this", 3), ("deze", "these", 2), ("kan", "can", 2),
    ("meer", "more", 2), ("al", "already", 2), ("wel", "indeed", 2), ("zich", "itself", 3), ("ik", "I", 3),
    ("we", "we", 2), ("je", "you", 2), ("hun", "their", 2), ("geen", "no", 2), ("zou", "would", 2),
    ("moet", "must", 2), ("onder", "under", 1), ("tegen", "against", 2), ("na", "after", 2), ("jaar", "year", 3),
    ("mensen", "people", 2), ("veel", "many", 1), ("twee", "two", 2), ("nieuwe", "new", 2), ("land", "country", 1),
    ("waar", "where", 1), ("omdat", "because", 1), ("tijdens", "during", 1), ("volgens", "according to", 1),
    ("alle", "all", 1),
)  # fmt: skip
NAMES = (
    "Amsterdam", "Rotterdam", "Jansen", "De Vries", "Pyongyang", "Seoul", "Brussel", "Noord-Korea", "Van den Berg",
    "Nederland", "Europese Unie", "Verenigde Naties", "Kim", "Anna", "Pieter", "Utrecht", "China", "België", "Ibrahim",
)  # fmt: skip
MONTHS = (
    ("januari", "January"), ("februari", "February"), ("maart", "March"), ("april", "April"), ("mei", "May"),
    ("juni", "June"), ("juli", "July"), ("augustus", "August"), ("september", "September"), ("oktober", "October"),
    ("november", "November"), ("december", "December"),
)  # fmt: skip
CONTENT_WORDS = 30_000
MEAN_WORDS, SPREAD = 8.7, 0.62
"""Of the log-normal distribution of the number of words, which make 77 characters on average."""

NEAR_REPETITIONS = 0.12
"""Share of segments that are an earlier one with a few words changed, as memories of one subject have them."""

Words = list[tuple[str, str]]


class Dutch:
    """A source of segments.

    Args:
        seed: the same seed gives the same segments.
    """

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        # The vocabulary does not change with the seed: queries share it with the memory.
        self._words, self._weights = _vocabulary()
        self._recent: list[Words] = []

    def words(self, count: int) -> Words:
        """Some words, frequent and rare ones as in running text."""
        chosen = self.random.choices(self._words, cum_weights=self._weights, k=count)
        for index in range(count):
            chance = self.random.random()
            if chance < 0.035:
                name = self.random.choice(NAMES)
                chosen[index] = (name, name)
            elif chance < 0.060:
                chosen[index] = self._number()
            elif chance < 0.12 and index < count - 1:
                word, other = chosen[index]
                mark = self.random.choices((",", ":", ";", " –"), (80, 8, 4, 8))[0]
                chosen[index] = (word + mark, other + mark)
        return chosen

    def _number(self) -> tuple[str, str]:
        kind = self.random.randrange(5)
        if kind == 0:
            year = str(self.random.randrange(1945, 2026))
            return year, year
        if kind == 1:
            day, (dutch, english) = self.random.randrange(1, 32), self.random.choice(MONTHS)
            return f"{day} {dutch}", f"{day} {english}"
        if kind == 2:
            number = self.random.randrange(1, 1000) * 1000
            return f"{number:,}".replace(",", "."), f"{number:,}"
        if kind == 3:
            number = self.random.randrange(10, 100) / 10
            return f"{number}".replace(".", ",") + " miljoen", f"{number} million"
        small = str(self.random.randrange(1, 100))
        return small, small

    def segment(self) -> Words:
        """One segment as words, without capital and full stop."""
        if self._recent and self.random.random() < NEAR_REPETITIONS:
            return self.changed(self.random.choice(self._recent), self.random.randint(1, 3))
        length = max(1, round(MEAN_WORDS * math.exp(self.random.gauss(0, SPREAD))))
        made = self.words(length)
        if len(self._recent) < 5000:
            self._recent.append(made)
        else:
            self._recent[self.random.randrange(5000)] = made
        return made

    def changed(self, words: Words, count: int) -> Words:
        """The same words with some replaced, dropped or put in."""
        new = list(words)
        for _ in range(count):
            at = self.random.randrange(len(new))
            step = self.random.random()
            if step < 0.6 or len(new) < 3:
                new[at] = self.words(1)[0]
            elif step < 0.8:
                del new[at]
            else:
                new.insert(at, self.words(1)[0])
        return new

    def texts(self, words: Words) -> tuple[str, str]:
        """Source and target with capital, full stop and sometimes quotes."""
        source, target = " ".join(word for word, _ in words), " ".join(other for _, other in words)
        source, target = source[:1].upper() + source[1:], target[:1].upper() + target[1:]
        if len(words) > 3:
            end = self.random.choices((".", "?", "!", ""), (86, 5, 2, 7))[0]
            source, target = source + end, target + end
            if self.random.random() < 0.05:
                source, target = f"”{source}”", f"“{target}”"
        return source, target

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Source and target, without end."""
        while True:
            yield self.texts(self.segment())


def _vocabulary() -> tuple[Words, list[float]]:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    chance = random.Random(20240415)
    factory = DefaultDictionaryFactory()
    lists = []
    for language in ("nl", "en"):
        words = sorted(word for word in factory.get_dictionary(language) if word.isalpha() and word.islower())
        # Short words are the frequent ones: draw by a bell around seven letters, so that ranks and lengths agree.
        weights = list(accumulate(math.exp(-(((len(word) - 7) / 3.2) ** 2)) for word in words))
        drawn = dict.fromkeys(chance.choices(words, cum_weights=weights, k=CONTENT_WORDS * 3))
        lists.append(list(islice(drawn, CONTENT_WORDS)))
    vocabulary = [(dutch, english) for dutch, english, _ in FREQUENT]
    shares = [float(share) for _, _, share in FREQUENT]
    vocabulary += zip(*lists, strict=True)
    # Zipf–Mandelbrot for the rest of the thousand.
    ranks = [1 / (rank + 40) ** 1.02 for rank in range(CONTENT_WORDS)]
    scale = (1000 - sum(shares)) / sum(ranks)
    shares += [rank * scale for rank in ranks]
    return vocabulary, list(accumulate(shares))


if __name__ == "__main__":
    for source, target in islice(Dutch().pairs(), int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        print(source, target, sep="\t")
