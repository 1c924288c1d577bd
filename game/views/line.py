"""Draw the line: chips, the licence thresholds, what falls under them and how vendors redesign."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agents.levers import INDEX, LEVERS
from agents.names import FULL_NAMES, HUAW, NVDA, quarter_index
from agents.scenario import load
from game.language import mark, tr
from game.session import Session
from game.viewmodel import LeverView
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
    ("2022Q4", mark("October 2022"), "7 October 2022, 3A090"),
    ("2023Q4", mark("October 2023"), "17 October 2023, 3A090"),
    ("2025Q2", mark("April 2025"), "letters of 9 April 2025"),
    ("2026Q1", mark("January 2026"), "8 December 2025 and 13 January 2026 (V2)"),
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
    bench = Workbench(session.row, _own_settings(session))
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
        affected_text=tr(
            "{part} of {whole} a quarter of sales to China is touched",
            part=money(affected),
            whole=money(sales),
        ),
        redesigns=redesigns(bench, after, sales_by(session), REASON_WORDS, proposed),
        gains=gains(bench, before, after),
        presets=presets(),
        disabled_reason=_disabled(session, held),
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


def _own_settings(session: Session) -> dict[tuple[int, str], float]:
    """What designers decide themselves, a seat's own proposals included."""
    found: dict[tuple[int, str], float] = {}
    for key in ("compliant_variants", "price_factor"):
        for seat, member in (("nvda", NVDA), ("huaw", HUAW)):
            if f"{seat}.{key}" in LEVERS:
                found[member, key] = session.law(f"{seat}.{key}")
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


def presets() -> tuple[Preset, ...]:
    """The lines of the record, read from the path that the history scenario follows."""
    plan = load("history").base_plan()
    found = []
    for name, label, source in _PRESETS:
        row = plan.values[quarter_index(name) - plan.start]
        values = tuple((f"{HOLDER}.{k}", float(row[INDEX[f"{HOLDER}.{k}"]])) for k in LIMITS)
        parts = [
            lever_text(LEVERS[key], value) for key, value in values if value != LEVERS[key].off
        ]
        found.append(Preset(name, tr(label), values, " · ".join(parts), source))
    off = tuple((f"{HOLDER}.{k}", LEVERS[f"{HOLDER}.{k}"].off) for k in LIMITS)
    found.append(Preset("off", tr("No line"), off, tr("no limit"), ""))
    return tuple(found)


__all__ = ["ChipMark", "Gain", "LineView", "Preset", "Redesign", "line_view", "presets"]
