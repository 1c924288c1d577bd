"""What a class asks of the model: worlds opened, rounds played, fans for the wall, flips.

Answers come back as events, or are kept here where they follow from events anyhow. Everything is
asked again after a restart, and says the same.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from game.classroom import debrief, ladder, phases, to_model, treaties
from game.classroom import events as e
from game.classroom.lesson import find_decision
from game.classroom.refusal import RefusedError
from game.classroom.state import DEBRIEF, LOBBY, OVER, REFLECT, RESOLVE, REVEAL
from game.classroom.worlds import Moves, Setup
from game.language import later, tr

if TYPE_CHECKING:
    from game.classroom.desk import Desk

FUTURES = 1000  # of a fan, and pairs of a flip


class Model(Protocol):
    """What is asked of the model's process (`model.py`)."""

    status: str

    async def open_world(self, setup: Setup) -> dict[str, Any]:
        """A world as it opens."""

    async def play_round(self, setup: Setup, rounds: tuple[Moves, ...]) -> dict[str, Any]:
        """The last of some rounds."""

    async def futures(self, setup: Setup, rounds: tuple[Moves, ...], runs: int) -> dict[str, Any]:
        """How the public numbers may go on."""

    async def flip(
        self, setup: Setup, rounds: tuple[Moves, ...], changed: tuple[Moves, ...] | None, runs: int,
        *,
        assumptions: tuple[tuple[str, float], ...] = (),
    ) -> dict[str, Any]:  # fmt: skip
        """A game beside the same game with changed moves, or without the sender's controls."""


