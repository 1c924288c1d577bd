"""The charts of a study, each with its name, title and a line on what it shows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from game.batch.measures import Measure
from game.batch.svg import fan, since_first
from game.lab.report.charts_lines import Place, banded, counted, under
from game.lab.report.charts_map import heat_map
from game.lab.report.charts_points import bars
from game.lab.report.charts_tornado import tornado
from game.lab.report.convergence import Running
from game.lab.report.effects import usual_point
from game.lab.report.estimates import Estimate
from game.lab.report.findings import NOTHING, Findings
from game.lab.report.maps import along, grid
from game.lab.report.material import Material
from game.lab.report.naming import beside, factor_words, fitting, in_sentence, level, plain_unit
from game.lab.report.shapes import SHARE
from game.lab.tables import followed

MAPPED = ("grid", "latin-hypercube", "sobol", "saltelli", "morris")


@dataclass(frozen=True)
class Chart:
    """A chart: `name` is that of its picture, `about` the line under its title."""

    name: str
    title: str
    unit: str
    about: str
    svg: str


def fans(material: Material) -> Iterator[Chart]:
    """Outcomes over time, with the baseline's median."""
    experiment = material.experiment
    if experiment.paths == "none":
        return
    for outcome in followed(experiment):
        quarters, bands = material.tables.paths(outcome.name)
        twin = material.tables.paths(outcome.name, True)[1][2] if experiment.paired else None
        if not np.isfinite(bands).all():
            continue
        measure = material.measure(outcome.name, bands)
        svg = fan(measure, quarters, bands, twin, beside(experiment.baseline))
        about = _sentence(measure.about)
        yield Chart(f"fan-{_file(outcome.name)}", measure.title, measure.unit, about, svg)


def tornadoes(material: Material, findings: Findings) -> Iterator[Chart]:
    """The share of runs and the main outcome with each factor low and high."""
    one = material.kind == "one-at-a-time"
    ends = ("lowest value", "highest value") if one else ("lowest fifth", "highest fifth")
    what = "others at their usual values" if one else "all others as they came"
    measure = material.main_measure
    for name, shown, found, values in (
        ("share", SHARE, findings.share_swings, material.hits.astype(float)),
        ("outcome", measure, findings.main_swings, material.main),
    ):
        here = material.point == usual_point(material) if one else np.ones(len(values), bool)
        usual = float(np.nanmean(values[here])) if np.isfinite(values[here]).any() else math.nan
        if len(found) < (1 if one else 2) or not math.isfinite(usual):
            continue
        title = "Share of runs that backfire" if name == "share" else f"Mean {in_sentence(measure)}"
        line = "at the usual point" if one else "over all runs"
        about = f"Each factor low and high, {what}. The line is the mean {line}."
        sized = fitting(shown, np.array([v for s in found for v in (s.low, s.high)]))
        svg = tornado(sized, found, usual, ends)
        yield Chart(f"tornado-{name}", title, shown.unit, about, svg)


def maps(material: Material, findings: Findings) -> Iterator[Chart]:
    """Where the criterion holds, over the factors that matter most."""
    if material.kind not in MAPPED:
        return
    top = [swing.factor for swing in findings.ranked[:3]]
    if len(top) == 1:
        yield from _along(material, top[0].name)
    hits = material.hits.astype(float)
    mixed = 0.0 < findings.share.value < 1.0
    measure = material.main_measure
    for i, pair in enumerate(combinations(top, 2)):
        names = "-".join(_file(factor.name) for factor in pair)
        told = "; ".join(f"{factor.name}: {factor_words(factor)}" for factor in pair)
        if mixed:
            svg = heat_map(SHARE, grid(material, pair, hits), "Share of runs that backfire", False)
            yield Chart(f"map-share-{names}", "Share of runs that backfire", "%", told, svg)
        if i == 0 or not mixed:
            title = f"Mean {in_sentence(measure)}"
            svg = heat_map(measure, grid(material, pair, material.main), title, True)
            yield Chart(f"map-outcome-{names}", title, measure.unit, told, svg)


