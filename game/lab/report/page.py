"""The page of a study: the answer first, then what it rests on, then what was run."""

from collections.abc import Sequence
from html import escape

import numpy as np

from agents.names import quarter_name
from game.batch import words
from game.batch.measures import BACKFIRE
from game.batch.measures import sentence as told_by_runs
from game.batch.report import chips, difference_row, key, page, rows_table
from game.lab.report.answer import (
    answer,
    interval_words,
    never_words,
    pairing_words,
    percent,
    settled_words,
    shown_times,
)
from game.lab.report.charts_tornado import MOST
from game.lab.report.drawn import Chart
from game.lab.report.effects import Swing
from game.lab.report.ending import how_to_read, what_was_run
from game.lab.report.findings import Compared, Findings
from game.lab.report.material import Material
from game.lab.report.naming import beside as beside_baseline
from game.lab.report.naming import reach, than
from game.lab.report.shapes import SHARE, interval, shown, signed

Charts = dict[str, list[Chart]]  # by section: fans, tornado, maps, points, horizon, convergence


def report_page(material: Material, findings: Findings, charts: Charts, checksum: str) -> str:
    """The whole page."""
    experiment = material.experiment
    parts = [
        _head(material, findings),
        _vector(material, findings),
        _table(material, findings),
        _fans(material, charts["fans"]),
        _points(material, findings, charts["points"]),
        _tornado(material, findings, charts["tornado"]),
        _maps(material, findings, charts["maps"]),
        _horizon(findings, charts["horizon"]),
        _convergence(material, findings, charts["convergence"]),
        what_was_run(material, checksum),
        how_to_read(material),
        f"<footer>Two Stacks, model {escape(material.tables.study['model'])}, checksum {checksum}. "
        "Every number behind the charts is in the tables beside this page; columns.csv names the "
        "columns, summary.json holds what is said here.</footer>",
    ]
    return page(
        f"{experiment.title}: {len(material.hits):,} runs", [part for part in parts if part]
    )


def _head(material: Material, findings: Findings) -> str:
    experiment, study = material.experiment, material.tables.study
    runs, asked = len(material.hits), int(study["runs"])
    names = [factor.name for factor in experiment.factors]
    facts = [
        experiment.scenario.title,
        f"{quarter_name(experiment.scenario.start)} to {quarter_name(experiment.horizon)}",
        f"{experiment.design.kind}: {material.points:,} points x {experiment.replications:,} "
        "replications",
        f"{runs:,} runs" if runs == asked else f"stopped: {runs:,} of {asked:,} runs",
        f"seed {experiment.seed}",
        "accepted sets of parameters" if experiment.doubt else "one set of parameters",
        f"baseline: {_baseline(material)}",
        f"{experiment.buyers:,} buyers",
        f"factors: {', '.join(names)}" if names else "no factors",
        f"model {study['model']}",
    ]
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in answer(material, findings))
    return (
        f"<h1>{escape(experiment.title)}</h1>"
        f'<p class="lead">{escape(experiment.question.strip())}</p>{chips(facts)}'
        f'<div class="answer">{said}</div>'
        f'<p class="note">{escape(interval_words(material, findings))}</p>'
    )


def _baseline(material: Material) -> str:
    baseline = material.experiment.baseline
    return {
        "twin": "the twin without controls",
        "path": "the recorded path",
        "orders": f"'{baseline.name}'",
        "none": "none",
    }[baseline.kind]


def _vector(material: Material, findings: Findings) -> str:
    """The numbers of backfire that were recorded, each with its spread over runs."""
    baseline, last = material.experiment.baseline, quarter_name(material.experiment.horizon)
    found = {compared.outcome.name: compared for compared in findings.compared}
    rows = ""
    for question in BACKFIRE:
        compared = found.get(question.measure.name)
        if compared is None or not compared.outcome.paired or compared.without == 1.0:
            continue
        values = material.tables.column(question.measure.name)
        measure = material.measure(question.measure.name, values)
        low, _, middle, _, high = compared.spread
        band = {
            "p05": low,
            "median": middle,
            "p95": high,
            "probability_positive": compared.above,
            "probability_negative": compared.below,
        }
        mean = f"Mean {signed(measure, compared.difference.value)}"
        if compared.difference.known:
            mean += f" (95% interval {interval(measure, compared.difference, True)})"
        said = f"{than(told_by_runs(question, band), baseline)} {mean}."
        rows += difference_row(measure, question.asks, values[np.isfinite(values)], said)
    if not rows:
        return ""
    other = "no controls" if baseline.kind == "twin" else "the baseline"
    note = f'<p class="note">{words.LEVERAGE}</p>' if "leverage" in found else ""
    return (
        "<h2>What the policy did</h2><p>Each run less its baseline with the same luck, "
        f"{escape(beside_baseline(baseline))}, at the end of {last}. "
        "Bands are 5 to 95% of the runs.</p>"
        '<div class="card vector"><div class="ends"><span></span><div>'
        f"<span>&larr; better for the sender than {other}</span>"
        f"<span>worse for the sender than {other} &rarr;</span></div><span></span></div>"
        f"{rows}</div>{note}"
    )


