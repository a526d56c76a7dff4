"""`translate-kit glossary extract`: candidates for terms, out of documents and memories."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from translate_kit.cli.base import Session, command, pass_session, write_output
from translate_kit.cli.glossary_base import counted, load_glossaries, segments_of
from translate_kit.errors import BadInput

if TYPE_CHECKING:
    from glossary.align import Proposal
    from glossary.extract import Candidate
    from tm import Memory

MAX_UNITS = 50_000
"""Units of memories that candidates are looked for in; out of more of them every so many-th."""


@command(
    "extract",
    example="""translate-kit glossary extract article.md --glossary terms.csv --memory memory.db --out candidates.csv
    translate-kit glossary extract --memory memory.db --min-count 5 --format json""",
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=str)
@click.option(
    "--memory",
    "urls",
    metavar="URL",
    multiple=True,
    help="Propose translations out of this memory (repeatable); without FILE, look for candidates in it too.",
)
@click.option(
    "--glossary",
    "-g",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=str,
    help="Leave out the terms of this glossary (repeatable). Without it those of --project; else none.",
)
@click.option("--min-count", type=click.IntRange(1), default=1, show_default=True, help="Leave out what is rarer.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="How many at most.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("csv", "xlsx", "json")),
    help="csv, xlsx: rows in the columns of a glossary, to be curated; json: with all figures (--json for short). "
    "Else told from the name of --out.",
)
@click.option("--out", metavar="FILE", type=str, help="Else standard output.")
@click.option("--source-lang", "source_language", default="nl", show_default=True, help="What the terms are in.")
@click.option("--target-lang", "target_language", default="en", show_default=True, help="What is proposed is in.")
@click.option("--encoding", metavar="NAME", help="How the files are encoded, when they do not say so.")
@pass_session
def extract(
    session: Session,
    files: tuple[str, ...],
    urls: tuple[str, ...],
    glossaries: tuple[str, ...],
    min_count: int,
    limit: int,
    format_: str | None,
    out: str | None,
    source_language: str,
    target_language: str,
    encoding: str | None,
) -> None:
    """Find candidates for terms: noun phrases and compounds that general text does not have, likeliest first.

    A FILE is a document, or a file of pairs (PO, XLIFF, TMX, a table), whose targets count as a memory. Every row is
    `admitted`, so that a person decides what is preferred.
    """
    from glossary.align import collect, propose
    from glossary.extract import as_concepts
    from glossary.extract import extract as candidates_in

    if not files and not urls:
        raise click.UsageError("Give a FILE or --memory URL.")
    known = (
        load_glossaries(session, glossaries, source_language, target_language)
        if glossaries or session.project
        else None
    )
    with ExitStack() as stack:
        memories = [_opened(stack, url) for url in dict.fromkeys(urls)]
        segments = [segment for name in files for segment in segments_of(name, source_language, encoding)]
        languages = (source_language, target_language)
        texts = [segment.source for segment in segments] if files else _sources(session, memories, *languages)
        found = candidates_in(texts, language=source_language, known=known, min_count=min_count)
        candidates = found[:limit]
        pairs = chain(((s.source, s.target) for s in segments if s.target), _pairs(memories, *languages))
        with session.progress("Looking for translations", None) as advance:
            kept, spots = collect(
                _counted(pairs, advance),
                [candidate.term for candidate in candidates],
                source_language=source_language,
                target_language=target_language,
            )
    proposals = propose(kept, spots, source_language=source_language, target_language=target_language)
    if session.json or format_ == "json":
        rows = [_json(candidate, proposals.get(candidate.term, ())) for candidate in candidates]
        write_output(out, (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode())
    else:
        from glossary.formats import format_of, render

        taken = [concept.id for concept in known.concepts] if known is not None else ()
        concepts = as_concepts(
            candidates, proposals, source_language=source_language, target_language=target_language, taken=taken
        )
        chosen = format_of(out or "") if format_ is None else format_
        write_output(out, render(concepts, chosen, source_language=source_language, target_language=target_language))
    more = f" of {len(found)} (--limit)" if len(found) > limit else ""
    session.say(f"{counted(len(candidates), 'candidate')}{more}, {len(proposals)} with a proposed translation.")


def _opened(stack: ExitStack, url: str) -> Memory:
    from tm import Memory
    from translate_kit.formats import format_of

    known = format_of(url, bilingual=True) if "://" not in url else None
    if known is not None and Path(url).suffix.lower() in known.suffixes and Path(url).exists():
        raise BadInput(
            "this is a file of pairs and no memory.",
            path=url,
            remedy=f"Name it as FILE, or import it: translate-kit tm import {url} --memory memory.db.",
        )
    return stack.enter_context(Memory.open(url, create=False))


def _pairs(memories: Sequence[Memory], source_language: str, target_language: str) -> Iterator[tuple[str, str]]:
    """The pairs of memories, streaming."""
    for memory in memories:
        for unit in memory.units():
            source, target = unit.variant(source_language), unit.variant(target_language)
            if source is not None and target is not None:
                yield source.text, target.text


def _sources(session: Session, memories: Sequence[Memory], source_language: str, target_language: str) -> list[str]:
    """The source texts of memories, of large ones an even sample."""
    total = sum(memory.stats()["units"] for memory in memories)
    step = -(-total // MAX_UNITS) or 1
    if step > 1:
        session.say(f"{total:,} units: candidates are looked for in every {step}th.")
    pairs = _pairs(memories, source_language, target_language)
    return [source for number, (source, _) in enumerate(pairs) if number % step == 0]


def _counted(pairs: Iterator[tuple[str, str]], advance: Any) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        yield pair
        advance(1)


def _json(candidate: Candidate, proposals: Sequence[Proposal]) -> dict[str, Any]:
    return {
        "term": candidate.term,
        "part_of_speech": candidate.part_of_speech,
        "frequency": candidate.frequency,
        "c_value": candidate.c_value,
        "log_likelihood": candidate.log_likelihood,
        "score": candidate.score,
        "forms": list(candidate.forms),
        "contexts": list(candidate.contexts),
        "translations": [
            {"target": proposal.target, "count": proposal.count, "confidence": proposal.confidence}
            for proposal in proposals[:3]
        ],
    }
