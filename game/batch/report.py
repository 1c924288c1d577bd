"""The report of a study: one HTML file that needs nothing else."""

from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np

from agents.history import band
from agents.levers import LEVERS
from agents.parameters import PARAMETERS
from agents.study import Study
from game.batch import words
from game.batch.measures import BACKFIRE, KEY_METRICS, Measure, sentence
from game.batch.style import css
from game.batch.svg import QUANTILES, fan, minus, spread

EMBLEM = (
    '<svg viewBox="0 0 32 24" style="width:32px" aria-hidden="true" fill="none" '
    'stroke-width="3" stroke-linecap="round"><path d="M2 12h10" stroke="var(--text)"/>'
    '<path d="M12 12c6 0 7-8 16-8" stroke="var(--incumbent)"/>'
    '<path d="M12 12c6 0 7 8 16 8" stroke="var(--sovereign)"/></svg>'
)


def study_report(study: Study, summary: dict[str, Any]) -> str:
    """The whole page."""
    title = f"{study.scenario.title}: {summary['runs']:,} runs"
    return page(
        title,
        [
            _head(study, summary),
            _vector(study, summary),
            _fans(study),
            _table(summary),
            _what_was_run(study, summary),
            _notes(summary),
            _footer(summary),
        ],
    )


def page(title: str, parts: Iterable[str]) -> str:
    """A page of its own: style, fonts and charts inside."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} - Two Stacks</title>\n<style>\n{css()}</style>\n</head>\n<body>\n"
        f'<div class="brand">{EMBLEM}<span>TWO STACKS</span></div>\n'
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )


def chips(texts: Iterable[str]) -> str:
    """A row of short facts."""
    return '<ul class="chips">' + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def listed(texts: Iterable[str]) -> str:
    """A list of sentences that may hold markup."""
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


def rows_table(header: Iterable[str], rows: Iterable[Iterable[str]], texts: int = 1) -> str:
    """A table whose first columns are text and whose others are numbers."""

    def line(cells: Iterable[str], tag: str) -> str:
        out = ""
        for i, cell in enumerate(cells):
            kind = ' class="text"' if i < texts else ""
            out += f"<{tag}{kind}>{escape(cell)}</{tag}>"
        return f"<tr>{out}</tr>"

    body = "".join(line(row, "td") for row in rows)
    return (
        f'<div class="scroll"><table><thead>{line(header, "th")}</thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _head(study: Study, summary: dict[str, Any]) -> str:
    quarters = summary["quarters"]
    facts = [
        f"{quarters[0]} to {quarters[-1]}",
        f"{summary['runs']:,} runs and as many twins",
        f"seed {summary['seed']}",
        f"{summary['buyers']} buyers",
        "one set of parameters"
        if summary["parameter_sets"] == 1
        else f"{summary['parameter_sets']} sets of parameters",
        f"seat held: {summary['seat']}" if summary["seat"] else "no seat held by a player",
        f"{len(summary['orders'])} orders" if summary["orders"] else "no orders of its own",
    ]
    return (
        f"<h1>{escape(study.scenario.title)}</h1>"
        f'<p class="lead">{escape(study.scenario.summary)}</p>{chips(facts)}'
    )


def _vector(study: Study, summary: dict[str, Any]) -> str:
    rows = ""
    for question in BACKFIRE:
        measure = question.measure
        said = sentence(question, summary["paired"][measure.name])
        rows += difference_row(measure, question.asks, study.paired()[measure.name], said)
    return (
        "<h2>What the controls did</h2>"
        "<p>Each run less its twin without controls, at the end of "
        f"{summary['quarters'][-1]}. {escape(study.scenario.twin_summary)}</p>"
        '<div class="card vector"><div class="ends"><span></span><div>'
        "<span>&larr; better for the sender than no controls</span>"
        "<span>worse for the sender than no controls &rarr;</span></div><span></span></div>"
        f'{rows}</div><p class="note">{words.LEVERAGE}</p>'
    )


def difference_row(measure: Measure, about: str, values: np.ndarray, said: str) -> str:
    """A row of a card of differences: what it is, its spread over runs, its median, a sentence.

    Shapes: values (runs,).
    """
    found = band(values)
    low, middle, high = (
        minus(measure.show_signed(found[name])) for name in ("p05", "median", "p95")
    )
    return (
        f'<div class="row"><div><h3>{escape(measure.title)}</h3><p>{escape(about)}</p></div>'
        f"<div>{spread(measure, values)}</div>"
        f'<div class="value"><strong>{middle}</strong><span>{escape(measure.unit)}</span><br>'
        f'<span>{low} to {high}</span></div><p class="said">{escape(said)}</p></div>'
    )


def _fans(study: Study) -> str:
    cards = ""
    for measure in KEY_METRICS:
        bands = np.percentile(study.history.column(measure.name), QUANTILES, axis=0)
        twin = np.percentile(study.twin.column(measure.name), 50.0, axis=0)
        cards += (
            f'<div class="card"><h3>{measure.title} <span>{measure.unit}</span></h3>'
            f"<p>{measure.about}</p>{fan(measure, study.history.quarters, bands, twin)}</div>"
        )
    marks = key("median of the runs", "median without controls")
    return f'<h2>Outcomes over time</h2>{marks}<div class="fans">{cards}</div>'


def key(solid: str, dashed: str, bands: bool = True) -> str:
    """What the lines and bands of the charts are."""

    def mark(inside: str, text: str) -> str:
        drawing = f'<svg viewBox="0 0 28 14" style="width:28px" aria-hidden="true">{inside}</svg>'
        return f"<span>{drawing}{text}</span>"

    line = '<path d="M0 7h28" stroke="var(--sovereign)" stroke-width="2.5"/>'
    half = '<rect width="28" height="14" rx="3" fill="var(--sovereign)" fill-opacity=".46"/>'
    wide = '<rect width="28" height="14" rx="3" fill="var(--sovereign)" fill-opacity=".22"/>'
    dashes = '<path d="M0 7h28" stroke="var(--text)" stroke-width="2" stroke-dasharray="6 4"/>'
    between = mark(half, "middle half") + mark(wide, "5 to 95%") if bands else ""
    return f'<div class="key">{mark(line, solid)}{between}{mark(dashes, dashed)}</div>'


def _table(summary: dict[str, Any]) -> str:
    rows = []
    for measure in KEY_METRICS:
        here, twin = summary["metrics"][measure.name], summary["twin_metrics"][measure.name]
        rows.append(
            [
                measure.title,
                measure.unit,
                measure.show(here["median"]),
                f"{measure.show(here['p05'])} to {measure.show(here['p95'])}",
                measure.show(twin["median"]),
                f"{measure.show(twin['p05'])} to {measure.show(twin['p95'])}",
            ]
        )
    header = ["Outcome", "Unit", "Median", "5 to 95%", "Without controls", "5 to 95%"]
    return f"<h2>At the end of {summary['quarters'][-1]}</h2>{rows_table(header, rows, 2)}"


def _what_was_run(study: Study, summary: dict[str, Any]) -> str:
    parts = [
        "<h2>What was run</h2>",
        f"<p>{escape(study.scenario.briefing)}</p>",
        f"<p><strong>The twin.</strong> {escape(study.scenario.twin_summary)}</p>",
    ]
    if summary["orders"]:
        rows = []
        for order in summary["orders"]:
            lever = LEVERS[order["lever"]]
            value = f"{order['value']:,.10g} {'' if lever.unit in {'0-1', '0/1'} else lever.unit}"
            rows.append([lever.name, lever.key, order["quarter"], value.strip()])
        header = ["Order", "Key", "From", "Value"]
        parts.append("<p><strong>Orders of this study.</strong></p>" + rows_table(header, rows, 3))
    else:
        parts.append("<p>No order was given: the recorded path, then every seat's own mind.</p>")
    parts.append(
        f"<p>To repeat it: <code>{escape(command(summary))}</code>. The checksum must be "
        f"<code>{summary['checksum']}</code> (model {summary['model']}).</p>"
    )
    values = []
    for p in PARAMETERS:
        band = summary["parameter_bands"][p.name]
        numbers = [f"{p.value:g}", f"{band['p05']:.3g} to {band['p95']:.3g}"]
        values.append([p.name, p.meaning, p.source, *numbers, p.unit])
    header = ["Parameter", "Meaning", "Source", "Calibrated", "5 to 95% here", "Unit"]
    table = rows_table(header, values, 3)
    parts.append(f"<details><summary>All {len(values)} parameters</summary>{table}</details>")
    return "".join(parts)


def command(summary: dict[str, Any]) -> str:
    """The command line that repeats a study."""
    text = f"twostacks run {summary['scenario']} --runs {summary['runs']} --seed {summary['seed']}"
    if summary["seat"]:
        text += f" --seat {summary['seat']}"
    text += f" --buyers {summary['buyers']}"
    if summary["parameters_from"] == "calibrated":
        text += " --parameters calibrated"
    for order in summary["orders"]:
        text += f" --set {order['lever']}={order['value']!r}@{order['quarter']}"
    return text


def _notes(summary: dict[str, Any]) -> str:
    told = f"<strong>The bands.</strong> {words.spread(summary['parameter_sets'])}"
    return (
        f"<h2>How to read it</h2>{listed([*words.HOW_TO_READ, told])}"
        '<div class="columns"><div><h2>What the model is good for</h2>'
        f"{listed(map(escape, words.GOOD_FOR))}</div>"
        f"<div><h2>And what not</h2>{listed(map(escape, words.NOT_GOOD_FOR))}</div></div>"
        f"<h2>Sources</h2><p>{escape(words.SOURCES)}</p>"
    )


def _footer(summary: dict[str, Any]) -> str:
    return (
        f"<footer>Two Stacks, model {summary['model']}, checksum {summary['checksum']}. "
        "Every number behind the charts is in worlds.parquet beside this page; columns.csv names "
        "the columns.</footer>"
    )
