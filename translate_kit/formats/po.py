"""gettext PO through polib: one entry a segment out, one segment an entry (and plural form) in.

What polib does not look at is checked in `po_lines` first: an unterminated string (polib would drop its last
character), a message without its `msgstr`, a charset that is not one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

import polib

from translate_kit import __version__
from translate_kit.data import Segment
from translate_kit.errors import BadInput
from translate_kit.formats import po_lines, states
from translate_kit.formats.checked import printable, require_writable, verified
from translate_kit.formats.data import Bilingual, Problem

WRAP_WIDTH = 79
"""Columns of a line, as xgettext and msgmerge write it."""

PLURAL_FORMS = {
    "de": "nplurals=2; plural=(n != 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ko": "nplurals=1; plural=0;",
    "nl": "nplurals=2; plural=(n != 1);",
}
"""The `Plural-Forms` of the header by base language; another language gets the English rule, which is the commonest."""

# polib splits text with str.splitlines, which also breaks at these; gettext ends a line at "\n" only.
_LINE_BREAKERS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LONE_BREAKER = re.compile("\r(?!\n)|[\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")

_BREAKABLE = re.compile(r"[\s%\-\x00-\x1f\x7f-\x9f]")

_MARK = "translate-kit:"
_NOTE = "note:"
_TERM = "term:"


def export(
    segments: Iterable[Segment],
    *,
    source_language: str,
    target_language: str,
    project: str = "translate-kit",
    texts: Mapping[str, str] | None = None,
    terms: Mapping[str, Sequence[str]] | None = None,
    revised: datetime | None = None,
) -> bytes:
    """Write segments as a PO file; see `translate_kit.formats.export_po`."""
    segments = require_writable(segments, "PO", refused="\x00\x04")
    catalogue = polib.POFile(wrapwidth=WRAP_WIDTH, encoding="utf-8")
    catalogue.metadata = _header(project, source_language, target_language, revised or datetime.now(UTC))
    lines = {name: _LineNumbers(text) for name, text in (texts or {}).items()}
    parts = [str(catalogue)]
    for segment, context in zip(segments, _contexts(segments), strict=True):
        number = lines[segment.document].at(segment.start) if segment.document in lines else segment.start
        parts.append(_entry_text(segment, context, number, (terms or {}).get(segment.id, ())))
    data = "\n".join(parts).encode("utf-8")
    return verified(data, segments, lambda written: read(written, path="export.po"), "PO")


def read(data: bytes, *, path: str | Path, encoding: str | None = None) -> Bilingual:
    """Read a PO file; obsolete entries are left out.

    Raises:
        BadInput: it cannot be decoded or breaks the grammar, with the line.
    """
    text, problems = po_lines.decoded(data, path=path, encoding=encoding)
    facts = po_lines.check(text, path=path)
    catalogue = _parsed(facts.text, path, has_header=facts.has_header)
    entries = [entry for entry in catalogue if not entry.obsolete]
    if len(entries) != facts.messages - facts.has_header:
        raise BadInput(f"{len(entries)} of {facts.messages} messages could be read.", path=path, remedy=po_lines.REMEDY)
    metadata = catalogue.metadata
    problems += facts.problems
    problems += _standard_problems(entries, metadata)
    placed = [(segment, entry) for number, entry in enumerate(entries, 1) for segment in _segments(entry, number)]
    return Bilingual(
        format="po",
        source_language=metadata.get("X-Source-Language", "").replace("_", "-"),
        target_language=metadata.get("Language", "").replace("_", "-"),
        segments=[segment for segment, _ in placed],
        problems=sorted(problems, key=lambda problem: problem.line or 0),
        lines=[entry.linenum for _, entry in placed],
    )


class _LineNumbers:
    """Character offset to line number of one text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        from bisect import bisect_right

        return bisect_right(self._starts, offset)


def _header(project: str, source_language: str, target_language: str, revised: datetime) -> dict[str, str]:
    base = re.split("[-_]", target_language.lower())[0]
    return {
        "Project-Id-Version": " ".join(printable(project).split()) or "translate-kit",
        "Report-Msgid-Bugs-To": "",
        "PO-Revision-Date": revised.strftime("%Y-%m-%d %H:%M") + (revised.strftime("%z") or "+0000"),
        "Last-Translator": "",
        "Language-Team": "",
        "Language": target_language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS.get(base, PLURAL_FORMS["en"]),
        "X-Generator": f"translate-kit {__version__}",
        "X-Source-Language": source_language.replace("-", "_"),
    }


