"""Every field of the world, once: name, unit, meaning. The records of both engines follow from it.

A field with a `draw` is luck: it is refilled each quarter from the dice, never written by a rule.
`start` is what an opening has where its scenario says nothing.
"""

from dataclasses import dataclass

from agents import names

PATH_QUARTERS = 240


@dataclass(frozen=True)
class Field:
    """One number (or a short row of numbers) that an agent carries."""

    name: str
    unit: str
    meaning: str
    shape: int = 1
    draw: str = ""
    start: float = 0.0
    integer: bool = False


D = names.DESIGNER_COUNT
P = names.PRODUCT_COUNT
S = names.STACK_COUNT
L = names.LAYER_COUNT


def _f(name: str, unit: str, meaning: str, shape: int = 1, start: float = 0.0) -> Field:
    return Field(name, unit, meaning, shape, start=start)


def _character() -> tuple[Field, ...]:
    """Who leads a seat: an index of `data/characters.toml`, its traits, and what it is asked."""
    return (
        _index("character", "which character leads it; 0 the plain one"),
        *(
            _f(trait, "0-1", "trait of its character; 0.5 is plain", start=0.5)
            for trait in names.TRAITS
        ),
        _index("dilemma", "the event that asks it for an answer, plus 1; 0 none"),
        _index("dilemma_since", "quarter in which it was asked"),
    )


def _index(name: str, meaning: str, shape: int = 1) -> Field:
    return Field(name, "index", meaning, shape, integer=True)


def _luck(name: str, distribution: str, meaning: str, shape: int = 1) -> Field:
    return Field(name, distribution, meaning, shape, draw=distribution)


ECONOMY = (
    _index("quarter", "quarters since 2018Q1"),
    _f("cash", "bn USD", "owners, households, suppliers: everybody who is not an agent"),
    _f("demand_cycle", "ln", "slow swing of AI demand, AR(1)"),
    _f("boom", "1/qtr", "extra growth of AI demand after a breakthrough, fading"),
    _f("boom_started", "0/1", "the boom has happened"),
    _f("jump_happened", "0/1", "the large-model breakthrough has happened"),
    _f("expected_tightening", "0-1", "how firmly buyers expect tighter controls next quarter"),
    _f("frontier_path", "ln TFLOP/s", "best package of the US bloc, by quarter", PATH_QUARTERS),
    _f("frontier_arch", "ln TFLOP/s", "best design skill of all designers"),
    _f("tension", "points", "how near the blocs are to a crisis, 0-100"),
    _index("ending", "1 time, 2 hegemony, 3 autonomy, 4 bargain, 5 crisis; 0 while it goes on"),
    _index("ended", "quarter in which the ending came about"),
    _f("dominance", "qtr", "quarters in a row in which one ecosystem led everywhere"),
    _f("event_rate", "ratio", "how often events of the deck happen: 0 never, 1 as they are"),
    _f("grey_leak", "share", "extra leakage through the grey market after an event, fading"),
    _f("event_boom", "-1/0/1", "the boom starts this quarter: not, by chance, surely"),
    _f("event_jump", "-1/0/1", "a breakthrough this quarter: not, by chance, surely"),
    _f("event_tightening", "0-1", "the scenario says a tightening is expected next quarter"),
    _f("event_quake", "0-1", "share of leading-edge output lost this quarter"),
    _luck("luck_cycle", "normal", "demand shock"),
    _luck("luck_boom", "uniform", "whether the boom starts"),
    _luck("luck_jump", "uniform", "whether an algorithmic breakthrough happens"),
    _luck("luck_leak", "uniform", "whether a planned control leaks"),
    _luck("luck_bust", "uniform", "whether a smuggling ring is raided"),
)

