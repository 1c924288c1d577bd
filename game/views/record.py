"""Chips of the record: real accelerators with dates, and what a licence rule looks at."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import agents
from agents.names import quarter_index
from agents.product import dies_allowed

FILE = Path(agents.__file__).parent / "data" / "chips.csv"
# What the launch rule takes for one large die where the record is silent, mm2 (`product.launch`).
_LARGEST_DIE = 815.0


@dataclass(frozen=True)
class RecordedChip:
    """A real accelerator. Units: TFLOP/s, TB/s, GB/s, mm2; `quarter` counted from 2018Q1.

    What the record leaves open is 0 for 8-bit performance, link and memory bandwidth; a die area
    left open follows the launch rule: dies of that year, each as large as the launch rule allows.
    """

    name: str
    maker: str
    bloc: int
    quarter: int
    announced: str
    perf16: float
    perf8: float
    memory: float
    link: float
    area: float
    area_known: bool
    status: str
    source: str


@lru_cache(maxsize=1)
def recorded_chips() -> tuple[RecordedChip, ...]:
    """Every accelerator of the record that reached or is to reach a quarter of volume."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(_chip(row) for row in rows if row["volume_quarter"])


def _chip(row: dict[str, str]) -> RecordedChip:
    bloc = 1 if row["bloc"] == "CN" else 0
    quarter = quarter_index(row["volume_quarter"]) if row["volume_quarter"] >= "2018" else -1
    area = _number(row["die_area_mm2_total"])
    return RecordedChip(
        name=row["chip"],
        maker=row["vendor"],
        bloc=bloc,
        quarter=quarter,
        announced=row["announce"],
        perf16=_number(row["bf16_dense_tflops"]),
        perf8=_number(row["fp8_dense_tflops"]),
        memory=_number(row["mem_bw_tbps"]),
        link=_number(row["link_gbps"]),
        area=area or float(dies_allowed(quarter, bloc)) * _LARGEST_DIE,
        area_known=area > 0.0,
        status=row["export_status_cn"],
        source=row["source"],
    )


def _number(text: str) -> float:
    return float(text) if text else 0.0
