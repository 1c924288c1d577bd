"""The notebook of the documents runs from top to bottom, and is kept without outputs."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebooks" / "mesa-in-a-notebook.ipynb"


def cells() -> list[dict[str, Any]]:
    """The cells of code."""
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def test_it_is_kept_without_outputs() -> None:
    for cell in cells():
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


def test_its_cells_run_in_order() -> None:
    """Without the extra, the cells of the page at its end are left out."""
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    page_too = find_spec("solara") is not None
    space: dict[str, Any] = {}
    for cell in cells():
        source = "".join(cell["source"])
        if page_too or "agents.page" not in source:
            exec(compile(source, str(NOTEBOOK), "exec"), space)
    assert space["model"].quarter == space["twin"].quarter
    assert len(space["tidy"]) == 200 * space["history"].values.shape[1]
    assert (space["fan"]["p05"] <= space["fan"]["p95"]).all()
