"""Which charts the ledger has: what each shows, in which unit, and how it is reckoned."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.names import (
    ALLIED,
    AMD,
    ASIC,
    CAMB,
    CANN,
    CN,
    CNX,
    CNX_STACK,
    CUDA,
    DOMESTIC,
    HUAW,
    IDM,
    MARKET_CN,
    MARKET_ROW,
    MARKET_US,
    NVDA,
    OPEN,
    SMIC,
    TSMC,
    US,
)
from agents.state import World
from game.language import mark

Reader = Callable[[World], float]


@dataclass(frozen=True)
class Line:
    """A line of a chart: an outcome by its column, or a number read from the world.

    What the other side may hide is read from the world, as the seat's services take it to be.
    """

    column: str
    label: str
    role: str
    read: Reader | None = None


@dataclass(frozen=True)
class Chart:
    """A chart. `form` is "percent", "number", "signed" or "money"; `article` explains it."""

    key: str
    title: str
    unit: str
    form: str
    definition: str
    source: str
    lines: tuple[Line, ...]
    article: str = ""
    hidden: tuple[str, ...] = ()  # fields of which the other side's may be estimates


@dataclass(frozen=True)
class Page:
    """Charts under one tab."""

    key: str
    title: str
    charts: tuple[Chart, ...]


_ROLES = ("incumbent", "sovereign", "open", "hybrid", "text", "good")
_DESIGNERS = (
    (NVDA, "NVDA", mark("Nvidia"), "incumbent"),
    (HUAW, "HUAW", mark("Huawei"), "sovereign"),
    (AMD, "AMD", mark("AMD"), "open"),
    (ASIC, "ASIC", mark("US captive"), "hybrid"),
    (CAMB, "CAMB", mark("Cambricon"), "text"),
    (CNX, "CNX", mark("Other Chinese"), "good"),
)
_FOUNDRIES = (
    (TSMC, "TSMC", mark("TSMC"), "incumbent"),
    (SMIC, "SMIC", mark("SMIC"), "sovereign"),
    (IDM, "IDM", mark("Samsung, Intel"), "open"),
)
_LAYERS = (
    ("tools", mark("Tools")),
    ("wafers", mark("Wafers")),
    ("hbm", mark("Memory")),
    ("chips", mark("Chips")),
    ("software", mark("Software")),
    ("models", mark("Models")),
)


def _one(column: str, label: str, role: str = "incumbent") -> tuple[Line, ...]:
    return (Line(column, label, role),)


def _designers(column: str, count: int = 4) -> tuple[Line, ...]:
    return tuple(
        Line(f"{column}[{code}]", label, role) for _, code, label, role in _DESIGNERS[:count]
    )


def _inside(column: str, field: str, count: int = 4) -> tuple[Line, ...]:
    """Lines of designers that are read from a field."""
    return tuple(
        Line(f"{column}[{code}]", label, role, _designer(index, field))
        for index, code, label, role in _DESIGNERS[:count]
    )


def _foundries(column: str) -> tuple[Line, ...]:
    return tuple(Line(f"{column}[{code}]", label, role) for _, code, label, role in _FOUNDRIES)


def _layers(column: str) -> tuple[Line, ...]:
    return tuple(
        Line(f"{column}[{layer}]", label, role)
        for (layer, label), role in zip(_LAYERS, _ROLES, strict=True)
    )


def _share(*stacks: int) -> Reader:
    def read(world: World) -> float:
        people = world.outcome["developers"]
        return float(sum(people[stack] for stack in stacks) / max(float(people.sum()), 1e-9))

    return read


def _plants(world: World) -> float:
    return float(world.foundries[SMIC]["capacity"])


def _stores(field: str) -> Reader:
    """Reads what all Chinese designers have in store."""
    return lambda world: float(sum(one[field] for one in world.designers if int(one["bloc"]) == 1))


def _training(designer: int) -> Reader:
    """Reads computing in China on a designer's chips, weighted by their software."""

    def read(world: World) -> float:
        software = float(world.designers[designer]["software"])
        used = float(world.markets[MARKET_CN]["compute"][designer])
        return used * (0.25 + 0.75 * software) * software

    return read


def _state(member: int, field: str) -> Reader:
    return lambda world: float(world.governments[member][field])


def _intensity(designer: int) -> Reader:
    def read(world: World) -> float:
        earned = float(world.outcome["revenue"][designer])
        return float(world.outcome["rd"][designer]) / earned if earned > 0 else float("nan")

    return read


def _lab(market: int) -> Reader:
    return lambda world: float(world.labs[market]["capability"])


