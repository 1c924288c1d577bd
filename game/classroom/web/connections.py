"""What a connection may cost: how long it may be silent or slow, and how many an address may hold.

Phones come and go, and some students try what happens if they never finish a sentence.
"""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# Seconds: for the head of a request and the rest of a body that nobody waits for; for a reader that
# takes nothing; to close in peace.
HEAD_S = 10.0
READ_S = 20.0
CLOSE_S = 5.0
# Of one address. A whole school may be behind one: two hundred phones with three sockets and some
# requests each.
MOST_EACH = 1600
# Requests of one address: in a second, at once, and the longest that it waits for being faster.
REQUESTS_RATE, REQUESTS_BURST = 300.0, 1500.0
LONGEST_WAIT_S = 5.0


class Crowd:
    """What each address holds and asks for, in memory only.

    An address that asks too fast is not refused but read more slowly: a school behind one address
    waits a moment, and a student who floods the server slows nobody but that address.
    """

    def __init__(
        self, most: int = MOST_EACH, now: Callable[[], float] = time.monotonic,
        rate: float = REQUESTS_RATE, burst: float = REQUESTS_BURST,
    ) -> None:  # fmt: skip
        self.most, self._now, self._rate, self._burst = most, now, rate, burst
        self._held: Counter[str] = Counter()
        self._asked: dict[str, tuple[float, float]] = {}  # requests ahead, and when that was

    def enter(self, address: str) -> bool:
        """Count one more connection, unless the address has too many already."""
        if self._held[address] >= self.most:
            return False
        self._held[address] += 1
        return True

    def leave(self, address: str) -> None:
        """One of those is gone."""
        self._held[address] -= 1
        if self._held[address] <= 0:
            del self._held[address]
            if self.wait(address) <= 0.0:
                self._asked.pop(address, None)

    def asks(self, address: str) -> None:
        """A request has come from an address."""
        if self._rate == math.inf:
            return
        self._asked[address] = self._ahead(address) + 1.0, self._now()

    def wait(self, address: str) -> float:
        """How long an address should wait with its next request. Units: s."""
        return min(LONGEST_WAIT_S, max(0.0, self._ahead(address) - self._burst) / self._rate)

    def _ahead(self, address: str) -> float:
        if address not in self._asked:
            return 0.0
        ahead, at = self._asked[address]
        return max(0.0, ahead - self._rate * (self._now() - at))


class ImpatientSocket(WebSocketsSansIOProtocol):
    """A WebSocket that is let go if nobody answers at its other end, whatever is still unsent."""

    on_lost: Callable[[], None] | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever counts."""
        super().connection_lost(exc)
        if self.on_lost is not None:
            self.on_lost()

    def keepalive_timeout(self) -> None:
        """No answer to a ping: do not wait until all is sent."""
        super().keepalive_timeout()
        self.transport.abort()


class ImpatientProtocol(H11Protocol):
    """HTTP that hangs up on clients which say nothing, speak very slowly or never listen."""

    crowd = Crowd()  # one of its own for every server, see `make_server`
    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait, if there is room."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not self.crowd.enter(address):
            transport.abort()
            return
        self._address = address
        self._wait()
        wait = self.crowd.wait(address)
        if wait > 0.0:
            transport.pause_reading()
            self.loop.call_later(wait, transport.resume_reading)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody to wait for."""
        self._wait_no_longer()
        self.resume_writing()
        super().connection_lost(exc)
        self._leave()

    def data_received(self, data: bytes) -> None:
        """Take what came; whoever owes the rest of a head or of a useless body has a limit."""
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # a WebSocket from here on
            self._wait_no_longer()
        elif self._owes():
            self._wait()
        else:
            self._wait_no_longer()

    def on_response_complete(self) -> None:
        """Answered: the next request is read, at once or a little later."""
        self.crowd.asks(self._address)
        wait = self.crowd.wait(self._address)
        if wait > 0.0:
            self.loop.call_later(wait, self._go_on)
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self.transport.is_closing():
            return
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:  # what is left of a body is of no use
            self._wait()

    def _owes(self) -> bool:
        state = self.conn.their_state
        answered: bool = self.cycle is not None and self.cycle.response_complete
        return state is h11.IDLE or (state is h11.SEND_BODY and answered)

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(HEAD_S, self.transport.abort)

    def _wait_no_longer(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def pause_writing(self) -> None:
        """The other side does not read."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(READ_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def timeout_keep_alive_handler(self) -> None:
        """Close what is idle, also where the last answer was never read."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(CLOSE_S, self.transport.abort)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection on, and with it the place in the crowd."""
        self.crowd.asks(self._address)
        super().handle_websocket_upgrade(event)
        protocol = self.transport.get_protocol()
        if isinstance(protocol, ImpatientSocket):
            protocol.on_lost = self._leave

    def _leave(self) -> None:
        if self._address:
            self.crowd.leave(self._address)
            self._address = ""
