"""Coming in: joining by code, coming back by word, knocking; the teacher's link and devices."""

import contextlib
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from msgspec import Meta, Struct
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from game.classroom import events as e
from game.classroom import seating, words
from game.classroom.commands.base import read
from game.classroom.desk import Desk
from game.classroom.doors import TEACHER, Doors, Limits
from game.classroom.languages import LANGUAGES
from game.classroom.log import Reader
from game.classroom.refusal import RefusedError
from game.classroom.state import DEBRIEF, LOBBY, OVER
from game.classroom.web.hub import GONE, MOVED, Hub
from game.language import later, tr

SEAT_COOKIE, TEACHER_COOKIE, WALL_COOKIE = "seat-", "teacher", "wall"
A_DAY = 86_400
T = TypeVar("T")
SHORTEST_KEY, LONGEST_KEY = 8, 64  # of an idempotency key
Word = Annotated[str, Meta(max_length=40)]
# At the door, in all and from one address; seconds until somebody who no longer asks has gone.
MOST_KNOCKS, MOST_KNOCKS_EACH = 40, 15
KNOCK_S = 30.0


class Join(Struct, frozen=True, forbid_unknown_fields=True):
    """A newcomer."""

    code: Word
    language: Word = "en"


class Rejoin(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who comes back on another device."""

    code: Word
    name: Word
    word: Word


class Digits(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that adds a device of the teacher."""

    code: Word


class Knock(Struct, frozen=True, forbid_unknown_fields=True):
    """What the teacher does with somebody who knocks."""

    knock: Word
    let_in: bool


@dataclass
class Waiting:
    """Somebody at the door: a seat to come back to, or a newcomer. The address stays in memory."""

    member: str
    language: str
    address: str
    asked: float  # when the page last asked, by the steady clock
    answer: bool | None = None


@dataclass
class Door:
    """Everything about coming in."""

    desk: Desk
    doors: Doors
    hub: Hub
    limits: Limits = field(default_factory=Limits)
    secure: bool = False
    wall_key: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    waiting: dict[str, Waiting] = field(default_factory=dict)

    # ---- who is asking

    def student(self, request: HTTPConnection, name: str) -> str:
        """The seat of a request. Raises: RefusedError if its cookie is not that seat's."""
        token = request.cookies.get(f"{SEAT_COOKIE}{name}", "")
        if not name or self.doors.member_of(token) != name:
            raise RefusedError(tr("This seat is used on another device now."), 403)
        return name

    def is_teacher(self, request: HTTPConnection) -> bool:
        """Whether a request comes from a device of the teacher."""
        return self.doors.member_of(request.cookies.get(TEACHER_COOKIE, "")) == TEACHER

    def sees_wall(self, request: HTTPConnection) -> bool:
        """Whether a request may see the wall."""
        key = request.cookies.get(WALL_COOKIE, "")
        return self.is_teacher(request) or _same(key, self.wall_key)

    def shut_out_erased(self) -> None:
        """Void tokens and words of seats that are no longer there."""
        for name in self.doors.seats() - self.desk.state.members.keys():
            self.doors.shut_out(name)
            self.hub.send_away(name, GONE)

    def set_cookie(self, response: Response, name: str, token: str, strict: bool = True) -> None:
        """Hand out a token that no script can read."""
        response.set_cookie(
            name, token, max_age=A_DAY, httponly=True, secure=self.secure,
            samesite="strict" if strict else "lax",
        )  # fmt: skip

    # ---- students

    async def join(self, request: Request) -> Response:
        """Take a seat by code."""
        body = await _read(request, Join)
        idem = request.headers.get("idempotency-key", "")
        if not SHORTEST_KEY <= len(idem) <= LONGEST_KEY:
            raise RefusedError(tr("The message cannot be read. Load the page again."), 400)
        self._check_code(request, body.code)
        language = body.language if body.language in LANGUAGES else "en"
        if self.desk.state.locked and self.desk.earlier("door", idem) is None:
            return self._knock(request, "", language)
        return await self._seat(language, idem)

    def _joined_by(self, seq: int) -> str:
        with Reader(self.desk.folder.log) as log:
            body = next(log.read_after(seq - 1)).body
        if not isinstance(body, e.Joined) or body.member not in self.desk.state.members:
            raise RefusedError(tr("Join again."), 409)
        return body.member

    async def _seat(self, language: str, idem: str) -> Response:
        again = self.desk.earlier("door", idem)
        if again is not None:  # the answer was lost: the same seat with a new token
            await self.desk.settled(again[1])
            return self._come_in(self._joined_by(again[0]))
        state = self.desk.state
        if state.game.phase == OVER:
            raise RefusedError(tr("The class is over."), 410)
        if sum(1 for m in state.members.values() if not m.erased) >= seating.MOST_STUDENTS:
            raise RefusedError(tr("Every seat is taken. Ask your teacher."), 409)
        world, team = seating.open_place(state)
        name = words.new_name(state.names_given)
        joined = e.Joined(
            name, world, team, seating.role_for(state, world, team), language,
            observer=state.game.phase not in (LOBBY, DEBRIEF),
        )  # fmt: skip
        written = self.desk.submit(
            joined, actor="door", world=world, team=team, member=name, idem=idem
        )
        await self.desk.settled(written)
        self.desk.attendance.went(name)  # until its page is there
        return self._come_in(name)

    def _come_in(self, name: str, word: str = "") -> Response:
        """A new token for a seat, the cookie with it; a new word, unless one is known."""
        with _kept():
            token, fresh = self.doors.let_in(name, word=not word)
        page = f"/s/{name}"
        response = JSONResponse({"name": name, "word": word or fresh, "page": page})
        self.set_cookie(response, f"{SEAT_COOKIE}{name}", token, strict=False)
        return response

    async def rejoin(self, request: Request) -> Response:
        """Come back by name and word; the old device is told."""
        body = await _read(request, Rejoin)
        self._check_code(request, body.code)
        name = "-".join(body.name.lower().replace("-", " ").split())
        member = self.desk.state.members.get(name)
        if member is None or member.erased:
            raise RefusedError(tr("There is no seat of that name."), 404)
        with _kept():
            right = self.doors.says_word(name, body.word)
        if right is None:
            return self._knock(request, name, member.language)
        if not right:
            raise RefusedError(tr("That is not the word of this seat."), 403)
        return await self._switch(name, words.clean_word(body.word))

    async def _switch(self, name: str, word: str = "") -> Response:
        """Another device of a seat. The word stays, so that a lost answer shuts nobody out."""
        member = self.desk.state.members.get(name)
        if member is None or member.erased:
            raise RefusedError(tr("There is no seat of that name."), 404)
        written = self.desk.submit(e.Switched(name), actor=name, world=member.world, member=name)
        await self.desk.settled(written)
        response = self._come_in(name, word)
        self.hub.send_away(name, MOVED)
        return response

    def _check_code(self, request: Request, code: str) -> None:
        address = _address(request)
        if not self.limits.may_guess(address):
            raise RefusedError(tr("Too many wrong codes. Wait a minute."), 429)
        if not _same(words.clean_code(code), self.desk.state.code):
            self.limits.guessed_wrong(address)
            if self.limits.under_siege():
                self.desk.warn(later("Somebody is guessing codes. You can lock the door."))
            raise RefusedError(tr("There is no class with that code."), 404)

    # ---- knocking

    def _knock(self, request: Request, member: str, language: str) -> Response:
        self._forget_those_gone()
        address = _address(request)
        same = sum(1 for one in self.waiting.values() if one.address == address)
        if len(self.waiting) >= MOST_KNOCKS or same >= MOST_KNOCKS_EACH:
            raise RefusedError(tr("Too many are waiting. Ask your teacher."), 429)
        knock = secrets.token_urlsafe(9)
        self.desk.submit(e.Knocked(knock, member), actor="door")
        self.waiting[knock] = Waiting(member, language, address, self.desk.clock.steady())
        return JSONResponse({"knock": knock}, 202)

    def _forget_those_gone(self) -> None:
        """Whoever has not asked for a while no longer stands at the door."""
        now = self.desk.clock.steady()
        for knock, one in list(self.waiting.items()):
            if now - one.asked > KNOCK_S:
                del self.waiting[knock]
                if one.answer is None:
                    self.desk.submit(e.Admitted(knock, False), actor="door")

    async def knocked(self, request: Request) -> Response:
        """Whether the door has been opened to somebody who knocked. May be asked again."""
        knock = request.path_params["knock"]
        one = self.waiting.get(knock)
        if one is None or one.answer is False:
            self.waiting.pop(knock, None)
            raise RefusedError(tr("The teacher did not let you in."), 403)
        one.asked = self.desk.clock.steady()
        if one.answer is None:
            return JSONResponse({"knock": knock}, 202)
        if one.member:
            return await self._switch(one.member)
        return await self._seat(one.language, f"knock {knock}")

    async def admit(self, request: Request) -> Response:
        """The teacher opens the door, or not."""
        body = await _read(request, Knock)
        written = self.desk.submit(e.Admitted(body.knock, body.let_in), actor=e.TEACHER)
        await self.desk.settled(written)
        one = self.waiting.get(body.knock)
        if one is not None:
            one.answer = body.let_in
        return JSONResponse({})

    # ---- the teacher

    async def device(self, request: Request) -> Response:
        """Six digits for another device of the teacher."""
        return JSONResponse({"code": self.doors.device_code(self.desk.clock.now())})

    async def add_device(self, request: Request) -> Response:
        """A device with the right digits becomes one of the teacher's."""
        body = await _read(request, Digits)
        with _kept():
            token = self.doors.use_device_code(body.code.strip(), self.desk.clock.now())
        if token is None:
            raise RefusedError(tr("Those are not the digits on the console, or too late."), 403)
        response = JSONResponse({"page": "/t"})
        self.set_cookie(response, TEACHER_COOKIE, token)
        return response


async def _read(request: Request, kind: type[T]) -> T:
    """The body of a request. Raises: RefusedError if it is none of that kind."""
    return read(await request.body(), kind)


def _address(request: Request) -> str:
    """Where a request comes from: kept in memory for limits, and nowhere else."""
    return request.client.host if request.client else ""


@contextlib.contextmanager
def _kept() -> Iterator[None]:
    """Tokens and tries that must be on disk. Raises: RefusedError if the disk refuses."""
    try:
        yield
    except sqlite3.Error as error:
        raise RefusedError(
            tr("Not taken: the class cannot be saved ({why}). Tell your teacher.", why=error), 503
        ) from None


def _same(given: str, right: str) -> bool:
    """Whether two secrets are the same; how long that takes says nothing."""
    return secrets.compare_digest(given.encode(), right.encode())