def _memory(maker: int) -> Reader:
    return lambda world: float(world.memory_makers[maker]["stacks"])


def _designer(index: int, field: str, place: int | None = None) -> Reader:
    if place is None:
        return lambda world: float(world.designers[index][field])
    return lambda world: float(world.designers[index][field][place])


_PAIR = _DESIGNERS[:2]
GAPS = (
    Chart("gap", mark("Chip gap"), mark("generations"), "signed",
          mark("How far the best US package is ahead of the best Chinese one. One generation is a "
               "factor of 2.6 in dense performance."),
          mark("Chips of 2017 to 2025: V100, A100, H100, B200; Epoch AI, CC BY 4.0"),
          (Line("gap_generations", mark("16 bit"), "incumbent"),
           Line("gap8_generations", mark("8 bit"), "hybrid")), "rule.R12"),
    Chart("gap_months", mark("Chip gap in time"), mark("months"), "number",
          mark("Months since the US frontier stood where the best Chinese package stands now."),
          mark("Reckoned from the game's own frontier"),
          _one("gap_months", mark("Months"), "incumbent"), "rule.R12"),
    Chart("ai_gap", mark("AI gap"), mark("months"), "number",
          mark("How far the best US laboratory is ahead: training compute and algorithms together, "
               "0.09 orders of magnitude a month."),
          mark("Epoch AI: growth of training compute and of algorithms, CC BY 4.0"),
          _one("ai_gap_months", mark("Months"), "hybrid"), "rule.R25"),
    Chart("best", mark("Best package"), mark("TFLOP/s, dense, 16 bit"), "number",
          mark("The best chip package that each designer has launched."),
          mark("Start values: Epoch AI, CC BY 4.0, and vendors' data sheets"),
          _designers("best_perf"), "rule.R12"),
    Chart("models", mark("Best models"), mark("orders of magnitude"), "number",
          mark("What the best laboratory of each market can do: training computing and algorithms "
               "together, as a power of ten."),
          mark("Epoch AI: growth of training compute and of algorithms, CC BY 4.0"),
          (Line("", mark("United States"), "incumbent", _lab(MARKET_US)),
           Line("", mark("China"), "sovereign", _lab(MARKET_CN)),
           Line("", mark("Others"), "open", _lab(MARKET_ROW))), "rule.R25"),
    Chart("pods", mark("Chinese pod over US pod"), mark("ratio of PFLOP/s"), "number",
          mark("The largest Chinese cluster of one system over the largest US one. More chips can "
               "make up for weaker ones, at a price in power."),
          mark("CloudMatrix 384 against GB200 NVL72: SemiAnalysis, April 2025"),
          _one("cluster_pflops_ratio", mark("PFLOP/s"), "sovereign"),
          "rule.R24"),
    Chart("pod_power", mark("Power for the same work"), mark("ratio of W per FLOP"), "number",
          mark("What a Chinese pod needs in power for a unit of computing, over a US pod."),
          mark("CloudMatrix 384 against GB200 NVL72: SemiAnalysis, April 2025"),
          _one("cluster_watts_ratio", mark("W per FLOP"), "sovereign"),
          "rule.R24"),
    Chart("skill", mark("Design skill"), mark("ln TFLOP/s of a die at 7 nm"), "number",
          mark("What a designer gets out of one large die at the same node: architecture alone."),
          mark("Reckoned by the model; start values from chips of 2018"),
          _inside("arch", "arch"), "rule.R5", ("arch",)),
)  # fmt: skip