GOVERNMENT = (
    _index("bloc", "0 US, 1 China, 2 toolmaker states, 3 chip states, 4 rest of the world"),
    _index("held", "1 when a player holds this seat"),
    _f("cash", "bn USD", "treasury account; the deficit account refills it"),
    _f("deficit", "bn USD", "money created for this government so far"),
    _f("spending", "bn USD/qtr", "programme spending this quarter"),
    _f("capital", "points", "political and diplomatic capital, 0-100"),
    _f("pressure", "0-1", "how severe the controls in force are, felt by the target"),
    _f("threat", "0-1", "perceived threat from the other side's controls (pi)"),
    _f("rival_capability", "ln TFLOP/s", "what it believes the rival's best chip can do"),
    *_character(),
    _f("insight", "0-1", "how well its services see what rivals hide"),
    _f("alignment", "0-1", "how far it follows the US controls"),
    _f("knowledge", "bn USD", "public basic-research stock (B)"),
    _f("pipeline", "bn USD", "basic research on its way to becoming knowledge", 4),
    _f("ladder", "step", "rung of the US control ladder, 0-7"),
    _f("escalation_chance", "1/qtr", "chance that its mind steps up next quarter"),
    _f("mineral_stock", "0-1", "how far allies have replaced restricted minerals"),
    _f("mineral_cost", "share", "extra cost of allied makers from mineral controls"),
    _f("last_pressure", "0-1", "pressure of the quarter before"),
    _f("why_lead", "weight", "reason: the rival is nearer than the target lead"),
    _f("why_hawk", "weight", "reason: its own disposition"),
    _f("why_event", "weight", "reason: a rival breakthrough or boast"),
    _f("why_lobby", "weight", "reason: its firms lose sales"),
    _f("why_threat", "weight", "reason: it feels threatened"),
    _f("why_supply", "weight", "reason: home suppliers can or cannot serve the market"),
    _f("why_retaliation", "weight", "reason: it answers the last step of the other side"),
    # levers, every government
    _f("answer", "choice", "answer to the open dilemma: 1, 2 or 3; 0 none"),
    _f("intelligence", "bn USD/yr", "spending on knowing what rivals hide"),
    _f("mineral_reserve", "bn USD/yr", "spending on replacing restricted minerals"),
    *(_f(f"sign_{deal}", "0/1", f"offers or keeps the deal: {deal}") for deal in names.DEALS),
    _f("sign_bargain", "0/1", "would sign the grand bargain"),
    _f("own_control", "0-1", "share of advanced tools it licenses by its own law"),
    _f("stack_tilt", "-1..1", "pull of its public buyers: -1 to the Chinese, 1 to the US stack"),
    _f("compute_fund", "bn USD/yr", "public money for computing at home"),
    # levers, sender side
    _f("chip_tpp", "TPP", "chips at or above this total processing performance need a licence"),
    _f("chip_density", "TPP/mm2", "performance density limit for chips of 1600 TPP or more"),
    _f("chip_link", "GB/s", "the TPP limit binds only chips with at least this link"),
    _f("chip_memory", "TB/s", "chips at or above this memory bandwidth need a licence"),
    _f("entity_listing", "0-1", "breadth of the Entity List on the target's designers"),
    _f("foundry_rule", "0-1", "foreign direct product rule: reach to foundries abroad"),
    _f("tool_control", "0-1", "share of advanced tools that need a licence"),
    _f("service_ban", "0-1", "ban on servicing and spare parts"),
    _f("hbm_control", "0-1", "share of HBM exports stopped"),
    _f("eda_control", "0-1", "limits on design software and joint research"),
    _f("enforcement", "0-1", "effort against smuggling and front companies"),
    _f("cloud_rule", "0-1", "know-your-customer rule on rented compute"),
    _f("country_quota", "0-1", "quotas on chips for third countries"),
    _f("revenue_fee", "share", "share of licensed chip revenue paid to the treasury"),
    _f("diplomacy", "0-1", "effort to align allies"),
    _f("fab_subsidy", "bn USD/yr", "subsidy for chip plants at home"),
    _f("talent_visas", "0-1", "openness to foreign researchers"),
    # levers, both sides
    _f("public_rd", "bn USD/yr", "public R&D on chips and AI"),
    _f("basic_share", "share", "share of public R&D spent on basic research"),
    # levers, target side
    _f("design_fund", "bn USD/yr", "state money for chip design"),
    _f("fab_fund", "bn USD/yr", "state money for advanced plants"),
    _f("tool_fund", "bn USD/yr", "state money for toolmakers"),
    _f("memory_fund", "bn USD/yr", "state money for memory"),
    _f("state_mandate", "0-1", "state buyers must buy at home"),
    _f("private_guidance", "0-1", "private buyers are told to buy at home"),
    _f("tool_rule", "0-1", "share of domestic tools required in new plants"),
    _f("import_block", "0-1", "share of foreign chips stopped at customs"),
    _f("power_subsidy", "0-1", "power discount for data centres with home chips"),
    _f("grid_build", "bn USD/yr", "extra grid and power plants for computing"),
    _f("mineral_control", "0-1", "gallium, germanium, rare earth licensing"),
    _f("market_ban", "0-1", "ban on a foreign memory maker"),
    _f("antitrust", "0-1", "antitrust pressure on a foreign designer"),
    _f("open_source", "0-1", "public push for open models and software"),
    _f("talent_return", "0-1", "recruitment of researchers from abroad"),
    _luck("luck_step", "uniform", "whether the mind takes the step it leans to"),
    _luck("luck_answer", "uniform", "whether it retaliates this quarter"),
    _luck("luck_ally", "normal", "swing of an ally's cabinet"),
)

