"""Plays every resolved round of a class again from its log and compares what comes out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from agents import kernel_cache
from agents.plan import OrderError
from game.classroom import events as e
from game.classroom import fold, to_model
from game.classroom.played import play
from game.classroom.results import digest_of
from game.classroom.state import ClassState
from game.classroom.worlds import WorldError


@dataclass(frozen=True)
class Difference:
    """A round that did not come out as it stands in the log. `what` is "digest", "orders", "moves"
    or "model"; the last says why the model cannot play it any more."""

    seq: int
    world: str
    round: int
    what: str
    logged: str
    found: str


@dataclass
class Replay:
    """What came of playing a class again. `rounds` counts worlds; what was taken back counts too.

    `then` are the versions of the rules in the log, `now` is the one that played.
    """

    events: int = 0
    rounds: int = 0
    same: int = 0
    then: list[str] = field(default_factory=list)
    now: str = ""
    differences: list[Difference] = field(default_factory=list)


def replay(log: Iterable[e.Event], heard: Callable[[int, int], None] | None = None) -> Replay:
    """Play every round again. `heard` is told (rounds done, rounds in all).

    Raises: FoldError for a log that does not hold together.
    """
    events = list(log)
    every = sum(isinstance(one.body, e.Resolved) for one in events)
    found = Replay(events=len(events), now=kernel_cache.model_version())
    state: ClassState | None = None
    for event in events:
        if state is None:
            state = fold.begin(event)
            continue
        if isinstance(event.body, e.Resolved):
            _compare(state, event, event.body, found)
            if heard is not None:
                heard(found.rounds, every)
        fold.apply(state, event)
    if state is None:
        raise fold.FoldError("the log is empty")
    return found


def _compare(state: ClassState, event: e.Event, body: e.Resolved, found: Replay) -> None:
    """Play one round again, from the games before it and the moves in the log."""
    world = state.game.worlds[event.world]
    logged, model = str(body.result["digest"]), str(body.result["model"])
    if model not in found.then:
        found.then.append(model)
    found.rounds += 1
    orders = dict(body.orders)
    moves = to_model.moves_of(state, body.moves, orders)
    rounds = (*to_model.history_of(state, event.world), moves)

    def differs(what: str, one: str, other: str) -> None:
        found.differences.append(Difference(event.seq, event.world, body.round, what, one, other))

    if world.closing != body.moves:
        differs("moves", "as closed", "otherwise")
        return
    follow = to_model.orders_of(state, world, body.moves)
    if follow != orders:
        changed = sorted({*follow.items()} ^ {*orders.items()})
        differs("orders", f"{len(orders)} orders", f"another {changed[0][0]}")
        return
    try:
        digest = digest_of(play(to_model.setup_of(state, event.world), rounds).row)
    except (WorldError, OrderError) as error:
        differs("model", logged, str(error))
        return
    if digest == logged:
        found.same += 1
    else:
        differs("digest", logged, digest)
