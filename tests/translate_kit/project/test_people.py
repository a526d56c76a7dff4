"""Accounts and sessions, over both stores."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from translate_kit.errors import BadInput, Conflict
from translate_kit.project.people import People, Role
from translate_kit.project.store import ProjectStore

PASSWORD = "zeventien kleine katten"  # noqa: S105 - for these tests alone


@pytest.fixture
def store(place: str) -> Iterator[ProjectStore]:
    with ProjectStore(place) as opened:
        yield opened


@pytest.fixture
def people(store: ProjectStore) -> People:
    accounts = People(store)
    accounts.add("ann", Role.COORDINATOR, PASSWORD)
    return accounts


def test_only_the_right_password_lets_in(people: People) -> None:
    found = people.check("ann", PASSWORD)
    assert found is not None
    assert found.role is Role.COORDINATOR
    for name, password in (
        ("ann", "zeventien kleine kat"),
        ("ann", ""),
        ("bob", PASSWORD),
        ("ann", PASSWORD + "x" * 300),
    ):
        assert people.check(name, password) is None


def test_a_password_is_kept_as_a_hash_of_argon2(people: People, store: ProjectStore) -> None:
    kept = store.db.execute("SELECT password FROM person").fetchone()[0]
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_a_session_is_shown_by_a_token_of_which_only_a_digest_is_kept(people: People, store: ProjectStore) -> None:
    token = people.log_in("ann")
    found = people.logged_in(token)
    assert found is not None
    assert found.name == "ann"
    assert token not in str(store.db.execute("SELECT * FROM session").fetchall())
    people.log_out(token)
    assert people.logged_in(token) is None


def test_an_old_session_is_over(people: People, store: ProjectStore) -> None:
    token = people.log_in("ann")
    store.db.execute("UPDATE session SET began = '2020-01-01T00:00:00Z'")
    assert people.logged_in(token) is None
    token = people.log_in("ann")
    store.db.execute("UPDATE session SET seen = '2020-01-01T00:00:00Z'")
    assert people.logged_in(token) is None


def test_a_new_password_ends_all_sessions(people: People) -> None:
    token = people.log_in("ann")
    people.change("ann", password=PASSWORD + "!")
    assert people.logged_in(token) is None
    assert people.check("ann", PASSWORD) is None
    assert people.check("ann", PASSWORD + "!") is not None


def test_whoever_is_disabled_is_out_until_enabled(people: People) -> None:
    people.add("bob", Role.TRANSLATOR, PASSWORD)
    token = people.log_in("bob")
    people.change("bob", disabled=True)
    assert people.logged_in(token) is None
    assert people.check("bob", PASSWORD) is None
    people.change("bob", disabled=False)
    assert people.check("bob", PASSWORD) is not None


def test_there_is_always_a_coordinator(people: People) -> None:
    people.add("bob", Role.TRANSLATOR, PASSWORD)
    with pytest.raises(Conflict, match="only coordinator"):
        people.change("ann", role=Role.TRANSLATOR)
    with pytest.raises(Conflict, match="only coordinator"):
        people.change("ann", disabled=True)
    people.change("bob", role=Role.COORDINATOR)
    assert people.change("ann", role=Role.TRANSLATOR).role is Role.TRANSLATOR


@pytest.mark.parametrize("name", ["", " ", " ann", "a\nb", "x" * 101, "a\u202eb"])
def test_a_bad_name_is_refused(people: People, name: str) -> None:
    with pytest.raises(BadInput):
        people.add(name, Role.TRANSLATOR, PASSWORD)


def test_a_name_is_given_once_and_a_password_has_a_length(people: People) -> None:
    with pytest.raises(Conflict, match="already"):
        people.add("ann", Role.TRANSLATOR, PASSWORD)
    for password in ("short", "x" * 201):
        with pytest.raises(BadInput, match="10 to 200"):
            people.add("bob", Role.TRANSLATOR, password)
    with pytest.raises(BadInput, match="nobody called"):
        people.change("carl", disabled=True)


def test_each_role_includes_those_before_it() -> None:
    order = list(Role)
    assert [[one.includes(other) for other in order] for one in order] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
