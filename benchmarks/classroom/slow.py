"""F7: a round over a bad network, by polling: three seconds there and back, one in twenty lost."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.classroom.process import Server
from benchmarks.classroom.proxy import Proxy, proxy
from benchmarks.classroom.room import room
from game.classroom import events as e
from game.classroom.log import Reader


@dataclass
class Slow:
    """What came of it. Units: s."""

    seconds: float = 0.0
    joined: int = 0
    sent: int = 0
    again: int = 0
    doubled: int = 0
    signed: int = 0
    saw: int = 0
    feeds: int = 0
    network: Proxy | None = None
    refused: list[tuple[str, int, str]] = field(default_factory=list)


async def play(server: Server, students: int, latency: float, loss: float) -> Slow:
    """A round from joining to the forecast. Raises: TimeoutError if it cannot be played."""
    found, began = Slow(), time.monotonic()
    async with proxy(server.port, latency, loss) as network:
        server.via, found.network = network.port, network
        async with room(server, clocks=False) as there:
            await there.come(students, 0.5, polls=True)
            await there.teacher.begin()
            for phase in ("brief", "negotiate"):
                await there.teacher.next(phase)
            await there.all_in("commit")
            await asyncio.gather(*there.drafts())
            await asyncio.gather(*there.signatures())
            one = there.students[0].other_device()
            feed = there.keep(one.page.stay())  # a phone that tries the WebSocket all the same
            await asyncio.sleep(1.0)
            found.feeds = one.page.messages
            feed.cancel()
            await there.teacher.next("commit")
            await there.all_in("reveal")
            await asyncio.gather(*there.forecasts(students))
            found.joined = len({student.name for student in there.students})
            found.saw = sum(bool(s.page.parts["result"]) for s in there.students)
            taken = [t for student in there.students for t in student.taken]
            found.sent, found.again = len(taken), sum(one.tries > 1 for one in taken)
            found.refused = [r for student in there.students for r in student.refused]
    server.via = 0
    with Reader(server.folder / "log.db") as log:
        events = list(log.read_after())
    keys = Counter((event.actor, event.idem) for event in events if event.idem)
    found.doubled = sum(keys.values()) - len(keys)
    found.doubled += sum(isinstance(ev.body, e.Joined) for ev in events) - found.joined
    found.signed = sum(isinstance(event.body, e.Signed) for event in events)
    found.seconds = time.monotonic() - began
    return found
