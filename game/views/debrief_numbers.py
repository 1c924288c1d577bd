"""What the analyses of a finished game found, in words and numbers for any face."""

import math

import numpy as np

from agents import mandate
from agents.levers import LEVERS
from game.analysis.metrics import Metric
from game.debrief.assumptions import MEASURES, Dial
from game.debrief.cloud import Cloud
from game.debrief.ghost import LEADS, LINES, Ghost
from game.debrief.ledger import Made, Worth, measured
from game.debrief.record import Record
from game.language import mark, ntr, tr
from game.views.debrief_parts import (
    BandView,
    CloudView,
    DialTable,
    DialView,
    EffectTable,
    EffectView,
    MedalView,
)
from game.views.words import (
    actor_name,
    lever_text,
    listed,
    money_change,
    number,
    percent,
    points,
    quarter_label,
    quarter_x,
    role_of,
    signed,
)

BINS = 20
MEAN = "mean"
REGRET_POINTS = 5.0


# ---- the ghost world


def band_views(found: Ghost) -> tuple[BandView, ...]:
    """The five lines with their bands."""
    views = []
    for key, title, about, form in LINES:
        line = found.lines[key]
        if not len(line.quarters):
            continue
        write = percent if form == "percent" else signed
        low, middle, high = (tuple(edge.tolist()) for edge in line.band)
        words = tr(
            "At the end {own}; 5 to 95% of pairs {low} to {high}.",
            own=write(line.own[-1]), low=write(low[-1]), high=write(high[-1]),
        )  # fmt: skip
        x = tuple(quarter_x(int(quarter)) for quarter in line.quarters)
        own = tuple(line.own.tolist())
        views.append(BandView(key, tr(title), tr(about), form, x, own, low, middle, high, words))
    return tuple(views)


_LEAD_NAMES = {"chip_lead": mark("Lead in chips"), "ai_lead": mark("Lead in AI")}


def backfire_lines(found: Ghost) -> tuple[tuple[str, str], ...]:
    """When and how often a lead became shorter than without controls: heading and sentence."""
    return tuple((tr(_LEAD_NAMES[key]), _backfire(found, key)) for key in LEADS)


def _backfire(found: Ghost, key: str) -> str:
    one = found.backfire[key]
    words = [
        tr("In your game it became shorter than without controls from {date} on.",
           date=quarter_label(one.own))
        if one.own >= 0
        else tr("In your game it never became shorter than without controls."),
        tr("It did in {share} of {n} pairs with other luck.",
           share=percent(one.chance), n=f"{found.pairs:,}"),
    ]  # fmt: skip
    if one.dates is not None:
        low, middle, high = (quarter_label(date) for date in one.dates)
        words.append(
            tr("Where it did: {middle} in the middle case, {low} to {high} in 90% of them.",
               middle=middle, low=low, high=high)
        )  # fmt: skip
    return " ".join(words)


# ---- the ledger


def _change_text(metric: Metric | None, value: float) -> str:
    if metric is None:
        return signed(value, 1)
    if metric.form == "percent":
        return points(value)
    return money_change(value) if metric.form == "money" else signed(value)


def ledger_tables(worths: list[Worth]) -> tuple[EffectTable, ...]:
    """One table for the seat's points and one for each metric."""
    metrics: list[Metric | None] = [None, *measured()]
    return tuple(_ledger_table(worths, metric, place) for place, metric in _places(metrics))


def _places(metrics: list[Metric | None]) -> list[tuple[int, Metric | None]]:
    return [(len(metrics) - 1 if metric is None else k - 1, metric)
            for k, metric in enumerate(metrics)]  # fmt: skip


def _ledger_table(worths: list[Worth], metric: Metric | None, place: int) -> EffectTable:
    rows = [_effect(worth, metric, place) for worth in worths]
    key = MEAN if metric is None else metric.key
    label = tr("Your mean points") if metric is None else tr(metric.label)
    return EffectTable(key, label, tuple(sorted(rows, key=lambda row: -abs(row.own))))


def _effect(worth: Worth, metric: Metric | None, place: int) -> EffectView:
    made, own = worth.made, float(worth.own[place])
    low, middle, high = (float(edge) for edge in worth.band[:, place])
    spans = low <= 0.0 <= high
    text = _change_text(metric, own)
    band = tr("{low} to {high}", low=_change_text(metric, low), high=_change_text(metric, high))
    return EffectView(
        key=f"{made.seat}.{made.quarter}.{made.steps[0].lever}",
        quarter=quarter_label(made.quarter),
        who=actor_name(made.seat),
        role=role_of(made.seat),
        label=move_label(made),
        detail=listed(step_text(step.lever, step.before, step.after) for step in made.steps),
        own=own, low=low, middle=middle, high=high, own_text=text, band_text=band,
        note=tr("sign not sure") if spans and low < high else "",
    )  # fmt: skip


