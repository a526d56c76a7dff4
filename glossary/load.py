"""Load glossaries into a term base, large ones through the cache."""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from glossary import cache
from glossary.compiled import VERSION, decode, encode
from glossary.concept import Concept
from glossary.errors import BadGlossary
from glossary.formats import parse, read_bytes
from glossary.index import MAX_TERMS
from glossary.relations import cycle, described
from glossary.termbase import Compiled, TermBase

CACHED_FROM_BYTES = 512 * 1024
"""Smaller glossaries are compiled in less time than a cache saves: 320 concepts (170 KB) take 25 ms."""
KEPT_FILES = 8
"""Compiled glossaries that stay in the cache folder; the ones written longest ago go."""


def load(paths: Sequence[str | Path], *, source_language: str, target_language: str, cached: bool) -> TermBase:
    """Load glossaries; see `TermBase.load`."""
    with _without_collection():
        return _load(paths, source_language, target_language, cached)


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the cyclic garbage collector from running: it visits a growing million of objects, none of them garbage.

    That took more than half of the time that 100,000 concepts need.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(paths: Sequence[str | Path], source_language: str, target_language: str, cached: bool) -> TermBase:
    files = [(str(path), read_bytes(path)) for path in paths]
    large = sum(len(data) for _, data in files) >= CACHED_FROM_BYTES
    key = _key(files, source_language, target_language) if cached and large else ""
    name = f"glossary-{key[:32]}.tkg"
    sources = [Path(path) for path in paths]
    if key and (body := cache.read(name, key)) is not None:
        boundaries, _, rest = body.partition(b"\n")
        concepts, ids, source, target = decode(rest)
        return TermBase(
            concepts,
            boundaries=[int(number) for number in boundaries.split()],
            compiled=Compiled(ids, source, target),
            sources=sources,
            source_language=source_language,
            target_language=target_language,
        )
    found: list[Concept] = []
    starts: list[int] = []
    for path, data in files:
        starts.append(len(found))
        found += parse(data, name=path, source_language=source_language, target_language=target_language)
        for concept in found[starts[-1] :]:
            if len(concept.terms) > MAX_TERMS:
                raise BadGlossary(f"{path}: concept {concept.id}: {len(concept.terms):,} terms; at most {MAX_TERMS:,}.")
    # Each file by itself was looked at when it was read.
    if len(files) > 1 and (chain := cycle(found)):
        raise BadGlossary(f"{', '.join(name for name, _ in files)}: {described(chain)}.")
    base = TermBase(
        found,
        boundaries=starts,
        sources=sources,
        source_language=source_language,
        target_language=target_language,
    )
    if key:
        body = " ".join(map(str, starts)).encode() + b"\n" + encode(found, base.source_index, base.target_index)
        if cache.write(name, key, body):
            _prune()
    return base


def _key(files: Sequence[tuple[str, bytes]], source_language: str, target_language: str) -> str:
    """What the compiled form depends on; the name says which format a file is in."""
    whole = hashlib.sha256(f"{VERSION} {source_language} {target_language}".encode())
    for name, data in files:
        whole.update(f" {Path(name).suffix} {len(data)} ".encode("utf-8", "surrogatepass"))
        whole.update(hashlib.sha256(data).digest())
    return whole.hexdigest()


def _prune() -> None:
    place = cache.folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        kept = sorted(place.glob("glossary-*.tkg"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[KEPT_FILES:]:
            path.unlink(missing_ok=True)