def _table(material: Material, findings: Findings) -> str:
    paired = material.experiment.paired
    rows = [_outcome_row(material, compared, paired) for compared in findings.compared]
    header = ["Outcome", "Unit", "Median", "5 to 95%"]
    if paired:
        header += ["Baseline", "5 to 95%", "Mean difference", "95% interval", "Median", "5 to 95%"]
        header += ["Above zero"]
    notes = "".join(f'<p class="note">{escape(n)}</p>' for n in never_words(material, findings))
    about = (
        "<p>The policy, its baseline, and their difference run by run: run less baseline, or as "
        "the outcome itself is defined where it compares the two.</p>"
        if paired
        else ""
    )
    last = quarter_name(material.experiment.horizon)
    return (
        f'<h2>Every outcome at the end of {last}</h2>{about}<div class="long">'
        f"{rows_table(header, rows, 2)}</div>{notes}"
    )


def _outcome_row(material: Material, compared: Compared, paired: bool) -> list[str]:
    known = (compared.policy, compared.baseline, compared.spread)
    values = np.array([value for band in known if band for value in band])
    measure = material.measure(compared.outcome.name, values)
    row = [measure.title, measure.unit]
    for band in known[: 2 if paired else 1]:
        if band is None:
            row += ["", ""]
        else:
            row += [
                shown(measure, band[2]),
                f"{shown(measure, band[0])} to {shown(measure, band[4])}",
            ]
    if paired:
        low, _, middle, _, high = compared.spread
        since = compared.outcome.name == "crossover"  # a time, which has no sign
        write = shown if since else signed
        row += [
            write(measure, compared.difference.value),
            interval(measure, compared.difference, not since),
            write(measure, middle),
            f"{write(measure, low)} to {write(measure, high)}",
            "" if since or np.isnan(compared.above) else percent(compared.above),
        ]
    return row


def _fans(material: Material, charts: Sequence[Chart]) -> str:
    if not charts:
        return ""
    experiment = material.experiment
    dashed = f"median {beside_baseline(experiment.baseline)}" if experiment.paired else ""
    marks = key("median of the runs", dashed)
    if not experiment.paired:
        marks = marks[: marks.rindex("<span>")] + "</div>"
    which = f"All {material.points:,} points together." if material.points > 1 else ""
    return _cards("Outcomes over time", charts, f"{which}</p>{marks}<p>" if which else marks)


def _cards(
    title: str, charts: Sequence[Chart], about: str = "", after: str = "", beside: str = ""
) -> str:
    """A section of cards; nothing where there is no chart and nothing to say."""
    if not charts and not after:
        return ""
    cards = "".join(
        f'<div class="card"><h3>{escape(c.title)} <span>{escape(c.unit)}</span></h3>'
        f'<p>{escape(c.about)}</p><div class="chart">{c.svg}</div></div>'
        for c in charts
    )
    lead = f"<p>{about}</p>".replace("<p></p>", "") if about else ""
    body = f'<div class="fans">{cards}{beside}</div>' if cards else ""
    return f"<h2>{title}</h2>{lead}{body}{after}"


def _points(material: Material, findings: Findings, charts: Sequence[Chart]) -> str:
    if not findings.points:
        return ""
    measure = material.main_measure
    rows = []
    for point in findings.points:
        rows.append(
            [
                point.label,
                percent(point.share.value),
                interval(SHARE, point.share),
                signed(measure, point.main.value),
                interval(measure, point.main, True),
            ]
        )
    history = material.kind == "history"
    mean = "Whole path less this one" if history else "Mean"
    header = [
        "Point",
        "Share of runs",
        "95% interval, %",
        f"{mean}, {measure.unit}",
        "95% interval",
    ]
    title = "What each recorded control did" if history else "Point by point"
    about = (
        "The recorded path is played whole and once more without each control; what a control did "
        "is the whole path less the path without it, run by run with the same luck. The first row "
        "is the whole path beside its baseline."
        if history
        else "Each point by itself, all with the same luck."
    )
    return _cards(title, charts, about, rows_table(header, rows))


