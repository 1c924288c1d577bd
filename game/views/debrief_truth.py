"""What was hidden: numbers beside what the seat believed, and who led the other seats, and why."""

import math

from agents import belief
from agents.characters import leaders
from agents.levers import ACTORS, SEATS
from agents.minds import REASON_TEXTS, REASONS
from agents.names import FULL_NAMES, TRAITS
from game.language import mark, ntr, tr
from game.session import Session
from game.viewmodel import ChartView, SeriesView
from game.views.debrief_parts import BeliefView, SeatTruth, TraitView
from game.views.words import actor_name, number, percent, quarter_x, role_of
from game.views.worlds import world_of

TRAIT_TEXTS = {
    "hawkishness": mark("Hawkish"),
    "patience": mark("Patient"),
    "reciprocity": mark("Answers in kind"),
    "openness_trait": mark("Open"),
    "risk": mark("Takes risks"),
    "legalism": mark("Keeps to rules"),
    "greed": mark("Counts the money"),
    "secrecy": mark("Secretive"),
}
_NOTHING = 1e-6
_ROLES = ("sovereign", "incumbent", "open", "hybrid")


def belief_views(session: Session) -> tuple[BeliefView, ...]:
    """All that was hidden from the seat: believed at the end, true, and how often the band held."""
    seed, seat = session.setup.seed, session.seat
    over_time = [belief.estimates(row, seat, seed) for row in session.rows]
    views = []
    for k, now in enumerate(over_time[-1]):
        held = sum(_held(estimates[k]) for estimates in over_time[1:])
        often = ntr("held {held} of {n} quarter", "held {held} of {n} quarters",
                    len(over_time) - 1, held=held)  # fmt: skip
        views.append(_belief(now, often))
    return tuple(views)


def _belief(one: belief.Estimate, often: str) -> BeliefView:
    scale = one.truth if abs(one.truth) > 1e-9 else math.nan
    return BeliefView(
        name=tr(one.name),
        who=tr(FULL_NAMES.get(one.member, one.member)),
        role="sovereign" if one.side == "cn" else "incumbent",
        best=one.best / scale,
        low=one.low / scale,
        high=one.high / scale,
        best_text=_amount(one.best, one.unit),
        band_text=tr("{low} to {high}", low=_amount(one.low, one.unit),
                     high=_amount(one.high, one.unit)),
        truth_text=_amount(one.truth, one.unit),
        inside=_held(one),
        often_text=often,
    )  # fmt: skip


def _held(one: belief.Estimate) -> bool:
    """Whether the band holds the truth; nothing is known to be nothing."""
    return one.inside or max(abs(one.truth), abs(one.high)) < _NOTHING


def _amount(value: float, unit: str) -> str:
    if unit in ("share", "0-1"):
        return percent(value)
    size = abs(value)
    digits = 0 if size >= 100 else (1 if size >= 10 else 2)
    return number(value, digits)


def hits(views: tuple[BeliefView, ...]) -> str:
    """How many of the bands hold the truth at the end."""
    inside = sum(view.inside for view in views)
    return tr(
        "{inside} of {n} bands hold the truth at the end; of 80% bands about {expected} should.",
        inside=inside, n=len(views), expected=round(0.8 * len(views)),
    )  # fmt: skip


# ---- who led the others


def seat_truths(session: Session) -> tuple[SeatTruth, ...]:
    """Every seat that a character or a mind led, the governments first."""
    known = leaders(session.rows[0], session.setup.buyers)
    found = []
    for seat in SEATS:
        if seat == session.seat or ACTORS[seat][0] not in ("governments", "designers"):
            continue
        character = known.get(seat)
        traits: tuple[TraitView, ...] = ()
        if character is not None:
            traits = tuple(
                TraitView(tr(TRAIT_TEXTS[name]), float(character.traits[name])) for name in TRAITS
            )
        found.append(
            SeatTruth(
                key=seat,
                name=actor_name(seat),
                role=role_of(seat),
                character=tr(character.name) if character else tr("Plain"),
                line=tr(character.line)
                if character
                else tr("Acts as the calibrated history does."),
                traits=traits,
                reasons=_reasons(session, seat),
            )
        )
    return tuple(found)


def _reasons(session: Session, seat: str) -> ChartView | None:
    """The weights of a seat's reasons, quarter by quarter."""
    kind, member = ACTORS[seat]
    label = seat.upper() if kind == "governments" else "designers"
    fields = REASONS.get(label, ())
    if not fields or len(session.rows) < 3:
        return None
    worlds = [world_of(row) for row in session.rows[1:]]
    x = tuple(quarter_x(session.scenario.start + i) for i in range(len(worlds)))
    lines = []
    for k, name in enumerate(fields):
        y = tuple(float(getattr(world, kind)[member][name]) for world in worlds)
        words = tr(REASON_TEXTS[name])
        lines.append(SeriesView(name, words, _ROLES[k % len(_ROLES)], x, y))
    strongest = max(lines, key=lambda line: sum(abs(v) for v in line.y))
    return ChartView(
        f"reasons.{seat}", tr("Its reasons, quarter by quarter"), tr("Weights"), "signed",
        tuple(lines), (), tr("Strongest over the game: {reason}.", reason=strongest.label),
    )  # fmt: skip