STACKS = (
    Chart("developers", mark("AI developers by stack"), mark("share of the world"), "percent",
          mark("Which software stack the world's AI developers write for. Sovereign: CANN and "
               "other Chinese stacks. Open: stacks that run on many chips."),
          mark("Registered CUDA developers: Nvidia 10-K; registrations are self-reported"),
          (Line("", mark("Incumbent"), "incumbent", _share(CUDA)),
           Line("", mark("Sovereign"), "sovereign", _share(CANN, CNX_STACK)),
           Line("", mark("Open"), "open", _share(OPEN))), "rule.R22"),
    Chart("maturity", mark("Maturity of software"), "0–1", "number",
          mark("How complete and reliable each stack's software is; 1 is the best imaginable."),
          mark("Reckoned by the model; start values are judgements"),
          _inside("software", "software"), "rule.R23", ("software",)),
    Chart("divergence", mark("Divergence"), "0–1", "number",
          mark("How different what the two blocs buy and use has become: the mean of six layers. "
               "0 is one ecosystem, 1 is two that share nothing."),
          mark("Jensen-Shannon divergence to base 2"),
          _one("divergence", mark("All layers"), "hybrid"), "glossary.divergence"),
    Chart("divergence_layers", mark("Divergence by layer"), "0–1", "number",
          mark("The same, layer by layer."), mark("Jensen-Shannon divergence to base 2"),
          _layers("layer_divergence"), "glossary.divergence"),
    Chart("sufficiency", mark("China's self-sufficiency"), mark("mean of six layers"), "percent",
          mark("What China's makers and buyers get from Chinese suppliers: the mean of six "
               "layers."), mark("Reckoned by the model; records layer by layer in the facts"),
          _one("self_sufficiency", mark("All layers"), "sovereign"), "rule.backfire"),
    Chart("sufficiency_layers", mark("Self-sufficiency by layer"), mark("share"), "percent",
          mark("The same, layer by layer: tools, wafers, memory, chips, software, models."),
          mark("Home chips 17–19% in 2023; Bernstein: Nvidia 66%, Huawei 23% in 2024"),
          _layers("layer_self_sufficiency"), "rule.backfire"),
    Chart("home_buyers", mark("Home chips, by buyer"), mark("share of purchases"), "percent",
          mark("Home chips in what Chinese state buyers and private buyers buy."),
          mark("State data centres told to use home chips: Reuters, 5 November 2025"),
          (Line("state_domestic", mark("State"), "sovereign"),
           Line("private_domestic", mark("Private"), "text")), "rule.R17"),
    Chart("home_use", mark("Home chips, by use"), mark("share of purchases"), "percent",
          mark("Home chips in what China buys to train models and to run them."),
          mark("Reckoned by the model"),
          (Line("train_domestic", mark("Training"), "sovereign"),
           Line("infer_domestic", mark("Running"), "hybrid")), "rule.R15"),
)  # fmt: skip

FIRMS = (
    Chart("revenue", mark("Revenue of designers"), mark("bn USD a quarter"), "money",
          mark("All that each designer earns, other business included."),
          mark("Annual reports 2018 to 2025; start values"), _designers("revenue"),
          "rule.R2"),
    Chart("accelerators", mark("Accelerator sales"), mark("bn USD a quarter"), "money",
          mark("What each designer earns with accelerators."), mark("Reckoned by the model"),
          _designers("sales"), "rule.R17"),
    Chart("rd", mark("R&D of designers"), mark("bn USD a quarter"), "money",
          mark("Research and development of all kinds."),
          mark("Annual reports: Huawei 179.7 bn CNY in 2024"), _designers("rd"), "rule.R2"),
    Chart("intensity", mark("R&D over revenue"), mark("share"), "percent",
          mark("R&D over revenue. A fall of revenue raises it without any more research."),
          mark("Huawei's annual reports: 14.1% in 2018, 25.1% in 2022, 20.8% in 2024"),
          tuple(Line("", label, role, _intensity(index)) for index, _, label, role in _PAIR),
          "rule.R2"),
    Chart("firm_basic", mark("Basic research of firms"), mark("share of R&D"), "percent",
          mark("The part of a firm's R&D that goes to basic research."),
          mark("Huawei, by its founder's word: about 60 of 180 bn CNY to theory (2025)"),
          tuple(Line("", label, role, _designer(index, "rd_basic"))
                for index, _, label, role in _PAIR), "rule.R4"),
    Chart("sender", mark("US chip and tool revenue"), mark("bn USD a quarter"), "money",
          mark("Revenue of US designers and allied toolmakers: what the side that controls lives "
               "on."), mark("Reckoned by the model"),
          (Line("sender_revenue", mark("US and allies"), "incumbent"),
           Line("ally_revenue", mark("Allied tools, memory"), "open")), "rule.backfire"),
    Chart("foundry_revenue", mark("Revenue of foundries"), mark("bn USD a quarter"), "money",
          mark("What the makers of advanced wafers earn with them."),
          mark("Reckoned by the model; start values from annual reports"),
          _foundries("foundry_revenue"), "rule.R10"),
    Chart("concentration", mark("Concentration"), mark("Herfindahl index, 0–1"), "number",
          mark("Sum of squared shares of accelerator value: 1 is one seller."),
          mark("Standard definition"),
          (Line("hhi_world", mark("World"), "text"), Line("hhi_cn", mark("China"), "sovereign")),
          "glossary.hhi"),
    Chart("prices", mark("Price of the flagship"), mark("thousand USD, list"), "number",
          mark("List price of each designer's best chip package."),
          mark("Start values: price lists and reports, low confidence"),
          tuple(Line("", label, role, _designer(index, "price", 0))
                for index, _, label, role in _DESIGNERS[:3]), "rule.R16"),
)  # fmt: skip