DESIGNER = (
    _index("index", "its place among the designers"),
    _index("bloc", "0 US bloc, 1 China"),
    _index("stack", "software stack it feeds"),
    _index("held", "1 when a player holds this seat"),
    *_character(),
    _f("answer", "choice", "answer to the open dilemma: 1, 2 or 3; 0 none"),
    _f("cash", "bn USD", "account"),
    _f("debt", "bn USD", "owed to the economy"),
    _f("arch", "ln TFLOP/s", "design skill: dense BF16 of one die at N7"),
    _f("cadence", "qtr", "quarters between launches"),
    _f("last_launch", "quarter", "when the flagship was launched"),
    _f("perf16", "TFLOP/s", "dense BF16 of a package, by product", P),
    _f("perf8", "TFLOP/s", "dense 8-bit of a package, by product", P),
    _f("memory_bandwidth", "TB/s", "by product", P),
    _f("link", "GB/s", "chip-to-chip link, by product", P),
    _f("watts", "W", "by product", P),
    _f("area", "mm2", "compute die area of a package, by product", P),
    _f("dies", "dies", "compute dies in a package, by product", P),
    _f("stacks", "stacks", "HBM stacks in a package, by product", P),
    _f("price", "k USD", "list price, by product", P),
    _f("ln_perf", "ln TFLOP/s", "dense BF16, by product", P),
    _f("ln_memory", "ln", "memory bandwidth, x100 TB/s, by product", P),
    _f("ln_software", "ln", "maturity of its stack, larger pods counted in"),
    _f("pod_power", "ratio", "power price of its pods against the market's"),
    _f("variant_wait", "qtr", "quarters since the flagship became illegal for the target"),
    _f("scarcity", "ratio", "price multiplier from shortage"),
    _f("price_base", "ratio", "this firm's prices against the market's price line"),
    _f("software", "0-1", "maturity of its stack (S)"),
    _f("legacy_potential", "bn USD/qtr", "other revenue if no part were denied"),
    _f("legacy_revenue", "bn USD/qtr", "other revenue: phones, networks, gaming"),
    _f("sales", "bn USD/qtr", "accelerator sales this quarter"),
    _f("sales_cn", "bn USD/qtr", "of which in China"),
    _f("cumulative_sales", "bn USD", "accelerator sales since the opening"),
    _f("revenue", "bn USD/qtr", "all revenue this quarter"),
    _f("smoothed_revenue", "bn USD/qtr", "revenue smoothed over a year"),
    _f("reference_revenue", "bn USD/qtr", "revenue at which the base R&D ratio was read"),
    _f("rd_base", "share", "R&D over revenue at the reference revenue"),
    _f("rd", "bn USD/qtr", "R&D spending, sticky"),
    _f("chip_share", "share", "share of its R&D that goes to AI chips and software"),
    _f("rd_effective", "bn USD/qtr", "architecture R&D after waste"),
    _f("rd_software_spend", "bn USD/qtr", "software R&D"),
    _f("rd_process_spend", "bn USD/qtr", "work with the foundry on process"),
    _f("rd_basic_spend", "bn USD/qtr", "own basic research"),
    _f("access", "0-1", "share of leading foreign foundry output open to it"),
    _f("die_bank", "k dies", "compute dies in store"),
    _f("hbm_bank", "k stacks", "HBM stacks in store"),
    _f("inventory", "k packages", "finished packages in store"),
    _f("wanted", "k packages", "output it plans for this quarter"),
    _f("produced", "k packages", "output this quarter"),
    _f("sold", "k packages", "deliveries this quarter"),
    _f("scrapped", "k packages", "written off this quarter"),
    _f("dies_foreign", "k dies", "dies bought from foreign foundries this quarter"),
    _f("dies_leaked", "k dies", "of which through front companies"),
    _f("dies_domestic", "k dies", "dies from home foundries this quarter"),
    _f("hbm_foreign", "k stacks", "HBM bought abroad this quarter"),
    _f("hbm_domestic", "k stacks", "HBM bought at home this quarter"),
    _f("expected_demand", "k packages", "demand it plans for"),
    _f("bottleneck", "code", "what limited output: 0 nothing, 1 dies, 2 HBM, 3 packaging"),
    _f("node_used", "node", "process node of the flagship"),
    _f("why_threat", "weight", "reason for its R&D level: denial"),
    _f("why_revenue", "weight", "reason for its R&D level: revenue"),
    _f("why_market", "weight", "reason for its price and stock: demand"),
    # levers
    _f("rd_effort", "ratio", "R&D against what its rule of thumb would spend"),
    _f("rd_software", "share", "share of chip R&D for software"),
    _f("rd_process", "share", "share of chip R&D for work on process"),
    _f("rd_basic", "share", "share of all R&D for basic research"),
    _f("price_factor", "ratio", "price against its usual price"),
    _f("openness", "0-1", "how open its software stack is"),
    _f("cluster_scale", "ratio", "chips in a pod against the smallest pod that sells"),
    _f("stock_target", "qtr", "quarters of parts it keeps in store"),
    _f("posture", "ratio", "what it says of itself over what is so; below 1 humble, above 1 loud"),
    _f("compliant_variants", "0/1", "designs chips under the licence line"),
    _f("china_supply", "0-1", "share of Chinese demand it is willing to serve"),
    _f("lobbying", "bn USD/yr", "money for lobbying against controls"),
    _luck("luck_innovate", "uniform", "whether R&D finds something"),
    _luck("luck_step", "beta", "how large the find is"),
    _luck("luck_copy", "uniform", "how much of the frontier it absorbs"),
)

