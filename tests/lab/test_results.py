"""A study read back: by columns, by points, by quarters, whether it is finished or not."""

from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from game.commands.problems import CommandError
from game.lab import results
from game.lab.results import Results
from game.lab.store import part_path
from tests.lab.studies import TEXT, Asked


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished study."""
    home = tmp_path_factory.mktemp("study")
    Asked.of(home / "small.toml").play(home / "study")
    return home / "study"


def table(folder: Path, name: str, column: str) -> np.ndarray:
    """A column of a table, as any reader of Parquet would get it."""
    parts = sorted((folder / name).glob("part-*.parquet"))
    return np.concatenate([parquet.read_table(part)[column].to_numpy() for part in parts])


def test_a_column_is_the_table_s_in_the_order_of_play(folder: Path) -> None:
    found = Results.open(folder)
    assert found.runs == 128
    assert found.balanced
    assert found.outcomes == ("gap_generations", "units[NVDA]", "capability", "crossover")
    assert found.units["capability"] == "generations"
    for name in ("gap_generations", "units[NVDA].baseline", "factor.tool_control", "backfire"):
        np.testing.assert_array_equal(found.column(name), table(folder, "runs", name))
    np.testing.assert_array_equal(found.column("point"), np.tile(found.design.order, 16))
    np.testing.assert_array_equal(
        found.column("factor.captive_pull"),
        found.design.values[:, 1][table(folder, "runs", "point")],
    )


def test_by_point_has_a_row_for_each_point_and_equal_luck_in_a_column(folder: Path) -> None:
    found = Results.open(folder)
    assert found.by_point("capability").shape == (8, 16)
    dials = found.by_point("factor.tool_control")
    np.testing.assert_array_equal(dials, np.repeat(found.design.values[:, :1], 16, axis=1))
    luck = found.by_point("run")
    np.testing.assert_array_equal(luck, np.tile(np.arange(1, 17), (8, 1)))


@pytest.mark.parametrize("budget", [results.BUDGET, 1, 300])
@pytest.mark.parametrize("ending", ["", ".baseline"])
def test_quantiles_of_paths_are_exact_however_little_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch, budget: int, ending: str
) -> None:
    monkeypatch.setattr(results, "BUDGET", budget)
    quarters, bands = Results.open(folder).paths("gap_generations", baseline=bool(ending))
    assert quarters == ["2022Q4", "2023Q4"]
    values = table(folder, "paths", f"gap_generations{ending}")
    names = table(folder, "paths", "quarter")
    for place, quarter in enumerate(quarters):
        wanted = np.quantile(values[names == quarter], results.QUANTILES)
        np.testing.assert_allclose(bands[:, place], wanted, rtol=1e-6)


def test_a_study_with_holes_counts_what_is_there(folder: Path, tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "small.toml")
    asked.play(tmp_path / "study")
    part_path(tmp_path / "study", "runs", 1).unlink()
    found = Results.open(tmp_path / "study")
    assert found.runs == 96
    assert found.balanced  # four whole replications are missing
    assert found.by_point("run")[0].tolist() == [1, 2, 3, 4, *range(9, 17)]
    assert len(found.column("capability")) == 96
    assert np.isfinite(found.paths("gap_generations")[1]).all()


def test_what_cannot_be_read_is_said_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder of a study"):
        Results.open(tmp_path / "absent")
    with pytest.raises(CommandError, match="holds no study"):
        Results.open(tmp_path)
    asked = Asked.of(tmp_path / "small.toml")
    asked.play(tmp_path / "study", limit=1)
    found = Results.open(tmp_path / "study")
    with pytest.raises(CommandError, match=r"no column 'capabilty' .* 'capability'"):
        found.column("capabilty")
    with pytest.raises(CommandError, match="no column 'capability' among its paths"):
        found.paths("capability")
    part = part_path(tmp_path / "study", "runs", 0)
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(CommandError, match=r"part-000000\.parquet' is damaged .* remove it"):
        found.column("capability")
    part.unlink()
    with pytest.raises(CommandError, match="no finished run yet"):
        Results.open(tmp_path / "study")


def test_a_damaged_part_that_was_removed_is_made_again(tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "small.toml")
    asked.play(tmp_path / "study")
    part = part_path(tmp_path / "study", "runs", 2)
    whole = part.read_bytes()
    part.write_bytes(whole[:4] + bytes(400) + whole[404:])  # its beginning and end stand
    found = Results.open(tmp_path / "study")
    with pytest.raises(CommandError, match="remove it"):
        found.column("point")
    part.unlink()
    asked.play(tmp_path / "study")
    assert part.read_bytes() == whole


def test_an_experiment_that_was_edited_after_the_study_is_refused(tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "small.toml")
    asked.play(tmp_path / "study", limit=1)
    file = tmp_path / "study" / "experiment.toml"
    file.write_text(f"# a remark changes nothing\n{TEXT}")
    assert Results.open(tmp_path / "study").runs == 32
    file.write_text(f"{TEXT}\n[backfire]\nabove = 0.5\n")
    with pytest.raises(CommandError, match=r"no longer says what was played.*mark 0.0 and 0.5"):
        Results.open(tmp_path / "study")


def test_a_study_without_paths_says_so(tmp_path: Path) -> None:
    asked = Asked.of(tmp_path / "small.toml", 'paths = "none"\n' + TEXT)
    asked.play(tmp_path / "study", limit=1)
    assert not (tmp_path / "study" / "paths").exists()
    with pytest.raises(CommandError, match="keeps no paths"):
        Results.open(tmp_path / "study").paths("gap_generations")