MAKING = (
    Chart("nodes", mark("Nodes of foundries"), mark("7 nm = 0, one for each full node"), "number",
          mark("The best node that each foundry makes in volume."),
          mark("Start of volume: TSMC N7 2018, SMIC N+2 2023 (TechInsights)"), _foundries("node"),
          "rule.R7"),
    Chart("yield", mark("Yield of foundries"), mark("share of good dies"), "percent",
          mark("Good dies in all dies, for a large die of 665 mm²."),
          mark("Ascend dies 20% in 2024, 20–40% in 2025: press reports that disagree"),
          _foundries("yield_rate"), "rule.R9"),
    Chart("capacity", mark("China's advanced capacity"), mark("thousand wafers a month"), "number",
          mark("Capacity at 7 nm and below."),
          mark("About 10 in 2023, 22 in 2024, 30–50 at the end of 2025: analysts' reports"),
          (Line("cap_adv", mark("Wafers"), "sovereign", _plants),), "rule.R10", ("capacity",)),
    Chart("memory", mark("Capacity for memory"), mark("thousand stacks of HBM a quarter"), "number",
          mark("High-bandwidth memory that its makers can build."),
          mark("Reckoned by the model; Chinese output from about 2026 is a guess"),
          (Line("", mark("Allied makers"), "incumbent", _memory(ALLIED)),
           Line("", mark("Chinese makers"), "sovereign", _memory(DOMESTIC))), "rule.R11",
          ("stacks",)),
    Chart("memory_store", mark("Memory in store, China"), mark("thousand stacks of HBM"), "number",
          mark("High-bandwidth memory that China's designers have laid by."),
          mark("13 million stacks by 2025: SemiAnalysis"),
          (Line("hbm_stock_cn", mark("Stacks"), "sovereign", _stores("hbm_bank")),), "rule.R21",
          ("hbm_bank",)),
    Chart("die_store", mark("Dies in store, China"), mark("thousand dies"), "number",
          mark("Dies made abroad or at home that wait for memory and packages."),
          mark("2.9 million dies through a front company in 2023–24: SemiAnalysis"),
          (Line("die_stock_cn", mark("Dies"), "sovereign", _stores("die_bank")),), "rule.R11",
          ("die_bank",)),
    Chart("tools", mark("China's part of allied tool sales"), mark("share"), "percent",
          mark("How much of what allied toolmakers sell goes to China."),
          mark("Annual reports of toolmakers"),
          _one("tool_share_cn", mark("China"), "sovereign"), "rule.R10"),
    Chart("tool_quality", mark("China's own tools"), mark("quality, frontier = 1"), "number",
          mark("How good Chinese tools are, against the best."),
          mark("Reckoned by the model; start value is a judgement"),
          (Line("", mark("Quality"), "sovereign",
                lambda world: float(world.toolmakers[1]["quality"])),), "rule.R8", ("quality",)),
)  # fmt: skip

MARKETS = (
    Chart("market", mark("Accelerators in China"), mark("bn USD a quarter"), "money",
          mark("What Chinese buyers pay for accelerators in all."), mark("Reckoned by the model"),
          _one("value_cn", mark("China"), "sovereign"), "rule.R18"),
    Chart("sold", mark("Sold in China, by designer"), mark("bn USD a quarter"), "money",
          mark("What Chinese buyers pay, by designer."),
          mark("Bernstein: Nvidia 66%, Huawei 23% of value in 2024"), _designers("value_cn_by"),
          "rule.R17"),
    Chart("imports", mark("Foreign accelerators to China"), mark("bn USD a quarter"), "money",
          mark("Value of foreign accelerators delivered to China."), mark("Reckoned by the model"),
          _one("imports", mark("Imports"), "incumbent"), "rule.R17"),
    Chart("smuggled", mark("Smuggled into China"), mark("thousand packages a quarter"), "number",
          mark("Chips that reach China against the rule."),
          mark("140 thousand in 2024, with a range of 10 to several hundred: CNAS 2025"),
          _one("smuggled", mark("Packages"), "bad"), "rule.R19"),
    Chart("compute", mark("New computing, world"), mark("EFLOP/s a quarter"), "number",
          mark("Performance of all accelerators delivered in the quarter."),
          mark("Reckoned by the model"), _one("new_compute", mark("World"), "text"),
          "rule.R18"),
    Chart("compute_share", mark("China's part of new computing"), mark("share"), "percent",
          mark("China's part of the performance delivered in the quarter."),
          mark("Reckoned by the model"), _one("new_compute_share", mark("China"), "sovereign"),
          "rule.R24"),
    Chart("power", mark("Power of accelerators"), mark("TWh a year"), "number",
          mark("What the accelerators in use draw."),
          mark("Reckoned from chips in use; generation 2024: China 10,087, US 4,635 TWh"),
          (Line("power_used_us", mark("United States"), "incumbent"),
           Line("power_used_cn", mark("China"), "sovereign")), "rule.R16"),
    Chart("training", mark("Training compute, China"), "EFLOP/s", "number",
          mark("What China can train with, by whose chips: computing weighted by software."),
          mark("Reckoned by the model"),
          tuple(Line(f"train_compute_cn[{code}]", label, role, _training(index))
                for index, code, label, role in _PAIR), "rule.R25", ("software",)),
    Chart("loss", mark("What Chinese buyers lose"), mark("ln of value per dollar"), "signed",
          mark("How much less a dollar buys because of the controls."),
          mark("Reckoned by the model"), _one("buyer_loss_cn", mark("Loss"), "bad"),
          "rule.R13"),
)  # fmt: skip

