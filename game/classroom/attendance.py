"""Who is there: devices of students that come and go, and from when on an absence counts."""

from typing import TYPE_CHECKING

from game.classroom import events as e

if TYPE_CHECKING:
    from game.classroom.desk import Desk

GONE_S = 5.0  # an absence before it counts


class Attendance:
    """Whose devices are connected, and since when those of others are not. No event is needed for
    it; that somebody has gone or is back is one.
    """

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk
        self._connected: set[str] = set()
        self._gone: dict[str, float] = {}  # since when, by the steady clock

    def came(self, name: str) -> None:
        """A device of a student is connected."""
        self._connected.add(name)
        self._gone.pop(name, None)
        member = self.desk.state.members.get(name)
        if member is not None and not member.here and not self.desk.halted:
            self.desk.submit(e.Presence(name, True), world=member.world)

    def went(self, name: str) -> None:
        """The last device of a student has gone."""
        self._connected.discard(name)
        if name in self.desk.state.members:
            self._gone.setdefault(name, self.desk.clock.steady())

    def away(self, name: str) -> float:
        """For how long somebody has no device connected. Units: s."""
        since = self._gone.get(name)
        return 0.0 if since is None else self.desk.clock.steady() - since

    def notice(self) -> None:
        """An absence that lasts counts."""
        for name in list(self._gone):
            member = self.desk.state.members.get(name)
            if member is None:
                del self._gone[name]
            elif member.here and self.away(name) >= GONE_S:
                self.desk.submit(e.Presence(name, False), world=member.world)

    def count_again(self) -> None:
        """Whoever came while nothing could be saved, or whose coming was lost, is there."""
        for name in self._connected:
            self.came(name)

    def miss_everybody(self) -> None:
        """After a restart nobody is connected until they come back."""
        for name, member in self.desk.state.members.items():
            if not member.bot:
                self.went(name)
