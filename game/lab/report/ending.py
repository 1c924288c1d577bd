"""The end of the page: what was run, how to repeat it, how to read it."""

from html import escape

from game.batch import words
from game.batch.report import listed, rows_table
from game.lab.report.material import Material
from game.lab.report.naming import factor_source, factor_words, span


def what_was_run(material: Material, checksum: str) -> str:
    """The experiment, its factors and columns, and how to repeat it."""
    experiment, study = material.experiment, material.tables.study
    rows = [
        [
            factor.name,
            factor_words(factor),
            ", ".join(factor.keys),
            span(factor, factor.low, factor.high),
            factor_source(factor),
        ]
        for factor in experiment.factors
    ]
    factors = ["Factor", "What it sets", "Key", "Range", "Source"]
    columns = [[c["table"], c["name"], c["unit"], c["meaning"]] for c in study["columns"]]
    twin = experiment.scenario.twin_summary
    told = f"<p><strong>The twin.</strong> {escape(twin)}</p>" if _is_twin(material) else ""
    return (
        f"<h2>What was run</h2><p>{escape(experiment.scenario.briefing)}</p>{told}"
        + (rows_table(factors, rows, 5) if rows else "")
        + "<p>To repeat it: <code>twostacks batch experiment.toml --out again</code> with the file "
        f"of the study. The tables must have the checksum <code>{checksum}</code> (SHA-256 "
        f"over their parts in order; model {escape(study['model'])}, data "
        f"{escape(study['data'])}). "
        "They open in DuckDB, Polars, pandas and R: recipes are in docs/recipes.md.</p>"
        f"<details><summary>The experiment</summary><pre><code>{escape(experiment.source)}</code>"
        "</pre></details>"
        f"<details><summary>All {len(columns)} columns</summary>"
        f"{rows_table(['Table', 'Column', 'Unit', 'Meaning'], columns, 4)}</details>"
    )


def _is_twin(material: Material) -> bool:
    return material.experiment.baseline.kind == "twin"


def how_to_read(material: Material) -> str:
    """How to read the page, and what the model is good for and not."""
    known = list(words.HOW_TO_READ)
    if not _is_twin(material):
        known[0] = (
            "<strong>A run and its baseline.</strong> Every run is played twice with the same "
            "luck, once under each plan. The difference between the two is what the policy did in "
            "that run. Equal plans differ by exactly zero."
        )
        known[1] = known[1].replace("the twins", "the baselines")
    if not material.experiment.paired:
        known = known[1:2]
    known.append(
        "<strong>A 95% interval</strong> is about the average over runs: how far it might move "
        "with other luck and other points. It says nothing of what the model leaves out."
    )
    return (
        f"<h2>How to read it</h2>{listed(known)}"
        '<div class="columns"><div><h2>What the model is good for</h2>'
        f"{listed(map(escape, words.GOOD_FOR))}</div>"
        f"<div><h2>And what not</h2>{listed(map(escape, words.NOT_GOOD_FOR))}</div></div>"
        f"<h2>Sources</h2><p>{escape(words.SOURCES)}</p>"
    )