STATES = (
    Chart("threat", mark("Pressure and threat"), "0–1", "number",
          mark("How severe the controls in force are, and how threatened China feels. Threat rises "
               "faster than it falls: an assumption."),
          mark("Richardson 1960; Jervis 1976; the numbers are the model's"),
          (Line("pressure", mark("Pressure"), "incumbent"),
           Line("threat_cn", mark("Threat"), "sovereign")), "rule.R1"),
    Chart("tension", mark("World tension"), "0–100", "number",
          mark("How near the sides are to a crisis; 100 ends the game."),
          mark("Reckoned by the model"), _one("tension", mark("Tension"), "bad"),
          "play.ends"),
    Chart("welfare", mark("World welfare"), mark("index"), "number",
          mark("What the world gains from computing, less waste and tension."),
          mark("Reckoned by the model"), _one("welfare", mark("Welfare"), "good"),
          "play.ends"),
    Chart("public_rd", mark("Public R&D"), mark("bn USD a year"), "money",
          mark("Public money for research on chips and AI."),
          mark("Start values: budgets, medium confidence"),
          (Line("", mark("United States"), "incumbent", _state(US, "public_rd")),
           Line("", mark("China"), "sovereign", _state(CN, "public_rd"))), "rule.R4"),
    Chart("basic", mark("Share to basic research"), mark("share of public R&D"), "percent",
          mark("The part of public R&D that goes to basic research. It pays after 8 to 16 "
               "quarters."), mark("Start values: budgets, medium confidence"),
          (Line("", mark("United States"), "incumbent", _state(US, "basic_share")),
           Line("", mark("China"), "sovereign", _state(CN, "basic_share"))), "rule.R4"),
    Chart("knowledge", mark("Basic knowledge"), mark("bn USD of research in use"), "number",
          mark("The stock that basic research has left; it widens what can be found."),
          mark("Dosi, Lamperti, Mazzucato, Napoletano, Roventini 2023"),
          (Line("", mark("United States"), "incumbent", _state(US, "knowledge")),
           Line("knowledge_cn", mark("China"), "sovereign", _state(CN, "knowledge"))), "rule.R4",
          ("knowledge",)),
    Chart("fiscal", mark("Cost of programmes"), mark("bn USD a quarter"), "money",
          mark("What the two states spend on subsidies, funds and research."),
          mark("Reckoned by the model"),
          (Line("fiscal_cost_us", mark("United States"), "incumbent"),
           Line("fiscal_cost_cn", mark("China"), "sovereign")), "play.capital"),
    Chart("capital", mark("Political capital"), mark("points, 0–100"), "number",
          mark("What a government can still ask of its voters, firms and allies."),
          mark("A device of the game"),
          (Line("", mark("United States"), "incumbent", _state(US, "capital")),
           Line("", mark("China"), "sovereign", _state(CN, "capital"))), "play.capital"),
)  # fmt: skip

PAGES = (
    Page("gaps", mark("Gaps"), GAPS),
    Page("stacks", mark("Ecosystems"), STACKS),
    Page("firms", mark("Firms"), FIRMS),
    Page("making", mark("Making chips"), MAKING),
    Page("markets", mark("Markets and power"), MARKETS),
    Page("states", mark("States"), STATES),
)