FOUNDRY = (
    _index("index", "its place among the foundries"),
    _index("bloc", "0 allied, 1 China"),
    _index("held", "1 when a player holds this seat"),
    _f("outage", "share", "of its plants out of work after an event, fading"),
    _f("cash", "bn USD", "account"),
    _f("debt", "bn USD", "owed to the economy"),
    _f("node", "node", "best volume node: N7 = 0, one unit per full node"),
    _f("capacity", "k wafers/month", "advanced capacity (7 nm and below)"),
    _f("ai_share", "share", "share of advanced wafers for accelerators"),
    _f("experience", "k wafers", "advanced wafers made so far"),
    _f("defect_density", "1/cm2", "on its leading node"),
    _f("yield_rate", "share", "good dies of a large accelerator die"),
    _f("packages", "k/qtr", "advanced packaging capacity"),
    _f("wafers_ai", "k/qtr", "accelerator wafers made this quarter"),
    _f("wafers_asked", "k/qtr", "accelerator wafers asked for"),
    _f("tool_stock", "k wafers/month", "tools in store that can become capacity"),
    _f("domestic_tools", "share", "domestic share of its tools"),
    _f("revenue", "bn USD/qtr", "all revenue"),
    _f("revenue_champion", "bn USD/qtr", "of which from Huawei"),
    _f("other_revenue", "bn USD/qtr", "revenue from everyone outside the model"),
    _f("capex", "bn USD/qtr", "spending on tools"),
    _f("research", "bn USD/qtr", "spending on process, yield and packaging beyond the usual"),
    # levers
    _f("capex_effort", "ratio", "spending on plants against its usual", start=1.0),
    _f("process_effort", "ratio", "work on the next node against its usual", start=1.0),
    _f("yield_effort", "ratio", "work on yield against its usual", start=1.0),
    _f("package_effort", "ratio", "spending on packaging against its usual", start=1.0),
    _f("home_tools", "share", "of new tools bought at home where that is possible"),
    _f("china_supply", "0-1", "share of Chinese orders it is willing to serve", start=1.0),
    _luck("luck_pace", "normal", "luck of process development"),
    _luck("luck_yield", "normal", "yield excursion"),
)

