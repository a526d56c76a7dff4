"""Add terms to a table and leave every line of it as it is, so that a version control system shows what is new."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from glossary.concept import Concept, Status
from glossary.formats.csv import delimiter_of, is_bare, plain, reader_of, written
from glossary.formats.rows import header_of, write_rows


def inserted(text: str, before: Sequence[Concept], after: Sequence[Concept], *, name: str) -> str | None:
    """A table with our columns and the terms that it did not have.

    The rows of a new term stand behind the others of its concept, those of a new concept at the end. Columns that the
    table lacks are added on the right when a new row has something in them.

    Args:
        text: the decoded file.
        before: what it holds.
        after: what it is to hold.
        name: of the file.

    Returns:
        The new text; None when more changed than that terms came in, or the table is a plain list.
    """
    new = _new_rows(before, after)
    delimiter = delimiter_of(text, name)
    reader = reader_of(text, delimiter, name)
    rows: list[tuple[int, list[str]]] = []
    is_term: list[bool] = []
    for row in reader:
        rows.append((reader.line_num, [plain(cell.strip()) for cell in row]))
        is_term.append(any(rows[-1][1]) and not row[0].startswith("#"))
    top = next((number for number, term in enumerate(is_term) if term), None)
    header = header_of(rows[top][1]) if top is not None else None
    if new is None or header is None or top is None:
        return None
    needed = {column for added in new.values() for row in added for column, value in row.items() if value}
    more = [column for column in next(write_rows(after)) if column in needed and column not in header]
    if "status" in more and all(row["status"] == Status.PREFERRED for added in new.values() for row in added):
        # Preferred is what a table without the column says.
        more.remove("status")
    columns = [*header, *more]
    bare = is_bare(delimiter, name)
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = io.StringIO(text, newline="").readlines()
    if lines and not lines[-1].endswith(("\r", "\n")):
        lines[-1] += ending
    place = header.index("concept")
    last = {cells[place]: number for number, (_, cells) in enumerate(rows) if is_term[number] and number != top}
    out: list[str] = []
    start = 0
    for number, (end, cells) in enumerate(rows):
        own, start = "".join(lines[start:end]), end
        if more and is_term[number]:
            body = own.rstrip("\r\n")
            names = written(more, delimiter, bare=bare) if number == top else delimiter * (len(more) - 1)
            own = f"{body}{delimiter}{names}{own[len(body) :]}"
        out.append(own)
        if is_term[number] and last.get(cells[place]) == number:
            out += _lines(new.pop(cells[place], []), columns, delimiter, bare, ending)
    for added in new.values():
        out += _lines(added, columns, delimiter, bare, ending)
    return "".join(out)


def _new_rows(before: Sequence[Concept], after: Sequence[Concept]) -> dict[str, list[dict[str, str]]] | None:
    """The rows to add by concept, as column: cell; None when anything else changed."""
    known = {concept.id: concept for concept in before}
    new: dict[str, list[dict[str, str]]] = {}
    for concept in after:
        old = known.pop(concept.id, None)
        if old is not None and replace(concept, terms=concept.terms[: len(old.terms)]) != old:
            return None
        header, *rows = write_rows([concept])
        fresh = rows[len(old.terms) if old is not None else 0 :]
        if fresh:
            new[concept.id] = [dict(zip(header, row, strict=True)) for row in fresh]
    return None if known else new


def _lines(
    rows: Sequence[dict[str, str]], columns: Sequence[str], delimiter: str, bare: bool, ending: str
) -> list[str]:
    return [written([row.get(column, "") for column in columns], delimiter, bare=bare) + ending for row in rows]
