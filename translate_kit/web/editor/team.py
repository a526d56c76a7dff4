"""A team: log in and out, accounts and roles, and who may change a segment that is somebody else's."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from translate_kit.project.people import MAX_PASSWORD, People, Person, Role
from translate_kit.project.work import Work
from translate_kit.web.editor.auth import Visitor, bearer_of, cookie_name, derived, set_cookie
from translate_kit.web.editor.desk import Desk
from translate_kit.web.editor.models import Strict
from translate_kit.web.editor.request import Coordinator, DeskOf, Reader, auth_of
from translate_kit.web.guard import is_loopback

router = APIRouter(prefix="/api", tags=["people"])

Json = dict[str, Any]

FREE_TRIES = 5
"""Wrong passwords for one name before somebody has to wait."""

FREE_TRIES_ADDRESS = 20
"""Likewise from one address, which an office has in common."""

FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 900.0

FORGOTTEN_AFTER_S = 4 * LONGEST_WAIT_S

AT_ONCE = 2
"""Passwords that are looked at together: each takes 64 MiB and all of a processor."""


class TeamAuth:
    """People with accounts; sessions are kept with the project, so that they outlive the server."""

    team = True

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.cookie = cookie_name(desk.folder)
        self.brake = Brake()
        self._looking = threading.BoundedSemaphore(AT_ONCE)

    def visitor(self, cookie: str, bearer: str) -> Visitor | None:
        """See `translate_kit.web.editor.auth.Auth`."""
        token = bearer or cookie
        if not token or len(token) > 200:
            return None
        with self._desk.project() as project:
            person = People(project.store).logged_in(token)
        if person is None:
            return None
        return Visitor(person.name, person.role, "" if bearer else derived(token, "csrf"))

    def known(self, people: People, name: str, password: str, address: str) -> Person | None:
        """The person with this name and password; None for any other.

        Raises:
            HTTPException: 429, there were too many wrong ones of that name, or from that address.
        """
        keys = (f"name {name}", f"address {address}")
        with self._looking:
            # Asked when it is this one's turn: of many that come together each counts.
            wait = self.brake.wait_s(*keys)
            if wait > 0:
                raise HTTPException(
                    429,
                    f"Too many wrong passwords. Try again in {wait:.0f} s.",
                    headers={"Retry-After": f"{wait + 1:.0f}"},
                )
            person = people.check(name, password)
            if person is None:
                self.brake.failed(*keys)
            else:
                # Of the address the count stays: whoever has an account may not guess at others in between.
                self.brake.succeeded(keys[0])
        return person

    def cookie_for(self, token: str) -> str | None:
        """None: nobody comes in by an address."""
        return None


class Brake:
    """Makes whoever tries passwords wait, twice as long each time; in memory, as a restart is no way round for them.

    Keys are `name …` and `address …`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def wait_s(self, *keys: str) -> float:
        """Seconds until the next try may be made."""
        now = time.monotonic()
        with self._lock:
            return max(0.0, *(self._until(key) - now for key in keys))

    def _until(self, key: str) -> float:
        count, last = self._wrong.get(key, (0, 0.0))
        beyond = count - (FREE_TRIES_ADDRESS if key.startswith("address ") else FREE_TRIES)
        if beyond < 0:
            return 0.0
        return last + min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(beyond, 20))

    def failed(self, *keys: str) -> None:
        """A wrong password."""
        now = time.monotonic()
        with self._lock:
            if len(self._wrong) > 10_000:
                # What is long past need not be remembered.
                self._wrong = {key: one for key, one in self._wrong.items() if now - one[1] < FORGOTTEN_AFTER_S}
            for key in keys:
                count, last = self._wrong.get(key, (0, now))
                self._wrong[key] = (1 if now - last > FORGOTTEN_AFTER_S else count + 1, now)

    def succeeded(self, *keys: str) -> None:
        """The right one: the count begins anew."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)


class Login(Strict):
    """Who wants to come in."""

    name: str = Field(max_length=200)
    password: str = Field(max_length=2 * MAX_PASSWORD)


class Account(Strict):
    """A new account."""

    name: str = Field(max_length=200)
    role: Role
    password: str = Field(max_length=2 * MAX_PASSWORD)


class AccountChange(Strict):
    """What changes of an account."""

    role: Role | None = None
    password: str | None = Field(None, max_length=2 * MAX_PASSWORD)
    disabled: bool | None = None


class NewPassword(Strict):
    """A password of one's own."""

    old: str = Field(max_length=2 * MAX_PASSWORD)
    new: str = Field(max_length=2 * MAX_PASSWORD)


