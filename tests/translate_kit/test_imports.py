"""Post-edited files back into a project: what a file calls a draft stays one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tm import TranslationUnit
from tm.tmx import write_tmx
from tm.unit import Prop
from translate_kit.data import State
from translate_kit.errors import BadInput
from translate_kit.imports import import_files
from translate_kit.project import Project, Settings
from translate_kit.project.project import read_new


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "a.txt").write_text("Eén kat.\n\nTwee katten.\n", encoding="utf-8")
    with Project.create(tmp_path / "p", Settings(source_language="nl", target_language="en")) as opened:
        opened.add(read_new([tmp_path / "a.txt"]))
        yield opened


@pytest.mark.parametrize(
    ("kind", "value", "state"),
    [
        ("x-state", "draft", State.DRAFT),
        ("x-state", "new", State.DRAFT),
        ("x-state", "rejected", State.REJECTED),
        ("x-state", "reviewed", State.REVIEWED),
        ("x-ConfirmationLevel", "Draft", State.DRAFT),
        ("x-ConfirmationLevel", "RejectedTranslation", State.REJECTED),
        ("x-ConfirmationLevel", "ApprovedSignOff", State.FINAL),
        ("x-whatever", "draft", State.TRANSLATED),
    ],
)
def test_a_tmx_unit_has_the_state_that_its_property_says(
    project: Project, tmp_path: Path, kind: str, value: str, state: State
) -> None:
    unit = TranslationUnit.simple("Eén kat.", "One cat.", props=(Prop(kind, value),))
    write_tmx(tmp_path / "a.tmx", [unit], source_language="nl")
    imported = import_files(project, [str(tmp_path / "a.tmx")])
    assert [segment.state for segment in imported.changed] == [state]


def test_a_draft_in_tmx_does_not_replace_what_was_confirmed(project: Project, tmp_path: Path) -> None:
    (first, _) = project.segments()
    project.edit(first.id, "One single cat.", State.TRANSLATED)
    unit = TranslationUnit.simple("Eén kat.", "One cat.", props=(Prop("x-state", "draft"),))
    write_tmx(tmp_path / "a.tmx", [unit], source_language="nl")
    assert import_files(project, [str(tmp_path / "a.tmx")]).kept == 1
    assert project.segments()[0].target == "One single cat."


def table(path: Path, *rows: tuple[str, str, str]) -> str:
    path.write_text("".join("\t".join(row) + "\n" for row in (("source", "target", "state"), *rows)), encoding="utf-8")
    return str(path)


@pytest.fixture
def repeated(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "a.txt").write_text("Eén kat.\n\nTwee katten.\n\nEén kat.\n", encoding="utf-8")
    with Project.create(tmp_path / "p", Settings(source_language="nl", target_language="en")) as opened:
        opened.add(read_new([tmp_path / "a.txt"]))
        yield opened


def test_a_unit_without_a_place_changes_every_segment_of_its_source(repeated: Project, tmp_path: Path) -> None:
    imported = import_files(repeated, [table(tmp_path / "a.csv", ("Eén kat.", "One cat.", "translated"))])
    assert [segment.target for segment in repeated.segments()] == ["One cat.", "", "One cat."]
    assert [segment.id for segment in imported.changed] == ["1", "3"]
    assert imported.read == 1


def test_an_older_draft_in_a_second_file_does_not_replace_what_the_first_confirmed(
    project: Project, tmp_path: Path
) -> None:
    confirmed = table(tmp_path / "a.csv", ("Eén kat.", "One single cat.", "translated"))
    draft = table(tmp_path / "b.csv", ("Eén kat.", "A cat.", "draft"))
    assert import_files(project, [confirmed, draft]).kept == 1
    assert project.segments()[0].target == "One single cat."


def test_a_draft_that_was_rejected_elsewhere_is_rejected(project: Project, tmp_path: Path) -> None:
    import_files(project, [table(tmp_path / "a.csv", ("Eén kat.", "A cat.", "draft"))])
    imported = import_files(project, [table(tmp_path / "b.csv", ("Eén kat.", "A cat.", "rejected"))])
    assert [segment.state for segment in imported.changed] == [State.REJECTED]


def test_an_import_that_fails_in_the_middle_changes_nothing(project: Project, tmp_path: Path) -> None:
    rows = table(tmp_path / "a.csv", ("Eén kat.", "One cat.", "translated"), ("Twee katten.", " ", "translated"))
    with pytest.raises(BadInput, match="empty target"):
        import_files(project, [rows])
    assert [segment.target for segment in project.segments()] == ["", ""]
    assert project.store.revisions("1") == []
