"""Documents come into a project under their names, and what is already there is found again."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_kit.data import Origin, Segment, State
from translate_kit.errors import BadInput
from translate_kit.export import output_names, refuse_collisions, translated
from translate_kit.pipeline import check, load_termbase
from translate_kit.project import Project, Settings
from translate_kit.project.project import _continued, read_new
from translate_kit.project.store import Change

MARKDOWN = "# Kop\n\n- een\n- **twee**\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    with Project.create(tmp_path / "p", Settings()) as opened:
        (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
        opened.add(read_new([tmp_path / "a.md"]))
        yield opened


def test_a_link_has_its_own_name_and_format(tmp_path: Path) -> None:
    (tmp_path / "blob").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "article.md").symlink_to(tmp_path / "blob")
    (document,) = read_new([tmp_path / "article.md"])
    assert (document.name, document.document.format) == ("article.md", "markdown")


def test_a_file_and_a_link_to_it_are_one_document_named_twice(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(BadInput, match=r"b\.md: named twice"):
        read_new([tmp_path / "a.md", tmp_path / "b.md"])


def test_links_that_lead_in_a_circle_are_bad_input(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(BadInput, match="symbolic links"):
        read_new([tmp_path / "a.md"])


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(MARKDOWN, encoding="utf-8"))
    writer.start()
    (document,) = read_new([pipe])
    writer.join()
    assert document.data.decode() == document.document.text == MARKDOWN


@pytest.mark.parametrize("name", ["two\nlines.md", "bell\x07.md", "caf\udce9.md"])
def test_a_name_that_no_export_can_hold_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    try:
        (tmp_path / name).write_text(MARKDOWN, encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.raises(BadInput, match="the name of this file") as refused:
        read_new([tmp_path / name])
    assert str(refused.value).isprintable()
    (document,) = read_new([tmp_path / name], name="a.md")
    assert document.name == "a.md"


def test_a_document_keeps_its_format_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKDOWN, encoding="utf-8")
    with Project.create(tmp_path / "p", Settings()) as project:
        project.add(read_new([tmp_path / "a.md"], name="chapter"))
        project.edit(project.segments()[1].id, "# no heading")
        assert project.document(project.documents()[0]).format == "markdown"
        assert translated(project, "chapter").decode() == "# Kop\n\n- \\# no heading\n- **twee**\n"


@pytest.mark.parametrize(
    ("names", "output"), [(("a.md", "a.txt"), "a.po"), (("a.md", "a.nl.md"), "a.en.md"), (("x/a", "x/a.nl"), "x/a.po")]
)
def test_documents_that_would_be_exported_to_one_file_are_refused(names: tuple[str, str], output: str) -> None:
    with pytest.raises(BadInput) as refused:
        refuse_collisions(names, Settings())
    assert all(repr(name) in str(refused.value) for name in (*names, output))
    assert output in {*output_names(names[0], Settings()).values()} & {*output_names(names[1], Settings()).values()}


def test_documents_of_other_names_or_folders_are_exported(tmp_path: Path) -> None:
    refuse_collisions(["a.md", "b.md", "x/a.md", "a.md"], Settings())


def test_a_rejected_draft_stays_the_machines_and_can_be_drafted_again(project: Project) -> None:
    first = project.segments()[0].id
    project.store.draft([Change(first, "Head", State.DRAFT, Origin.MACHINE, "argos")], person="kit")
    rejected = project.edit(first, "Head", State.REJECTED)
    assert (rejected.state, rejected.origin, rejected.origin_detail) == (State.REJECTED, Origin.MACHINE, "argos")
    assert project.store.draft([Change(first, "Heading", State.DRAFT, Origin.MACHINE, "argos 2")], person="kit") == 1
    assert project.store.segment(first).target == "Heading"


def test_an_untouched_segment_that_is_called_a_draft_can_still_be_drafted(project: Project) -> None:
    first = project.segments()[0].id
    assert project.edit(first, "", State.DRAFT).state is State.NEW
    assert project.store.draft([Change(first, "Head", State.DRAFT, Origin.MACHINE, "argos")], person="kit") == 1


def test_what_a_person_wrote_is_not_drafted_again_when_it_is_rejected(project: Project) -> None:
    first = project.segments()[0].id
    project.edit(first, "Head")
    project.edit(first, "Head", State.REJECTED)
    assert project.store.draft([Change(first, "Heading", State.DRAFT, Origin.MACHINE, "argos")], person="kit") == 0


def test_a_target_that_is_no_text_is_refused(project: Project) -> None:
    with pytest.raises(BadInput, match="not UTF-8"):
        project.edit(project.segments()[0].id, "caf\udce9")


def numbered(sources: str) -> list[Segment]:
    return [Segment(id=str(number), source=source) for number, source in enumerate(sources)]


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_each_new_segment_continues_at_most_one_old_one_of_the_same_source(old: str, new: str) -> None:
    kept = _continued(numbered(old), numbered(new))
    assert all(old[int(segment_id)] == new[position] for position, segment_id in kept.items())
    assert len(set(kept.values())) == len(kept) == sum(min(old.count(letter), new.count(letter)) for letter in "abc")


@given(st.text("abc", max_size=12), st.text("abc", max_size=6), st.text("abc", max_size=12))
def test_what_stands_before_and_after_an_insertion_keeps_its_order(before: str, added: str, after: str) -> None:
    kept = _continued(numbered(before + after), numbered(before + added + after))
    assert sorted(map(int, kept.values())) == list(range(len(before + after)))
    in_order = [int(kept[position]) for position in sorted(kept)]
    assert in_order == sorted(in_order)


def test_a_table_of_equal_cells_is_continued_cell_by_cell() -> None:
    # difflib compares every cell with every other one: hours for these.
    old, new = numbered("j" * 30_000), numbered("n" + "j" * 30_000)
    assert _continued(old, new) == {position + 1: str(position) for position in range(30_000)}


def test_a_project_is_checked_by_the_rules_of_its_own_languages(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("There were 1.5 million of 25,550.\n", encoding="utf-8")
    with Project.create(tmp_path / "p", Settings(source_language="en", target_language="nl")) as project:
        project.add(read_new([tmp_path / "a.txt"], language="en"))
        project.edit("1", "Er waren 1,5 miljoen van de 25.550.")
        termbase = load_termbase(settings=project.settings)
        found = check(project, termbase).findings
        assert [finding for finding in found if finding.check.startswith("number")] == []
