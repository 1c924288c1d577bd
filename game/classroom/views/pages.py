"""The views of all pages, part by part; what several students share is put into words once."""

from collections.abc import Callable
from typing import Any

import msgspec

from game.classroom import events as e
from game.classroom.audience import team_audience
from game.classroom.desk import Desk
from game.classroom.languages import spoken
from game.classroom.lesson import PRESS
from game.classroom.views import student
from game.classroom.views.console import console_view
from game.classroom.views.debrief import stage_part
from game.classroom.views.projector import projector_view
from game.classroom.views.sheet import sheet_part
from game.classroom.views.talk import talk_part
from game.classroom.views.treaty import treaties_part
from game.classroom.views.words import renamed

Parts = dict[str, bytes]


class Pages:
    """What every page shows at the moment. A part is JSON, ready to be sent."""

    def __init__(self, desk: Desk, url: str = "") -> None:
        self.desk, self.url = desk, url
        # By language and place: when what is shown there was last heard of, and what it is.
        self._teams: dict[tuple[str, str, str], tuple[int, Parts]] = {}
        self._worlds: dict[tuple[str, str, str], tuple[int, bytes]] = {}

    def student(self, name: str) -> Parts:
        """The phone of a student. Raises: KeyError if the seat is gone."""
        state = self.desk.state
        member = state.members[name]
        shared = self._of_team(member.world, member.team, member.language)
        with spoken(member.language):
            me = {**student.me_part(state, name), "settled": student.settled(state, name)}
            own = {"me": self._encode(me), "clock": self._encode(student.clock_part(state))}
        return {**shared, **own}

    def _of_team(self, world: str, seat: str, code: str) -> Parts:
        """What all members of a team see; made anew once any of them has heard something."""
        audiences = (e.PUBLIC, e.WALL, f"world:{world}", team_audience(world, seat))
        heard, key = self.desk.heard(audiences), (code, world, seat)
        known = self._teams.get(key)
        if known is None or known[0] != heard:
            with spoken(code):
                known = self._teams[key] = heard, self._team_parts(world, seat, code)
        return known[1]

    def _team_parts(self, world: str, seat: str, code: str) -> Parts:
        state = self.desk.state
        parts = {
            "class": self._of_world("class", "*", code, lambda: student.class_part(state)),
            "team": self._encode(student.team_part(state, world, seat)),
            "world": self._of_world("world", world, code, lambda: student.world_part(state, world)),
            "result": self._encode(student.result_part(state, world, seat)),
            "treaties": self._encode(treaties_part(state, world, seat)),
            "talk": self._encode(talk_part(state, world, seat)),
            "debrief": self._of_world("debrief", world, code, lambda: stage_part(state, world)),
        }
        if seat != PRESS:
            parts["sheet"] = self._encode(sheet_part(state, world, seat))
        return parts

    def _of_world(self, part: str, world: str, code: str, make: Callable[[], Any]) -> bytes:
        """A part that all of a world see, or all of the class ("*")."""
        heard = self.desk.heard((e.PUBLIC, e.WALL, f"world:{world}"))
        known = self._worlds.get((code, part, world))
        if known is None or known[0] != heard:
            known = self._worlds[code, part, world] = heard, self._encode(make())
        return known[1]

    def console(self, code: str) -> Parts:
        """The teacher's console."""
        with spoken(code):
            view = console_view(self.desk, self.desk.clock.now())
            view["class"]["join"] = self.url
            return {key: self._encode(part) for key, part in view.items()}

    def projector(self, code: str) -> Parts:
        """The wall."""
        with spoken(code):
            view = projector_view(self.desk, self.url)
            return {key: self._encode(part) for key, part in view.items()}

    def _encode(self, view: Any) -> bytes:
        return msgspec.json.encode(renamed(self.desk.state, view))