TOOLMAKER = (
    _index("bloc", "0 allied, 1 China"),
    _f("cash", "bn USD", "account"),
    _f("quality", "0-1", "of the frontier"),
    _f("ceiling", "node", "highest node its tools reach"),
    _f("sales", "bn USD/qtr", "all sales"),
    _f("sales_cn", "bn USD/qtr", "sales to China"),
    _f("euv", "0/1", "has a working EUV tool"),
    _f("euv_hazard", "1/qtr", "chance of a working EUV tool next quarter"),
    _luck("luck_euv", "uniform", "whether the EUV prototype works"),
)

MEMORY_MAKER = (
    _index("bloc", "0 allied, 1 China"),
    _f("cash", "bn USD", "account"),
    _f("stacks", "k/qtr", "HBM capacity"),
    _f("asked", "k/qtr", "HBM asked for"),
    _f("sold", "k/qtr", "HBM sold"),
    _f("experience", "k stacks", "made so far"),
)

MARKET = (
    _index("bloc", "0 US, 1 China, 2 rest of the world"),
    _f("level", "bn USD/qtr", "trend of spending on accelerators"),
    _f("budget", "bn USD/qtr", "spending power this quarter"),
    _index("product", "which product each designer offers here; -1 none", D),
    _f("legal", "0/1", "the offer is legal here", D),
    _f("price", "k USD", "what a buyer pays, fees included", D),
    _f("net_price", "k USD", "what the seller keeps", D),
    _f("ln_perf", "ln TFLOP/s", "compute of the offer", D),
    _f("ln_memory", "ln", "memory bandwidth of the offer, x100 TB/s", D),
    _f("ln_software", "ln", "maturity of the stack", D),
    _f("ln_cost", "ln k USD", "four-year cost of owning one", D),
    _f("network", "utility", "pull of the developers around the stack", D),
    _f("perf", "TFLOP/s", "dense BF16 of the offer", D),
    _f("watts", "W", "of the offer", D),
    _f("risk", "utility", "supply risk of a foreign chip", D),
    _f("appeal_state", "utility", "cost, network and what state buyers are told", D),
    _f("appeal_private", "utility", "cost, network and what private buyers are told", D),
    _f("per_bn", "k packages per bn USD", "what a billion buys", D),
    _f("home", "0/1", "the designer is at home in China", D),
    _f("willing", "share", "of demand the seller and customs let through", D),
    _f("spare", "0/1", "chips are left after first choices", D),
    _f("demand", "k packages", "first choices", D),
    _f("served", "share", "share of first choices served", D),
    _f("spill", "k packages", "second choices", D),
    _f("spill_part", "share", "share of second choices served, where chips are left", D),
    _f("delivered", "k packages", "delivered this quarter", D),
    _f("value", "bn USD", "paid this quarter", D),
    _f("installed", "k packages", "in use", D),
    _f("compute", "EFLOP/s", "in use", D),
    _f("compute_new", "EFLOP/s", "delivered this quarter", D),
    _f("smuggled", "k packages", "arrived through the grey market this quarter"),
    _f("smuggled_compute", "EFLOP/s", "of the smuggled chips"),
    _f("seized", "k packages", "seized on the way"),
    _f("rented", "EFLOP/s", "rented abroad"),
    _f("power_price", "USD/kWh", "industrial power price"),
    _f("power_capacity", "GW", "power available for accelerators"),
    _f("power_used", "GW", "power drawn by accelerators"),
    _f("power_room", "share", "of wanted chips that can be powered"),
    _f("legal_advantage", "ln", "worth of the frontier over the best legal foreign chip"),
    _f("denied_compute", "ln", "performance of the frontier over the best legal foreign chip"),
    _f("state_value", "bn USD", "state buyers' purchases: all, of which home chips", 2),
    _f("private_value", "bn USD", "private buyers' purchases: all, of which home chips", 2),
    _f("train_value", "bn USD", "purchases for training: all, of which home chips", 2),
    _f("infer_value", "bn USD", "purchases for inference: all, of which home chips", 2),
)

