"""The course of a class: how it begins, goes on and goes back, and what happens while teams decide.

What follows what is a rule of `phases.py`; here it is done.
"""

from typing import TYPE_CHECKING

from game.classroom import events as e
from game.classroom import fold, pace, phases, seating, settings
from game.classroom.refusal import RefusedError
from game.classroom.state import BRIEF, COMMIT, LOBBY, OVER, RESOLVE
from game.language import tr

if TYPE_CHECKING:
    from game.classroom.desk import Desk

AGAIN_S = 60.0  # a clock after an undo


class Course:
    """The phases of a class in play."""

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk

    def go_on(self) -> None:
        """What the clock brings by now."""
        state = self.desk.state
        if state.game.phase == LOBBY:
            self._make_room()
        if state.game.phase == COMMIT:
            self._watch_commit()
        ends = phases.ends_at(state)
        if ends is not None and self.desk.clock.now() >= ends:
            self.advance()

    def advance(self, actor: str = e.SERVER, idem: str = "") -> None:
        """Go on to what follows. Raises: RefusedError if the model is not ready for it."""
        state = self.desk.state
        fits = pace.fits(state, self.desk.clock.now())
        follows = phases.following(state, fits)
        if state.game.phase == LOBBY:
            self._begin()
        if follows.phase == OVER:
            self.desk.submit(e.Closing(), actor=actor, idem=idem)
            return
        back = [self.back_to(state.marks[0].seq, "practice")] if follows.rewind else []
        self.enter(follows, *back, actor=actor, idem=idem)

    def _make_room(self) -> None:
        """More have come than were expected, and they need another world."""
        made = self._for_people()
        if made.worlds > self.desk.state.settings.worlds:
            self.desk.submit(e.Changed(made))

    def _for_people(self) -> e.Settings:
        people = sum(1 for member in self.desk.state.members.values() if not member.erased)
        known = self.desk.state.settings
        return settings.for_people(known, people) if people else known

    def _begin(self) -> None:
        """The first round: worlds and seats fit the number of those who came.

        Raises: RefusedError while the model prepares the worlds.
        """
        self._need_model()
        made = self._for_people()
        places = seating.reseat(self.desk.state, made.worlds)
        changes: list[e.Body] = [e.Changed(made)] if made != self.desk.state.settings else []
        if places:
            changes.append(e.Seated(places))
        if changes:
            self.desk.submit(*changes)
        self._need_model()

    def _need_model(self) -> None:
        if any(world.opening is None for world in self.desk.state.game.worlds.values()):
            raise RefusedError(tr("The model is being prepared; it takes a moment."), 503)

    def enter(
        self, follows: phases.Next, *before: e.Body, actor: str = e.SERVER, idem: str = ""
    ) -> None:
        """Begin a phase, and close the round where that is what begins. What comes `before` it is
        on disk together with it, or not at all.
        """
        seconds = phases.seconds_of(self.desk.state, follows.phase)
        ends_at = None if seconds is None else self.desk.clock.now() + seconds
        phase = e.Phase(follows.round, follows.phase, seconds, ends_at, follows.stage)
        self.desk.submit(*before, phase, actor=actor, idem=idem)
        if follows.phase == RESOLVE:
            self.desk.rounds.close()

    def back_to(self, mark: int, why: str, keep: bool = False) -> e.Rewound:
        """What goes back to one of the marks of the class; the model forgets what it is asked."""
        self.desk.rounds.stop()
        return e.Rewound(mark, why, keep)

    def undo(self, mark: int, idem: str = "") -> None:
        """Go back to one of the marks for the teacher; the clock waits there."""
        state = self.desk.state
        bodies: list[e.Body] = [self.back_to(mark, "undo")]
        phase = next(one.phase for one in state.marks if one.seq == mark)
        if phase != BRIEF and phases.seconds_of(state, phase) is not None:
            bodies.append(e.Ticked("pause", None, AGAIN_S))
        self.desk.submit(*bodies, actor=e.TEACHER, idem=idem)

    # ---- while teams decide

    def _watch_commit(self) -> None:
        """A round ends soon after the last signature. Who then comes back has the usual time."""
        state = self.desk.state
        now = self.desk.clock.now()
        self._pass_pens(now)
        clock, done = state.clock, phases.all_signed(state)
        soon = now + phases.after_signing(state)
        if clock.ends_at is None:  # paused, or no clocks at all
            return
        if clock.why == phases.ALL_SIGNED:
            if not done and clock.more > 0.0:
                self.desk.submit(e.Ticked("extend", clock.ends_at + clock.more, None))
        elif done and clock.why != phases.HELD and clock.ends_at > soon:
            self.desk.submit(e.Ticked(phases.ALL_SIGNED, soon, None, clock.ends_at - soon))

    def _pass_pens(self, now: float) -> None:
        """A pen whose holder has gone passes to the next one near the end of a round, or without
        a clock at any time.
        """
        state = self.desk.state
        left = state.clock.remaining(now)
        if left is not None and left > phases.PEN_LAST_S:
            return
        for world, team in state.every_team():
            away = self.desk.attendance.away(team.pen) >= phases.PEN_ABSENT_S
            if away and not phases.signed(state, world, team):
                heir = fold.next_pen(state, world, team)
                if heir != team.pen and state.members[heir].here:
                    self.desk.submit(e.Penned(team.seat, heir), world=world.name, team=team.seat)
