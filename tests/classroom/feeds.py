"""The feed as a test hears it, one message after another."""

import json
import socket
import time
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.classroom.house import PATIENCE, House, Seat

Feed = ClientConnection


def opened(
    home: House, seat: Seat | None = None, *, page: str = "student", cookie: str = "",
    origin: str | None = "", source: str = "127.0.0.1",
) -> Feed:  # fmt: skip
    """An open feed of a page. Raises: InvalidStatus if it is refused."""
    name = seat.name if seat is not None else ""
    sent = cookie or (seat.cookie if seat is not None else "")
    line = socket.create_connection(("127.0.0.1", home.port), source_address=(source, 0))
    return connect(
        f"ws://{home.address}/feed?page={page}&seat={name}", sock=line, compression=None,
        origin=f"http://{home.address}" if origin == "" else origin,  # type: ignore[arg-type]
        additional_headers={"Cookie": sent} if sent else None, max_size=None,
    ).__enter__()  # fmt: skip


def refused(home: House, *args: Any, **how: Any) -> int:
    """The status with which a feed is refused; 101 if it is not."""
    try:
        opened(home, *args, **how).close()
    except InvalidStatus as error:
        return error.response.status_code
    return 101


def until_closed(feed: Feed, limit: float = PATIENCE) -> int:
    """The code with which the server closes a feed. Raises: AssertionError if it does not."""
    ends = time.monotonic() + limit
    while time.monotonic() < ends:
        try:
            feed.recv(timeout=1.0)
        except TimeoutError:
            continue
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else 1006
    raise AssertionError("the feed was not closed")


def parts(feed: Feed, seconds: float = 1.0) -> dict[str, Any]:
    """Everything that comes until nothing has come for some seconds, the newest of each part."""
    found: dict[str, Any] = {}
    while True:
        try:
            message = json.loads(feed.recv(timeout=seconds))
        except (TimeoutError, ConnectionClosed):
            return found
        found.update(message.get("parts", {}))


def part_once(feed: Feed, key: str, true: Any, limit: float = PATIENCE) -> Any:
    """A part once something is true of it. Raises: AssertionError if that never is."""
    ends = time.monotonic() + limit
    while time.monotonic() < ends:
        try:
            found = json.loads(feed.recv(timeout=1.0)).get("parts", {})
        except TimeoutError:
            continue
        if key in found and true(found[key]):
            return found[key]
    raise AssertionError(f"{key} did not come to that")
