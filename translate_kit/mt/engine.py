"""The interface of a translation engine, and the table of engines.

An engine takes all the sources of a job at once and gives a draft for each, in the same order. Engines are heavy
(a model, a server): their modules are imported by `load`, when one is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from translate_kit.errors import Missing

if TYPE_CHECKING:
    from glossary import TermBase

Progress = Callable[[int], None]
"""Called with how many more segments are done."""


KEPT = "kept"
"""How a term came into a draft that is not to be translated: it never reached the model."""


@dataclass(frozen=True, slots=True)
class EnforcedTerm:
    """A term that is in a draft because the glossary has it; the model by itself had written something else.

    Attributes:
        source: the term as it stands in the source.
        concept: id of its concept.
        target: what stands for it in the draft.
        how: `n-best`, `stand-in`, `prefix` or `replaced` (see `translate_kit.mt.terms`), or `KEPT`.
    """

    source: str
    concept: str
    target: str
    how: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an engine makes of one source.

    Attributes:
        target: the proposed translation, mark-up included; empty when the engine has nothing to offer.
        model: which model produced it, for people and records: `argos nl→en 0.1 (embedded)`. Empty when no model
            was needed (a number, a URL).
        score: mean log probability of a target piece, at most 0; higher is surer, and only comparable within one
            model. None when the engine gives none.
        terms: the terms that were enforced, those of one concept in the order of the source.
    """

    target: str
    model: str
    score: float | None = None
    terms: tuple[EnforcedTerm, ...] = ()


class Engine(Protocol):
    """Something that translates.

    Attributes:
        name: the word for `--engine`.
        model: which model it uses, for people and records.
    """

    name: str
    model: str

    def translate(
        self, sources: Sequence[str], *, progress: Progress | None = None, termbase: TermBase | None = None
    ) -> list[Draft]:
        """Translate all sources of a job.

        Args:
            sources: segments, inline mark-up included.
            progress: called with how many more sources are done; the calls add up to `len(sources)`.
            termbase: the glossary to keep to; None to leave the words to the model.

        Returns:
            One draft for each source, in the same order.

        Raises:
            Missing: the model or the server is not there (any more).
        """
        ...


class NoEngine:
    """The engine that offers nothing: memory matches only."""

    name = "none"
    model = ""

    def __init__(self, source_language: str, target_language: str) -> None:
        self.source_language, self.target_language = source_language, target_language

    def translate(
        self, sources: Sequence[str], *, progress: Progress | None = None, termbase: TermBase | None = None
    ) -> list[Draft]:
        """An empty draft for each source."""
        if progress is not None:
            progress(len(sources))
        return [Draft("", "") for _ in sources]


ENGINES: dict[str, tuple[str, str]] = {
    "argos": ("translate_kit.mt.argos:ArgosEngine.for_pair", "Argos package on this machine, offline."),
    "libretranslate": (
        "translate_kit.mt.libretranslate:LibreTranslateEngine.for_pair",
        "A LibreTranslate server, named in LIBRETRANSLATE_URL.",
    ),
    "none": ("translate_kit.mt.engine:NoEngine", "No machine translation: memory matches only."),
}
"""Engine name: what makes one out of a source and a target language, and its line for people."""


def load(name: str, source_language: str, target_language: str) -> Engine:
    """Make the engine called `name` ready for a pair of languages (BCP 47 tags: `nl`, `nl-BE`).

    Raises:
        Missing: no engine has this name, or what it needs is not there; the message says how to get it.
    """
    if name not in ENGINES:
        raise Missing(f"There is no translation engine {name!r}; there are: {', '.join(ENGINES)}.")
    module, _, attribute = ENGINES[name][0].partition(":")
    make: object = importlib.import_module(module)
    for part in attribute.split("."):
        make = getattr(make, part)
    engine: Engine = make(source_language, target_language)  # type: ignore[operator]
    return engine