class Rounds:
    """The model's part of a class in play. `fans` are those of worlds as they stand."""

    def __init__(self, desk: "Desk", model: Model) -> None:
        self.desk, self.model = desk, model
        self.fans: dict[str, dict[str, Any]] = {}
        self.flipping = False
        self._drawn: tuple[object, ...] = ()
        self._job: asyncio.Task[None] | None = None
        self._side: set[asyncio.Task[None]] = set()
        self._status = ""

    @property
    def status(self) -> str:
        """What the model does: "cold", "compiling" or "ready"."""
        return self.model.status

    # ---- jobs that the class waits for

    def prepare(self) -> None:
        """Have every world opened that is not open yet."""
        worlds = self.desk.state.game.worlds
        missing = [name for name, world in worlds.items() if world.opening is None]
        if missing and self._job is None and not self.desk.troubles:
            self._start(self._open(missing))

    def close(self) -> None:
        """Close the round: what counts for every team is fixed, then the model plays it.

        Fans that are still being drawn give way.
        """
        for task in self._side:
            task.cancel()
        self._close_open_worlds()
        self._start(self._resolve())

    def _close_open_worlds(self) -> None:
        """Fix what counts in every world, unless that was done before a restart."""
        state = self.desk.state
        number = state.game.round
        for world in state.game.worlds.values():
            played = bool(world.rounds) and world.rounds[-1].number == number
            if world.closing is None and not played:
                seats = to_model.teams_playing(world)
                moves = {s: ladder.move_of(state, world, world.teams[s]) for s in seats}
                self.desk.submit(e.Closed(number, moves), world=world.name)

    def go_on(self) -> None:
        """After a restart, or going back: the job that was under way, and fans."""
        if self._status != self.status:
            self._status = self.status
            self.desk.tell(e.TEACHER)
        if self._job is not None:
            return
        if self.desk.state.game.phase == RESOLVE and not self.desk.troubles:
            self._close_open_worlds()
            self._start(self._resolve())
        elif self.desk.state.game.phase == LOBBY:
            self.prepare()
        elif self._drawn != self._stands():
            self.draw_fans()

    def stop(self) -> None:
        """Forget what is asked of a game that the class goes back from."""
        if self._job is not None and self.desk.state.game.phase == RESOLVE:
            self._job.cancel()
            self._job = None
        for task in self._side:
            task.cancel()
        self.fans.clear()
        self._drawn = ()

    async def end(self) -> None:
        """Stop everything."""
        jobs = [job for job in (self._job, *self._side) if job is not None]
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = asyncio.get_running_loop().create_task(job)
        self._job.add_done_callback(self._finished)

    def _finished(self, job: "asyncio.Task[None]") -> None:
        if self._job is job:
            self._job = None
        if self._why(job):
            self.desk.fail(later("The model stopped: {why}", why=self._why(job)))

    def _why(self, job: "asyncio.Task[None]") -> str:
        """Why a job failed; nothing if it did not. Of a disk that refuses the teacher knows."""
        if job.cancelled() or job.exception() is None or self.desk.halted:
            return ""
        return str(job.exception()) or type(job.exception()).__name__

    async def _open(self, names: list[str]) -> None:
        for name in names:
            setup = self._setup(name)
            if setup is not None:
                standing = await self.model.open_world(setup)
                if self._setup(name) == setup:  # the teacher may have changed the settings
                    self.desk.submit(e.Prepared(standing), world=name)

    def _setup(self, name: str) -> Setup | None:
        there = name in self.desk.state.game.worlds
        return to_model.setup_of(self.desk.state, name) if there else None

    async def _resolve(self) -> None:
        """Play the round of every world, and show it."""
        state = self.desk.state
        names = [n for n, world in state.game.worlds.items() if world.closing is not None]
        asked = {name: self._question(name) for name in names}
        results = await asyncio.gather(
            *(self.model.play_round(to_model.setup_of(state, n), asked[n][1]) for n in names)
        )
        if self.desk.state is not state or state.game.phase != RESOLVE:
            return  # the disk refused meanwhile, or the teacher has ended the class
        for name, result in zip(names, results, strict=True):
            self._show(name, asked[name][0], result)
        self.desk.course.enter(phases.following(state))
        self.draw_fans()

    def _show(self, name: str, orders: Mapping[str, float], result: dict[str, Any]) -> None:
        """What the model says of a world's round. In a world that has ended no treaty is broken."""
        state = self.desk.state
        world = state.game.worlds[name]
        moves = dict(world.closing or {})
        ended = world.rounds and world.rounds[-1].result.get("ended")
        broken = () if ended else treaties.breaches(state, world, moves)
        told = e.Resolved(state.game.round, moves, tuple(orders.items()), tuple(broken), result)
        self.desk.submit(told, world=name)

    def _question(self, name: str) -> tuple[dict[str, float], tuple[Moves, ...]]:
        """The orders of a world's round that is being closed, and all its rounds with it."""
        state = self.desk.state
        world = state.game.worlds[name]
        moves: Mapping[str, e.Move] = world.closing or {}
        orders = to_model.orders_of(state, world, moves)
        now = to_model.moves_of(state, moves, orders)
        return orders, (*to_model.history_of(state, name), now)

    # ---- jobs beside the class

    def draw_fans(self) -> None:
        """Have the futures of every world drawn as it stands."""
        self.fans.clear()
        self._drawn = self._stands()
        self._aside(self._fans())

    def _stands(self) -> tuple[object, ...]:
        """Where every world stands that has played a round."""
        worlds = self.desk.state.game.worlds.values()
        return tuple((w.name, w.rounds[-1].number) for w in worlds if w.rounds)

    def _aside(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._side.add(task)
        task.add_done_callback(self._beside)

    def _beside(self, task: "asyncio.Task[None]") -> None:
        """The class goes on without a fan or a flip."""
        self._side.discard(task)
        if self._why(task):
            self.desk.warn(later("The model cannot play this: {why}", why=self._why(task)))

    async def _fans(self) -> None:
        state = self.desk.state
        for name, world in list(state.game.worlds.items()):
            if not world.rounds or world.rounds[-1].result.get("ended"):
                continue
            setup = to_model.setup_of(state, name)
            fan = await self.model.futures(setup, to_model.history_of(state, name), FUTURES)
            self.fans[name] = fan
            self.desk.tell(e.PUBLIC)

    def flip(
        self, candidate: str = "", step: int = -1, world: str = "",
        assumptions: Mapping[str, float] | None = None,
    ) -> None:  # fmt: skip
        """Play a game of the class beside the same game with one decision changed, or with none of
        the sender's controls if no decision is named.

        Raises: RefusedError if there is nothing of that kind, or while another is being played.
        """
        state = self.desk.state
        if self.flipping:
            raise RefusedError(tr("Another change is being played; it takes a moment."))
        if state.game.phase not in (DEBRIEF, OVER, REVEAL, REFLECT):
            raise RefusedError(tr("Decisions are changed in hindsight, in the debrief."))
        one = debrief.find_candidate(state, candidate) if candidate else None
        name = one.world if one is not None else (world or next(iter(state.game.worlds)))
        if (candidate and one is None) or name not in state.game.worlds:
            raise RefusedError(tr("There is no such decision in this game."), 404)
        if not state.game.worlds[name].rounds:
            raise RefusedError(tr("No round has been played."))
        change: dict[str, Any] = {"world": name, "assumptions": dict(assumptions or {})}
        changed: tuple[Moves, ...] | None
        if one is None:
            change["kind"] = "controls"
            changed = None
        else:
            change |= {"kind": "decision", "candidate": one.key, "step": step}
            decision = find_decision(f"{one.seat}.{one.decision}")
            if not 0 <= step < len(decision.options) or step == one.after:
                raise RefusedError(tr("Choose another step than the one that was taken."), 400)
            steps = {decision.name: step}
            changed = to_model.changed_history(state, name, one.round, steps)
        self.flipping = True
        self.desk.tell(e.TEACHER)
        self._aside(self._flip(name, change, changed))

    async def _flip(
        self, name: str, change: dict[str, Any], changed: tuple[Moves, ...] | None
    ) -> None:
        state = self.desk.state
        try:
            result = await self.model.flip(
                to_model.setup_of(state, name), to_model.history_of(state, name), changed,
                FUTURES, assumptions=tuple(change["assumptions"].items()),
            )  # fmt: skip
            number = self.desk.state.number + 1
            self.desk.submit(e.Flipped(number, change, result), world=name)
        finally:
            self.flipping = False
            self.desk.tell(e.TEACHER)