BUYER = (
    _index("market", "market it buys in"),
    _index("sector", "0 private, 1 state, 2 laboratory"),
    _f("share", "share", "of its market's spending"),
    _f("train_share", "share", "of its work that is training"),
    _f("switching", "utility", "cost of a stack it does not run (sigma)"),
    _f("caution", "ratio", "weight it gives to supply risk"),
    _f("cash", "bn USD", "money set aside for accelerators"),
    _f("budget", "bn USD/qtr", "money received this quarter"),
    _f("ahead", "bn USD", "spending drawn forward and not yet missed"),
    _f("money", "bn USD", "money it may spend this quarter"),
    _f("spent", "bn USD", "paid for chips this quarter"),
    _f("grey_spent", "bn USD", "paid on the grey market"),
    _f("rent_spent", "bn USD", "paid for compute rented abroad"),
    _f("carried", "bn USD", "kept for next quarter"),
    _f("returned", "bn USD", "given back unspent"),
    _f("unserved", "bn USD", "first choices that could not be served"),
    _f("spill_scale", "bn USD", "second-choice money per weight of what is left"),
    _f("weight", "share", "split of first choices", D),
    _f("installed", "k packages", "in use", D),
    _f("compute", "EFLOP/s", "in use", D),
    _f("installed_all", "k packages", "in use, all designers"),
    _luck("luck_taste", "gumbel", "taste of the quarter", D),
)

LAB = (
    _index("bloc", "0 US, 1 China, 2 rest of the world"),
    _index("held", "1 when a player holds this seat"),
    # levers
    _f("algorithm_effort", "ratio", "work on better algorithms against its usual", start=1.0),
    _f("open_models", "0-1", "share of its models with open weights"),
    _f("port_effort", "0-1", "work on running well on its bloc's second or home stack"),
    _f("rent_effort", "ratio", "computing rented abroad against its usual", start=1.0),
    _f("compute", "EFLOP/s", "effective training compute of the best lab"),
    _f("algorithms", "OOM", "algorithmic progress"),
    _f("capability", "OOM", "log10 of effective compute incl. algorithms"),
    _f("own_models", "share", "home market served by home models"),
    _f("pod_chips", "chips", "accelerators in the largest pod"),
    _f("pod_pflops", "PFLOP/s", "peak of the largest pod"),
    _f("pod_kw", "kW", "power of the largest pod"),
    _f("utilisation", "share", "model FLOP utilisation of a large run"),
    _luck("luck_progress", "normal", "luck of algorithmic work"),
)

POOL = (
    _index("bloc", "0 US, 1 China, 2 rest of the world"),
    _f("pull", "ratio", "what draws a developer to each stack", S),
    _f("share", "share", "developers by stack", S),
    _f("headcount", "million", "developers who work with accelerators"),
    _f("reachable", "million", "developers who could"),
)

EVENT = (
    _f("hazard", "1/qtr", "chance that it starts next quarter"),
    _index("due", "quarter in which it strikes; 0 if none is on its way"),
    _index("rumoured", "quarter of the last rumour of it; 0 none"),
    _index("struck", "quarter in which it last struck; 0 never"),
    _index("times", "how often it has struck"),
    _f("strength", "0-1", "how hard it strikes or struck"),
    _luck("luck_event", "uniform", "on its way, rumoured, how hard, spare", 4),
)

DEAL = (
    _index("side_a", "government that offers"),
    _index("side_b", "government that is offered"),
    _f("signed", "0/1", "in force"),
    _index("since", "quarter of signing; 0 never"),
    _index("expires", "quarter after which it lapses unless both still sign"),
    _f("trust", "0-1", "of each side in the other's word"),
    _f("kept", "qtr", "quarters in which it was kept"),
    _f("broken", "count", "how often it was broken"),
    _index("broken_by", "government that broke it last, plus 1; 0 none"),
    _f("wish_a", "0-1", "chance that side a's mind signs"),
    _f("wish_b", "0-1", "chance that side b's mind signs"),
    _luck("luck_deal", "uniform", "whether a mind takes the step it leans to", 2),
)

