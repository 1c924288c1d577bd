"""The laptop of these tests, the phones that come to it, and the check that they come to."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import connect

from game.classroom import network
from game.classroom.check import run_check
from game.classroom.interfaces import Found
from game.classroom.network import Address

# The laptop of these tests: its address in the Wi-Fi is one of loopback, and so are its phones.
LAPTOP = Address("127.0.0.5", "wlan0", "wifi", 24)
PHONE, ROUTER, SELF = "127.0.0.7", "127.9.9.9", "127.0.0.1"
VPN = Found("10.8.0.6", "tun0", "vpn")
LOCAL = Found("127.0.0.1", "lo", "loopback", 8)


@dataclass
class Client:
    """A phone: what it does once the page is there. It keeps what went wrong for the test."""

    act: Callable[["Client", int], None]
    ip: str = PHONE
    host: str = "127.0.0.5"
    wrong: list[BaseException] = field(default_factory=list)
    answers: dict[str, httpx.Response] = field(default_factory=dict)

    def start(self, port: int) -> threading.Thread:
        thread = threading.Thread(target=self._run, args=(port,))
        thread.start()
        return thread

    def _run(self, port: int) -> None:
        try:
            wait_for(port)
            self.act(self, port)
        except BaseException as problem:  # handed to the test
            self.wrong.append(problem)

    def http(self, port: int) -> httpx.Client:
        transport = httpx.HTTPTransport(local_address=self.ip)
        name = f"{self.host}:{port}"
        return httpx.Client(
            transport=transport, base_url=f"http://127.0.0.5:{port}", headers={"Host": name}
        )


def wait_for(port: int) -> None:
    """Return once the server of a check answers; it must within ten seconds."""
    until = time.monotonic() + 10.0
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1.0).close()
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def as_browser(client: Client, port: int) -> None:
    """What the page's script does in a phone."""
    with client.http(port) as http:
        client.answers["page"] = http.get("/")
        client.answers["ping"] = http.get("/ping")
        origin = f"http://{client.host}:{port}"
        with connect(
            f"ws://{client.host}:{port}/socket",
            origin=origin,
            sock=socket.create_connection(("127.0.0.5", port), 5.0, (client.ip, 0)),
        ) as live:
            heard = live.recv(5.0)
        client.answers["report"] = http.post(
            "/report",
            json={"websocket": heard == "hello", "round_trip_ms": 3.5},
            headers={"X-Game": "1", "Origin": origin},
        )


def only_looks(client: Client, port: int) -> None:
    """A phone whose script does not run."""
    with client.http(port) as http:
        client.answers["page"] = http.get("/")


def free_port() -> int:
    (line,) = network.listen(0, [])
    port = int(line.getsockname()[1])
    line.close()
    return port


def check(*clients: Client, seconds: float = 20.0, **how: Any) -> int:
    """Run the command with these phones about."""
    port = free_port()
    threads = [client.start(port) for client in clients]
    status = run_check(port, seconds, addresses=[LAPTOP], **how)
    for thread in threads:
        thread.join()
    for client in clients:
        if client.wrong:
            raise client.wrong[0]
    return status
