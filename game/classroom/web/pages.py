"""The few HTML pages: a frame each, filled by small modules from what the page's view says."""

import gzip
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import segno
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from game.assets import asset
from game.classroom.languages import LANGUAGES, direction, spoken
from game.classroom.refusal import RefusedError
from game.classroom.templating import templates
from game.classroom.views import door_texts, large_texts, texts
from game.classroom.web.api import Api
from game.classroom.web.door import SEAT_COOKIE, TEACHER_COOKIE, WALL_COOKIE, Door
from game.classroom.web.hub import CONSOLE, STUDENT, WALL, Hub, Listener
from game.language import LANGUAGES as SPOKEN
from game.language import tr

HERE = Path(__file__).parent
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
FONTS = ("Inter-Regular", "Inter-SemiBold")  # of the wall and the console; phones have their own
PHONES = 3  # of a rehearsal
A_YEAR = "public, max-age=31536000, immutable"
# The modules of each page, its own first, so that a browser fetches all of them at once.
MODULES = {
    "join": ("join", "core", "feed"),
    "device": ("device", "core", "feed"),
    "student": ("student", "core", "feed", "sheet", "talk", "debrief"),
    "console": (
        "console",
        "core",
        "feed",
        "teams",
        "side",
        "court",
        "settings",
        "stages",
        "charts",
    ),
    "wall": ("wall", "core", "feed", "charts", "stages"),
    "rehearsal": ("rehearsal", "core", "feed"),
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; everything that is filled in is escaped."""
    return templates(HERE / "templates", tr=tr)


@lru_cache(maxsize=1)
def static_files() -> Mapping[str, bytes]:
    """The modules, styles and pictures, by name."""
    own = [path for path in (HERE / "static").iterdir() if path.suffix in KINDS]
    found = [*own, *(asset(f"fonts/{name}.ttf") for name in FONTS)]
    return {path.name: path.read_bytes() for path in sorted(found)}


@lru_cache(maxsize=64)
def packed(name: str) -> bytes:
    """A static file as it goes over a slow network."""
    return gzip.compress(static_files()[name], mtime=0)


@lru_cache(maxsize=1)
def stamp() -> str:
    """Eight digits that change with any static file, so that browsers may keep them for good."""
    return sha256(b"".join(static_files().values())).hexdigest()[:8]


@lru_cache(maxsize=1)
def icon() -> str:
    """The icon inside the page: one request less."""
    return f"data:image/svg+xml;base64,{b64encode(static_files()['icon.svg']).decode()}"


@lru_cache(maxsize=8)
def qr_picture(address: str) -> str:
    """The QR of an address as SVG; made once, since anybody may ask for it at any rate."""
    made = segno.make(address, error="m", micro=False)
    picture = made.svg_inline(scale=8, border=2, dark="#101826", light="#ffffff")
    return picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _small(request: Request, response: Response) -> Response:
    """A page packed, for whoever takes it so."""
    if _takes_gzip(request):
        response.body = gzip.compress(bytes(response.body), compresslevel=5, mtime=0)
        response.headers["content-length"] = str(len(response.body))
        response.headers["content-encoding"] = "gzip"
    return response


def data(value: Any) -> str:
    """A value as JSON that can stand inside a page."""
    text = msgspec.json.encode(value).decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class HtmlPages:
    """The pages of a class. `url` is what students type."""

    def __init__(self, door: Door, hub: Hub, api: Api, url: str) -> None:
        self.door, self.hub, self.api, self.url = door, hub, api, url
        self.desk = door.desk
        self._made: dict[tuple[str, str], str] = {}

    def _render(
        self, request: Request, template: str, code: str, status: int = 200, **values: Any
    ) -> Response:
        return _small(request, HTMLResponse(self._text(template, code, **values), status))

    def _text(self, template: str, code: str, **values: Any) -> str:
        with spoken(code):
            return environment().get_template(template).render(
                lang="en" if code.startswith("q") else code, code=code, dir=direction(code),
                stamp=stamp(), icon=icon(), data=data,
                modules=MODULES.get(template.partition(".")[0], ()), **values,
            )  # fmt: skip

    def _app(
        self, request: Request, page: str, code: str, table: Mapping[str, str], status: int = 200,
        **given: Any,
    ) -> Response:  # fmt: skip
        """A page that its module fills: with the texts of a table, and with what is given."""
        with spoken(code):
            said = texts.said(table)
        languages = list({**SPOKEN, **({} if code in SPOKEN else {code: code})}.items())
        given |= {"code": code, "languages": languages}
        return self._render(
            request, f"{page}.html", code, status, texts=said, given=given,
            name=given.get("name", ""),
        )  # fmt: skip

    def _language(self, request: Request) -> str:
        """The language of the class, unless the address names another."""
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.desk.state.settings.language

    def _own_language(self, request: Request) -> str:
        """The language of a student's phone, if it is one of the game's."""
        if request.query_params.get("lang", "") in LANGUAGES:
            return self._language(request)
        for part in request.headers.get("accept-language", "").split(","):
            code = part.partition(";")[0].strip()[:2].lower()
            if code in SPOKEN:
                return code
        return self.desk.state.settings.language

    def _seats(self, request: Request) -> list[str]:
        """The seats that this browser holds, of those that are still there."""
        found = []
        for cookie, token in request.cookies.items():
            name = cookie.removeprefix(SEAT_COOKIE)
            if cookie.startswith(SEAT_COOKIE) and self.door.doors.member_of(token) == name:
                found.append(name)
        return found

    # ---- students

    async def join(self, request: Request) -> Response:
        """Where a code is typed; a scanned one is filled in."""
        filled = request.path_params.get("code", "")[:12]
        return self._app(
            request, "join", self._own_language(request), door_texts.JOIN, filled=filled,
            seats=self._seats(request),
        )  # fmt: skip

    async def student(self, request: Request) -> Response:
        """A student's page."""
        name = request.path_params["name"]
        try:
            self.door.student(request, name)
            code = self.desk.state.members[name].language
            view = self._view(Listener(STUDENT, name, code))
        except (RefusedError, KeyError):
            return RedirectResponse("/", 303)
        return self._app(request, "student", code, texts.STUDENT, view=view, name=name)

    def _view(self, listener: Listener) -> msgspec.Raw:
        return msgspec.Raw(self.hub.frame(listener, self.hub.view(listener)))

    # ---- the teacher

    async def open(self, request: Request) -> Response:
        """The one-time link of the teacher."""
        token = self.door.doors.use_link(request.path_params["link"])
        rehearsing = request.query_params.get("then") == "rehearsal"
        response = RedirectResponse("/t/rehearsal" if rehearsing else "/t", 303)
        if token is not None:
            self.door.set_cookie(response, TEACHER_COOKIE, token)
        return response

    async def console(self, request: Request) -> Response:
        """The console, or where a device of the teacher is added."""
        code = self._language(request)
        if not self.door.is_teacher(request):
            return self._app(request, "device", code, door_texts.DEVICE, 403)
        view = self._view(Listener(CONSOLE, "", code))
        wall = f"/p/{self.door.wall_key}?lang={code}"
        return self._app(request, "console", code, large_texts.CONSOLE, view=view, wall=wall)

    async def open_wall(self, request: Request) -> Response:
        """The wall's link, which may be opened on any device."""
        asked = request.query_params.get("lang", "")
        response = RedirectResponse(f"/p?lang={asked}" if asked in LANGUAGES else "/p", 303)
        if request.path_params["key"] == self.door.wall_key:
            self.door.set_cookie(response, WALL_COOKIE, self.door.wall_key, strict=False)
        return response

    async def wall(self, request: Request) -> Response:
        """The wall."""
        asked = request.query_params.get("lang", "")
        code = asked if asked in LANGUAGES else self.desk.state.settings.language
        if not self.door.sees_wall(request):
            return self._app(request, "device", code, door_texts.DEVICE, 403)
        view = self._view(Listener(WALL, "", code))
        return self._app(request, "wall", code, large_texts.WALL, view=view)

    async def rehearsal(self, request: Request) -> Response:
        """Console, wall and phones side by side."""
        if not self.door.is_teacher(request):
            return RedirectResponse("/t", 303)
        code = self._language(request)
        seats = self._seats(request)[:PHONES]
        room = self.desk.state.code
        return self._app(request, "rehearsal", code, door_texts.REHEARSAL, seats=seats, room=room)

    async def privacy(self, request: Request) -> Response:
        """What is stored where."""
        return self._unchanging(request, "privacy", stored=door_texts.STORED)

    def _unchanging(self, request: Request, page: str, **values: Any) -> Response:
        """A page that is the same for everybody: made once for each language."""
        code = self._own_language(request)
        if (page, code) not in self._made:
            self._made[page, code] = self._text(f"{page}.html", code, **values)
        return _small(request, HTMLResponse(self._made[page, code]))

    async def accessibility(self, request: Request) -> Response:
        """What the pages promise to everybody, and how that is tested."""
        return self._unchanging(request, "accessibility")

    # ---- files

    async def static(self, request: Request) -> Response:
        """A static file; its address holds the stamp, so it may be kept."""
        name = request.path_params["name"]
        if name not in static_files():
            return Response(status_code=404)
        kept = {"cache-control": A_YEAR, "vary": "accept-encoding"}
        kind = KINDS[Path(name).suffix]
        if not _takes_gzip(request):
            return Response(static_files()[name], media_type=kind, headers=kept)
        return Response(packed(name), media_type=kind, headers={**kept, "content-encoding": "gzip"})

    async def qr(self, request: Request) -> Response:
        """The QR of the address with the code, for those who show it."""
        if not self.door.sees_wall(request):
            return Response(status_code=404)
        svg = qr_picture(f"{self.url}/j/{self.desk.state.code}")
        return Response(svg, media_type="image/svg+xml")