def _team(request: Request) -> TeamAuth:
    auth = auth_of(request)
    if not isinstance(auth, TeamAuth):
        raise HTTPException(404, "This server has no accounts; `translate-kit serve --team` has.")
    return auth


@router.post("/session", summary="Log in")
def log_in(request: Request, desk: DeskOf, body: Login) -> Response:
    """The session is a cookie; programs show the `token` of the answer as `Authorization: Bearer TOKEN`.

    429 after several wrong passwords: how long to wait is in `Retry-After`.
    """
    auth = _team(request)
    with desk.project() as project:
        people = People(project.store)
        person = auth.known(people, body.name, body.password, address_of(request))
        if person is None:
            raise HTTPException(401, "There is nobody with this name and password.")
        token = people.log_in(person.name)
        Work(project.store).did("log in", person=person.name)
    answer = JSONResponse({"person": _json(person), "token": token})
    set_cookie(request, answer, auth.cookie, token)
    return answer


@router.delete("/session", summary="Log out", status_code=204)
def log_out(request: Request, desk: DeskOf, _: Reader) -> Response:
    """The session ends on the server too."""
    auth = _team(request)
    with desk.project() as project:
        People(project.store).log_out(bearer_of(request) or request.cookies.get(auth.cookie, ""))
    answer = Response(status_code=204)
    answer.delete_cookie(auth.cookie, path="/")
    return answer


@router.get("/people", summary="Everybody with an account")
def people(request: Request, desk: DeskOf, _: Reader) -> list[Json]:
    """Names and roles."""
    _team(request)
    with desk.project() as project:
        return [_json(person) for person in People(project.store).all()]


@router.post("/people", summary="Make an account", status_code=201)
def add(request: Request, desk: DeskOf, visitor: Coordinator, body: Account) -> Json:
    """The password is told to the person by other means; they can change it."""
    _team(request)
    with desk.project() as project:
        person = People(project.store).add(body.name, body.role, body.password)
        Work(project.store).did("account", person=visitor.name, name=body.name, role=body.role.value)
        return _json(person)


@router.patch("/people/{name}", summary="Change an account")
def change(request: Request, desk: DeskOf, visitor: Coordinator, name: str, body: AccountChange) -> Json:
    """Whoever is disabled, or gets a new password, is logged out."""
    _team(request)
    with desk.project() as project:
        person = People(project.store).change(name, role=body.role, password=body.password, disabled=body.disabled)
        changed = body.model_dump(exclude_none=True, exclude={"password"})
        Work(project.store).did("account", person=visitor.name, name=name, **changed)
        return _json(person)


@router.put("/me/password", summary="Change one's own password", status_code=204)
def password(request: Request, desk: DeskOf, visitor: Reader, body: NewPassword) -> None:
    """All of one's sessions end."""
    auth = _team(request)
    with desk.project() as project:
        accounts = People(project.store)
        if auth.known(accounts, visitor.name, body.old, address_of(request)) is None:
            raise HTTPException(403, "The old password is another one.")
        accounts.change(visitor.name, password=body.new)


def address_of(request: Request) -> str:
    """Where a request comes from; through a proxy on this machine, what that says of it.

    The last address is the proxy's own word; those before it are whatever its client has sent.
    """
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    return forwarded.rpartition(",")[2].strip()[:100] if forwarded and is_loopback(peer) else peer


def _json(person: Person) -> Json:
    return {**asdict(person), "role": person.role.value}
