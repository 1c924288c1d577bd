"""What a class's report says of the debrief: flips, forecasts, the experiment, forks, answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from typing import Any

from markupsafe import Markup

from game.analysis.metrics import Metric, find_metric
from game.classroom import debrief, report_charts
from game.classroom.grades import forecasts
from game.classroom.record import EXIT
from game.classroom.report_worlds import treatment
from game.classroom.state import ClassState, Flip, Prediction, Round, WorldState
from game.classroom.views.debrief import FEELINGS, candidate_text, flip_view
from game.classroom.views.words import PUBLIC_NUMBERS, change_text, number_text
from game.figures import quarter_text
from game.language import ntr, tr
from game.views.words import percent, signed

QUARTERS_A_YEAR = 4


# ---- flips


def flips_part(state: ClassState) -> list[dict[str, Any]]:
    """Every decision changed in hindsight, of every game; each in words, numbers and charts."""
    states = [*(replace(state, game=one.game) for one in state.episodes), state]
    found = {flip.number: (then, flip) for then in states for flip in then.game.flips}
    return [flip_part(then, flip) for then, flip in found.values()]


def flip_part(state: ClassState, flip: Flip) -> dict[str, Any]:
    """One flip. The first number is the one that the lesson forecasts."""
    result = flip.result
    told = result["metrics"]
    shown = [state.lesson.forecast, *(k for k in PUBLIC_NUMBERS if k != state.lesson.forecast)]
    return {
        "text": flip_text(state, flip),
        "assumptions": _assumptions(flip.change.get("assumptions") or {}),
        "runs": f"{result['runs']:,}",
        "last": quarter_text(result["last"]),
        "rows": [_spread(find_metric(key), told[key]) for key in shown],
        "backfire": _backfire(result.get("backfire")),
        "charts": [_pair(find_metric(key), told[key], result) for key in shown[:2]],
    }


def flip_text(state: ClassState, flip: Flip) -> str:
    """What was changed; where it says no world by itself and there are several, with the world."""
    text = str(flip_view(state, flip)["text"])
    if flip.change.get("kind") != "controls" or len(state.game.worlds) < 2:
        return text
    return tr("World {world}. {move}", world=flip.change["world"], move=text)


def _assumptions(values: Mapping[str, float]) -> list[str]:
    return [f"{name} = {value:g}" for name, value in values.items()]


def difference_text(metric: Metric, value: float) -> str:
    """A difference, with more digits than usual where it takes them to see that it is one."""
    text = change_text(metric.key, value)
    if any(sign in text for sign in "123456789"):
        return text
    percents = metric.form == "percent"
    finer = signed(100.0 * value if percents else value, 3)
    return tr("{change} pts", change=finer) if percents else finer


def _spread(metric: Metric, told: Mapping[str, Any]) -> list[str]:
    low, high = (difference_text(metric, told[end]) for end in ("p10", "p90"))
    return [
        tr(metric.label),
        tr(metric.unit),
        difference_text(metric, told["median"]),
        tr("{low} to {high}", low=low, high=high),
        percent(told["share_above"]),
    ]


def _backfire(found: Mapping[str, Any] | None) -> list[str]:
    """How often the other side ended better with the stricter controls, number by number."""
    if not found:
        return []
    return [
        tr(
            "{number}: worse for the sender with the stricter controls in {share} of the pairs",
            number=tr(find_metric(key).label), share=percent(found["share"][key]),
        )
        for key in PUBLIC_NUMBERS
        if key in found["share"]
    ]  # fmt: skip


def _pair(metric: Metric, told: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """The two charts of a number with their tables."""
    edges, counts = told["histogram"]["edges"], told["histogram"]["counts"]
    first, own, other = result["first"], told["own"], told["other"]
    last = len(own[0]) - 1
    years = sorted({*range(last, -1, -QUARTERS_A_YEAR), 0})
    return {
        "label": tr(metric.label),
        "unit": tr(metric.unit),
        "histogram": Markup(report_charts.histogram(metric, edges, counts)),
        "bins": [
            [*(difference_text(metric, edge) for edge in edges[i : i + 2]), str(count)]
            for i, count in enumerate(counts)
            if count
        ],
        "fan": Markup(report_charts.fan(metric, first, own, other)),
        "years": [
            [quarter_text(first + i), *(number_text(metric.key, own[q][i]) for q in (1, 3, 5)),
             number_text(metric.key, other[3][i])]
            for i in years
        ],
    }  # fmt: skip


# ---- forecasts


def forecasts_part(state: ClassState) -> dict[str, Any]:
    """How forecasts did: all, by world, and by the chance that was given."""
    given = forecasts(state)
    points = debrief.calibration(given)
    worlds = list(state.game.worlds)
    groups = [(tr("All"), given)]
    if len(worlds) > 1:
        groups += [(tr("World {name}", name=w), [p for p in given if p.world == w]) for w in worlds]
    return {
        "rows": [_score(name, some) for name, some in groups],
        "calibration": [[percent(p), str(n), percent(came)] for p, n, came in points],
        "svg": Markup(report_charts.calibration(points)) if points else "",
    }


def _score(name: str, given: Sequence[Prediction]) -> list[str]:
    found = debrief.score(given)
    brier = "–" if found.brier is None else f"{found.brier:.3f}"
    return [name, str(found.count), str(found.right), brier]


# ---- worlds as an experiment, and forks


def experiment_part(state: ClassState) -> dict[str, Any] | None:
    """The difference between treatments with its interval; nothing where none was drawn."""
    effects = [found for key in PUBLIC_NUMBERS if (found := debrief.effect(state, key))]
    if not effects:
        return None
    arms = [tr(one.title) for one in state.lesson.treatments[:2]]
    return {
        "arms": arms,
        "worlds": [[name, treatment(state, name)] for name in state.game.worlds],
        "count": len(state.game.worlds),
        "rows": [_effect(one) for one in effects],
        "wide": any(one.interval is None for one in effects),
    }


def _effect(one: debrief.Effect) -> list[str]:
    metric = find_metric(one.metric)
    sides = [" · ".join(number_text(one.metric, v) for v in side) for side in one.values]
    interval = "–"
    if one.interval is not None:
        low, high = (change_text(one.metric, end) for end in one.interval)
        interval = tr("{low} to {high}", low=low, high=high)
    return [tr(metric.label), *sides, change_text(one.metric, one.difference), interval]


def episodes_part(state: ClassState) -> list[dict[str, Any]]:
    """Games that were left for another one, beside the last one at the same round."""
    found = []
    for episode in state.episodes:
        for name, there in episode.game.worlds.items():
            pair = _last_common(there, state.game.worlds[name])
            if pair is not None:
                where = {"number": episode.number, "world": name, "round": pair[0].number}
                found.append({**where, "rows": _compared(*pair)})
    return found


def _last_common(one: WorldState, other: WorldState) -> tuple[Round, Round] | None:
    """The last round that both games have, as each played it."""
    theirs = {played.number: played for played in other.played}
    both = [(played, theirs[played.number]) for played in one.played if played.number in theirs]
    return both[-1] if both else None


def _compared(one: Round, other: Round) -> list[list[str]]:
    mine, theirs = (played.result["standing"]["numbers"] for played in (one, other))
    return [
        [
            tr(find_metric(key).label),
            number_text(key, mine[key]),
            number_text(key, theirs[key]),
            change_text(key, theirs[key] - mine[key]),
        ]
        for key in PUBLIC_NUMBERS
    ]


# ---- answers


def polls_part(state: ClassState) -> dict[str, Any]:
    """What students answered in the debrief, without names; of exit tickets only how many."""
    feelings = Counter(state.polls.get("feelings", {}).values())
    votes = Counter(state.polls.get("vote", {}).values())
    many = len(state.game.worlds) > 1
    tickets = sum(1 for text in state.polls.get(EXIT, {}).values() if text.strip())
    return {
        "feelings": [[tr(FEELINGS[k]), str(n)] for k, n in feelings.most_common() if k in FEELINGS],
        "votes": [
            [candidate_text(one, many), str(count)]
            for key, count in votes.most_common()
            if (one := debrief.find_candidate(state, key))
        ],
        "guess": _mean(state, "guess"),
        "verdict": _mean(state, "verdict"),
        "tickets": _tickets(tickets),
    }


def _tickets(count: int) -> str:
    if not count:
        return tr("Nobody wrote one.")
    return ntr(
        "{n} student wrote one. What it says is in the table of grades, for the teacher only.",
        "{n} students wrote one. What they say is in the table of grades, for the teacher only.",
        count,
    )


def _mean(state: ClassState, poll: str) -> dict[str, Any] | None:
    """A mean of chances given in percent; nothing where nobody answered."""
    said = [int(answer) for answer in state.polls.get(poll, {}).values()]
    return {"mean": round(fmean(said)), "count": len(said)} if said else None
