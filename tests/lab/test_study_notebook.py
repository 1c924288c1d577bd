"""The notebook that reads a study runs from top to bottom, and is kept without outputs."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.lab.studies import Asked

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "reading-a-study.ipynb"


def cells() -> list[dict[str, Any]]:
    """The cells of code."""
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def test_it_is_kept_without_outputs() -> None:
    for cell in cells():
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_its_cells_run_in_order_and_draw_three_charts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib import pyplot

    Asked.of(tmp_path / "small.toml").play(tmp_path / "study")
    monkeypatch.chdir(tmp_path)
    before = len(pyplot.get_fignums())
    space: dict[str, Any] = {}
    try:
        for cell in cells():
            exec(compile("".join(cell["source"]), str(NOTEBOOK), "exec"), space)
        assert len(pyplot.get_fignums()) == before + 3
    finally:
        pyplot.close("all")
    assert len(space["runs"]) == 128
    less = space["runs"]["gap_generations"] - space["runs"]["gap_generations.baseline"]
    assert space["mean"].iloc[-1] == pytest.approx(less.mean())
    assert (np.diff(space["fan"].to_numpy(), axis=1) >= 0.0).all()
