"""The debrief on every page: polls, the timeline, flips, forecasts, the class as an experiment."""

from collections import Counter
from collections.abc import Iterable
from statistics import fmean
from typing import Any

from game.analysis.metrics import find_metric
from game.classroom import debrief
from game.classroom.lesson import find_decision
from game.classroom.state import OVER, ClassState, Flip, Prediction
from game.classroom.views.words import (
    PUBLIC_NUMBERS,
    change_text,
    number_row,
    number_text,
    step_text,
    team_name,
)
from game.debrief.dials import dials
from game.figures import quarter_text
from game.language import mark, tr
from game.views.words import percent

MOST_MOVES = 4  # of a round, on the timeline
FEELINGS = {
    "proud": mark("proud"),
    "powerful": mark("powerful"),
    "clever": mark("clever"),
    "surprised": mark("surprised"),
    "cheated": mark("cheated"),
    "helpless": mark("helpless"),
    "worried": mark("worried"),
    "bored": mark("bored"),
}
TRANSFER = (
    mark("The game grew out of a newspaper article of June 2025 on Huawei: cut off from the best "
         "machines, it builds clusters of many chips, sells at home, and speaks humbly."),
    mark("Those who defend the controls say: the lead in the best chips has held, and time was won "
         "for security."),
    mark("Those who doubt them say: an industry exists now that did not exist before, and sales "
         "that paid for research are gone."),
    mark("The model leaves out people who leave or stay, courts and elections in detail, other "
         "technologies, war, and everything that nobody has thought of."),
    mark("Its numbers are guesses where history settles nothing. What would you have to know to "
         "trust its answer?"),
)  # fmt: skip


def score_of(predictions: Iterable[Prediction]) -> dict[str, Any]:
    """How forecasts did: how many, how many right, the Brier score as text."""
    found = debrief.score(predictions)
    return {
        "count": found.count,
        "right": found.right,
        "brier": "" if found.brier is None else f"{found.brier:.2f}",
    }


def candidate_text(one: debrief.Candidate, many: bool) -> str:
    """A decision that was changed, as a sentence."""
    decision = find_decision(f"{one.seat}.{one.decision}")
    before, after = step_text(decision, one.before), step_text(decision, one.after)
    text = tr(
        "Round {n}, {team}: {decision}, from {before} to {after}",
        n=one.round, team=team_name(one.seat), decision=tr(decision.title), before=before,
        after=after,
    )  # fmt: skip
    return tr("World {world}. {move}", world=one.world, move=text) if many else text


def stage_part(state: ClassState, world: str) -> dict[str, Any] | None:
    """The stage of the debrief that is on, for one world; nothing before it."""
    stage = state.game.stage if state.game.phase != OVER else "exit"
    rule = _STAGES.get(stage)
    return None if rule is None else {"stage": stage, **rule(state, world)}


def _feelings(state: ClassState, world: str) -> dict[str, Any]:
    given = Counter(state.polls.get("feelings", {}).values())
    return {
        "words": [
            {"key": key, "text": tr(text), "count": given[key]} for key, text in FEELINGS.items()
        ],
        "answered": sum(given.values()),
    }


def _timeline(state: ClassState, world: str) -> dict[str, Any]:
    there = state.game.worlds[world]
    changed = debrief.changes(state, world)
    rows = []
    for one in there.played:
        if not one.went_on:
            continue
        result = one.result
        before = next((r for r in there.rounds if r.number == one.number - 1), None)
        earlier = before.result["standing"] if before else there.opening
        moves = sorted((c for c in changed if c.round == one.number), key=lambda c: -c.size)
        rows.append(
            {
                "round": one.number,
                "dates": f"{quarter_text(result['first'])} – {quarter_text(result['last'])}",
                "moves": [candidate_text(c, False) for c in moves[:MOST_MOVES]],
                "all_moves": len(moves),
                "numbers": [
                    number_row(m, result["standing"]["numbers"][m], (earlier or {})["numbers"][m])
                    for m in PUBLIC_NUMBERS
                ],
                "twin": [
                    {"key": m, "text": number_text(m, result["twin"][m][-1])}
                    for m in PUBLIC_NUMBERS
                ],
            }
        )
    opening = (there.opening or {}).get("numbers", {})
    return {
        "opening": [number_row(m, opening.get(m), None) for m in PUBLIC_NUMBERS],
        "rounds": rows,
        "secret": _secrets(state, world),
        "treatment": treatment(state, world),
    }


def treatment(state: ClassState, world: str) -> str:
    """What a world was treated with, told in the debrief only."""
    found = state.lesson.treatment(state.game.worlds[world].treatment)
    return tr(found.title) if found else ""


def _secrets(state: ClassState, world: str) -> list[dict[str, Any]]:
    from game.classroom.views.treaty import treaty_view

    there = state.game.worlds[world]
    return [
        treaty_view(state, one, "")
        for one in there.treaties.values()
        if one.mode == "secret" and one.made
    ]


def _vote(state: ClassState, world: str) -> dict[str, Any]:
    given = Counter(state.polls.get("vote", {}).values())
    many = len(state.game.worlds) > 1
    return {
        "candidates": [
            {"key": one.key, "text": candidate_text(one, many), "votes": given[one.key]}
            for one in debrief.candidates(state, world)
        ]
    }


def _flip(state: ClassState, world: str) -> dict[str, Any]:
    return flips_part(state)