OUTCOME = (
    _f("gap_generations", "generations", "lead of the best US package over the best Chinese"),
    _f("gap_months", "months", "since the US frontier had China's best performance"),
    _f("gap8_generations", "generations", "the same gap in 8-bit performance"),
    _f("system_gap", "ln", "largest US pod over largest Chinese pod, PFLOP/s"),
    _f("cluster_pflops_ratio", "ratio", "Chinese pod over US pod, PFLOP/s"),
    _f("cluster_watts_ratio", "ratio", "Chinese pod over US pod, W per FLOP"),
    _f("ai_gap_months", "months", "lead of the best US lab"),
    _f("self_sufficiency", "share", "mean of the layers below"),
    _f("layer_self_sufficiency", "share", "China: tools, wafers, hbm, chips, software, models", L),
    _f("divergence", "0-1", "ecosystem divergence index: mean of the layers below"),
    _f("layer_divergence", "0-1", "Jensen-Shannon divergence by layer", L),
    _f("sender_revenue", "bn USD/qtr", "revenue of US designers and allied toolmakers"),
    _f("sender_cumulative", "bn USD", "the same since the opening"),
    _f("hhi_world", "0-1", "concentration of accelerator value, world"),
    _f("hhi_cn", "0-1", "concentration of accelerator value, China"),
    _f("value_cn", "bn USD/qtr", "Chinese accelerator market"),
    _f("smuggled", "k packages/qtr", "smuggled into China"),
    _f("imports", "bn USD/qtr", "foreign accelerators delivered to China"),
    _f("tool_share_cn", "share", "China's share of allied tool sales"),
    _f("new_compute_share", "share", "China's share of new compute"),
    _f("new_compute", "EFLOP/s", "delivered this quarter, world"),
    _f("threat_cn", "0-1", "China's perceived threat"),
    _f("pressure", "0-1", "severity of the controls in force"),
    _f("power_used_cn", "TWh/yr", "accelerators in China"),
    _f("power_used_us", "TWh/yr", "accelerators in the US"),
    _f("fiscal_cost_us", "bn USD/qtr", "programme spending"),
    _f("fiscal_cost_cn", "bn USD/qtr", "programme spending"),
    _f("buyer_loss_cn", "ln", "value per dollar lost by Chinese buyers to the controls"),
    _f("ally_revenue", "bn USD/qtr", "allied toolmakers and memory makers"),
    _f("developer_share_sovereign", "share", "world developers on Chinese stacks"),
    _f("knowledge_cn", "bn USD", "Chinese basic-research stock"),
    _f("cap_adv", "k wafers/month", "Chinese advanced capacity"),
    _f("hbm_stock_cn", "k stacks", "HBM in Chinese stores"),
    _f("die_stock_cn", "k dies", "dies in Chinese stores"),
    _f("best_perf", "TFLOP/s", "best package by designer", D),
    _f("units", "k packages", "sold by designer", D),
    _f("units_cn", "k packages", "sold in China by designer", D),
    _f("sales", "bn USD", "by designer", D),
    _f("value_cn_by", "bn USD", "paid in China by designer", D),
    _f("revenue", "bn USD", "all revenue by designer", D),
    _f("rd", "bn USD", "R&D by designer", D),
    _f("software", "0-1", "stack maturity by designer", D),
    _f("arch", "ln TFLOP/s", "design skill by designer", D),
    _f("train_compute_cn", "EFLOP/s", "Chinese training compute by designer", D),
    _f("state_domestic", "share", "home chips in purchases of Chinese state buyers"),
    _f("private_domestic", "share", "home chips in purchases of Chinese private buyers"),
    _f("train_domestic", "share", "home chips in purchases for training"),
    _f("infer_domestic", "share", "home chips in purchases for inference"),
    _f("node", "node", "by foundry", 3),
    _f("yield_rate", "share", "by foundry", 3),
    _f("foundry_revenue", "bn USD", "by foundry", 3),
    _f("foundry_champion", "bn USD", "Huawei's purchases by foundry", 3),
    _f("developers", "million", "by stack", S),
    _f("bottleneck_cn", "code", "champion: 1 dies, 2 HBM, 3 packaging"),
    _f("variant_legal", "0/1", "the Chinese market is served with a cut-down chip"),
    _f("cash_total", "bn USD", "all cash less all money created: constant"),
    _f("ladder", "step", "rung of the US control ladder"),
    _f("tension", "points", "how near the blocs are to a crisis, 0-100"),
    _f("welfare", "index", "world welfare: computing for all, less waste and tension"),
    _f("ending", "code", "0 none, 2 hegemony, 3 autonomy, 4 bargain, 5 crisis"),
    _f("alignment", "0-1", "by ally: toolmaker states, chip states, rest of the world", 3),
    _f("capital", "points", "political capital by government", 5),
    _f("deals", "0/1", "deals in force", len(names.DEALS)),
    _f("compute_market", "EFLOP/s", "usable in a market: US, China, rest of the world", 3),
    _f("capability", "OOM", "best lab by market", 3),
    _f("developer_by_pool", "share", "developers on Chinese stacks by market", 3),
    _f("incumbent_by_pool", "share", "developers on the leading US stack by market", 3),
)
