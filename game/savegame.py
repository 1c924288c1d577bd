"""Games read back from disk: playing on where one stopped, and checking every quarter of one."""

from dataclasses import dataclass, replace
from pathlib import Path

from agents import kernel_cache
from agents.names import quarter_name
from agents.plan import Order, OrderError
from agents.scenario import ScenarioError
from game import gamelog
from game.diskfile import keep_copy
from game.gamelog import Ended, GameLog, OtherModelError, Scheduled, SessionError, Setup, Undone
from game.predictions import Predicted
from game.session import Session


@dataclass(frozen=True)
class Replay:
    """What a log holds, after every checksum in it was found right."""

    path: str
    setup: Setup
    title: str
    quarters: int
    orders: int
    undone: int
    first: str
    last: str
    finished: bool
    checksum: str
    history_checksum: str
    model: str
    notice: str
    outcome: dict[str, float]


def load(path: Path, *, autosave: bool = True, verify: bool = True) -> Session:
    """Play a log again and go on from there; what was recovered is said in `session.notice`.

    With `autosave` new quarters are appended to the same file; a damaged file is first kept beside
    it. With verify=False checksums may differ, as they do after the model has changed.
    Raises: SessionError naming the file, the line and what to do. The file is never changed then.
    """
    log = gamelog.read_file(path)
    session = play_log(log, path, verify=verify)
    if not autosave:
        return session
    try:
        written = gamelog.to_bytes(session.log_lines())
        if path.read_bytes() != written:
            if log.notice:
                copy = keep_copy(path)
                session.notice = f"{session.notice} The damaged file is kept as {copy.name}."
            elif not verify:
                keep_copy(path)
            session.save(path)
        session.autosave = path
    except (OSError, SessionError) as error:
        session.notice = f"{session.notice} This game is not being saved: {error}.".strip()
    return session


def play_log(log: GameLog, path: Path, *, verify: bool = True) -> Session:
    """Play a log that was read. Raises: SessionError naming the line that does not hold."""
    try:
        session = Session(log.setup)
    except (SessionError, ScenarioError) as error:
        raise SessionError(f"{path}: line 1: {error}") from None
    for line, entry in zip(log.lines, log.entries, strict=True):
        try:
            _apply(session, entry, log, verify)
        except OtherModelError as error:
            raise OtherModelError(f"{path}: line {line}: {error}") from None
        except (SessionError, OrderError) as error:
            raise SessionError(f"{path}: line {line}: {error}") from None
    session.notice = log.notice
    return session


def _apply(session: Session, entry: gamelog.Entry, log: GameLog, verify: bool) -> None:
    if isinstance(entry, Order):
        if entry.quarter != session.now:
            raise SessionError(
                f"the order {entry.text()} stands among those of {quarter_name(session.now)}"
            )
        session.withdraw(entry.lever)
        session.propose(entry)
    elif isinstance(entry, Ended):
        _end(session, entry, log, verify)
    elif isinstance(entry, Undone):
        if entry.quarter != session.now - 1:
            raise SessionError(f"{quarter_name(entry.quarter)} was not the last quarter played")
        session.undo()
        session.withdraw_all()
    elif isinstance(entry, Predicted):
        session.predict(entry)
    elif isinstance(entry, Scheduled):
        session.withdraw_all()
        for order in entry.orders:
            session.propose(order)


def _end(session: Session, entry: Ended, log: GameLog, verify: bool) -> None:
    if entry.quarter != session.now:
        raise SessionError(
            f"it ends {quarter_name(entry.quarter)}, but the game stands at "
            f"{quarter_name(session.now)}; a line is missing or stands twice"
        )
    for proposal in session.proposals:
        if proposal.order not in _logged(log, entry):
            session.withdraw(proposal.order.lever, proposal.order.quarter)
    turn = session.end_quarter()
    right = (entry.checksum, entry.twin) == (turn.checksum, turn.twin_checksum)
    if right or not verify:
        return
    current = kernel_cache.model_version()
    if log.model != current:
        raise OtherModelError(
            f"the world after {quarter_name(entry.quarter)} is another one. The game was saved "
            f"with model {log.model}, this is model {current}: play it with that version, or load "
            "it without checking"
        )
    raise SessionError(
        f"the world after {quarter_name(entry.quarter)} is not the one the file names "
        f"({turn.checksum}, not {entry.checksum}): a line above was changed by hand. Restore the "
        "file from a copy, or delete this line and everything below it to play on from there"
    )


def _logged(log: GameLog, ended: Ended) -> list[Order]:
    """The orders that stand between an ended quarter and the one before."""
    place = next(i for i, entry in enumerate(log.entries) if entry is ended)
    orders: list[Order] = []
    while place and isinstance(log.entries[place - 1], Order):
        place -= 1
        entry = log.entries[place]
        assert isinstance(entry, Order)
        orders.append(entry)
    return orders


def replay(path: Path) -> Replay:
    """Play a log again and check every quarter. Raises: SessionError naming the line."""
    log = gamelog.read_file(path)
    session = play_log(log, path)
    history = session.history
    played = bool(session.turns)
    keys = ("gap_generations", "ai_gap_months", "self_sufficiency", "divergence", "sender_revenue")
    return Replay(
        path=str(path),
        setup=log.setup,
        title=session.scenario.title,
        quarters=len(session.turns),
        orders=sum(len(turn.orders) for turn in session.turns),
        undone=sum(isinstance(entry, Undone) for entry in log.entries),
        first=quarter_name(session.scenario.start),
        last=quarter_name(session.now - 1) if played else "",
        finished=session.over,
        checksum=session.turns[-1].checksum if played else "",
        history_checksum=history.checksum() if played else "",
        model=log.model,
        notice=log.notice,
        outcome={key: float(history.final(key)[0]) for key in keys} if played else {},
    )


def fork(session: Session, quarters: int, path: Path | None) -> Session:
    """A sandbox that shares the first quarters of a game, saved to a new file if one is named.

    Raises: SessionError for an iron game, or if it has not been played so far.
    """
    if session.setup.iron:
        raise SessionError("this game is kept in one place only; it cannot be played from earlier")
    turns = session.as_of(quarters).turns
    copy = Session(replace(session.setup, sandbox=True))
    for turn in turns:
        for order in turn.orders:
            copy.propose(order)
        copy.end_quarter()
    if path is not None:
        copy.start_log(path)
    return copy


def play_script(session: Session, orders: list[Order], quarters: int | None = None) -> None:
    """Drive a game without a window: each order is proposed when its quarter comes.

    Raises: OrderError or SessionError before anything is played if an order is not valid.
    """
    for order in orders:
        session.check(order)
    last = session.scenario.end if quarters is None else session.now + quarters - 1
    while not session.over and session.now <= last:
        for order in orders:
            if order.quarter == session.now:
                session.propose(order)
        session.end_quarter()