def _tornado(material: Material, findings: Findings, charts: Sequence[Chart]) -> str:
    if not findings.main_swings and not findings.share_swings:
        return ""
    shares = {swing.factor.name: swing for swing in findings.share_swings}
    mains = {swing.factor.name: swing for swing in findings.main_swings}
    ranked = [swing.factor.name for swing in findings.ranked]
    ranked += [name for name in (*shares, *mains) if name not in ranked]
    rows = [_swing_row(material, shares.get(n), mains.get(n)) for n in dict.fromkeys(ranked)]
    measure = material.main_measure
    one = material.kind == "one-at-a-time"
    header = ["Factor", "Low", "High", "Share low", "high", "difference", "95% interval"]
    header += [f"{measure.title} low", "high", "difference", "95% interval"]
    if not one:
        header.append("Explains alone")
    return _cards(
        "What moves it", charts, _swing_words(material, len(rows)), rows_table(header, rows, 3)
    )


def _swing_words(material: Material, rows: int) -> str:
    if material.kind == "one-at-a-time":
        told = "One factor at a time, lowest against highest value, all others at their usual ones."
    else:
        told = (
            "Difference of the means between the lowest and the highest fifth of each factor's "
            "values. 'Explains alone' is the share of the variance between points that the factor "
            "explains by itself, up and down alike, by binning."
        )
    if material.kind in {"morris", "saltelli"}:
        told += (
            " This design is made for more: <code>twostacks sensitivity</code> reads from it the "
            "indices it was laid out for, interactions included."
        )
    return told + (f" The charts show the {MOST} largest." if rows > MOST else "")


def _swing_row(material: Material, part: Swing | None, main: Swing | None) -> list[str]:
    some = part or main
    assert some is not None
    measure, row = material.main_measure, [some.factor.name]
    row += [reach(some.factor, some.at_low), reach(some.factor, some.at_high)]
    for swing, shape in ((part, SHARE), (main, measure)):
        if swing is None:
            row += ["", "", "", ""]
            continue
        row += [
            shown(shape, swing.low),
            shown(shape, swing.high),
            signed(shape, swing.change.value),
            interval(shape, swing.change, True),
        ]
    if material.kind != "one-at-a-time":
        alone = main.alone if main is not None else float("nan")
        row.append(percent(alone) if np.isfinite(alone) else "")
    return row


def _maps(material: Material, findings: Findings, charts: Sequence[Chart]) -> str:
    if not charts:
        return ""
    told = "Means over all runs of a cell; n is how many they are."
    if findings.share.value in {0.0, 1.0}:
        every = "every run" if findings.share.value else "no run"
        told += f" The criterion holds in {every}, so the maps show its outcome alone."
    if charts[0].name.startswith("along"):
        told = "The one factor along the axis."
    return _cards("Where it backfires", charts, told)


def _horizon(findings: Findings, charts: Sequence[Chart]) -> str:
    """The share of runs by last quarter, as a chart and beside it as numbers."""
    found = findings.horizons
    if found is None or not charts:
        return ""
    every = -(-len(found.quarters) // 12)
    kept = list(zip(found.quarters, found.shares, strict=True))[::-1][::every][::-1]
    rows = [[quarter, percent(part.value), interval(SHARE, part)] for quarter, part in kept]
    table = rows_table(["End of", "Share of runs", "95% interval, %"], rows)
    return _cards(
        "Does the last quarter matter?", charts, beside=f'<div class="card">{table}</div>'
    )


def _convergence(material: Material, findings: Findings, charts: Sequence[Chart]) -> str:
    told = [*settled_words(material, findings), pairing_words(material, findings)]
    rows = [
        [
            material.measure(c.outcome.name, np.array(c.spread)).title,
            "no chance left" if np.isinf(c.pairing) else shown_times(c.pairing),
        ]
        for c in findings.compared
        if not np.isnan(c.pairing)
    ]
    table = ""
    if rows:
        header = ["Difference of", "Times as many runs without pairing"]
        table = f"<details><summary>By outcome</summary>{rows_table(header, rows)}</details>"
    after = "".join(f"<p>{escape(sentence)}</p>" for sentence in told if sentence) + table
    return _cards("How sure is it?", charts, after=after)
