"""An analysis as text, JSON, CSV and workbook; all say the same figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from translate_kit.analysis import BANDS, Analysis, Part, Volume
from translate_kit.formats.tsv import guarded
from translate_kit.reports.marked import flat
from translate_kit.reports.workbook import Column, Sheet, Value, workbook

COLUMNS = (
    "file",
    "band",
    "segments",
    "words",
    "characters",
    "characters_without_spaces",
    "weight",
    "weighted_words",
    "hours",
    "price",
    "currency",
)
"""Of the table in CSV: a row for each band of each file, `total` for all bands and for all files."""


def render(name: str, analysis: Analysis) -> bytes:
    """Write an analysis as one of `FORMATS`."""
    return FORMATS[name](analysis)


def value(analysis: Analysis) -> dict[str, Any]:
    """The analysis as `analyse --json` prints it. Amounts of money are strings, so that no program rounds them."""
    card = analysis.card
    total = analysis.total_price
    return {
        "source_language": analysis.source_language,
        "target_language": analysis.target_language,
        "memories": list(analysis.memories),
        "lowest": analysis.lowest,
        "internal": analysis.internal,
        "rate_card": {
            "name": card.name,
            "currency": card.currency,
            "price_per_word": None if card.price_per_word is None else str(card.price_per_word),
            "minimum": str(card.minimum),
            "words_per_hour": float(card.words_per_hour),
            "hyphens": card.hyphens,
            "weights": {band: float(weight) for band, weight in card.weights.items()},
        },
        "files": [_part(analysis, part) for part in analysis.parts],
        "total": _part(analysis, analysis.total) | {"price_with_minimum": None if total is None else str(total)},
    }


def _part(analysis: Analysis, part: Part) -> dict[str, Any]:
    price = analysis.price(part)
    return {
        "file": part.name,
        **part.volume._asdict(),
        "weighted_words": float(part.weighted_words),
        "hours": float(part.hours),
        "price": None if price is None else str(price),
        "bands": [
            {
                "band": band.id,
                "name": band.title,
                **part.volumes[band.id]._asdict(),
                "weight": float(analysis.card.weights[band.id]),
                "weighted_words": float(analysis.card.weighted(band.id, part.volumes[band.id].words)),
                "price": None if price is None else str(analysis.price(part, band.id)),
            }
            for band in BANDS
        ],
    }


def _json(analysis: Analysis) -> bytes:
    return (json.dumps(value(analysis), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _text(analysis: Analysis) -> bytes:
    return "".join(f"{line}\n" for line in lines(analysis)).encode("utf-8", "backslashreplace")


def lines(analysis: Analysis) -> Iterator[str]:
    """The analysis for a terminal: all files by band, then each file."""
    total = analysis.total
    priced = analysis.card.price_per_word is not None
    head = ("", "segments", "words", "characters", "weight", "weighted")
    rows = [[*head, analysis.card.currency] if priced else list(head)]
    for band in BANDS:
        volume, weight = total.volumes[band.id], analysis.card.weights[band.id]
        weighted = analysis.card.weighted(band.id, volume.words)
        rows.append([band.title, *_figures(volume), f"{weight:f} %", f"{weighted:,.1f}"])
        if priced:
            rows[-1].append(f"{analysis.price(None, band.id):,}")
    rows.append(["Total", *_figures(total.volume), "", f"{total.weighted_words:,.1f}"])
    if priced:
        rows[-1].append(f"{analysis.price():,}")
    yield from _table(rows)
    if priced and analysis.total_price != analysis.price():
        yield f"With the minimum: {analysis.total_price:,} {analysis.card.currency}"
    card = analysis.card
    yield f"Effort: {total.hours:,} hours at {card.words_per_hour:f} new words an hour (rate card: {flat(card.name)})"
    if len(analysis.parts) > 1:
        yield ""
        files = [["", "segments", "words", "characters", "weighted", "hours"] + ([card.currency] if priced else [])]
        files += [
            [flat(part.name), *_figures(part.volume), f"{part.weighted_words:,.1f}", f"{part.hours:,}"]
            + ([f"{analysis.price(part):,}"] if priced else [])
            for part in analysis.parts
        ]
        yield from _table(files)


def _figures(volume: Volume) -> list[str]:
    return [f"{number:,}" for number in (volume.segments, volume.words, volume.characters)]


def _table(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first = row[0].ljust(widths[0])
        yield "  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]).rstrip()


def _cells(analysis: Analysis, part: Part, band: str | None) -> list[Value]:
    """A row of the table; without a band the sum of them."""
    volume = part.volume if band is None else part.volumes[band]
    weighted = part.weighted_words if band is None else analysis.card.weighted(band, volume.words)
    return [
        part.name,
        band or "total",
        *volume,
        None if band is None else analysis.card.weights[band],
        weighted,
        analysis.card.hours(weighted),
        analysis.price(part, band),
        analysis.card.currency if analysis.card.price_per_word is not None else None,
    ]


def _csv(analysis: Analysis) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in (*analysis.parts, analysis.total):
        for band in (*(known.id for known in BANDS), None):
            row = _cells(analysis, part, band)
            writer.writerow([guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
    # Excel takes a CSV file without a byte order mark for the code page of the machine.
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _plain(cell: Value) -> str:
    """A number without an exponent."""
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _xlsx(analysis: Analysis) -> bytes:
    money = "#,##0" + ("." + "0" * analysis.card.decimals if analysis.card.decimals else "")
    figures = (
        Column("Segments", 11, "#,##0"),
        Column("Words", 11, "#,##0"),
        Column("Characters", 12, "#,##0"),
        Column("Without spaces", 14, "#,##0"),
    )
    priced = (
        (Column(f"Price ({analysis.card.currency})", 14, money),) if analysis.card.price_per_word is not None else ()
    )
    bands = (
        Column("Band", 26),
        *figures,
        Column("Weight (%)", 12, "0.##"),
        Column("Weighted words", 16, "#,##0.0#"),
        *priced,
    )
    files = (
        Column("File", 40),
        *figures,
        Column("Weighted words", 16, "#,##0.0#"),
        Column("Hours", 10, "#,##0.00"),
        *priced,
    )
    by_band = (
        Column("File", 40),
        *(Column(band.title, 13, "#,##0") for band in BANDS),
        Column("Total words", 13, "#,##0"),
    )
    return workbook(
        (
            Sheet("Analysis", bands, list(_band_rows(analysis)), bold=len(BANDS)),
            Sheet("Files", files, list(_file_rows(analysis)), bold=len(analysis.parts)),
            Sheet(
                "Words by file and band",
                by_band,
                [
                    [part.name, *(part.volumes[band.id].words for band in BANDS), part.volume.words]
                    for part in (*analysis.parts, analysis.total)
                ],
                bold=len(analysis.parts),
            ),
            Sheet("Rate card", (Column("Setting", 24), Column("Value", 40)), list(_card_rows(analysis))),
        )
    )


def _band_rows(analysis: Analysis) -> Iterator[list[Value]]:
    total = analysis.total
    priced = analysis.card.price_per_word is not None
    for band in BANDS:
        volume = total.volumes[band.id]
        weighted = analysis.card.weighted(band.id, volume.words)
        own = [analysis.price(None, band.id)] if priced else []
        yield [band.title, *volume, analysis.card.weights[band.id], weighted, *own]
    yield ["Total", *total.volume, None, total.weighted_words, *([analysis.price()] if priced else [])]
    if priced and analysis.total_price != analysis.price():
        yield ["With the minimum", *[None] * 6, analysis.total_price]


def _file_rows(analysis: Analysis) -> Iterator[list[Value]]:
    priced = analysis.card.price_per_word is not None
    for part in (*analysis.parts, analysis.total):
        price = [analysis.price(part)] if priced else []
        yield [part.name, *part.volume, part.weighted_words, part.hours, *price]


def _card_rows(analysis: Analysis) -> Iterator[list[Value]]:
    card = analysis.card
    yield ["Name", card.name]
    yield ["Languages", f"{analysis.source_language} to {analysis.target_language}"]
    yield ["Memories", ", ".join(analysis.memories) or "none"]
    yield ["Lowest match score", analysis.lowest]
    yield ["Internal fuzzy matches", "yes" if analysis.internal else "no"]
    yield ["Words with a hyphen", "one word" if card.hyphens == "join" else "a word for each part"]
    yield ["New words an hour", card.words_per_hour]
    yield ["Price of a new word", card.price_per_word]
    yield ["Minimum", card.minimum]
    yield ["Currency", card.currency]


FORMATS: dict[str, Callable[[Analysis], bytes]] = {"text": _text, "json": _json, "csv": _csv, "xlsx": _xlsx}
"""Every format of `analyse --format`."""
