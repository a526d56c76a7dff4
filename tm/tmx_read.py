"""Read TMX 1.1 to 1.4b, unit by unit, in constant memory.

No DTD is loaded, no entity resolved, nothing fetched. libxml2's own limits hold (256 levels), and ours of a unit's
size; a file that declares entities is refused, as no TMX needs any.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from tm.errors import BadMemoryInput
from tm.files import open_binary
from tm.header import CharacterMap, Header
from tm.match import Counts, Problem
from tm.tmx_write import UNKNOWN_ATTRIBUTE
from tm.unit import NO_INFO, Content, Info, Inline, Note, Prop, TranslationUnit, Variant, unfit

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_INLINE = frozenset(("bpt", "ept", "ph", "it", "hi", "sub", "ut"))
_SEGMENT_TYPES = frozenset(("block", "paragraph", "sentence", "phrase"))
_PREDEFINED = frozenset(("lt", "gt", "amp", "apos", "quot"))
_MAX_LINE = 65535
"""libxml2 counts the lines of elements no further."""

_DATES = {
    "creationdate": "created",
    "changedate": "changed",
    "lastusagedate": "last_used",
}
_TEXTS = {
    "creationid": "created_by",
    "changeid": "changed_by",
    "creationtool": "tool",
    "creationtoolversion": "tool_version",
    "datatype": "datatype",
    "o-encoding": "encoding",
    "o-tmf": "memory_format",
}
_DATE = re.compile(
    r"(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:[T ]([01]\d|2[0-3]):?([0-5]\d):?([0-5]\d|60)(?:\.\d+)?)?Z?"
)
_COUNT = re.compile(r"\s*([0-9]{1,18})\s*")
"""More digits than any store holds are no count."""

MAX_UNIT_BYTES = 8_000_000
"""So much of a file is read at most before a unit ends: the elements of a longer one would fill the memory."""

_TUIDS_WATCHED = 2_000_000
"""So many identifiers are remembered to find one that comes twice; 64 bytes each."""


def read_tmx(
    path: str | Path,
    *,
    lenient: bool = False,
    progress: Callable[[int], None] | None = None,
    name: str = "",
    unique_tuids: bool = True,
) -> TmxReader:
    """Read a TMX file, plain or gzipped, in any encoding that XML allows.

    Args:
        path: the file.
        lenient: leave out what is broken and go on; else the first break stops the reading.
        progress: told how many more bytes of the file have been read.
        name: what messages call it; the path when it is empty.
        unique_tuids: repair a tuid that an earlier unit has.

    Returns:
        An iterator of units, with the `header` and the `counts` of problems.

    Raises:
        BadMemoryInput: not TMX, or broken (at once, or on the way), with the line.
    """
    return TmxReader(path, lenient=lenient, progress=progress, name=name, unique_tuids=unique_tuids)


class TmxReader(Iterator[TranslationUnit]):
    """The units of a TMX file.

    Attributes:
        path: the file.
        header: what it says about itself.
        checked: that no unit comes out of it which a memory cannot keep.
        counts: problems so far; `read` and `refused` count only units that were left out here.
    """

    checked = True

    def __init__(
        self,
        path: str | Path,
        *,
        lenient: bool = False,
        progress: Callable[[int], None] | None = None,
        name: str = "",
        unique_tuids: bool = True,
    ) -> None:
        self.path = Path(path)
        self._name = name or str(path)
        self.counts = Counts()
        self.header = Header()
        self._lenient = lenient
        self._progress = progress
        self._number = 0
        self._source_language = ""
        self._unique_tuids = unique_tuids
        self._tuids: set[int] = set()
        self._rooted = False
        self._events: Any = None
        self._units = self._parse()
        self._pending: TranslationUnit | None = None
        # The header must be there before the first unit is asked for.
        self._pending = next(self._units, None)

    def __next__(self) -> TranslationUnit:
        unit, self._pending = self._pending, None
        return next(self._units) if unit is None else unit

    @property
    def number(self) -> int:
        """Which unit of the file was read last, from 1 on."""
        return self._number

    def close(self) -> None:
        """Let go of the file before its end."""
        self._units.close()

    def _parse(self) -> Any:
        try:
            with open_binary(self.path) as stream:
                yield from self._elements(_Counted(stream, self._progress))
        except etree.XMLSyntaxError as error:
            fault, line = error.msg, error.lineno
            last = None if self._events is None else self._events.error_log.last_error
            if last is not None and not line:
                # An entity that is not known ends the file for the parser, and only its log says why.
                fault, line = last.message, last.line
            fault = (fault or "there is nothing in it").partition(", line ")[0]
            yield from self._broken(" ".join(fault.split()), line or 0)
        except _NestedUnit as error:
            yield from self._broken("a <tu> inside a <tu>: the outer one never ends", error.line)
        except _EndlessUnit as error:
            yield from self._broken(f"{MAX_UNIT_BYTES:,} bytes without the end of a unit", error.line)
        except (EOFError, gzip.BadGzipFile) as error:
            raise BadMemoryInput(f"{self._name}: the compressed file is damaged or cut off ({error}).") from None

    def _broken(self, fault: str, line: int) -> Iterator[TranslationUnit]:
        """Stop at what is broken, or go on behind it."""
        if "encoding" in fault or "not proper UTF-8" in fault:
            fault = "bytes that are not in the encoding that it declares, UTF-8 unless it says another"
        elif "depth" in fault:
            fault = "elements more than 256 deep in each other"
        if not self._lenient:
            where = f"{self._name}:{line}: " if line else f"{self._name}: "
            unit = f", unit {self._number + 1}" if self._number else ""
            raise BadMemoryInput(
                f"{where}this is not well-formed TMX{unit} ({fault}). Repair the file, or pass --lenient to leave out "
                "what is broken."
            )
        from tm.tmx_salvage import salvaged

        found_any = self._rooted
        for piece in salvaged(self.path, skip=self._number):
            found_any = True
            self._number += 1
            if piece.element is None:
                self._refuse(piece.reason, piece.line)
            else:
                found = self._unit(piece.element, piece.line)
                if found is not None:
                    yield found
        if not found_any:
            raise BadMemoryInput(f"{self._name}: there is no TMX in it ({fault}).")

    def _elements(self, stream: _Counted) -> Iterator[TranslationUnit]:
        events = etree.iterparse(
            stream,
            tag=("header", "tu"),
            load_dtd=False,
            no_network=True,
            resolve_entities=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
            collect_ids=False,
        )
        self._events = events
        root = None
        for _, element in events:
            if root is None:
                root = self._checked(element.getroottree().getroot())
            if element.tag == "header":
                self.header = _header(element, root.get("version", ""))
                self._source_language = self.header.get("srclang") or ""
                continue
            parent = element.getparent()
            if parent.tag != "body":
                raise _NestedUnit(element.sourceline or 0)
            self._number += 1
            unit = self._unit(element, element.sourceline or 0)
            if unit is not None:
                yield unit
            stream.at_unit()
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del parent[0]
        if root is None:
            self._checked(events.root)

    def _checked(self, root: Any) -> Any:
        """The root element of the file.

        Raises:
            BadMemoryInput: it is not that of TMX, or the file declares entities.
        """
        self._rooted = True
        _refuse_entities(self._name, root)
        if root.tag != "tmx":
            raise BadMemoryInput(f"{self._name}:{root.sourceline}: a <tmx> element was expected.")
        return root

    def _refuse(self, reason: str, line: int, detail: str = "") -> None:
        self.counts.read += 1
        self.counts.note(Problem(reason, self._number, line, True, detail[:200]))

    def _repair(self, reason: str, line: int, detail: str = "") -> None:
        self.counts.note(Problem(reason, self._number, line, False, detail[:200]))

    def _unit(self, element: Any, line: int) -> TranslationUnit | None:
        line = 0 if line >= _MAX_LINE else line
        attributes = element.attrib
        source_language = segment_type = tuid = None
        info = NO_INFO
        variants = []
        notes: list[Note] = []
        props: list[Prop] = []
        for child in element:
            tag = child.tag
            if tag == "tuv":
                variant = self._variant(child, line)
                if variant is not None:
                    variants.append(variant)
            elif tag == "prop":
                props.append(_prop(child))
            elif tag == "note":
                notes.append(_note(child))
            elif not isinstance(tag, str):
                self._refuse("an entity reference", line, str(child.text))
                return None
        if attributes:
            rest = dict(attributes)
            tuid = rest.pop("tuid", None)
            source_language = rest.pop("srclang", None)
            segment_type = rest.pop("segtype", None)
            if segment_type is not None and segment_type not in _SEGMENT_TYPES:
                self._repair("an unknown segtype, left out", line, segment_type)
                segment_type = None
        else:
            rest = {}
        if tuid is not None and self._unique_tuids and self._seen(tuid):
            self._repair("a tuid that an earlier unit has, kept as a property", line, tuid)
            props.append(Prop("x-duplicate-tuid", tuid))
            tuid = None
        if rest or notes or props:
            info = self._info(rest, notes, props, line)
        unit = TranslationUnit(
            tuple(variants),
            self._source_language if source_language is None else source_language,
            tuid,
            segment_type,
            info,
        )
        reason = unfit(unit)
        if reason:
            self._refuse(reason, line, tuid or "")
            return None
        return unit

    def _variant(self, element: Any, line: int) -> Variant | None:
        attributes = element.attrib
        if len(element) == 1 and len(attributes) == 1:
            # The plain case, and by far the most common one.
            segment = element[0]
            language = attributes.get(_LANGUAGE)
            if language and segment.tag == "seg":
                return Variant(language, self._content(segment, line))
        language = info = None
        notes: list[Note] = []
        props: list[Prop] = []
        content: Content | None = None
        rest = dict(attributes)
        language = rest.pop(_LANGUAGE, None)
        old = rest.pop("lang", None)
        language = language or old
        for child in element:
            if child.tag == "seg":
                content = self._content(child, line)
            elif child.tag == "prop":
                props.append(_prop(child))
            elif child.tag == "note":
                notes.append(_note(child))
        if content is None:
            self._repair("a variant without <seg>, left out", line, language or "")
            return None
        if not language:
            self._repair("a variant without xml:lang, left out", line)
            return None
        info = self._info(rest, notes, props, line) if rest or notes or props else NO_INFO
        return Variant(language, content, info)

    def _content(self, element: Any, line: int) -> Content:
        if not len(element):
            text = element.text
            return (text,) if text else ()
        pieces: list[str | Inline] = [element.text] if element.text else []
        for child in element:
            kind = child.tag
            if not isinstance(kind, str):
                self._repair("an entity reference, left as text", line, str(child.text))
                pieces.append(child.text or "")
            else:
                kind = etree.QName(kind).localname
                if kind not in _INLINE:
                    self._repair("an unknown inline element, kept as <hi>", line, kind)
                pieces.append(Inline(kind, tuple(child.attrib.items()), self._content(child, line)))
            if child.tail:
                pieces.append(child.tail)
        return tuple(pieces)

    def _info(self, attributes: dict[str, str], notes: list[Note], props: list[Prop], line: int) -> Info:
        values: dict[str, Any] = {}
        other = []
        for name, value in attributes.items():
            if name in _TEXTS:
                values[_TEXTS[name]] = value
            elif name in _DATES:
                date = tmx_date_of(value)
                if date is None:
                    self._repair(f"a {name} that is no date, left out", line, value)
                else:
                    values[_DATES[name]] = date
            elif name == "usagecount":
                count = _COUNT.fullmatch(value)
                if count is not None:
                    values["usage_count"] = int(count[1])
                else:
                    self._repair("a usagecount that is no number, left out", line, value)
            else:
                other.append((name, value))
        kept = []
        for prop in props:
            if prop.type.startswith(UNKNOWN_ATTRIBUTE):
                other.append((prop.type.removeprefix(UNKNOWN_ATTRIBUTE), prop.value))
            else:
                kept.append(prop)
        return Info(**values, other=tuple(other), notes=tuple(notes), props=tuple(kept))

    def _seen(self, tuid: str) -> bool:
        mark = hash(tuid)
        if mark in self._tuids:
            return True
        if len(self._tuids) < _TUIDS_WATCHED:
            self._tuids.add(mark)
        return False


class _NestedUnit(Exception):
    """A unit inside another: well-formed XML so far, and no TMX."""

    def __init__(self, line: int) -> None:
        self.line = line


class _EndlessUnit(Exception):
    """Too much was read without the end of a unit."""

    def __init__(self, line: int) -> None:
        self.line = line


class _Counted:
    """A stream that says how much of it has been read, and stops in a unit that never ends."""

    def __init__(self, stream: Any, progress: Callable[[int], None] | None) -> None:
        self._stream = stream
        self._progress = progress
        self._raw = getattr(stream, "fileobj", stream)
        self._at = 0
        self._lines = self._unit_lines = 1
        self._since_unit = 0

    def at_unit(self) -> None:
        """Take note that a unit has ended in what was read last."""
        self._since_unit, self._unit_lines = 0, self._lines

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read(size)
        self._since_unit += len(data)
        if self._since_unit > MAX_UNIT_BYTES:
            raise _EndlessUnit(self._unit_lines)
        self._lines += data.count(b"\n")
        if self._progress is not None:
            at = self._raw.tell()
            self._progress(at - self._at)
            self._at = at
        return data


@lru_cache(maxsize=4096)
def tmx_date_of(value: str) -> str | None:
    """A date as TMX writes it, out of what tools write; None when it is no date."""
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups(default="00")
    return f"{year}{month}{day}T{hour}{minute}{second}Z"


def _refuse_entities(name: str, element: Any) -> None:
    subset = element.getroottree().docinfo.internalDTD
    if subset is not None:
        for entity in subset.iterentities():
            if entity.name not in _PREDEFINED:
                raise BadMemoryInput(
                    f"{name}:{element.sourceline}: the file declares entities ({entity.name}); no TMX needs any, and "
                    "they are a way to attack a reader. Remove them from the DOCTYPE."
                )


def _header(element: Any, version: str) -> Header:
    encodings = tuple(
        CharacterMap(tuple(ude.attrib.items()), tuple(tuple(one.attrib.items()) for one in ude if one.tag == "map"))
        for ude in element
        if ude.tag == "ude"
    )
    return Header(
        tuple((name, value) for name, value in element.attrib.items() if not name.startswith("{")),
        tuple(_note(child) for child in element if child.tag == "note"),
        tuple(_prop(child) for child in element if child.tag == "prop"),
        encodings,
        version,
    )


def _note(element: Any) -> Note:
    return Note("".join(element.itertext()), _language_of(element), element.get("o-encoding"))


def _prop(element: Any) -> Prop:
    kind = element.get("type") or element.get("name") or "x-unknown"
    return Prop(kind, "".join(element.itertext()), _language_of(element), element.get("o-encoding"))


def _language_of(element: Any) -> str | None:
    language: str | None = element.get(_LANGUAGE) or element.get("lang")
    return language