def _along(material: Material, name: str) -> Iterator[Chart]:
    """A share and a mean along the one factor."""
    factor = next(f for f in material.experiment.factors if f.name == name)
    measure = material.main_measure
    for kind, shown, values in (
        ("share", SHARE, material.hits.astype(float)),
        ("outcome", measure, material.main),
    ):
        line, found = along(material, factor, values, kind == "share")
        places = [
            Place((low + high) / 2, level(factor, low) if low == high else f"{low:.3g}-{high:.3g}")
            for low, high in line.edges
        ]
        kept = [(p, e) for p, e in zip(places, found, strict=True) if e is not None]
        title = "Share of runs that backfire" if kind == "share" else f"Mean {in_sentence(measure)}"
        svg = banded(shown, [p for p, _ in kept], [e for _, e in kept], title, marks=True)
        unit = plain_unit(factor.unit)
        svg = under(svg, f"{factor.name}, {unit}" if unit else factor.name)
        about = f"By {factor.name}: {factor_words(factor)}. Lines are 95% intervals."
        yield Chart(f"along-{_file(name)}-{kind}", title, shown.unit, about, svg)


def named_points(material: Material, findings: Findings) -> Iterator[Chart]:
    """A bar for every point that has a name."""
    if not findings.points:
        return
    measure = material.main_measure
    title = "Share of runs that backfire"
    rows = [(p.label, p.share) for p in findings.points]
    yield Chart("points-share", title, "%", "Lines are 95% intervals.", bars(SHARE, rows, title))
    mains = [(p.label, p.main) for p in findings.points]
    title, about = f"Mean {in_sentence(measure)}", "Lines are 95% intervals."
    if material.kind == "history":
        mains = [(label.replace("without ", ""), e) for label, e in mains[1:]]
        title = f"What each control did to {in_sentence(measure)}"
        about = "The recorded path whole less the path without it, the same luck in both."
    sized = fitting(measure, np.array([e.value for _, e in mains]))
    if mains:
        yield Chart("points-outcome", title, sized.unit, about, bars(sized, mains, title, True))


def horizon_chart(findings: Findings) -> Iterator[Chart]:
    """The share of runs in which the criterion would hold at an earlier end."""
    found = findings.horizons
    if found is None or len(found.quarters) < 2:
        return
    places = [
        Place(at, quarter[:4] if quarter.endswith("Q4") else "")
        for at, quarter in zip(since_first(found.quarters), found.quarters, strict=True)
    ]
    title = "Share of runs that backfire, by last quarter"
    svg = banded(SHARE, places, found.shares, title, marks=len(places) <= 16)
    svg = under(svg, "end of the year; the last is the study's own last quarter")
    about = "What the same runs would have answered had they ended earlier. Band: 95% interval."
    yield Chart("horizon", title, "%", about, svg)


def convergences(material: Material, findings: Findings) -> Iterator[Chart]:
    """Running estimates against replications."""
    measure = material.main_measure
    for name, shown, run, title in (
        ("share", SHARE, findings.running_share, "Share of runs that backfire"),
        ("outcome", measure, findings.running_main, f"Mean {in_sentence(measure)}"),
    ):
        if len(run.counts) < 2 or not any(math.isfinite(e.value) for e in run.estimates):
            continue
        svg = _running(shown, run, title)
        about = f"After so many {run.over}; band: 95% interval with the points as they are."
        if run.over == "points":
            about = "After so many runs of one replication; band: 95% interval."
        yield Chart(f"convergence-{name}", title, shown.unit, about, svg)


def _running(measure: Measure, run: Running, title: str) -> str:
    last = run.counts[-1]
    settled = sum(count < min(max(4, last / 6), last) for count in run.counts)
    estimates: list[Estimate] = [e if math.isfinite(e.value) else NOTHING for e in run.estimates]
    svg = banded(measure, counted(run.counts), estimates, title, settled_from=settled)
    over = "replications" if run.over == "replications" else "runs"
    return under(svg, f"{over} (logarithmic)")


def _sentence(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words[0].upper()}{words[1:]}."


def _file(name: str) -> str:
    """A name that any file system takes."""
    return "".join(c if c.isalnum() else "-" for c in name).strip("-").lower()
