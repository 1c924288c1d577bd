"""Every lever of governments and of firms. Sliders, flags, files and forms derive from it.

The declarations stand in `data/levers.toml`.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agents import names

FILE = Path(__file__).parent / "data" / "levers.toml"


@dataclass(frozen=True)
class Lever:
    """Something an actor decides: where it acts, its range, what it does and what it costs.

    `control` marks the sender's restrictions: the twin world without controls holds them at `off`.
    `deal` marks agreements with another seat; a `pulse` holds for one quarter only.
    """

    key: str
    actor: str
    kind: str
    member: int
    field: str
    name: str
    unit: str
    low: float
    high: float
    step: float
    off: float
    group: str
    help: str
    side_effect: str
    source: str
    control: bool = False
    log_scale: bool = False
    deal: bool = False
    pulse: bool = False

    @property
    def range_text(self) -> str:
        """Its range in words, such as '0 to 40 bn USD/yr'."""
        unit = "" if self.unit[0] in "-0" else f" {self.unit}"
        return f"{self.low:g} to {self.high:g}{unit}"

    @property
    def cutoff(self) -> float:
        """Where a total cut-off sets a control: thresholds lowest, everything else full."""
        if self.field in {"chip_tpp", "chip_density", "chip_link", "chip_memory", "revenue_fee"}:
            return self.low
        return self.high


ACTORS = {
    "us": ("governments", names.US),
    "cn": ("governments", names.CN),
    "tool": ("governments", names.TOOL),
    "chip": ("governments", names.CHIP),
    "row": ("governments", names.ROW),
    "nvda": ("designers", names.NVDA),
    "amd": ("designers", names.AMD),
    "huaw": ("designers", names.HUAW),
    "camb": ("designers", names.CAMB),
    "smic": ("foundries", names.SMIC),
    "tsmc": ("foundries", names.TSMC),
    "lab_us": ("labs", names.MARKET_US),
    "lab_cn": ("labs", names.MARKET_CN),
    "world": ("economy", 0),
}

ACTOR_NAMES = {
    "us": "United States",
    "cn": "China",
    "tool": "Netherlands and Japan",
    "chip": "South Korea and Taiwan",
    "row": "Rest of the world",
    "nvda": "Nvidia",
    "amd": "AMD",
    "huaw": "Huawei",
    "camb": "Cambricon",
    "smic": "SMIC",
    "tsmc": "TSMC",
    "lab_us": "US laboratory",
    "lab_cn": "Chinese laboratory",
    "world": "Events",
}

SEATS = tuple(actor for actor in ACTORS if actor != "world")


def _read() -> dict[str, Lever]:
    levers: dict[str, Lever] = {}
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["lever"]:
        for actor in row.pop("actors"):
            kind, member = ACTORS[actor]
            key = f"{actor}.{row['field']}"
            levers[key] = Lever(key=key, actor=actor, kind=kind, member=member, **row)
    return levers


LEVERS: dict[str, Lever] = _read()
ORDER: tuple[str, ...] = tuple(LEVERS)
INDEX: dict[str, int] = {key: i for i, key in enumerate(ORDER)}


@lru_cache(maxsize=16)
def positions(buyers: int) -> tuple[int, ...]:
    """Where each lever stands in the row of a world with so many buyers."""
    from agents.state import layout

    where = layout(buyers)
    return tuple(where.position(v.kind, v.member, v.field) for v in LEVERS.values())


def of_seat(seat: str) -> list[Lever]:
    """The levers that a seat holds."""
    return [lever for lever in LEVERS.values() if lever.actor == seat]