def _contexts(segments: Sequence[Segment]) -> list[str]:
    """The `msgctxt` of each: its key; and its document and id where key and source are not unique."""
    counts = Counter((segment.key, segment.source) for segment in segments)
    return [
        segment.key
        if segment.source and counts[segment.key, segment.source] == 1
        else segment.key + _own_context(segment.document, segment.id)
        for segment in segments
    ]


def _own_context(document: str, identifier: str) -> str:
    return f"{document}#{identifier}"


def _entry_text(segment: Segment, context: str, number: int, terms: Sequence[str]) -> str:
    entry = polib.POEntry(
        msgid=segment.source,
        msgstr=segment.target,
        msgctxt=context or None,
        flags=["fuzzy"] if segment.target and not segment.state.confirmed else [],
    )
    # polib would wrap comments, and a wrapped comment cannot be told from one of several lines.
    head = [f"#. {line}" for line in _marked(segment)]
    head += [f"#. {_TERM} {' '.join(printable(term).split())}" for term in terms]
    head += [f"#. {_NOTE} {line}".rstrip() for line in printable(segment.note).split("\n") if segment.note]
    if segment.document:
        head.append(f"#: {_quoted(segment.document)}:{number}")
    return "\n".join((*head, entry.__unicode__(WRAP_WIDTH)))


def _marked(segment: Segment) -> list[str]:
    """What PO has no place for, as comments that survive in other tools; each line begins with the mark."""
    facts = {
        "id": segment.id,
        "kind": segment.kind,
        "paragraph": segment.paragraph,
        "start": segment.start,
        "end": segment.end,
        "state": segment.state.value,
        "origin": segment.origin.value,
        "match": "" if segment.match_score is None else segment.match_score,
        "detail": printable(segment.origin_detail),
        "locked": "yes" if segment.locked else "",
    }
    lines = [_MARK]
    for name, value in facts.items():
        word = f"{name}={_quoted(str(value))}"
        if value == "":
            continue
        if len(lines[-1]) + len(word) + 1 + len("#. ") > WRAP_WIDTH and lines[-1] != _MARK:
            lines.append(_MARK)
        lines[-1] += f" {word}"
    return lines


def _quoted(text: str) -> str:
    """Percent-encode where a tool that wraps comments might break a word: white space, controls, hyphens, the sign."""
    return _BREAKABLE.sub(lambda found: "%2D" if found[0] == "-" else quote(found[0], safe=""), text)


class _Shield:
    """Stands private characters in for those at which polib, but not gettext, would end a line."""

    def __init__(self, text: str) -> None:
        used = set(text)
        spare = (char for char in map(chr, range(0xF0000, 0x10FFFE)) if char not in used)
        self._out = {breaker: next(spare) for breaker in _LINE_BREAKERS}
        self._back = str.maketrans({stand_in: breaker for breaker, stand_in in self._out.items()})

    def over(self, text: str) -> str:
        """The text without them; a carriage return before a line feed stays."""
        return _LONE_BREAKER.sub(lambda match: self._out[match[0]], text)

    def off(self, text: str) -> str:
        """The inverse, for one string of an entry."""
        return text.translate(self._back)


def _parsed(text: str, path: str | Path, *, has_header: bool) -> polib.POFile:
    shield = _Shield(text)
    # polib takes the first empty msgid out as the header, and opens a text that is the name of a file.
    before = "\n" if has_header else 'msgid ""\nmsgstr ""\n\n'
    shift = before.count("\n")
    try:
        catalogue = polib.pofile(before + shield.over(text))
    except OSError as error:
        found = re.search(r"line (\d+)\)(?:: (.*))?", str(error), re.DOTALL)
        line = int(found[1]) - shift if found else None
        reason = (found[2] if found else None) or "this line is not allowed here"
        raise BadInput(f"syntax error in PO: {reason}.", path=path, line=line, remedy=po_lines.REMEDY) from None
    for entry in catalogue:
        entry.linenum -= shift
        for name in ("msgid", "msgstr", "msgid_plural", "comment", "tcomment"):
            setattr(entry, name, shield.off(getattr(entry, name)))
        entry.msgctxt = None if entry.msgctxt is None else shield.off(entry.msgctxt)
        entry.msgstr_plural = {index: shield.off(form) for index, form in entry.msgstr_plural.items()}
        entry.occurrences = [(shield.off(name), number) for name, number in entry.occurrences]
    return catalogue


