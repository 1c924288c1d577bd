"""What the report says, as plain values: summary.json and the JSON of `report`."""

import hashlib
from collections.abc import Sequence
from typing import Any

from agents.names import quarter_name
from game.lab.report.answer import answer, interval_words
from game.lab.report.effects import Swing
from game.lab.report.estimates import Estimate
from game.lab.report.findings import Bands, Compared, Findings
from game.lab.report.material import Material
from game.lab.report.naming import criterion
from game.lab.store import part_path, tables


def summarise(material: Material, findings: Findings, checksum: str) -> dict[str, Any]:
    """Everything that the page says in numbers. Units: the model's."""
    experiment, study = material.experiment, material.tables.study
    rule = experiment.backfire
    return {
        "title": experiment.title,
        "question": experiment.question.strip(),
        "answer": answer(material, findings),
        "scenario": experiment.scenario.name,
        "quarters": [quarter_name(experiment.scenario.start), quarter_name(experiment.horizon)],
        "design": material.kind,
        "points": material.points,
        "replications": experiment.replications,
        "runs": len(material.hits),
        "runs_in_all": int(study["runs"]),
        "baseline": experiment.baseline.name if experiment.paired else None,
        "seed": experiment.seed,
        "buyers": experiment.buyers,
        "parameters_from": "accepted" if experiment.doubt else "calibrated",
        "factors": [
            {"name": f.name, "kind": f.kind, "keys": list(f.keys), "low": f.low, "high": f.high,
             "unit": f.unit}
            for f in experiment.factors
        ],
        "intervals": interval_words(material, findings),
        "backfire": {
            "outcome": rule.outcome,
            "mark": rule.mark,
            "above": rule.above,
            "criterion": criterion(rule, material.main_measure),
            **_estimate(findings.share, "share"),
        },
        "outcomes": {c.outcome.name: _compared(c) for c in findings.compared},
        "swings": {
            "share": [_swing(s) for s in findings.share_swings],
            "outcome": [_swing(s) for s in findings.main_swings],
        },
        "named_points": [
            {"label": p.label, "share": _estimate(p.share, "value"),
             "outcome": _estimate(p.main, "mean")}
            for p in findings.points
        ],
        "last_quarters": _horizons(findings),
        "luck_part": findings.luck_part,
        "model": study["model"],
        "data": study["data"],
        "checksum": checksum,
    }  # fmt: skip


def _estimate(estimate: Estimate, name: str) -> dict[str, float]:
    return {name: estimate.value, "low": estimate.low, "high": estimate.high}


def _band(band: Bands | None) -> dict[str, float] | None:
    if band is None:
        return None
    return {"median": band[2], "p05": band[0], "p95": band[4]}


def _compared(compared: Compared) -> dict[str, Any]:
    outcome = compared.outcome
    beside = compared.baseline is not None or outcome.paired
    difference = {
        **_estimate(compared.difference, "mean"),
        **(_band(compared.spread) or {}),
        "above_zero": compared.above,
        "below_zero": compared.below,
    }
    return {
        "unit": outcome.unit,
        "policy": _band(compared.policy),
        "baseline": _band(compared.baseline),
        "difference": difference if beside else None,
        "without_value": compared.without,
        "runs_saved_by_pairing": compared.pairing,
    }


def _swing(swing: Swing) -> dict[str, Any]:
    return {
        "factor": swing.factor.name,
        "at_low": list(swing.at_low),
        "at_high": list(swing.at_high),
        "mean_low": swing.low,
        "mean_high": swing.high,
        "difference": _estimate(swing.change, "mean"),
        "explains_alone": swing.alone,
    }


def _horizons(findings: Findings) -> list[dict[str, Any]]:
    if findings.horizons is None:
        return []
    pairs: Sequence[tuple[str, Estimate]] = list(
        zip(findings.horizons.quarters, findings.horizons.shares, strict=True)
    )
    return [{"quarter": quarter, **_estimate(part, "share")} for quarter, part in pairs]


def checksum_of(material: Material) -> str:
    """Sixteen hexadecimal digits over the bytes of every finished part, in order."""
    digest = hashlib.sha256()
    for table in tables(material.tables.study):
        for number in material.tables.chunks:
            with part_path(material.folder, table, number).open("rb") as handle:
                while block := handle.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()[:16]
