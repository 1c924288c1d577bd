"""What the report says of a study is what its runs say."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from game.lab.outcomes import find as find_outcome
from game.lab.report.answer import answer, pairing_words
from game.lab.report.convergence import pairing_gain, running
from game.lab.report.effects import swings
from game.lab.report.estimates import Clusters, Estimate, difference, mean, share
from game.lab.report.findings import find
from game.lab.report.horizons import Horizons, horizons
from game.lab.report.maps import FEWEST_RUNS, axis, grid
from game.lab.report.material import Material, read
from game.lab.report.naming import fitting, measure_of
from game.lab.results import Results
from tests.lab.studies import TEXT, Asked

POINTS, LUCKS = 64, 20


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """An experiment of 64 points with two factors, whose runs the tests make up."""
    text = TEXT.replace("points = 8", f"points = {POINTS}").replace("= 16\nout", f"= {LUCKS}\nout")
    return Asked.of(tmp_path_factory.mktemp("asked") / "made.toml", text)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """A small study as it was played."""
    folder = tmp_path_factory.mktemp("played")
    Asked.of(folder / "small.toml").play(folder / "study")
    return read(Results.open(folder / "study"))


def made(asked: Asked, main: np.ndarray, **columns: np.ndarray) -> Material:
    """A material with these numbers, (points, replications), in place of played ones."""
    point = np.tile(np.arange(POINTS), LUCKS)
    luck = np.repeat(np.arange(LUCKS), POINTS)
    flat = {name: values.T.ravel() for name, values in columns.items()}
    tables = SimpleNamespace(
        experiment=asked.experiment, design=asked.design, study=asked.study, column=flat.get
    )
    values = main.T.ravel()
    return Material(tables, point, luck, values, values > 0.0)  # type: ignore[arg-type]


def test_independent_runs_get_the_interval_of_the_textbook() -> None:
    from scipy import stats

    values = np.random.default_rng(1).normal(3.0, 2.0, 50)
    found = mean(values, Clusters(np.arange(50), None))
    low, high = stats.t.interval(0.95, 49, values.mean(), stats.sem(values))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_runs_with_equal_luck_do_not_count_as_many() -> None:
    random = np.random.default_rng(2)
    luck = np.repeat(random.normal(size=12), 100)
    together = mean(luck, Clusters(np.repeat(np.arange(12), 100), None))
    apart = mean(luck, Clusters(np.arange(1200), None))
    assert together.high - together.low > 8 * (apart.high - apart.low)


def test_the_interval_covers_the_truth_where_points_and_luck_both_vary() -> None:
    random = np.random.default_rng(3)
    place, luck = np.tile(np.arange(20), 15), np.repeat(np.arange(15), 20)
    inside = 0
    for _ in range(300):
        values = random.normal(size=20)[place] + random.normal(size=15)[luck]
        found = mean(values + random.normal(size=300), Clusters(luck, place))
        inside += found.low <= 0.0 <= found.high
    assert 0.91 <= inside / 300 <= 1.0


def test_twenty_lucks_without_a_hit_do_not_prove_that_there_is_none() -> None:
    luck = np.repeat(np.arange(20), 500)
    none = share(np.zeros(10_000, bool), Clusters(luck, None))
    assert none.value == none.low == 0.0
    assert 0.1 < none.high < 0.25
    every = share(np.ones(10_000, bool), Clusters(luck, None))
    assert every.low == pytest.approx(1.0 - none.high)


def test_nothing_repeated_means_no_interval() -> None:
    found = share(np.array([True, False]), Clusters(np.zeros(2, int), None))
    assert found.value == 0.5
    assert not found.known
    assert not found.settles(0.9)


def test_a_difference_is_that_of_the_means() -> None:
    values = np.array([1.0, 2.0, 3.0, 7.0])
    upper = np.array([False, False, True, True])
    found = difference(values, upper, ~upper, Clusters(np.array([0, 1, 0, 1]), None))
    assert found.value == pytest.approx(3.5)
    # Luck by luck it is 2 and 5: the textbook's interval of those two.
    assert found.high - found.value == pytest.approx(12.706 * 1.5, rel=1e-3)


@pytest.mark.parametrize(("lucks", "sure"), [(2, False), (20, True)])
def test_all_against_none_is_as_sure_as_its_repetitions(lucks: int, sure: bool) -> None:
    luck, upper = np.tile(np.arange(lucks), 2), np.repeat([True, False], lucks)
    found = difference(upper.astype(float), upper, ~upper, Clusters(luck, None))
    assert found.value == found.high == 1.0
    assert 0.0 < 1.0 - found.low < 2.0
    assert found.settles(0.0) == sure


def test_the_factor_that_decides_is_found_with_its_size(asked: Asked) -> None:
    first = asked.design.values[:, 0]
    noise = np.random.default_rng(4).normal(0.0, 0.3, (POINTS, LUCKS))
    main = (first[:, None] - 0.5) * 4.0 + noise
    material = made(asked, main)
    found = swings(material, material.main)
    assert [swing.factor.name for swing in found] == list(asked.design.names)
    edges = np.quantile(first, [0.2, 0.8])
    lower, upper = first <= edges[0], first >= edges[1]
    assert found[0].change.value == pytest.approx(main[upper].mean() - main[lower].mean())
    assert found[0].change.settles(0.0)
    assert found[0].alone > 0.9
    assert found[1].alone < 0.2


def test_a_map_holds_every_run_and_the_means_of_its_cells(asked: Asked) -> None:
    main = np.broadcast_to(asked.design.values.sum(axis=1)[:, None], (POINTS, LUCKS))
    material = made(asked, main)
    pair = asked.experiment.factors[:2]
    found = grid(material, (pair[0], pair[1]), material.main)
    assert found.runs.sum() == POINTS * LUCKS
    here = (found.x.places == 1) & (found.y.places == 0)
    assert found.runs[0, 1] == here.sum() * LUCKS
    assert found.means[0, 1] == pytest.approx(main[here].mean())
    assert FEWEST_RUNS > 1


def test_bins_of_whole_numbers_say_which_they_hold(asked: Asked) -> None:
    material = made(asked, np.zeros((POINTS, LUCKS)))
    delays = np.arange(POINTS) % 13.0
    here = replace(asked.design, values=np.column_stack([delays, asked.design.values[:, 1]]))
    moved = replace(material, tables=SimpleNamespace(**{**vars(material.tables), "design": here}))
    factor = replace(asked.experiment.factors[0], kind="delay", low=0.0, high=12.0, whole=True)
    found = axis(moved, factor, 8)
    for value, place in zip(delays, found.places, strict=True):
        assert found.edges[place][0] <= value <= found.edges[place][1]
    sizes = [high - low + 1.0 for low, high in found.edges]
    assert sum(sizes) == 13.0
    assert max(sizes) - min(sizes) <= 1.0


def test_pairing_saves_what_equal_luck_takes_out(asked: Asked) -> None:
    random = np.random.default_rng(5)
    luck = random.normal(size=(POINTS, LUCKS))
    own = random.normal(size=(2, POINTS, LUCKS))
    here, base = 3.0 * luck + own[0], 3.0 * luck + own[1]
    columns = {"gap_generations": here, "gap_generations.baseline": base}
    material = made(asked, base - here, **columns)
    assert pairing_gain(material, "capability") == pytest.approx(10.0, rel=0.25)
    assert np.isnan(pairing_gain(material, "crossover"))


def test_what_pairing_saves_is_told_of_all_that_is_paired(asked: Asked) -> None:
    random = np.random.default_rng(5)
    here, base = random.normal(size=(2, POINTS, LUCKS))
    columns = {"gap_generations": here, "gap_generations.baseline": base}
    material = made(asked, base - here, **columns)
    found = SimpleNamespace(
        compared=[
            SimpleNamespace(
                outcome=find_outcome("capability"), pairing=pairing_gain(material, "capability")
            )
        ]
    )
    assert "luck and parameters of its own" in pairing_words(material, found)  # type: ignore[arg-type]


def test_the_running_estimate_ends_at_the_whole_study(asked: Asked) -> None:
    main = np.random.default_rng(6).normal(0.5, 1.0, (POINTS, LUCKS))
    material = made(asked, main)
    found = running(material, material.main, shares=False)
    assert found.counts[-1] == LUCKS
    assert found.estimates[-1].value == pytest.approx(main.mean())
    widths = [e.high - e.low for e in found.estimates]
    assert widths[-1] < widths[0]


def test_the_last_horizon_is_the_study_itself(played: Material) -> None:
    found = horizons(played)
    assert found is not None
    assert found.quarters[-1] == "2023Q4"
    assert found.shares[-1].value == played.hits.mean()
    assert found.shares[-1] == share(played.hits, played.clusters)


def test_wide_intervals_do_not_make_the_last_quarter_unimportant(played: Material) -> None:
    found = find(played)
    wide = [Estimate(value, 0.0, 1.0) for value in (0.1, 0.5, 0.9)]
    quarters = ("2022Q4", "2023Q4", "2024Q4")
    told = answer(played, replace(found, horizons=Horizons(quarters, tuple(wide))))[-1]
    assert "may matter, more than these runs can tell: between 50% and 90%" in told
    close = [Estimate(value, 0.0, 1.0) for value in (0.1, 0.5, 0.52)]
    told = answer(played, replace(found, horizons=Horizons(quarters, tuple(close))))[-1]
    assert "hardly matters" in told


def test_the_findings_are_those_of_the_tables(played: Material) -> None:
    found = find(played)
    assert found.share.value == played.hits.mean()
    compared = {c.outcome.name: c for c in found.compared}
    gap = played.tables.column("gap_generations")
    less = gap - played.tables.column("gap_generations.baseline")
    assert compared["gap_generations"].difference.value == pytest.approx(less.mean())
    assert compared["capability"].spread[2] == pytest.approx(np.median(-less))
    crossover = played.tables.column("crossover")
    assert compared["crossover"].without == pytest.approx(np.isnan(crossover).mean())


def test_the_answer_names_the_share_and_what_decides(asked: Asked) -> None:
    main = (asked.design.values[:, :1] > 0.5) * 2.0 - np.ones((POINTS, LUCKS))
    material = made(asked, main)
    found = find(played_like(material))
    told = " ".join(answer(material, found))
    assert f"in {100 * material.hits.mean():.0f}% of the 1,280 runs" in told
    assert "tool_control decides it most: 0% of the runs" in told


def played_like(material: Material) -> Material:
    """The same with every outcome equal to the main one and no table of paths."""
    experiment = replace(material.experiment, paths="none")
    tables = SimpleNamespace(
        **{**vars(material.tables), "experiment": experiment, "column": lambda _: material.main}
    )
    return replace(material, tables=tables)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [0.0, 1e-9, 3e-5, 0.004, 12.0, 98_765.4, 3.2e7, 4e13])
def test_numbers_of_any_size_are_short_and_not_all_zero(size: float) -> None:
    measure = measure_of("units[NVDA]", "k packages", np.array([size, -size, np.nan]))
    text = measure.show(size)
    assert len(text) <= 9
    assert (float(text.replace(",", "")) != 0.0) == (size != 0.0)


def test_a_measure_without_values_still_reads() -> None:
    measure = measure_of("crossover", "quarters", np.array([np.nan]))
    assert fitting(measure, np.array([])).title == "Crossover"
