"""The ladder of process nodes: how far every foundry has come, and how well it makes large dies."""

import math
from dataclasses import dataclass

from agents.names import DOMESTIC, FOUNDRIES, FULL_NAMES, SMIC
from agents.state import World
from game.language import tr
from game.session import Session
from game.views.words import percent
from game.views.worlds import played, world_of

# Names of the full nodes: 7 nm is 0, one unit per full node (`agents.fields`, foundry.node).
RUNGS = ((-2, "28"), (-1, "14"), (0, "7"), (1, "5"), (2, "3"), (3, "2"), (4, "1.4"), (5, "1"),
         (6, "0.7"), (7, "0.5"))  # fmt: skip
_ALWAYS = 6  # rungs that are always shown: 28 to 2 nm
YEAR = 4


@dataclass(frozen=True)
class FoundryView:
    """A foundry on the ladder. Units: `node` and `before` (a year ago) as in the model."""

    key: str
    name: str
    role: str
    node: float
    before: float
    node_text: str
    yield_share: float
    yield_text: str
    detail: str


@dataclass(frozen=True)
class LadderView:
    """The ladder. `ceiling` is how far the Chinese foundry's tools reach."""

    rungs: tuple[tuple[int, str], ...]
    foundries: tuple[FoundryView, ...]
    ceiling: float
    ceiling_text: str
    summary: str


def node_name(node: float) -> str:
    """The nearest full node that a foundry has reached, in nm."""
    reached = max((rung for rung in RUNGS if rung[0] <= node + 0.05), default=RUNGS[0])
    return tr("{nm} nm", nm=reached[1])


def ladder(session: Session) -> LadderView:
    """The ladder as it stands."""
    world = world_of(session.row)
    _, rows = played(session)
    year_ago = world_of(rows[max(0, len(rows) - 1 - YEAR)])
    views = tuple(_foundry(world, year_ago, f) for f in range(len(FOUNDRIES)))
    ceiling = max(
        float(world.toolmakers[DOMESTIC]["ceiling"]), float(world.parameters["duv_ceiling"])
    )
    top = max([*(view.node for view in views), ceiling, float(RUNGS[_ALWAYS - 1][0])])
    shown = tuple(rung for rung in RUNGS if rung[0] <= math.ceil(top - 0.05))
    works = float(world.toolmakers[DOMESTIC]["euv"]) > 0.5
    gap = views[0].node - views[SMIC].node
    return LadderView(
        rungs=shown,
        foundries=views,
        ceiling=ceiling,
        ceiling_text=tr("home EUV tools reach here") if works else tr("limit without EUV"),
        summary=tr(
            "{leader} is {gap} nodes ahead of {follower}",
            leader=views[0].name,
            gap=f"{gap:.1f}",
            follower=views[SMIC].name,
        ),
    )


def _foundry(world: World, year_ago: World, f: int) -> FoundryView:
    record, before = world.foundries[f], year_ago.foundries[f]
    node, good = float(record["node"]), float(record["yield_rate"])
    name = tr(FULL_NAMES[FOUNDRIES[f]])
    return FoundryView(
        key=FOUNDRIES[f],
        name=name,
        role="sovereign" if int(record["bloc"]) == 1 else "incumbent",
        node=node,
        before=float(before["node"]),
        node_text=node_name(node),
        yield_share=good,
        yield_text=percent(good),
        detail=tr(
            "{name}: best volume node {node} ({value} full nodes beyond 7 nm); {good} of large "
            "accelerator dies are good. A year ago it stood at {before}.",
            name=name,
            node=node_name(node),
            value=f"{node:.1f}".replace("-", "−"),
            good=percent(good),
            before=node_name(float(before["node"])),
        ),
    )
