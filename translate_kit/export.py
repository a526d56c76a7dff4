"""Write what a project holds as files that other tools open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from tm.files import written_whole
from translate_kit import formats
from translate_kit.data import Origin, Segment, Suggestion, machine_model
from translate_kit.errors import BadInput, BadOutput, Conflict
from translate_kit.files import read_bytes
from translate_kit.project import Project, Settings

if TYPE_CHECKING:
    from glossary import TermBase, Verdict
    from translate_kit.pipeline import Checked
    from translate_kit.project.store import Revision

BILINGUAL: dict[str, tuple[str, Callable[..., bytes]]] = {
    "po": (".po", formats.export_po),
    "tmx": (".tmx", formats.export_tmx),
    "xliff": (".xlf", formats.export_xliff),
    "xliff2": (".xlf", formats.export_xliff2),
    "csv": (".csv", formats.export_csv),
    "html": (".html", formats.export_html),
}
"""Name of a format → the suffix of its files, and what makes their content."""

SHOWN = 4
"""Targets of a term that are shown with a segment; a homonym can have a dozen."""

FORMATS = ("po", "tmx", "xliff", "xliff2", "document", "csv", "html")


def export(project: Project, name: str, document: str | None = None) -> bytes:
    """The content of one export.

    Args:
        project: whose segments.
        name: out of `FORMATS`.
        document: only this one; needed for `document` when the project has several.

    Raises:
        BadInput: no such document, or one must be named.
    """
    documents = project.documents()
    if document is not None and document not in {stored.name for stored in documents}:
        known = ", ".join(stored.name for stored in documents) or "none"
        raise BadInput(f"no document {document!r} in this project; there are: {known}.")
    if not documents:
        raise BadInput("the project has no documents yet.", remedy="Add one with `translate-kit add FILE`.")
    if name != "document":
        return _bilingual(project, name, project.segments(document))
    if document is None and len(documents) > 1:
        names = ", ".join(stored.name for stored in documents)
        raise BadInput("the project has several documents.", remedy=f"Choose one with --document: {names}.")
    stored = next(stored for stored in documents if document in (None, stored.name))
    return translated(project, stored.name)


def translated(project: Project, name: str) -> bytes:
    """The translated document, encoded as its source was."""
    stored = next(stored for stored in project.documents() if stored.name == name)
    document = project.document(stored)
    text = formats.translated_document(document.text, project.segments(name), format=document.format)
    return formats.encode_document(document, text)


def translated_name(name: str, source_language: str, target_language: str) -> str:
    """The name of a translation: `article.nl.md` and `article.md` both become `article.en.md`."""
    path = PurePosixPath(name)
    return path.with_name(f"{_stem(name, source_language)}.{target_language}{path.suffix}").as_posix()


def output_names(name: str, settings: Settings) -> dict[str, str]:
    """What `export_all` calls the files of one document, by format; `/` between folders."""
    stem = PurePosixPath(name).with_name(_stem(name, settings.source_language)).as_posix()
    return {
        "document": translated_name(name, settings.source_language, settings.target_language),
        **{kind: stem + BILINGUAL[kind][0] for kind in ("po", "tmx", "xliff")},
    }


def refuse_collisions(names: Sequence[str], settings: Settings) -> None:
    """Refuse documents whose exports would have the same name, so that one would overwrite the other.

    Raises:
        BadInput: there are two; the message names both and the file.
    """
    owners: dict[str, str] = {}
    for name in names:
        for output in output_names(name, settings).values():
            first = owners.setdefault(output, name)
            if first != name:
                raise BadInput(
                    f"{first!r} and {name!r} would both be exported to {output!r}.",
                    remedy="Rename one of them, or give each a project of its own (--out).",
                )


def refuse_changed(names: Sequence[str], settings: Settings, out: Path, *, project: Project | None) -> None:
    """Refuse to overwrite exports that somebody has worked on since, or files that were never ours.

    Args:
        names: of the documents that are about to be exported.
        settings: of the project.
        out: the folder.
        project: what wrote the exports that are there; None when it is still to be made.

    Raises:
        Conflict: there is one; the message says how to bring it in.
    """
    for name in names:
        for kind, output in output_names(name, settings).items():
            path = out / PurePosixPath(output)
            if not path.is_file() or (project is not None and project.wrote(path, read_bytes(path))):
                continue
            if project is None or kind == "document":
                remedy = "Move it away, or choose another folder with --out."
            else:
                remedy = f"Bring it in with `translate-kit --project {project.folder} import {path}`, or move it away."
            raise Conflict(f"{path}: this was not written here, or was changed since; it is not overwritten. {remedy}")


def export_all(
    project: Project,
    names: Sequence[str],
    checked: Checked,
    scores: dict[str, Any],
    *,
    termbase: TermBase,
    out: Path,
) -> list[Path]:
    """Write what `run` promises: for each document its translation, PO, TMX and XLIFF; the QA report; the scores.

    Returns:
        The files, in the order in which they were written.

    Raises:
        BadInput: see `refuse_collisions`, which looks at all documents of the project.
        BadOutput: the folder cannot be written.
    """
    from translate_kit.reports import qa_html, qa_json
    from translate_kit.reports.qa_report import QaReport

    settings = project.settings
    refuse_collisions([*(stored.name for stored in project.documents()), *names], settings)
    by_document: dict[str, list[Segment]] = {name: [] for name in names}
    for segment in checked.segments:
        by_document[segment.document].append(segment)
    terms, drafts = _terms(checked.verdicts), project.store.last_drafts()
    files: dict[str, bytes] = {}
    for name, segments in by_document.items():
        outputs = output_names(name, settings)
        files[outputs.pop("document")] = translated(project, name)
        for kind, output in outputs.items():
            files[output] = _bilingual(project, kind, segments, terms, drafts)
    report = QaReport.of(
        checked, scores, project=project, termbase=termbase, engine_note=_engine_note(checked.segments, settings)
    )
    files["qa.html"] = qa_html.render(report).encode()
    files["qa.json"] = _json(qa_json.render(report))
    files["scores.json"] = _json(scores)
    places = {out / PurePosixPath(name): content for name, content in files.items()}
    project.will_write(places)
    return [write(path, content) for path, content in places.items()]


def write(path: Path, content: bytes) -> Path:
    """Write one file whole or not at all, its folder included.

    Raises:
        BadOutput: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as stream:
            stream.write(content)
    except OSError as error:
        raise BadOutput(f"{path}: cannot be written ({error.strerror or error}).") from None
    return path


