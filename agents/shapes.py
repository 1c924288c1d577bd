"""Stylised shapes of history as tests: from a run and its twin to true or false, run by run."""

from collections.abc import Callable

import numpy as np

from agents.history import History
from agents.names import quarter_index

Shape = Callable[[History, History], np.ndarray]


def _at(history: History, name: str, quarter: str) -> np.ndarray:
    return history.column(name)[:, quarter_index(quarter) - history.start]


def _between(history: History, name: str, first: str, last: str) -> np.ndarray:
    begin, end = quarter_index(first) - history.start, quarter_index(last) - history.start
    return history.column(name)[:, begin : end + 1]


def intensity_rises(history: History, twin: History) -> np.ndarray:
    """S01: R&D intensity of the listed firm is higher in the year after listing than before."""

    def intensity(first: str, last: str) -> np.ndarray:
        spent = _between(history, "rd[HUAW]", first, last).sum(axis=1)
        return np.asarray(spent / _between(history, "revenue[HUAW]", first, last).sum(axis=1))

    return np.asarray(intensity("2020Q3", "2021Q2") > intensity("2018Q3", "2019Q2"))


def innovation_dips(history: History, twin: History) -> np.ndarray:
    """S02: the listed firm's design skill grows less with the controls than without at first."""
    grown = _at(history, "arch[HUAW]", "2021Q4") - _at(history, "arch[HUAW]", "2020Q4")
    free = _at(twin, "arch[HUAW]", "2021Q4") - _at(twin, "arch[HUAW]", "2020Q4")
    return np.asarray(grown <= free)


def suppliers_lose(history: History, twin: History) -> np.ndarray:
    """S03: US designers sell less with the controls than without, 2022Q4 to 2025Q4."""

    def sold(h: History) -> np.ndarray:
        return np.asarray(
            _between(h, "sales[NVDA]", "2022Q4", "2025Q4").sum(axis=1)
            + _between(h, "sales[AMD]", "2022Q4", "2025Q4").sum(axis=1)
        )

    return np.asarray(sold(history) < sold(twin))


def state_first(history: History, twin: History) -> np.ndarray:
    """S04: state buyers switch before private buyers."""
    state = _between(history, "state_domestic", "2023Q3", "2024Q2").mean(axis=1)
    private = _between(history, "private_domestic", "2023Q3", "2024Q2").mean(axis=1)
    return np.asarray(state > private)


def inference_first(history: History, twin: History) -> np.ndarray:
    """S05: purchases for inference move before purchases for training."""
    infer = _between(history, "infer_domestic", "2024Q1", "2025Q4").mean(axis=1)
    train = _between(history, "train_domestic", "2024Q1", "2025Q4").mean(axis=1)
    return np.asarray(infer > train)


def spike_then_hole(history: History, twin: History) -> np.ndarray:
    """S06: an announced ban brings a spike of stocks, then a hole: HBM around the rule."""
    stock = "hbm_stock_cn"
    before, peak = _at(history, stock, "2024Q2"), _at(history, stock, "2024Q4")
    after = _at(history, stock, "2025Q4")
    return np.asarray((peak > 1.3 * before) & (after < peak))


def bottleneck_moves(history: History, twin: History) -> np.ndarray:
    """S07: the champion is held up by dies first and by HBM later."""
    early = _between(history, "bottleneck_cn", "2020Q4", "2024Q4")
    late = _between(history, "bottleneck_cn", "2025Q1", "2026Q4")
    return np.asarray((early == 1.0).any(axis=1) & (late == 2.0).any(axis=1))


def vendor_redesigns(history: History, twin: History) -> np.ndarray:
    """S08: a chip under the line is on offer one to two quarters after each rule."""
    first = (_between(history, "variant_legal", "2022Q4", "2023Q2") == 1.0).any(axis=1)
    second = (_between(history, "variant_legal", "2024Q1", "2024Q2") == 1.0).any(axis=1)
    return np.asarray(first & second)


def share_and_gap_part(history: History, twin: History) -> np.ndarray:
    """S09: China's share of new compute falls while its AI gap narrows, 2023 to 2025."""
    share = _between(history, "new_compute_share", "2025Q1", "2025Q4").mean(axis=1) < _between(
        history, "new_compute_share", "2023Q1", "2023Q4"
    ).mean(axis=1)
    gap = _at(history, "ai_gap_months", "2025Q4") < _at(history, "ai_gap_months", "2023Q1")
    return np.asarray(share & gap)


SHAPES: dict[str, Shape] = {
    "S01": intensity_rises,
    "S02": innovation_dips,
    "S03": suppliers_lose,
    "S04": state_first,
    "S05": inference_first,
    "S06": spike_then_hole,
    "S07": bottleneck_moves,
    "S08": vendor_redesigns,
    "S09": share_and_gap_part,
}