def move_label(made: Made) -> str:
    """A move in a few words: its largest step, and how many others go with it."""
    first = max(made.steps, key=lambda step: step.size)
    words = step_text(first.lever, first.before, first.after)
    more = len(made.steps) - 1
    return ntr("{move} and {n} more", "{move} and {n} more", more, move=words) if more else words


def step_text(lever: str, before: float, after: float) -> str:
    """A step of a lever: its name and both values."""
    one = LEVERS[lever]
    return f"{tr(one.name)} {lever_text(one, before)} → {lever_text(one, after)}"


# ---- the cloud


def cloud_views(record: Record, found: Cloud) -> tuple[CloudView, ...]:
    """A histogram for every goal, the secret one too, and one for the mean."""
    goals = mandate.mandate(record.seat, record.scenario.name, record.secret)
    views = [
        _cloud_view(goal.key, tr(goal.text), tr("Secret goal") if goal.secret else tr("Goal"),
                    found.points[:, k], float(found.own[k]), found.below(k))
        for k, goal in enumerate(goals)
    ]  # fmt: skip
    below = float((found.means < found.own_mean).mean())
    title = tr("Mean of your goals")
    views.append(_cloud_view(MEAN, title, tr("All four"), found.means, found.own_mean, below))
    return tuple(views)


def _cloud_view(
    key: str, title: str, kind: str, values: np.ndarray, own: float, below: float
) -> CloudView:
    counts, _ = np.histogram(values, bins=BINS, range=(0.0, 100.0))
    words = tr(
        "{kind}: median of the minds {median}",
        kind=kind, median=number(float(np.median(values)), 0),
    )  # fmt: skip
    return CloudView(
        key, title, words, tuple(int(count) for count in counts), own,
        tr("You: {points}", points=number(own, 0)),
        tr("better than {share} of games", share=percent(below)),
    )  # fmt: skip


def regret_text(found: Cloud) -> str:
    """How the game compares with the best of the minds' games."""
    best = float(found.means.max())
    return tr(
        "Your mean: {own}. The best of {n} games among minds from the same opening: {best}.",
        own=number(found.own_mean, 0), n=f"{found.games:,}", best=number(best, 0),
    )  # fmt: skip


def medals(found: Cloud | None, known: tuple[bool | None, str]) -> tuple[MedalView, ...]:
    """Calibration, restraint and regret, each with the condition it is earned on."""
    first = MedalView("calibration", tr("Calibration"), "target", *known)
    if found is None:
        wait = tr("The games among minds are being played.")
        return (
            first,
            MedalView("restraint", tr("Restraint"), "scale", None, wait),
            MedalView("regret", tr("No regrets"), "trophy", None, wait),
        )
    middle = float(np.median(found.tension))
    calm = tr(
        "Highest tension {own}; {middle} in the median game among minds.",
        own=number(found.own_tension, 0), middle=number(middle, 0),
    )  # fmt: skip
    return (
        first,
        MedalView("restraint", tr("Restraint"), "scale", found.own_tension <= middle, calm),
        MedalView("regret", tr("No regrets"), "trophy", found.regret <= REGRET_POINTS,
                  regret_text(found)),
    )  # fmt: skip


# ---- assumptions


def dial_tables(found: list[Dial]) -> tuple[DialTable, ...]:
    """What became of each measure when one assumption was turned to either end."""
    return tuple(
        DialTable(key, tr(label), tuple(_dial(dial, k, key) for dial in found))
        for k, (key, label, _, _) in enumerate(MEASURES)
    )


def _measure_text(key: str, value: float) -> str:
    if not math.isfinite(value):
        return "–"
    if key == "autonomy":
        return points(value)
    if key == "revenue":
        return money_change(value)
    return tr("{change} months", change=signed(value, 1)) if key == "ai" else signed(value)


def _dial(dial: Dial, measure: int, key: str) -> DialView:
    middles = tuple(float(v) for v in dial.band[:, 1, measure])
    settings = (dial.parameter.low, dial.parameter.value, dial.parameter.high)
    flips = dial.flips(measure)
    return DialView(
        key=dial.parameter.name,
        question=tr(dial.question),
        name=dial.parameter.name.replace("_", " "),
        source=dial.parameter.source,
        settings=tuple(f"{value:.3g}" for value in settings),  # type: ignore[arg-type]
        middles=middles,  # type: ignore[arg-type]
        lows=tuple(float(v) for v in dial.band[:, 0, measure]),  # type: ignore[arg-type]
        highs=tuple(float(v) for v in dial.band[:, 2, measure]),  # type: ignore[arg-type]
        texts=tuple(_measure_text(key, value) for value in middles),  # type: ignore[arg-type]
        flips=flips,
        verdict=tr("the sign changes") if flips else tr("same sign"),
    )
