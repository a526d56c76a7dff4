"""The header of a TMX file, as data."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from tm.unit import Note, Prop

REQUIRED = {
    "creationtool": "translate-kit",
    "creationtoolversion": "0",
    "segtype": "sentence",
    "o-tmf": "translate-kit",
    "adminlang": "en",
    "srclang": "*all*",
    "datatype": "plaintext",
}
"""The attributes that TMX 1.4b asks for, with what they are where nobody said."""

OPTIONAL = ("o-encoding", "creationdate", "creationid", "changedate", "changeid")

INHERITED = ("segtype", "datatype", "o-tmf", "o-encoding")
"""Attributes of the header that hold for every unit which does not say otherwise."""


@dataclass(frozen=True, slots=True)
class CharacterMap:
    """A user-defined encoding (`<ude>`): its attributes, and those of each `<map>` in it."""

    attributes: tuple[tuple[str, str], ...]
    maps: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What a TMX file says about itself.

    Attributes:
        attributes: name and value, as read.
        notes: in order.
        props: in order.
        encodings: the user-defined encodings.
        version: of the TMX standard.
    """

    attributes: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    props: tuple[Prop, ...] = ()
    encodings: tuple[CharacterMap, ...] = ()
    version: str = "1.4"

    def get(self, name: str) -> str | None:
        """The value of an attribute, None when it is not there."""
        return next((value for known, value in self.attributes if known == name), None)

    def with_attributes(self, **values: str) -> Header:
        """The same header with some attributes set anew; `o_tmf` stands for `o-tmf`."""
        named = {name.replace("_", "-"): value for name, value in values.items()}
        kept = tuple((name, named.pop(name, value)) for name, value in self.attributes)
        return replace(self, attributes=kept + tuple(named.items()))

    def complete(self, source_language: str | None = None) -> Header:
        """The same header with everything that TMX 1.4b asks for."""
        known = dict(self.attributes)
        if source_language:
            known["srclang"] = source_language
        full = {name: known.pop(name, default) for name, default in REQUIRED.items()}
        optional = {name: known.pop(name) for name in OPTIONAL if name in known}
        # An attribute that TMX does not know would make the file invalid: it goes on as a property.
        extra = tuple(Prop(f"x-attribute-{name}", value) for name, value in known.items())
        return replace(self, attributes=(*full.items(), *optional.items()), props=self.props + extra, version="1.4")

    def as_json(self) -> str:
        """The header as a memory keeps it."""
        return json.dumps(
            {
                "version": self.version,
                "attributes": dict(self.attributes),
                "notes": [[note.text, note.language, note.encoding] for note in self.notes],
                "props": [[prop.type, prop.value, prop.language, prop.encoding] for prop in self.props],
                "encodings": [[dict(ude.attributes), [dict(one) for one in ude.maps]] for ude in self.encodings],
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Header:
        """The header that `as_json` wrote, parsed."""
        return cls(
            tuple(values["attributes"].items()),
            tuple(Note(*note) for note in values["notes"]),
            tuple(Prop(*prop) for prop in values["props"]),
            tuple(
                CharacterMap(tuple(attributes.items()), tuple(tuple(one.items()) for one in maps))
                for attributes, maps in values["encodings"]
            ),
            values["version"],
        )