def _engine_note(segments: Sequence[Segment], settings: Settings) -> str:
    """What a reader should know about an embedded model that made drafts: that it is small, and its scores."""
    from translate_kit.mt import models
    from translate_kit.reports.qa_report import SMALL_MODEL

    used = {machine_model(segment.origin_detail) for segment in segments if segment.origin is Origin.MACHINE}
    embedded = [
        model
        for model in models.installed()
        if model.label in used
        and (model.source, model.target) == (settings.source_language, settings.target_language)
        and model.origin is models.Origin.EMBEDDED
    ]
    if not embedded:
        return ""
    measured = "; ".join(
        f"{row['set']} ({row['segments']:,} segments)"
        f" BLEU {row['bleu']:.1f}, chrF2 {row['chrf2']:.1f}, TER {row['ter']:.1f}"
        for row in models.facts(embedded[0]).get("scores", ())
    )
    return f"{SMALL_MODEL} Its measured scores: {measured}." if measured else SMALL_MODEL


def _bilingual(
    project: Project,
    kind: str,
    segments: Sequence[Segment],
    terms: Mapping[str, Sequence[str]] | None = None,
    drafts: Mapping[str, Revision] | None = None,
) -> bytes:
    """One bilingual export, with all that its format can say beyond source and target.

    Args:
        project: whose segments.
        kind: out of `BILINGUAL`.
        segments: which of them.
        terms: by segment id, for the formats that show terms.
        drafts: by segment id, what a memory or a machine proposed; None to ask the store, when the format shows them.
    """
    more: dict[str, Any] = {}
    if kind == "po":
        wanted = {segment.document for segment in segments}
        stored = [document for document in project.documents() if document.name in wanted]
        # With the texts, references are line numbers, which PO editors can open.
        more["texts"] = {document.name: project.document(document).text for document in stored}
        more["project"] = project.folder.resolve().name
    if kind in ("po", "xliff", "xliff2"):
        more["terms"] = terms
    if kind in ("xliff", "xliff2"):
        # What a memory or a machine proposed stays beside what a person made of it.
        drafts = project.store.last_drafts() if drafts is None else drafts
        more["suggestions"] = {
            segment.id: [
                Suggestion(
                    target=draft.target,
                    origin=draft.origin,
                    detail=draft.origin_detail,
                    match_score=draft.match_score,
                )
            ]
            for segment in segments
            if (draft := drafts.get(segment.id)) and (draft.target != segment.target or draft.origin is Origin.MEMORY)
        }
    return BILINGUAL[kind][1](
        segments,
        source_language=project.settings.source_language,
        target_language=project.settings.target_language,
        **more,
    )


def _terms(verdicts: Mapping[str, Sequence[Verdict]]) -> dict[str, list[str]]:
    """By segment, its glossary terms with what they should become: `eeuwige leider = eternal leader`."""
    return {
        segment_id: list(
            dict.fromkeys(f"{verdict.match.term} = {', '.join(verdict.match.targets[:SHOWN])}" for verdict in found)
        )
        for segment_id, found in verdicts.items()
        if found
    }


def _stem(name: str, source_language: str) -> str:
    return PurePosixPath(name).stem.removesuffix(f".{source_language}")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
