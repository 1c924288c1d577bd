"""What every request must be, and what every answer says: curious students sit behind it."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from game.language import tr

LARGEST_BODY = 8 * 1024
LARGEST_TEACHER_BODY = 64 * 1024
BODY_S = 10.0
TEACHER_PATH = "/api/t/"

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-frame-options": "SAMEORIGIN",
    "cache-control": "no-store",
}


def content_policy(host: str) -> str:
    """The content security policy: nothing from anywhere else. Some browsers want sockets named."""
    return (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'; "
        f"connect-src 'self' ws://{host} wss://{host}"
    )


@lru_cache(maxsize=64)
def usual_headers(host: str, scheme: str) -> list[tuple[bytes, bytes]]:
    """What every answer says unless it says otherwise."""
    told = {**_HEADERS, "content-security-policy": content_policy(host)}
    if scheme == "https":  # browsers warn of it on plain http
        told["cross-origin-opener-policy"] = "same-origin"
    return [(name.encode(), value.encode()) for name, value in told.items()]


class Guard:
    """Middleware around the whole application. It answers to the names in `hosts` only."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        refusal = self._refusal(scope, headers, host)
        known = host if host in self.hosts else "localhost"
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 4403})
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                usual = usual_headers(known, scope["scheme"])
                message["headers"] += [one for one in usual if one[0] not in own]
            await send(message)

        if refusal is not None:
            status, words = refusal
            response = JSONResponse({"error": words}, status)
            await response(scope, receive, answer)
            return
        limit = LARGEST_TEACHER_BODY if scope["path"].startswith(TEACHER_PATH) else LARGEST_BODY
        await self.app(scope, _limited(receive, limit), answer)

    def _refusal(self, scope: Scope, headers: Headers, host: str) -> tuple[int, str] | None:
        if host not in self.hosts:
            return 400, tr("This server does not answer to that name.")
        own = {f"{scheme}://{host}" for scheme in _schemes(scope)}
        if scope["type"] == "websocket":
            return None if headers.get("origin", "").lower() in own else (403, "")
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST":
            return 405, tr("This cannot be done here.")
        if headers.get("origin", "").lower() not in own or headers.get("x-game") != "1":
            return 403, tr("This came from another page.")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return 415, tr("The message cannot be read. Load the page again.")
        limit = LARGEST_TEACHER_BODY if scope["path"].startswith(TEACHER_PATH) else LARGEST_BODY
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            return 413, tr("That is too long.")
        return None


def _schemes(scope: Scope) -> Iterable[str]:
    """A page's own scheme: that of the request, and that of a proxy in front of it."""
    return ("https",) if scope["scheme"] in ("https", "wss") else ("http", "https")


class TooLargeError(Exception):
    """A body that went on for longer than it may."""


def _limited(receive: Receive, limit: int) -> Receive:
    """The same stream, cut off where a body without a length grows too large."""
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise TooLargeError
        return message

    return limited
