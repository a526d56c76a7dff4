"""Profiles: which checks run, how grave their findings are, with which limits, and the rules of a house; in TOML.

A profile is a file by itself, or the `[qa]` part of a project's `translate-kit.toml`:

    base = "all"                       # or "none", or the path of another profile
    [checks]
    sentence-count = false             # off
    dates = "error"                    # its severity
    length = { shortest = 0.5, longest = 1.6 }
    [[rules]]
    name = "no e-mail"
    target = "e-mail"
    instead = "email"
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from translate_kit.data import Severity
from translate_kit.errors import BadInput
from translate_kit.files import read_text
from translate_kit.qa.catalogue import CHECKS
from translate_kit.qa.check import OWN_SETTINGS, Check, settings_of
from translate_kit.qa.checks.rules import Rule, Rules
from translate_kit.toml_lines import line_of

_KEYS = ("base", "checks", "rules")
_SEVERITIES = {severity.label: severity for severity in Severity}
MAX_BASES = 8
"""Profiles that may stand on each other."""


def read_profile(path: str | Path) -> tuple[Check, ...]:
    """The checks of a profile, in the order of the catalogue.

    Raises:
        BadInput: it is not there or not TOML, or it names something unknown; with the line.
    """
    return _Reader(Path(path), ()).checks()


def project_checks(folder: str | Path) -> tuple[Check, ...]:
    """The checks of the `[qa]` part of a project's settings; the whole catalogue where it has none.

    Raises:
        BadInput: as `read_profile`.
    """
    return _Reader(Path(folder) / "translate-kit.toml", ("qa",)).checks()


class _Reader:
    """One profile, or the part of a file that is one.

    Args:
        path: the file.
        prefix: the tables around it.
        depth: how many profiles stand on it already.
    """

    def __init__(self, path: Path, prefix: tuple[str, ...], depth: int = 0) -> None:
        self.path, self.prefix, self.depth = path, prefix, depth
        self.text = read_text(path, allow_empty=True)
        try:
            table: Any = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            raise BadInput(f"is not TOML ({error}).", path=path, line=int(found[1]) if found else None) from None
        for name in prefix:
            table = table.get(name, {})
        if not isinstance(table, dict):
            raise self.wrong("must be a table", prefix)
        self.table = table

    def checks(self) -> tuple[Check, ...]:
        for name in self.table:
            self.known(name, _KEYS, (name,), "key")
        found = self.base()
        settings = self.table.get("checks", {})
        if not isinstance(settings, dict):
            raise self.wrong("[checks] must be a table", ("checks",))
        for name, value in settings.items():
            self.known(name, [check.id for check in CHECKS], ("checks", name), "check")
            check = found.get(name) or next(check for check in CHECKS if check.id == name)
            changed = self.changed(check, value, ("checks", name))
            if changed is None:
                found.pop(name, None)
            else:
                found[name] = changed
        rules = self.rules()
        if rules:
            check = found.get(Rules.id) or Rules()
            before = check.rules if isinstance(check, Rules) and self.table.get("base", "all") != "none" else ()
            found[Rules.id] = dataclasses.replace(check, rules=(*before, *rules))  # type: ignore[call-arg]
        return tuple(found[check.id] for check in CHECKS if check.id in found)

    def base(self) -> dict[str, Check]:
        """What the profile begins with."""
        name = self.table.get("base", "all")
        if not isinstance(name, str):
            raise self.wrong(f"base must be “all”, “none” or the path of a profile, not {name!r}", ("base",))
        if name == "none":
            return {}
        if name == "all":
            return {check.id: check for check in CHECKS}
        if self.depth >= MAX_BASES:
            raise self.wrong("more than eight profiles stand on each other", ("base",))
        return {check.id: check for check in _Reader(self.path.parent / name, (), self.depth + 1).checks()}

    def changed(self, check: Check, value: object, place: tuple[str, ...]) -> Check | None:
        """A check as its setting wants it; None when it is switched off."""
        if isinstance(value, bool):
            return check if value else None
        if isinstance(value, str):
            if value == "off":
                return None
            return dataclasses.replace(check, severity=self.severity(value, place))
        if not isinstance(value, dict):
            raise self.wrong(f"{check.id} must be true, false, a severity or a table of settings, not {value!r}", place)
        limits = settings_of(check)
        wanted: dict[str, Any] = {}
        for name, setting in value.items():
            here = (*place, name)
            self.known(name, [*OWN_SETTINGS, *limits], here, f"setting of {check.id}")
            if name == "severity":
                wanted[name] = self.severity(setting, here)
            else:
                default = limits.get(name, True)
                wanted[name] = self.typed(name, setting, default, here)
        if not wanted.pop("enabled", True):
            return None
        return dataclasses.replace(check, **wanted)

    def typed(self, name: str, value: object, default: object, place: tuple[str, ...]) -> object:
        if isinstance(default, float) and type(value) in (int, float):
            return float(value)  # type: ignore[arg-type]
        if type(value) is not type(default):
            expected = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}[type(default)]
            raise self.wrong(f"{name} must be {expected}, not {value!r}", place)
        if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
            raise self.wrong(f"{name} must not be below 0", place)
        return value

    def severity(self, value: object, place: tuple[str, ...]) -> Severity:
        found = _SEVERITIES.get(value) if isinstance(value, str) else None
        if found is None:
            raise self.wrong(f"{value!r} is no severity; expected {', '.join(_SEVERITIES)}, or off", place)
        return found

    def rules(self) -> list[Rule]:
        """The rules, each with its patterns tried."""
        tables = self.table.get("rules", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.wrong("rules must be [[rules]] tables", ("rules",))
        names = [field.name for field in dataclasses.fields(Rule)]
        found = []
        for number, table in enumerate(tables):
            place: tuple[str, ...] = ("rules", str(number))
            values: dict[str, Any] = {}
            for name, value in table.items():
                self.known(name, names, (*place, name), "key of a rule")
                if name == "severity":
                    value = self.severity(value, (*place, name))
                elif not isinstance(value, str):
                    raise self.wrong(f"{name} must be text, not {value!r}", (*place, name))
                values[name] = value
            if not values.get("name"):
                raise self.wrong("a rule without a name", place)
            if not (values.get("target") or values.get("missing")):
                raise self.wrong(
                    f"the rule {values['name']!r} has neither a target that is wrong nor a missing one", place
                )
            found.append(self.tried(Rule(**values), place))
        return found

    def tried(self, rule: Rule, place: tuple[str, ...]) -> Rule:
        for name in ("source", "target", "missing"):
            try:
                re.compile(getattr(rule, name))
            except re.error as error:
                raise self.wrong(f"{name} is no regular expression ({error})", (*place, name)) from None
        if rule.instead:
            try:
                # Of an empty match every group of the pattern is there, so that only a wrong number is an error.
                re.compile(f"(?:{rule.target})?").sub(rule.instead, "", count=1)
            except (re.error, IndexError) as error:
                raise self.wrong(f"instead cannot be written ({error})", (*place, "instead")) from None
        return rule

    def known(self, name: str, names: Iterable[str], place: tuple[str, ...], what: str) -> None:
        """Refuse a name that means nothing here, with the nearest that does."""
        names = list(names)
        if name in names:
            return
        near = difflib.get_close_matches(name, names, 1, 0.6)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(names)}."
        raise self.wrong(f"unknown {what} {name!r}; {hint[:-1]}", place, end=hint[-1])

    def wrong(self, message: str, place: Sequence[str], end: str = ".") -> BadInput:
        return BadInput(f"{message}{end}", path=self.path, line=line_of(self.text, (*self.prefix, *place)))
