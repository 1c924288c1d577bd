"""What the teacher takes along, and the end of a class: tables, report, log, kit, deletion.

Everything is made from the log on disk, in a thread of its own, so that no page waits for it.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from game.classroom import events as e
from game.classroom import export, gradebook, grades, takeaway
from game.classroom.fold import fold
from game.classroom.languages import LANGUAGES, spoken
from game.classroom.record import forgotten
from game.classroom.refusal import RefusedError
from game.classroom.report import report_page
from game.classroom.state import OVER
from game.classroom.web.api import Handler, answered
from game.language import tr

if TYPE_CHECKING:
    from game.classroom.web.server import ClassServer

# A page with its style inside, that runs nothing and loads nothing.
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)


class Delete(Struct, frozen=True, forbid_unknown_fields=True):
    """The class is to be deleted. It must be over, or the teacher has confirmed it."""

    confirm: bool = False


def routes(server: "ClassServer") -> Sequence[Route]:
    """The teacher's files of a class."""
    files, api = Files(server), server.api

    def get(name: str, handler: Handler) -> Route:
        return Route(f"/t/files/{name}", answered(api.for_teacher(handler), api.language))

    delete = answered(api.for_teacher(files.delete), api.language)
    return [
        get("grades.csv", files.grades),
        get("report.html", files.report),
        get("log.db", files.log),
        get("kit.zip", files.kit),
        Route("/api/t/delete", delete, methods=["POST"]),
    ]


class Files:
    """Makes the files of a class, and deletes it."""

    def __init__(self, server: "ClassServer") -> None:
        self.server, self.desk = server, server.desk

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.desk.state.settings.language

    def _log(self) -> list[e.Event]:
        """What the log says of moves that are open; nothing of a round before its reveal."""
        return export.unsealed(export.read(self.desk.folder))

    async def _made(self, make: Callable[[], bytes], name: str, kind: str) -> Response:
        data = await asyncio.to_thread(make)
        stem, _, ending = name.partition(".")
        named = f"{stem}-{self.desk.folder.code}.{ending}"
        headers = {"content-disposition": f'attachment; filename="{named}"'}
        return Response(data, media_type=kind, headers=headers)

    async def grades(self, request: Request) -> Response:
        """The table of grades, in a format of `gradebook.FORMATS`; seats only, no roster."""
        kind = request.query_params.get("format", gradebook.GENERIC)
        language = self._language(request)
        if kind not in gradebook.FORMATS:
            known = ", ".join(gradebook.FORMATS)
            raise RefusedError(tr("There is no such format; there are {known}.", known=known), 400)

        def make() -> bytes:
            log = self._log()
            with spoken(language):
                return gradebook.grades_csv(fold(forgotten(log)), grades.students(log), kind)

        return await self._made(make, "grades.csv", "text/csv; charset=utf-8")

    async def report(self, request: Request) -> Response:
        """The report, to be looked at; it can be saved from the browser as it is."""
        language = self._language(request)
        data = await asyncio.to_thread(lambda: report_page(self._log(), language).encode())
        headers = {"content-security-policy": PAGE_POLICY}
        return Response(data, media_type="text/html; charset=utf-8", headers=headers)

    async def log(self, request: Request) -> Response:
        """The log on disk at this moment, without those who were erased."""

        def make() -> bytes:
            return export.log_bytes(forgotten(self._log()), self.desk.folder.path)

        return await self._made(make, "log.db", "application/vnd.sqlite3")

    async def kit(self, request: Request) -> Response:
        """Everything worth keeping as one zip."""
        language = self._language(request)
        return await self._made(
            lambda: takeaway.kit(self.desk.folder, language), "kit.zip", "application/zip"
        )

    async def delete(self, request: Request) -> Response:
        """End the server; the class is deleted once its files are closed."""
        try:
            body = msgspec.json.decode(await request.body(), type=Delete)
        except msgspec.MsgspecError:
            raise RefusedError(
                tr("The message cannot be read. Load the page again."), 400
            ) from None
        if self.desk.state.game.phase != OVER and not body.confirm:
            raise RefusedError(tr("The class is not over. It is deleted only if you confirm it."))
        self.server.deleting = True
        return JSONResponse({}, background=BackgroundTask(self.server.stop))
