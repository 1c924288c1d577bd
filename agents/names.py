"""Who is who: the members of every kind of agent, in the order of the state, and their indices."""

GOVERNMENTS = ("US", "CN", "TOOL", "CHIP", "ROW")
DESIGNERS = ("NVDA", "AMD", "ASIC", "HUAW", "CAMB", "CNX")
FOUNDRIES = ("TSMC", "SMIC", "IDM")
TOOLMAKERS = ("ASML", "NAURA")
MEMORY_MAKERS = ("HYNIX", "CXMT")
MARKETS = ("US", "CN", "ROW")
STACKS = ("CUDA", "OPEN", "CANN", "CNX")
LAYERS = ("tools", "wafers", "hbm", "chips", "software", "models")
PRODUCTS = ("flagship", "previous", "variant")
DEALS = ("truce", "joint_tools", "joint_memory", "package", "minerals", "access", "corridor")
# The governments of each deal: who offers it, and whom.
DEAL_SIDES = (
    *(("US", "CN"), ("US", "TOOL"), ("US", "CHIP"), ("US", "ROW")),
    *(("CN", "TOOL"), ("CN", "CHIP"), ("CN", "ROW")),
)
TRAITS = (
    "hawkishness",
    "patience",
    "reciprocity",
    "openness_trait",
    "risk",
    "legalism",
    "greed",
    "secrecy",
)

# Shocks first, then dilemmas: events that ask a seat for an answer.
EVENTS = (
    *("duv_trick", "yield_collapse", "memory_advance", "photonics", "efficiency_shock"),
    *("packaging_squeeze", "demand_bust", "memory_supercycle", "power_shortage", "earthquake"),
    *("cyber_attack", "network_raid", "cabinet_falls", "election"),
    *("cut_down_chip", "revenue_share", "minerals_truce", "burn_source", "power_or_homes"),
    *("open_weights", "smuggled_parts", "failing_champion", "quiet_defection", "yield_rumour"),
    *("service_plea", "transit_check", "plant_waiver"),
)

US, CN, TOOL, CHIP, ROW = range(5)
NVDA, AMD, ASIC, HUAW, CAMB, CNX = range(6)
TSMC, SMIC, IDM = range(3)
ALLIED, DOMESTIC = range(2)
MARKET_US, MARKET_CN, MARKET_ROW = range(3)
CUDA, OPEN, CANN, CNX_STACK = range(4)
TOOLS, WAFERS, HBM, CHIPS, SOFTWARE, MODELS = range(6)
FLAGSHIP, PREVIOUS, VARIANT = range(3)
PRIVATE, STATE, LABORATORY = range(3)
TRUCE, JOINT_TOOLS, JOINT_MEMORY, PACKAGE, MINERALS, ACCESS, CORRIDOR = range(7)
DUV_TRICK, YIELD_COLLAPSE, MEMORY_ADVANCE, PHOTONICS, EFFICIENCY_SHOCK = range(5)
PACKAGING_SQUEEZE, DEMAND_BUST, MEMORY_SUPERCYCLE, POWER_SHORTAGE, EARTHQUAKE = range(5, 10)
CYBER_ATTACK, NETWORK_RAID, CABINET_FALLS, ELECTION = range(10, 14)
CUT_DOWN_CHIP, REVENUE_SHARE, MINERALS_TRUCE, BURN_SOURCE, POWER_OR_HOMES = range(14, 19)
OPEN_WEIGHTS, SMUGGLED_PARTS, FAILING_CHAMPION, QUIET_DEFECTION, YIELD_RUMOUR = range(19, 24)
SERVICE_PLEA, TRANSIT_CHECK, PLANT_WAIVER = range(24, 27)
FIRST_DILEMMA = CUT_DOWN_CHIP
ENDING_TIME, ENDING_HEGEMONY, ENDING_AUTONOMY, ENDING_BARGAIN, ENDING_CRISIS = range(1, 6)

DESIGNER_COUNT = len(DESIGNERS)
STACK_COUNT = len(STACKS)
LAYER_COUNT = len(LAYERS)
PRODUCT_COUNT = len(PRODUCTS)

FULL_NAMES = {
    "US": "United States",
    "CN": "China",
    "TOOL": "Netherlands and Japan",
    "CHIP": "South Korea and Taiwan",
    "ROW": "Rest of the world",
    "NVDA": "Nvidia",
    "AMD": "AMD",
    "ASIC": "US captive accelerators",
    "HUAW": "Huawei",
    "CAMB": "Cambricon",
    "CNX": "Other Chinese designers",
    "TSMC": "TSMC",
    "SMIC": "SMIC",
    "IDM": "Samsung and Intel",
    "ASML": "Allied toolmakers",
    "NAURA": "Chinese toolmakers",
    "HYNIX": "Allied memory makers",
    "CXMT": "Chinese memory makers",
    "CUDA": "CUDA",
    "OPEN": "Open stacks",
    "CANN": "Ascend CANN",
    "CNX_STACK": "Other Chinese stacks",
}


def quarter_index(name: str) -> int:
    """Quarters since 2018Q1 of a name such as '2022Q4'.

    Raises: ValueError if the text is not a year, a Q and a digit from 1 to 4.
    """
    year, separator, number = name.strip().upper().partition("Q")
    if not (separator and year.isdigit() and len(year) == 4 and number in {"1", "2", "3", "4"}):
        raise ValueError(f"'{name}' is not a quarter; write one as 2023Q1")
    return (int(year) - 2018) * 4 + int(number) - 1


def quarter_name(index: int) -> str:
    """Name of a quarter counted from 2018Q1, such as '2022Q4'."""
    return f"{2018 + index // 4}Q{index % 4 + 1}"
