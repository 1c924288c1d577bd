"""Every uncertain number of the model, once: value, range, unit, meaning, source.

The values are those of the first calibration against the facts of 2018 to 2025 (see
`agents/calibrate.py`); the ranges are what was searched. Where history does not pin a number down
the source says "guess": such numbers are dials, not findings.
"""

from dataclasses import dataclass


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
        0.885,
        0.3,
        1.0,
        "1/(bn USD^.5)",
        "find rate per quarter from sqrt(R&D)",
        "Nelson-Winter/K+S form; fitted to V100-B200 and 910-910C",
    ),
    _P(
        "harder",
        0.0686,
        0.03,
        0.10,
        "1/yr",
        "fall of research productivity",
        "Bloom, Jones, Van Reenen, Webb 2020",
    ),
    _P("step_max", 0.2398, 0.2, 0.6, "ln", "largest step of design skill", "fitted; K+S uses .15"),
    _P(
        "imitation",
        0.03126,
        0.0,
        0.1,
        "1/qtr",
        "absorption of the frontier gap",
        "Cohen-Levinthal 1989; Irwin-Klenow 1994 spillover 1/3 of own",
    ),
    _P(
        "absorb_half",
        0.3791,
        0.1,
        1.0,
        "bn USD/qtr",
        "R&D at which half of the gap can be read",
        "guess",
    ),
    _P(
        "omega",
        0.6309,
        0.40,
        0.70,
        "ln/node",
        "performance per full node to N5",
        "A100 to H100, x1.8 (chips.csv)",
    ),
    _P("omega_late", 0.337, 0.2, 0.5, "ln/node", "performance per full node after N5", "guess"),
    _P(
        "rd_scale",
        0.7066,
        0.5,
        1.0,
        "-",
        "elasticity of R&D to a firm's revenue",
        "Nvidia 10-K 2018-2024",
    ),
    _P(
        "rd_threat",
        0.6928,
        0.1,
        0.9,
        "-",
        "rise of R&D intensity at full threat",
        "Hu, Yang et al. +16.6%; Huawei 15% to 25%",
    ),
    _P(
        "waste",
        0.1715,
        0.0,
        0.5,
        "-",
        "productivity lost to substitution at full threat",
        "World Bank WPS10950: patents fall",
    ),
    _P(
        "substitution_base",
        0.0663,
        0.0,
        0.3,
        "share",
        "R&D on substitution without threat",
        "guess",
    ),
    _P(
        "substitution_slope",
        0.5633,
        0.2,
        0.8,
        "share",
        "rise of that share at full threat",
        "guess",
    ),
    # basic research
    _P("basic_half", 60.08, 20.0, 150.0, "bn USD", "basic stock at half effect", "guess"),
    _P(
        "basic_reach",
        0.6674,
        0.1,
        1.0,
        "-",
        "rise of the largest step at full basic stock",
        "Dosi, Lamperti, Mazzucato et al. 2023, sign only",
    ),
    _P(
        "euv_hazard",
        0.02124,
        0.005,
        0.08,
        "1/qtr",
        "chance of home EUV at full basic stock",
        "Reuters 2025-12: working chips targeted 2028-30; guess",
    ),
    # foundries and tools
    _P("node_rate", 0.09841, 0.08, 0.12, "node/qtr", "frontier node pace", "nodes.csv"),
    _P("node_lag", 4.452, 4.0, 9.0, "qtr", "first volume to AI-sized dies", "A100, H100, Rubin"),
    _P(
        "smic_rate",
        0.1224,
        0.08,
        0.30,
        "node/qtr",
        "follower's pace at full tool access",
        "nodes.csv: 14 nm 2019Q4, N+2 2023Q3, N+3 2025Q4",
    ),
    _P("smic_push", 0.1894, 0.0, 2.0, "-", "extra pace per unit of threat-driven effort", "fitted"),
    _P(
        "captive_pull",
        0.2317,
        0.0,
        0.85,
        "-",
        "part of the pace that needs a captive customer",
        "not identified by history: structural uncertainty",
    ),
    _P(
        "tool_drag",
        0.4957,
        0.2,
        0.9,
        "-",
        "pace lost at full tool control, no home tools",
        "fitted",
    ),
    _P(
        "duv_ceiling",
        1.078,
        0.9,
        1.7,
        "node",
        "highest node with DUV only",
        "N+3 about 0.8-1.0; not identified",
    ),
    _P("process_pace", 0.01131, 0.005, 0.02, "1/qtr", "pace of home tool quality", "guess; Naura"),
    _P(
        "defect_start",
        0.7776,
        0.4,
        1.0,
        "1/cm2",
        "defect density at the start of a node",
        "yield 20% in 2024H1",
    ),
    _P("defect_floor", 0.1261, 0.05, 0.25, "1/cm2", "mature defect density", "TSMC N7 0.09"),
    _P("learning", 0.1894, 0.15, 0.50, "-", "Wright exponent", "Irwin-Klenow 1994: 20%"),
    _P("learning_wafers", 79.36, 20.0, 200.0, "k wafers", "wafers to the first doubling", "fitted"),
    _P(
        "capacity_cost",
        0.2649,
        0.12,
        0.35,
        "bn USD per k wpm",
        "advanced capacity cost",
        "SMIC capex; first calibration",
    ),
    _P(
        "fab_push",
        5.962,
        4.0,
        16.0,
        "bn USD/yr",
        "state support to plants at full threat",
        "Big Funds and local, order of magnitude",
    ),
    _P(
        "leak",
        0.2301,
        0.0,
        1.0,
        "share",
        "front-company foundry access without enforcement",
        "2.9M dies 2023-24 (SemiAnalysis)",
    ),
    # memory
    _P("hbm_start", 498.3, 100.0, 1500.0, "k stacks/qtr", "home HBM in 2026Q1", "guess"),
    _P("hbm_growth", 0.1508, 0.15, 0.60, "1/qtr", "early growth of home HBM", "guess"),
    # demand and choice
    _P(
        "growth_early",
        0.106,
        0.02,
        0.14,
        "1/qtr",
        "early growth of AI spending, 2018",
        "Nvidia data-centre sales 2018-2022",
    ),
    _P(
        "growth_late",
        0.02914,
        0.01,
        0.04,
        "1/qtr",
        "growth of AI spending in the long run",
        "guess",
    ),
    _P(
        "boom_growth",
        0.3208,
        0.15,
        0.80,
        "1/qtr",
        "extra growth when the boom starts",
        "Nvidia data-centre sales 2022-2024",
    ),
    _P("boom_fade", 3.241, 3.0, 12.0, "qtr", "time in which the boom fades", "same"),
    _P("boom_cn", 0.8036, 0.3, 1.0, "ratio", "boom in China against the US", "Bernstein 2024"),
    _P("beta", 1.115, 1.0, 3.5, "utility", "sensitivity to ln(value per dollar)", "calibrated"),
    _P("eta", 0.5964, 0.2, 1.2, "utility", "pull of ln(developer share)", "calibrated"),
    _P("sigma", 1.387, 0.3, 2.0, "utility", "mean cost of a stack one does not run", "calibrated"),
    _P("taste", 0.303, 0.2, 1.0, "utility", "spread of taste shocks", "guess"),
    _P(
        "risk",
        0.6452,
        0.5,
        3.0,
        "utility",
        "supply-risk discount on foreign chips per unit threat",
        "H20 after the reversal",
    ),
    _P(
        "mandate_state",
        5.021,
        2.0,
        8.0,
        "utility",
        "state buyer's penalty on foreign chips",
        "evertiq 2024-05: five against more than twelve buyers",
    ),
    _P(
        "mandate_private",
        3.508,
        1.0,
        7.0,
        "utility",
        "private buyer's penalty at full guidance",
        "CAC 2025-07 to 09",
    ),
    _P(
        "misalignment",
        1.11,
        0.3,
        3.0,
        "utility",
        "third countries' distance to Chinese stacks",
        "gravity literature, sign only; guess",
    ),
    _P("home_taste", 0.6236, 0.0, 3.0, "utility", "US buyers' distance to Chinese stacks", "guess"),
    _P(
        "follower_gap",
        1.392,
        0.0,
        3.0,
        "utility",
        "small vendors' handicap in service and trust",
        "IDC shares 2022",
    ),
    # stockpiles and evasion
    _P(
        "stockpile",
        0.8192,
        0.5,
        3.0,
        "-",
        "pre-emptive buying when a ban is expected",
        "2023Q3, 2025Q1; HBM December 2024",
    ),
    _P(
        "smuggling",
        0.1697,
        0.01,
        0.25,
        "share",
        "private money for the grey market, per ln advantage",
        "CNAS 2025: 140k in 2024",
    ),
    _P(
        "offshore",
        0.113,
        0.0,
        0.30,
        "share",
        "private money for compute abroad, per ln advantage",
        "not identified",
    ),
    _P("kappa", 0.3105, 0.05, 0.6, "-", "price response to shortage", "H100 price 2022-2024"),
    # threat
    _P("threat_up", 0.4006, 0.15, 0.60, "1/qtr", "threat rises", "asymmetric updating"),
    _P("threat_down", 0.03005, 0.0, 0.08, "1/qtr", "threat falls", "not identified"),
    # software and developers
    _P("developer_turn", 0.04613, 0.03, 0.10, "1/qtr", "developers who choose anew", "guess"),
    _P("software_rate", 0.06544, 0.02, 0.10, "1/qtr", "maturation at unit push", "fitted"),
    # firms outside accelerators
    _P(
        "legacy_loss",
        0.4704,
        0.2,
        0.6,
        "share",
        "champion's other revenue lost without foundry",
        "Huawei revenue 2020-2021, incl. the sale of Honor",
    ),
    # AI
    _P(
        "algorithm_rate",
        0.1254,
        0.08,
        0.16,
        "OOM/qtr",
        "algorithmic progress (x3 a year)",
        "Epoch AI",
    ),
    _P("jump", 1.237, 0.4, 2.0, "OOM", "the large-model breakthrough of 2022Q4", "history event"),
    _P(
        "diffusion",
        0.1273,
        0.05,
        0.25,
        "1/qtr",
        "spread of algorithmic knowledge",
        "open weights, distillation",
    ),
    _P(
        "lab_focus_cn",
        0.7102,
        0.3,
        1.5,
        "ratio",
        "best Chinese lab's share of home compute",
        "guess, US = 1",
    ),
    # government minds
    _P("lead_target", 1.287, 0.5, 3.0, "generations", "chip lead the US mind aims for", "guess"),
    _P("lead_spread", 0.5118, 0.2, 1.5, "generations", "softness of that aim", "guess"),
    _P(
        "mandate_slope",
        0.9341,
        0.3,
        1.5,
        "-",
        "China's state mandate per unit threat",
        "R29; guess",
    ),
    _P(
        "guidance_steep", 7.799, 3.0, 15.0, "-", "how sharply guidance follows supply", "R29; guess"
    ),
    _P(
        "fund_slope",
        14.03,
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
