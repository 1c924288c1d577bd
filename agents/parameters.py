"""Every uncertain number of the model, once: value, range, unit, meaning, source.

The values are those of the first calibration against the facts of 2018 to 2025 (see
`agents/calibrate.py`); the ranges are what was searched. Where history does not pin a number down
the source says "guess": such numbers are dials, not findings.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

ACCEPTED_FILE = Path(__file__).parent / "data" / "accepted.csv"


@dataclass(frozen=True)
class Parameter:
    """One number: the range is the prior range of the calibration."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str


_P = Parameter

PARAMETERS: tuple[Parameter, ...] = (
    # innovation and design
    _P(
        "zeta",
        0.8599,
        0.3,
        1.0,
        "1/(bn USD^.5)",
        "find rate per quarter from sqrt(R&D)",
        "Nelson-Winter/K+S form; fitted to V100-B200 and 910-910C",
    ),
    _P(
        "harder",
        0.05319,
        0.03,
        0.10,
        "1/yr",
        "fall of research productivity",
        "Bloom, Jones, Van Reenen, Webb 2020",
    ),
    _P("step_max", 0.2027, 0.2, 0.6, "ln", "largest step of design skill", "fitted; K+S uses .15"),
    _P(
        "imitation",
        0.07626,
        0.0,
        0.1,
        "1/qtr",
        "absorption of the frontier gap",
        "Cohen-Levinthal 1989; Irwin-Klenow 1994 spillover 1/3 of own",
    ),
    _P(
        "absorb_half",
        0.1968,
        0.1,
        1.0,
        "bn USD/qtr",
        "R&D at which half of the gap can be read",
        "guess",
    ),
    _P(
        "omega",
        0.6881,
        0.40,
        0.70,
        "ln/node",
        "performance per full node to N5",
        "A100 to H100, x1.8 (chips.csv)",
    ),
    _P("omega_late", 0.2104, 0.2, 0.5, "ln/node", "performance per full node after N5", "guess"),
    _P(
        "rd_scale",
        0.8687,
        0.5,
        1.0,
        "-",
        "elasticity of R&D to a firm's revenue",
        "Nvidia 10-K 2018-2024",
    ),
    _P(
        "rd_threat",
        0.8903,
        0.1,
        0.9,
        "-",
        "rise of R&D intensity at full threat",
        "Hu, Yang et al. +16.6%; Huawei 15% to 25%",
    ),
    _P(
        "waste",
        0.07259,
        0.0,
        0.5,
        "-",
        "productivity lost to substitution at full threat",
        "World Bank WPS10950: patents fall",
    ),
    _P(
        "substitution_base",
        0.02707,
        0.0,
        0.3,
        "share",
        "R&D on substitution without threat",
        "guess",
    ),
    _P(
        "substitution_slope",
        0.7563,
        0.2,
        0.8,
        "share",
        "rise of that share at full threat",
        "guess",
    ),
    # basic research
    _P("basic_half", 44.86, 20.0, 150.0, "bn USD", "basic stock at half effect", "guess"),
    _P(
        "basic_reach",
        0.4373,
        0.1,
        1.0,
        "-",
        "rise of the largest step at full basic stock",
        "Dosi, Lamperti, Mazzucato et al. 2023, sign only",
    ),
    _P(
        "euv_hazard",
        0.03154,
        0.005,
        0.08,
        "1/qtr",
        "chance of home EUV at full basic stock",
        "Reuters 2025-12: working chips targeted 2028-30; guess",
    ),
    # foundries and tools
    _P("node_rate", 0.1011, 0.08, 0.12, "node/qtr", "frontier node pace", "nodes.csv"),
    _P("node_lag", 4.014, 4.0, 9.0, "qtr", "first volume to AI-sized dies", "A100, H100, Rubin"),
    _P(
        "smic_rate",
        0.1066,
        0.08,
        0.30,
        "node/qtr",
        "follower's pace at full tool access",
        "nodes.csv: 14 nm 2019Q4, N+2 2023Q3, N+3 2025Q4",
    ),
    _P("smic_push", 0.803, 0.0, 2.0, "-", "extra pace per unit of threat-driven effort", "fitted"),
    _P(
        "captive_pull",
        0.1057,
        0.0,
        0.85,
        "-",
        "part of the pace that needs a captive customer",
        "not identified by history: structural uncertainty",
    ),
    _P(
        "tool_drag",
        0.867,
        0.2,
        0.9,
        "-",
        "pace lost at full tool control, no home tools",
        "fitted",
    ),
    _P(
        "duv_ceiling",
        1.036,
        0.9,
        1.7,
        "node",
        "highest node with DUV only",
        "N+3 about 0.8-1.0; not identified",
    ),
    _P("process_pace", 0.008915, 0.005, 0.02, "1/qtr", "pace of home tool quality", "guess; Naura"),
    _P(
        "defect_start",
        0.8662,
        0.4,
        1.0,
        "1/cm2",
        "defect density at the start of a node",
        "yield 20% in 2024H1",
    ),
    _P("defect_floor", 0.1592, 0.05, 0.25, "1/cm2", "mature defect density", "TSMC N7 0.09"),
    _P("learning", 0.2703, 0.15, 0.50, "-", "Wright exponent", "Irwin-Klenow 1994: 20%"),
    _P("learning_wafers", 156.9, 20.0, 200.0, "k wafers", "wafers to the first doubling", "fitted"),
    _P(
        "capacity_cost",
        0.2639,
        0.12,
        0.35,
        "bn USD per k wpm",
        "advanced capacity cost",
        "SMIC capex; first calibration",
    ),
    _P(
        "fab_push",
        5.247,
        4.0,
        16.0,
        "bn USD/yr",
        "state support to plants at full threat",
        "Big Funds and local, order of magnitude",
    ),
    _P(
        "leak",
        0.2557,
        0.0,
        1.0,
        "share",
        "front-company foundry access without enforcement",
        "2.9M dies 2023-24 (SemiAnalysis)",
    ),
    # memory
    _P("hbm_start", 812.5, 100.0, 1500.0, "k stacks/qtr", "home HBM in 2026Q1", "guess"),
    _P("hbm_growth", 0.2131, 0.15, 0.60, "1/qtr", "early growth of home HBM", "guess"),
    # demand and choice
    _P(
        "growth_early",
        0.1211,
        0.02,
        0.14,
        "1/qtr",
        "early growth of AI spending, 2018",
        "Nvidia data-centre sales 2018-2022",
    ),
    _P(
        "growth_late",
        0.0195,
        0.01,
        0.04,
        "1/qtr",
        "growth of AI spending in the long run",
        "guess",
    ),
    _P(
        "boom_growth",
        0.3302,
        0.15,
        0.80,
        "1/qtr",
        "extra growth when the boom starts",
        "Nvidia data-centre sales 2022-2024",
    ),
    _P("boom_fade", 3.058, 3.0, 12.0, "qtr", "time in which the boom fades", "same"),
    _P("boom_cn", 0.5777, 0.3, 1.0, "ratio", "boom in China against the US", "Bernstein 2024"),
    _P("beta", 1.016, 1.0, 3.5, "utility", "sensitivity to ln(value per dollar)", "calibrated"),
    _P("eta", 0.7742, 0.2, 1.2, "utility", "pull of ln(developer share)", "calibrated"),
    _P("sigma", 0.7033, 0.3, 2.0, "utility", "mean cost of a stack one does not run", "calibrated"),
    _P("taste", 0.9835, 0.2, 1.0, "utility", "spread of taste shocks", "guess"),
    _P(
        "risk",
        0.5277,
        0.5,
        3.0,
        "utility",
        "supply-risk discount on foreign chips per unit threat",
        "H20 after the reversal",
    ),
    _P(
        "mandate_state",
        5.041,
        2.0,
        8.0,
        "utility",
        "state buyer's penalty on foreign chips",
        "evertiq 2024-05: five against more than twelve buyers",
    ),
    _P(
        "mandate_private",
        2.575,
        1.0,
        7.0,
        "utility",
        "private buyer's penalty at full guidance",
        "CAC 2025-07 to 09",
    ),
    _P(
        "misalignment",
        0.3443,
        0.3,
        3.0,
        "utility",
        "third countries' distance to Chinese stacks",
        "gravity literature, sign only; guess",
    ),
    _P("home_taste", 0.6749, 0.0, 3.0, "utility", "US buyers' distance to Chinese stacks", "guess"),
    _P(
        "follower_gap",
        2.022,
        0.0,
        3.0,
        "utility",
        "small vendors' handicap in service and trust",
        "IDC shares 2022",
    ),
    # stockpiles and evasion
    _P(
        "stockpile",
        1.996,
        0.5,
        3.0,
        "-",
        "pre-emptive buying when a ban is expected",
        "2023Q3, 2025Q1; HBM December 2024",
    ),
    _P(
        "smuggling",
        0.2091,
        0.01,
        0.25,
        "share",
        "private money for the grey market, per ln advantage",
        "CNAS 2025: 140k in 2024",
    ),
    _P(
        "offshore",
        0.03105,
        0.0,
        0.30,
        "share",
        "private money for compute abroad, per ln advantage",
        "not identified",
    ),
    _P("kappa", 0.3922, 0.05, 0.6, "-", "price response to shortage", "H100 price 2022-2024"),
    # threat
    _P("threat_up", 0.4575, 0.15, 0.60, "1/qtr", "threat rises", "asymmetric updating"),
    _P("threat_down", 0.06547, 0.0, 0.08, "1/qtr", "threat falls", "not identified"),
    # software and developers
    _P("developer_turn", 0.03008, 0.03, 0.10, "1/qtr", "developers who choose anew", "guess"),
    _P("software_rate", 0.02265, 0.02, 0.10, "1/qtr", "maturation at unit push", "fitted"),
    # firms outside accelerators
    _P(
        "legacy_loss",
        0.4217,
        0.2,
        0.6,
        "share",
        "champion's other revenue lost without foundry",
        "Huawei revenue 2020-2021, incl. the sale of Honor",
    ),
    # AI
    _P(
        "algorithm_rate",
        0.1001,
        0.08,
        0.16,
        "OOM/qtr",
        "algorithmic progress (x3 a year)",
        "Epoch AI",
    ),
    _P("jump", 1.214, 0.4, 2.0, "OOM", "the large-model breakthrough of 2022Q4", "history event"),
    _P(
        "diffusion",
        0.1125,
        0.05,
        0.25,
        "1/qtr",
        "spread of algorithmic knowledge",
        "open weights, distillation",
    ),
    _P(
        "lab_focus_cn",
        1.098,
        0.3,
        1.5,
        "ratio",
        "best Chinese lab's share of home compute",
        "guess, US = 1",
    ),
    # government minds
    _P("lead_target", 0.5023, 0.5, 3.0, "generations", "chip lead the US mind aims for", "guess"),
    _P("lead_spread", 0.6494, 0.2, 1.5, "generations", "softness of that aim", "guess"),
    _P(
        "mandate_slope",
        0.7246,
        0.3,
        1.5,
        "-",
        "China's state mandate per unit threat",
        "R29; guess",
    ),
    _P(
        "guidance_steep", 7.957, 3.0, 15.0, "-", "how sharply guidance follows supply", "R29; guess"
    ),
    _P(
        "fund_slope",
        12.77,
        5.0,
        30.0,
        "bn USD/yr",
        "China's funds per unit threat",
        "Big Funds I-III",
    ),
)


def defaults() -> dict[str, float]:
    """The calibrated value of every parameter."""
    return {p.name: p.value for p in PARAMETERS}


@lru_cache(maxsize=1)
def accepted() -> np.ndarray:
    """The sets that met the facts in the calibration: what history leaves open.

    Shape: (sets, parameters), in the order of PARAMETERS.
    """
    with ACCEPTED_FILE.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    columns = [rows[0].index(p.name) for p in PARAMETERS]
    return np.array([[float(row[c]) for c in columns] for row in rows[1:]])