def flips_part(state: ClassState) -> dict[str, Any]:
    """What the class thinks of the decision with most votes, and every flip so far.

    The `guess` is how likely it is that the decision helped the other side in the end. It is `open`
    until that decision is played; what was guessed until then stands beside that flip.
    """
    chosen = debrief.most_voted(state)
    said = (int(answer) for answer in state.polls.get("guess", {}).values())
    asked = next((one for one in state.game.flips if _is_of(one, chosen)), None)
    return {
        "guess": {
            "decision": ""
            if chosen is None
            else candidate_text(chosen, len(state.game.worlds) > 1),
            "open": asked is None,
            **_mean(said),
        },
        "flips": [
            {**flip_view(state, one), "guess": _mean(one.guesses) if one is asked else None}
            for one in state.game.flips
        ],
    }


def _is_of(flip: Flip, chosen: debrief.Candidate | None) -> bool:
    """Whether a flip is of the decision that the class was asked about; of any without a vote."""
    key = flip.change.get("candidate")
    return bool(key) and (chosen is None or key == chosen.key)


def _mean(said: Iterable[int]) -> dict[str, Any]:
    found = list(said)
    return {"count": len(found), "mean": f"{round(fmean(found))}%" if found else ""}


def flip_view(state: ClassState, flip: Flip) -> dict[str, Any]:
    """A flip: what was changed, and the differences it makes over many paired futures."""
    change, result = flip.change, flip.result
    one = debrief.find_candidate(state, str(change.get("candidate", "")))
    if change.get("kind") == "controls":
        text = tr("The same game without any control")
    elif one is not None:
        decision = find_decision(f"{one.seat}.{one.decision}")
        text = tr(
            "{move}; instead: {step}",
            move=candidate_text(one, len(state.game.worlds) > 1),
            step=step_text(decision, int(change["step"])),
        )
    else:
        text = tr("The same game with other assumptions")
    rows = []
    for key in PUBLIC_NUMBERS:
        told = result["metrics"].get(key)
        if told is None:
            continue
        metric = find_metric(key)
        rows.append(
            {
                "key": key,
                "label": tr(metric.label),
                "unit": tr(metric.unit),
                "median": change_text(key, told["median"]),
                "low": change_text(key, told["p10"]),
                "high": change_text(key, told["p90"]),
                "above": percent(told["share_above"]),
                "form": metric.form,
                "histogram": told["histogram"],
            }
        )
    return {
        "number": flip.number,
        "text": text,
        "assumptions": _assumptions(change.get("assumptions") or {}),
        "world": change.get("world", ""),
        "runs": f"{result['runs']:,}",
        "first": quarter_text(result["first"]),
        "last": quarter_text(result["last"]),
        "rows": rows,
        "backfire": _backfire(state, result.get("backfire")),
    }


def _backfire(state: ClassState, found: dict[str, Any] | None) -> list[dict[str, str]]:
    """How often the other side ends better with the stricter controls, by number; the lesson's
    own number first. Nothing where no control was changed."""
    if not found:
        return []
    order = sorted(PUBLIC_NUMBERS, key=lambda key: key != state.lesson.forecast)
    shares = found["share"]
    return [
        {"key": key, "label": tr(find_metric(key).label), "share": percent(shares[key])}
        for key in order
        if key in shares
    ]


def _assumptions(values: dict[str, float]) -> list[str]:
    """The numbers of the rules that a flip was played with, where they are not as calibrated."""
    return [
        tr("{question} Played with the low end." if values[one.name] < one.value
           else "{question} Played with the high end.", question=tr(question))
        for one, question in dials()
        if one.name in values
    ]  # fmt: skip


def _forecasts(state: ClassState, world: str) -> dict[str, Any]:
    given = state.game.predictions
    return {
        "score": score_of(given),
        "calibration": [
            {"said": percent(p), "count": count, "came": percent(share)}
            for p, count, share in debrief.calibration(given)
        ],
        "coin": "0.25",
    }


def _experiment(state: ClassState, world: str) -> dict[str, Any]:
    rows = []
    for metric in PUBLIC_NUMBERS:
        found = debrief.effect(state, metric)
        if found is None:
            continue
        interval = found.interval
        rows.append(
            {
                **number_row(metric, None, None),
                "values": [[number_text(metric, value) for value in side] for side in found.values],
                "raw": [list(side) for side in found.values],
                "difference": change_text(metric, found.difference),
                "interval": [change_text(metric, end) for end in interval] if interval else None,
            }
        )
    arms = [tr(one.title) for one in state.lesson.treatments]
    worlds = [{"world": name, "treatment": treatment(state, name)} for name in state.game.worlds]
    return {
        "arms": arms,
        "worlds": worlds,
        "rows": rows,
        "few": tr(
            "There are only {n} worlds, and every one has other people in it: the interval is "
            "wide, and says so.",
            n=len(worlds),
        ),
    }


def _transfer(state: ClassState, world: str) -> dict[str, Any]:
    return {
        "verdict": _mean(int(answer) for answer in state.polls.get("verdict", {}).values()),
        "points": [tr(one) for one in TRANSFER],
        "claim": tr(state.lesson.claim) if state.lesson.claim else "",
    }


def _exit(state: ClassState, world: str) -> dict[str, Any]:
    return {
        "question": tr(state.lesson.exit_question),
        "answered": len(state.polls.get("exit", {})),
    }


_STAGES = {
    "feelings": _feelings,
    "timeline": _timeline,
    "vote": _vote,
    "flip": _flip,
    "forecasts": _forecasts,
    "experiment": _experiment,
    "transfer": _transfer,
    "exit": _exit,
}
