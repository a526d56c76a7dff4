"""A side-by-side table of source and target as one HTML page: nothing is loaded, every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from translate_kit.data import Segment
from translate_kit.formats.checked import ExportLost, by_document, printable, require_writable

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1b1b; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #c8c8c8; padding: .4rem .6rem; text-align: start; vertical-align: top; }
td { white-space: pre-wrap; overflow-wrap: anywhere; }
th { background: #f0f0f0; }
.id { width: 4rem; } .state { width: 7rem; }
.heading td { font-weight: 600; }
.none { color: #6a6a6a; font-style: italic; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
@media (max-width: 40rem) { .state { display: none; } .id { width: 2.5rem; } }
"""


def export(segments: Iterable[Segment], *, source_language: str, target_language: str) -> bytes:
    """Write segments as a bilingual page; see `translate_kit.formats.export_html`."""
    segments = require_writable(segments, "HTML")
    source_language, target_language = escape(source_language), escape(target_language)
    documents = by_document(segments)
    parts = [
        "<!doctype html>",
        f'<html lang="{target_language}">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{source_language} – {target_language}</title>",
        f"<style>{_STYLE}</style>",
    ]
    for document, own in documents.items():
        parts += [
            f"<h1>{escape(document)}</h1>" if document else "",
            "<table>",
            f'<thead><tr><th class="id">#</th><th>{source_language}</th><th>{target_language}</th>'
            '<th class="state">state</th></tr></thead>',
            *(_row(segment, source_language, target_language) for segment in own),
            "</table>",
        ]
    page = "\n".join(part for part in parts if part) + "\n"
    rows = page.count("\n<tr ")
    if rows != len(segments):
        raise ExportLost(f"{len(segments)} segments in, {rows} rows out. Nothing was written.")
    return page.encode("utf-8")


def _row(segment: Segment, source_language: str, target_language: str) -> str:
    target = _shown(segment.target) if segment.target else '<span class="none">untranslated</span>'
    return (
        f'<tr class="{escape(segment.kind)}"><td class="id">{escape(segment.id)}</td>'
        f'<td lang="{source_language}" dir="auto">{_shown(segment.source)}</td>'
        f'<td lang="{target_language}" dir="auto">{target}</td>'
        f'<td class="state" title="{escape(_origin(segment))}">{escape(segment.state.value)}</td></tr>'
    )


def _shown(text: str) -> str:
    # A browser drops a line end at the start of a cell in some cases and shows no control characters.
    return escape(printable(text)).replace("\n", "&#10;")


def _origin(segment: Segment) -> str:
    score = "" if segment.match_score is None else f"{segment.match_score} %"
    return " ".join(part for part in (segment.origin.value, score, printable(segment.origin_detail)) if part)
