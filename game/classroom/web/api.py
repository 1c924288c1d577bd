"""Commands, whole views and the feed by polling. A command is answered once it is on disk."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket

from game.classroom import commands
from game.classroom.commands import teaching
from game.classroom.events import TEACHER
from game.classroom.languages import LANGUAGES, spoken
from game.classroom.refusal import RefusedError
from game.classroom.web.door import LONGEST_KEY, SHORTEST_KEY, Door
from game.classroom.web.guard import BODY_S, TooLargeError
from game.classroom.web.hub import CONSOLE, STUDENT, WALL, Hub, Listener
from game.language import tr

Handler = Callable[[Request], Awaitable[Response]]
NOTHING_NEW = 204
LONGEST_NUMBER = 18


def answered(handler: Handler, language: Callable[[Request], str]) -> Handler:
    """A handler whose refusals become JSON with a sentence, in the language of whoever asks."""

    async def safe(request: Request) -> Response:
        with spoken(language(request)):
            try:
                async with asyncio.timeout(2 * BODY_S):
                    return await handler(request)
            except RefusedError as error:
                return JSONResponse({"error": str(error)}, error.status)
            except TooLargeError:
                return JSONResponse({"error": tr("That is too long.")}, 413)
            except TimeoutError:
                return JSONResponse({"error": tr("That took too long.")}, 408)

    return safe


class Api:
    """What pages ask for."""

    def __init__(self, door: Door, hub: Hub) -> None:
        self.door, self.hub, self.desk = door, hub, door.desk

    def language(self, request: Request) -> str:
        """The language of whoever asks."""
        member = self.desk.state.members.get(request.query_params.get("seat", ""))
        if member is not None:
            return member.language
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.desk.state.settings.language

    # ---- commands

    async def student(self, request: Request) -> Response:
        """A command of a student."""
        name = self.door.student(request, request.query_params.get("seat", ""))
        if not self.door.limits.may_command(name):
            raise RefusedError(tr("Slower, please."), 429)
        idem = request.headers.get("idempotency-key", "")
        if not SHORTEST_KEY <= len(idem) <= LONGEST_KEY:
            raise RefusedError(tr("The message cannot be read. Load the page again."), 400)
        body = await request.body()  # nothing is awaited from here to the command: keys count once
        self.door.student(request, name)  # the seat may have gone to another device meanwhile
        again = self.desk.earlier(name, idem)
        if again is not None:
            await self.desk.settled(again[1])
            return JSONResponse({"seq": again[0], "again": True})
        written = commands.run(self.desk, name, request.path_params["command"], body, idem)
        seq = self.desk.state.seq
        await self.desk.settled(written)
        return JSONResponse({"seq": seq})

    async def teacher(self, request: Request) -> Response:
        """A command of the teacher."""
        self._only_teacher(request)
        idem = request.headers.get("idempotency-key", "")[:LONGEST_KEY]
        body = await request.body()
        again = self.desk.earlier(TEACHER, idem)
        if again is not None:
            await self.desk.settled(again[1])
            return JSONResponse({"seq": again[0], "again": True})
        written = teaching.run(self.desk, request.path_params["command"], body, idem)
        await self.desk.settled(written)
        self.door.shut_out_erased()
        return JSONResponse({"seq": self.desk.state.seq})

    def _only_teacher(self, request: Request) -> None:
        if not self.door.is_teacher(request):
            raise RefusedError(tr("Only the teacher can do this."), 403)

    def for_teacher(self, handler: Handler) -> Handler:
        """A handler that only the teacher's devices reach."""

        async def guarded(request: Request) -> Response:
            self._only_teacher(request)
            return await handler(request)

        return guarded

    # ---- what pages show

    def _listener(self, request: Request | WebSocket) -> Listener:
        """The page that asks. Raises: RefusedError if it may not see what it asks for."""
        page = request.query_params.get("page", STUDENT)
        language = request.query_params.get("lang", "")
        code = language if language in LANGUAGES else self.desk.state.settings.language
        if page == STUDENT:
            name = request.query_params.get("seat", "")
            return Listener(STUDENT, self.door.student(request, name), code)
        allowed = {CONSOLE: self.door.is_teacher, WALL: self.door.sees_wall}.get(page)
        if allowed is None or not allowed(request):
            raise RefusedError(tr("Only the teacher can do this."), 403)
        return Listener(page, "", code)

    async def feed(self, request: Request) -> Response:
        """The page anew if anything of it changed after a version; else nothing."""
        listener = self._listener(request)
        if listener.page == STUDENT:
            self.hub.polled(listener.who)
        self._not_too_often(listener)
        after = _number(request.query_params.get("after", ""))
        # A page that knows of more than there is saw the server's clock before it was set back.
        if self.hub.version(listener.page, listener.who) <= after <= self.desk.version:
            return Response(status_code=NOTHING_NEW, headers={"x-now": f"{self.desk.clock.now()}"})
        return self._whole(listener)

    async def snapshot(self, request: Request) -> Response:
        """The whole page."""
        listener = self._listener(request)
        self._not_too_often(listener)
        return self._whole(listener)

    def _not_too_often(self, listener: Listener) -> None:
        if not self.door.limits.may_look(listener.who or listener.page):
            raise RefusedError(tr("Slower, please."), 429)

    def _whole(self, listener: Listener) -> Response:
        try:
            parts = self.hub.view(listener)
        except KeyError:
            raise RefusedError(tr("This seat is no longer there. Join again."), 403) from None
        return Response(self.hub.frame(listener, parts), media_type="application/json")

    async def socket(self, socket: WebSocket) -> None:
        """The feed by WebSocket."""
        try:
            listener = self._listener(socket)
        except RefusedError:
            await socket.close(4403)
            return
        await self.hub.listen(socket, listener)


def _number(text: str) -> int:
    """A number of a query; -1 for what is none."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else -1


async def not_found(request: Request, error: Exception) -> Response:
    """What does not exist, or may not be done that way."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    return JSONResponse({"error": tr("There is no such page.")}, status)


async def broken(request: Request, error: Exception) -> Response:
    """A fault of the program: the class goes on."""
    return JSONResponse({"error": tr("Something went wrong. Load the page again.")}, 500)
