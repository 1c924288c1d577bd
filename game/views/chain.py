"""The supply chain from tools to buyers: both stacks at every stage, controls, and chokepoints."""

import math
from dataclasses import dataclass, replace

import numpy as np

from agents.levers import LEVERS
from agents.names import FULL_NAMES, HUAW
from agents.state import buyers_of, layout
from game.language import mark, ntr, tr
from game.session import Session
from game.views.believed import Believed, believed, believed_past
from game.views.chain_facts import Scene, facts, year_before
from game.views.chain_locks import Lock, locks
from game.views.chain_measures import (
    CUTS,
    KEYS,
    MEASURES,
    THOUSANDS,
    Effects,
    is_cut_off,
    self_sufficiency,
)
from game.views.chain_pods import PodView, pods
from game.views.ladder import LadderView, ladder
from game.views.words import (
    listed,
    lowered,
    number,
    percent,
    quarter_x,
    signed,
)
from game.views.worlds import world_of

STAGES = {
    "tools": (mark("Tools"), "crosshair"),
    "wafers": (mark("Wafers"), "circuit-board"),
    "hbm": (mark("HBM"), "layers"),
    "packaging": (mark("Packaging"), "package"),
    "cluster": (mark("Clusters"), "server"),
    "software": (mark("Software"), "blocks"),
    "models": (mark("Models"), "brain"),
    "buyers": (mark("Buyers"), "store"),
}
# The Chinese number of a stage that allied seats can only estimate: whose, and which field.
_HIDDEN = {
    "tools": ("NAURA", "quality"),
    "wafers": ("SMIC", "capacity"),
    "hbm": ("CXMT", "stacks"),
    "software": ("HUAW", "software"),
}
_GUESS = mark("≈ marks the best guess of your services.")
_FORMATS = {"share": "percent", THOUSANDS: "thousand"}
BOTTLENECKS = {1: "wafers", 2: "hbm", 3: "packaging"}
_BOTTLENECK_WORDS = {
    "wafers": mark("Dies limit output"),
    "hbm": mark("HBM limits output"),
    "packaging": mark("Packaging limits output"),
}


@dataclass(frozen=True)
class Effect:
    """A number of a stage some quarters on: with the law as it is, and with the proposals."""

    label: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Stage:
    """A stage of the chain. `self_sufficiency` and `choke` are NaN where the model has none.

    `choke` is the share of China's new usable compute that a full cut-off of the stage would take;
    `worst` marks the stage where it is largest.
    """

    key: str
    name: str
    icon: str
    measure: str
    help: str
    incumbent: float
    sovereign: float
    incumbent_text: str
    sovereign_text: str
    self_sufficiency: float
    self_sufficiency_text: str
    locks: tuple[Lock, ...]
    bottleneck: str
    facts: tuple[tuple[str, str], ...]
    choke: float
    choke_text: str
    worst: bool
    effects: tuple[Effect, ...]
    cut_help: str


@dataclass(frozen=True)
class StagePast:
    """A stage over time, `x` in years. `format` is "percent", "number" or "thousand"."""

    key: str
    format: str
    x: tuple[float, ...]
    incumbent: tuple[float, ...]
    sovereign: tuple[float, ...]


@dataclass(frozen=True)
class ChainView:
    """The room. `state` is "ready" once the chokepoints are known, else why they are not."""

    stages: tuple[Stage, ...]
    champion: str
    bottleneck_text: str
    state: str
    state_text: str
    horizon_text: str
    pending: bool
    ladder: LadderView
    pods: PodView
    pasts: tuple[StagePast, ...]

    def past(self, key: str) -> StagePast:
        """A stage over time. Raises: StopIteration for an unknown key."""
        return next(past for past in self.pasts if past.key == key)

    def stage(self, key: str) -> Stage:
        """One stage. Raises: StopIteration for an unknown key."""
        return next(stage for stage in self.stages if stage.key == key)


def chain_view(session: Session, effects: Effects | None = None, state_text: str = "") -> ChainView:
    """The room as it stands; `effects` are what rehearsals found, if they are there."""
    seen = believed(session)
    world = world_of(seen.row)
    stuck = BOTTLENECKS.get(int(world.designers[HUAW]["bottleneck"]), "")
    year_ago = world_of(year_before(session))
    scene = Scene(world, year_ago)
    stages = tuple(_stage(session, seen, scene, key, stuck) for key in KEYS)
    if effects is not None:
        stages = tuple(_with_effects(session, stage, effects) for stage in stages)
    champion = tr(FULL_NAMES["HUAW"])
    return ChainView(
        stages=stages,
        champion=champion,
        bottleneck_text=_bottleneck(champion, stuck),
        state="ready" if effects is not None else "waiting",
        state_text="" if effects is not None else state_text,
        horizon_text=_horizon(effects),
        pending=bool(session.proposals),
        ladder=ladder(session),
        pods=pods(session),
        pasts=_pasts(session),
    )


