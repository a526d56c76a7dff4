"""Profiles: what they switch and set, and the line of each thing in them that means nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.translate_kit.qa.pairs import CHECK, segment
from translate_kit.data import Severity
from translate_kit.errors import BadInput
from translate_kit.qa import Check, run_checks
from translate_kit.qa.catalogue import CHECKS
from translate_kit.qa.check import settings_of
from translate_kit.qa.profile import project_checks, read_profile
from translate_kit.toml_lines import line_of


def profile(folder: Path, text: str) -> tuple[Check, ...]:
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path)


def by_id(checks: tuple[Check, ...]) -> dict[str, Check]:
    return {check.id: check for check in checks}


def test_an_empty_profile_is_the_whole_catalogue(tmp_path: Path) -> None:
    assert profile(tmp_path, "") == CHECKS


def test_checks_are_switched_off_and_set(tmp_path: Path) -> None:
    found = by_id(
        profile(
            tmp_path,
            """
            [checks]
            length = false
            spaces = "off"
            dates = "error"
            names = { severity = "info", at_least_letters = 6, fix = true }
            [checks.near-repetition-differs]
            differing = 1
            enabled = true
            [checks.codes]
            enabled = false
            """,
        )
    )
    assert found.keys() == CHECK.keys() - {"length", "spaces", "codes"}
    assert found["dates"].severity is Severity.ERROR
    assert (found["names"].severity, found["names"].fix) == (Severity.INFO, True)
    assert settings_of(found["names"]) == {"at_least_letters": 6}
    assert settings_of(found["near-repetition-differs"])["differing"] == 1.0
    assert list(found) == [check.id for check in CHECKS if check.id in found]


def test_a_profile_can_begin_with_nothing_and_name_what_it_wants(tmp_path: Path) -> None:
    assert list(by_id(profile(tmp_path, 'base = "none"\n[checks]\nnumbers = true\nempty = "warning"\n'))) == [
        "empty",
        "numbers",
    ]


def test_a_profile_stands_on_another(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('[checks]\nlength = false\ndates = "error"\n', encoding="utf-8")
    found = by_id(profile(tmp_path, 'base = "house.toml"\n[checks]\ndates = "info"\n'))
    assert "length" not in found
    assert found["dates"].severity is Severity.INFO


def test_a_lower_severity_is_that_of_the_findings(tmp_path: Path) -> None:
    checks = profile(tmp_path, '[checks]\nnumbers = "info"\n')
    assert [f.severity for f in run_checks([segment("Dat is 5.", "That is 6.")], checks=checks)] == [Severity.INFO]


def test_rules_of_a_house(tmp_path: Path) -> None:
    checks = profile(
        tmp_path,
        """
        base = "none"
        [[rules]]
        name = "no e-mail"
        target = "(e)-mail"
        instead = "\\\\1mail"
        severity = "error"
        [[rules]]
        name = "article"
        source = "(?i)artikel \\\\d+"
        missing = "Article \\\\d+"
        message = "An article of a law is written with a capital."
        """,
    )
    found = run_checks([segment("Zie artikel 3.", "See article 3 and e-mail us.")], checks=checks)
    assert [(f.message, f.severity.label, f.suggestion) for f in found] == [
        ("An article of a law is written with a capital.", "warning", ""),
        ("Against the rule “no e-mail”.", "error", "email"),
    ]
    assert "See article 3 and e-mail us."[found[1].start : found[1].end] == "e-mail"


def test_rules_are_added_to_the_one_that_there_is(tmp_path: Path) -> None:
    checks = profile(tmp_path, '[[rules]]\nname = "x"\ntarget = "xyz"\n')
    found = run_checks([segment("Een kerk.", "A TODO xyz.")], checks=[c for c in checks if c.id == "rules"])
    assert len(found) == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[checks]\n\nnumber = false\n", 3, "unknown check 'number'; did you mean 'numbers'?"),
        ("chekcs = 1\n", 1, "unknown key 'chekcs'; did you mean 'checks'?"),
        ("[checks]\nlength = { shortests = 1 }\n", 2, "unknown setting of length 'shortests'"),
        ("[checks.length]\n# a comment\nshortest = true\n", 3, "shortest must be a number, not True"),
        ("[checks.length]\nat_least_chars = 1.5\n", 2, "at_least_chars must be a whole number"),
        ("[checks.length]\nat_least_chars = -1\n", 2, "must not be below 0"),
        ("[checks.numbers]\nfix = 1\n", 2, "fix must be true or false"),
        ("[checks]\nnumbers = 'grave'\n", 2, "'grave' is no severity"),
        ("[checks]\nnumbers = 3\n", 2, "numbers must be true, false, a severity or a table"),
        ("[checks.numbers]\nseverity = 2\n", 2, "2 is no severity"),
        ("checks = 1\n", 1, "[checks] must be a table"),
        ("rules = 1\n", 1, "must be [[rules]] tables"),
        ("[[rules]]\nname = 'a'\ntarget = 'b'\n[[rules]]\ntarget = 'c'\n", 4, "a rule without a name"),
        ("[[rules]]\nname = 'a'\n", 1, "neither a target that is wrong nor a missing one"),
        ("[[rules]]\nname = 'a'\ntarget = '('\n", 3, "target is no regular expression"),
        ("[[rules]]\nname = 'a'\ntarget = 'b'\ninstead = '\\2'\n", 4, "instead cannot be written"),
        ("[[rules]]\nname = 'a'\ntarget = 1\n", 3, "target must be text"),
        ("[[rules]]\nname = 'a'\ntargets = 'b'\n", 3, "unknown key of a rule 'targets'; did you mean 'target'?"),
        ("base = 1\n", 1, "base must be"),
        ("[checks\n", 1, "is not TOML"),
        ("a = 1\n\n\nb = = 2\n", 4, "is not TOML"),
    ],
)
def test_what_means_nothing_is_refused_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        profile(tmp_path, text)
    assert message in caught.value.message
    assert caught.value.line == line


def test_profiles_that_stand_on_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="stand on each other"):
        profile(tmp_path, 'base = "profile.toml"\n')


def test_a_profile_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read_profile(tmp_path / "none.toml")


def test_a_project_has_its_profile_in_its_settings(tmp_path: Path) -> None:
    settings = tmp_path / "translate-kit.toml"
    settings.write_text('engine = "none"\n[qa.checks]\nlength = false\n', encoding="utf-8")
    assert project_checks(tmp_path) == tuple(check for check in CHECKS if check.id != "length")
    settings.write_text('engine = "none"\n', encoding="utf-8")
    assert project_checks(tmp_path) == CHECKS
    settings.write_text('engine = "none"\n\n[qa.checks]\nlengths = false\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"toml:4: unknown check 'lengths'"):
        project_checks(tmp_path)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_limit_of_every_check_can_be_set_to_what_it_is(tmp_path: Path, check: Check) -> None:
    values = {**settings_of(check), "severity": check.severity.label, "fix": check.fix}
    shown = {name: str(value).lower() if isinstance(value, bool) else repr(value) for name, value in values.items()}
    lines = "\n".join(f"{name} = {value}" for name, value in shown.items())
    (found,) = profile(tmp_path, f'base = "none"\n[checks.{check.id}]\n{lines}\n')
    assert dataclasses.asdict(found) == dataclasses.asdict(check)


@given(st.text(alphabet="[]a.b='\"\n# 1{}", max_size=60), st.lists(st.sampled_from(["a", "b", "1"]), max_size=3))
def test_a_line_is_one_of_the_text_or_none(text: str, place: list[str]) -> None:
    line = line_of(text, place)
    assert line is None or 1 <= line <= text.count("\n") + 1
