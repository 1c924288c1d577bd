"""Draw the line: chips, the licence thresholds, what falls under them and how vendors redesign."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.levers import INDEX, LEVERS
from agents.names import FULL_NAMES, quarter_index
from agents.scenario import load
from game.language import mark, tr
from game.session import Session
from game.viewmodel import LeverView
from game.views.believed import believed
from game.views.line_chips import (
    REASON_WORDS,
    ChipMark,
    model_marks,
    record_marks,
    sales_by,
    sales_touched,
)
from game.views.line_lists import Gain, Redesign, gains, redesigns
from game.views.policy import lever_view
from game.views.redesign import LIMITS, Workbench
from game.views.words import lever_change_text, lever_text, money

HOLDER = "us"
_PRESETS = (
    ("2022Q4", mark("October 2022"), mark("7 October 2022, 3A090")),
    ("2023Q4", mark("October 2023"), mark("17 October 2023, 3A090")),
    ("2025Q2", mark("April 2025"), mark("letters of 9 April 2025")),
    ("2026Q1", mark("January 2026"), mark("8 December 2025 and 13 January 2026 (V2)")),
)


@dataclass(frozen=True)
class Preset:
    """A line of the past: its thresholds by lever, and where they come from."""

    key: str
    label: str
    values: tuple[tuple[str, float], ...]
    text: str
    source: str


@dataclass(frozen=True)
class LineView:
    """The room "draw the line". `trial` says that the thresholds are tried, not proposed."""

    held: bool
    trial: bool
    holder_name: str
    levers: tuple[LeverView, ...]
    chips: tuple[ChipMark, ...]
    falls: int
    freed: int
    exports: int
    sales: float
    affected: float
    summary: str
    affected_text: str
    redesigns: tuple[Redesign, ...]
    gains: tuple[Gain, ...]
    presets: tuple[Preset, ...]
    disabled_reason: str

    def limit(self, name: str) -> LeverView:
        """One threshold by its field. Raises: StopIteration for an unknown one."""
        return next(lever for lever in self.levers if lever.key == f"{HOLDER}.{name}")


def line_view(session: Session, trial: Mapping[str, float] | None = None) -> LineView:
    """The room as it stands; `trial` holds thresholds (by field) that a seat without them tries."""
    law = {name: session.law(f"{HOLDER}.{name}") for name in LIMITS}
    held = session.seat == HOLDER
    proposed = law | (proposals(session) if held else dict(trial or {}))
    bench = _bench(session)
    before, after = bench.offers(law), bench.offers(proposed)
    chips = (*record_marks(session, law, proposed), *model_marks(session, bench, law, proposed))
    exports = [chip for chip in chips if chip.role == "incumbent"]
    falls = sum(chip.caught for chip in exports)
    freed = sum(chip.was_caught and not chip.caught for chip in exports)
    sales, affected = sales_touched(session, proposed)
    levers = _held(session) if held else _levers(session, law, proposed, trial is not None)
    return LineView(
        held=held,
        trial=not held and trial is not None,
        holder_name=FULL_NAMES["US"],
        levers=levers,
        chips=chips,
        falls=falls,
        freed=freed,
        exports=len(exports),
        sales=sales,
        affected=affected,
        summary=tr("{falls} of {all} chips need a licence", falls=falls, all=len(exports)),
        affected_text=_affected_text(affected, sales),
        redesigns=redesigns(bench, after, sales_by(session), REASON_WORDS, proposed),
        gains=gains(bench, before, after),
        presets=presets(),
        disabled_reason=_disabled(session, held),
    )


def _affected_text(affected: float, sales: float) -> str:
    if sales < 0.05:
        return tr("Allied firms sell no accelerators to China at present")
    return tr(
        "{part} of {whole} a quarter of sales to China is touched",
        part=money(affected),
        whole=money(sales),
    )


def _disabled(session: Session, held: bool) -> str:
    if session.over:
        return tr("The game is over.")
    if held:
        return ""
    return tr("Only the {holder} can move this line.", holder=FULL_NAMES["US"])


def proposals(session: Session) -> dict[str, float]:
    """Thresholds that are proposed for this quarter, by field."""
    return {
        LEVERS[p.order.lever].field: p.order.value
        for p in session.proposals
        if p.order.quarter == session.now and LEVERS[p.order.lever].field in LIMITS
    }


_BENCHES: dict[Hashable, Workbench] = {}


def _bench(session: Session) -> Workbench:
    """The workbench of this quarter; a line that is dragged is tried many times in it."""
    settings = _own_settings(session)
    played = session.turns[-1].checksum if session.turns else ""
    key = session.setup, session.now, played, tuple(sorted(settings.items()))
    if key not in _BENCHES:
        _BENCHES.clear()
        _BENCHES[key] = Workbench(believed(session).row, settings)
    return _BENCHES[key]


def _own_settings(session: Session) -> dict[tuple[int, str], float]:
    """What designers decide themselves. Nobody knows whether a rival will design under a line: a
    vendor that may is taken to do so, but for the seat's own choice.
    """
    found: dict[tuple[int, str], float] = {
        (lever.member, lever.field): 1.0
        for lever in LEVERS.values()
        if lever.field == "compliant_variants" and lever.actor != session.seat
    }
    for proposal in session.proposals:
        lever = LEVERS[proposal.order.lever]
        if lever.kind == "designers" and proposal.order.quarter == session.now:
            found[lever.member, lever.field] = proposal.order.value
    return found


def _held(session: Session) -> tuple[LeverView, ...]:
    """The thresholds as the seat that holds them sees them on its own panel."""
    waiting = {p.order.lever: p for p in session.proposals if p.order.quarter == session.now}
    keys = [f"{HOLDER}.{name}" for name in LIMITS]
    return tuple(lever_view(session, LEVERS[key], waiting.get(key)) for key in keys)


def _levers(
    session: Session, law: Mapping[str, float], proposed: Mapping[str, float], trial: bool
) -> tuple[LeverView, ...]:
    """The thresholds as sliders of a seat that does not hold them."""
    usable = trial and not session.over
    reason = "" if usable else tr("Turn on “What if” to try other lines.")
    found = []
    for name in LIMITS:
        lever = LEVERS[f"{HOLDER}.{name}"]
        value = proposed[name]
        found.append(
            replace(
                lever_view(session, lever, None),
                proposal=value,
                pending=value != law[name],
                proposal_text=lever_text(lever, value),
                change_text=lever_change_text(lever, law[name], value),
                disabled_reason=reason,
            )
        )
    return tuple(found)


# ---- lines of the past


@lru_cache(maxsize=1)
def _recorded() -> dict[str, tuple[tuple[str, float], ...]]:
    """The thresholds of each preset's quarter on the path that the history scenario follows."""
    plan = load("history").base_plan()
    found = {}
    for name, _, _ in _PRESETS:
        row = plan.values[quarter_index(name) - plan.start]
        found[name] = tuple((f"{HOLDER}.{k}", float(row[INDEX[f"{HOLDER}.{k}"]])) for k in LIMITS)
    return found


def presets() -> tuple[Preset, ...]:
    """The lines of the record, read from the path that the history scenario follows."""
    found = []
    for name, label, source in _PRESETS:
        values = _recorded()[name]
        parts = [
            lever_text(LEVERS[key], value) for key, value in values if value != LEVERS[key].off
        ]
        found.append(Preset(name, tr(label), values, " · ".join(parts), tr(source)))
    off = tuple((f"{HOLDER}.{k}", LEVERS[f"{HOLDER}.{k}"].off) for k in LIMITS)
    found.append(Preset("off", tr("No line"), off, tr("no limit"), ""))
    return tuple(found)


__all__ = ["ChipMark", "Gain", "LineView", "Preset", "Redesign", "line_view", "presets"]