def _pasts(session: Session) -> tuple[StagePast, ...]:
    """Every stage from the first quarter that is known."""
    quarters, worlds = believed_past(session)
    rows = np.stack(worlds)
    views = layout(buyers_of(rows)).views(rows)
    x = tuple(quarter_x(quarter) for quarter in quarters)
    found = []
    for key, measure in MEASURES.items():
        first, second = measure.read(views)
        found.append(
            StagePast(
                key,
                _FORMATS.get(measure.unit, "number"),
                x,
                tuple(first.tolist()),
                tuple(second.tolist()),
            )
        )
    return tuple(found)


def _cut_help(key: str) -> str:
    """What a cut-off of a stage means: its levers at their strictest."""
    if key not in CUTS:
        return tr("No control of the model reaches this stage.")
    names = listed(lowered(tr(LEVERS[name].name)) for name in CUTS[key])
    return tr("Cut off means, at their strictest: {levers}.", levers=names)


def _bottleneck(champion: str, stuck: str) -> str:
    if not stuck:
        return tr("{firm}: nothing limits its output", firm=champion)
    return tr("{firm}: {limit}", firm=champion, limit=tr(_BOTTLENECK_WORDS[stuck]))


def _horizon(effects: Effects | None) -> str:
    if effects is None:
        return ""
    return ntr(
        "{n} quarter ahead, {runs} paired futures",
        "{n} quarters ahead, {runs} paired futures",
        effects.quarters,
        runs=effects.runs,
    )


def _stage(session: Session, seen: Believed, scene: Scene, key: str, stuck: str) -> Stage:
    measure, world = MEASURES[key], scene.now
    incumbent, sovereign = measure.read_one(seen.row)
    guess = _HIDDEN.get(key) in seen.guessed
    share = self_sufficiency(world, key)
    name, icon = STAGES[key]
    return Stage(
        key=key,
        name=tr(name),
        icon=icon,
        measure=tr(measure.label),
        help=f"{tr(measure.help)} {tr(_GUESS)}" if guess else tr(measure.help),
        incumbent=incumbent,
        sovereign=sovereign,
        incumbent_text=measure.words(incumbent),
        sovereign_text=("≈ " if guess else "") + measure.words(sovereign),
        self_sufficiency=share,
        self_sufficiency_text=percent(share) if share == share else tr("no figure"),
        locks=locks(session, key),
        bottleneck=tr(_BOTTLENECK_WORDS[key]) if key == stuck else "",
        facts=facts(scene, key),
        choke=math.nan,
        choke_text="",
        worst=False,
        effects=(),
        cut_help=_cut_help(key),
    )


def _with_effects(session: Session, stage: Stage, effects: Effects) -> Stage:
    """A stage with what the rehearsals found."""
    loss = effects.losses.get(stage.key, math.nan)
    words = tr("already") if is_cut_off(session, stage.key) else _choke_words(loss)
    known = {key: value for key, value in effects.losses.items() if value > 0.005}
    worst = bool(known) and max(known, key=lambda key: known[key]) == stage.key
    changed = _effects(stage.key, effects) if session.proposals else ()
    return replace(stage, choke=loss, choke_text=words, worst=worst, effects=changed)


def _choke_words(loss: float) -> str:
    if loss != loss:
        return tr("no control reaches it")
    return percent(max(0.0, loss)) if loss >= 0.005 else tr("under 1%")


def _effects(key: str, effects: Effects) -> tuple[Effect, ...]:
    measure = MEASURES[key]
    before, after = effects.before[key], effects.after[key]
    rows = [
        Effect(label, measure.plain(old), measure.plain(new), _change(old, new))
        for label, old, new in (
            (tr("Allied"), before[0], after[0]),
            (tr("Chinese"), before[1], after[1]),
        )
    ]
    if before[2] == before[2]:
        difference = signed((after[2] - before[2]) * 100, 1)
        rows.append(
            Effect(tr("At home"), percent(before[2]), percent(after[2]),
                   tr("{change} pts", change=difference))
        )  # fmt: skip
    old, new = effects.compute, effects.proposed_compute
    rows.append(Effect(tr("Compute"), number(old, 0), number(new, 0), _change(old, new)))
    return tuple(rows)


def _change(old: float, new: float) -> str:
    """A change in per cent of the old value."""
    if old == 0.0:
        return "" if new == 0.0 else tr("new")
    change = (new / old - 1.0) * 100.0
    return f"{signed(change, 1)}%" if abs(change) >= 0.05 else number(0.0, 0) + "%"


__all__ = ["ChainView", "Effects", "LadderView", "PodView", "Stage", "chain_view"]