def _segments(entry: polib.POEntry, number: int) -> Iterator[Segment]:
    """One segment, or one for each plural form: `12[0]` has the singular as its source, the others the plural."""
    fuzzy = "fuzzy" in entry.flags
    marks, note = _comments(entry)
    document = unquote(entry.occurrences[0][0]) if marks and entry.occurrences else ""
    identifier = marks.get("id", str(number))
    context = entry.msgctxt or ""
    key = context.removesuffix(_own_context(document, identifier)) if marks else context
    if not entry.msgid_plural:
        forms = [(identifier, entry.msgid, entry.msgstr)]
    else:
        forms = [
            (f"{identifier}[{index}]", entry.msgid if index == 0 else entry.msgid_plural, form)
            for index, form in sorted(entry.msgstr_plural.items())
        ]
    for name, source, target in forms:
        yield Segment(
            id=name,
            source=source,
            target=target,
            start=_number(marks.get("start")) or 0,
            end=_number(marks.get("end")) or 0,
            kind=marks.get("kind", "paragraph"),
            paragraph=_number(marks.get("paragraph")) or 0,
            document=document,
            state=states.from_po(fuzzy=fuzzy, target=target, noted=marks.get("state", "")),
            origin=states.origin_named(marks.get("origin", "")),
            origin_detail=marks.get("detail", ""),
            match_score=_number(marks.get("match")),
            key=key,
            note=note,
            locked=marks.get("locked") == "yes",
        )


def _comments(entry: polib.POEntry) -> tuple[dict[str, str], str]:
    """What our export noted down, and the comments for the translator.

    A tool may have wrapped our comments: a line that does not begin like one of ours goes on with the one before.
    """
    marks: dict[str, str] = {}
    notes: list[str] = []
    kind = ""
    ours = False
    for line in entry.comment.split("\n") if entry.comment else ():
        begun = next((word for word in (_MARK, _NOTE, _TERM) if line.startswith(word)), "")
        # A mark may stand alone on its line, when a tool moved a long word to the next one.
        ours = ours or begun == _MARK
        if ours:
            kind, text = begun or kind, line.removeprefix(begun).removeprefix(" ")
        else:
            kind, text = "", line
        if kind == _MARK:
            pairs = (word.partition("=") for word in text.split())
            marks.update({name: unquote(value) for name, _, value in pairs})
        elif kind == _NOTE and not begun:
            notes[-1] += f" {text}"
        elif kind != _TERM:
            notes.append(text)
    if entry.tcomment:
        notes.append(entry.tcomment)
    return marks, "\n".join(notes)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else None


def _standard_problems(entries: Sequence[polib.POEntry], metadata: Mapping[str, str]) -> list[Problem]:
    problems = []
    seen: dict[tuple[str | None, str], int] = {}
    declared = re.search(r"nplurals\s*=\s*(\d+)", metadata.get("Plural-Forms", ""))
    for entry in entries:
        name = (entry.msgctxt, entry.msgid)
        if name in seen:
            message = f"the same message as in line {seen[name]}; a msgid (with its msgctxt) may occur once."
            problems.append(Problem(message=message, line=entry.linenum))
        seen.setdefault(name, entry.linenum)
        if not entry.msgid_plural:
            continue
        indexes = sorted(entry.msgstr_plural)
        if indexes != list(range(len(indexes))):
            problems.append(Problem(message="plural forms are not numbered from 0 without a gap.", line=entry.linenum))
        elif declared and len(indexes) != int(declared[1]):
            message = f"{len(indexes)} plural forms, the header promises nplurals={declared[1]}."
            problems.append(Problem(message=message, line=entry.linenum))
        elif not declared:
            problems.append(Problem(message="plural forms without Plural-Forms in the header.", line=entry.linenum))
    return problems
