"""An experiment file is read into what it says, or refused with its line and the nearest choice."""

import json
import math
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from agents.levers import LEVERS
from agents.names import quarter_index, quarter_name
from agents.parameters import PARAMETERS
from game.commands.problems import CommandError
from game.lab.experiment import Backfire, Baseline, Experiment, Step
from game.lab.factors import MOST_FACTORS
from game.lab.layout import MOST_POINTS
from game.lab.lines import lines_of
from game.lab.reading import DEFAULT_OUTCOMES, plain_experiment, read_experiment

ROOT = Path(__file__).resolve().parents[2]

WHOLE = """\
title = "A line"
question = \"\"\"
Does it
hold?\"\"\"
scenario = "october-seventh"
horizon = "2030Q4"
seat = "us"
buyers = 32
seed = 11
replications = 20
parameters = "calibrated"
characters = "drawn"
outcomes = ["gap_generations", "capability"]
paths = "quarters"

[design]
kind = "latin-hypercube"
points = 50

[[factor]]
lever = "us.tool_control"
name = "tools"
low = 0.1
high = 0.9
usual = 0.2
from = "2024Q1"
until = "2026Q4"

[[factor]]
parameter = "captive_pull"

[[factor]]
delay = "cut"
name = "wait"
low = 0
high = 8

[[factor]]
length = ["cut"]
name = "hold"
values = [8, 4]

[[order]]
name = "cut"
lever = "us.hbm_control"
value = 0.8
quarter = "2023Q1"
until = "2026Q4"

[[order]]
lever = "cn.fab_fund"
value = 20

[pairing]
baseline = "late"

[[pairing.order]]
lever = "us.hbm_control"
value = 0.8
quarter = "2026Q1"

[backfire]
outcome = "denial"
below = 0.1
"""

SHORT = """\
scenario = "october-seventh"

[design]
kind = "grid"

[[factor]]
lever = "us.tool_control"
"""

ENOUGH = 'scenario = "good-enough"\n[design]\nkind = "grid"\n'

LIST = """\
scenario = "october-seventh"

[design]
kind = "list"

[[factor]]
lever = "us.tool_control"
name = "tools"
high = 0.5

[[point]]
name = "a"
tools = 0.5

[[point]]
name = "b"
tools = 0.25

[[point.order]]
lever = "us.hbm_control"
value = 1
quarter = "2024Q1"
"""


def read(folder: Path, text: str) -> Experiment:
    """Read an experiment from a text."""
    file = folder / "trial.toml"
    file.write_text(text, encoding="utf-8")
    return read_experiment(file)


def refusal(folder: Path, text: str) -> str:
    """The sentence with which a text is refused."""
    with pytest.raises(CommandError) as raised:
        read(folder, text)
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert len(sentence) < 400
    return sentence


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    e = read(tmp_path, WHOLE)
    assert (e.title, e.question, e.scenario.name) == ("A line", "Does it hold?", "october-seventh")
    assert (quarter_name(e.horizon), e.seat, e.buyers, e.seed) == ("2030Q4", "us", 32, 11)
    assert (e.replications, e.doubt, e.characters, e.paths) == (20, False, "drawn", "quarters")
    assert e.outcomes == ("gap_generations", "capability", "denial")
    assert e.steps == (
        Step("cut", "us.hbm_control", 0.8, quarter_index("2023Q1"), quarter_index("2026Q4")),
        Step("", "cn.fab_fund", 20.0, e.scenario.start, None),
    )
    late = Step("", "us.hbm_control", 0.8, quarter_index("2026Q1"), None)
    assert e.baseline == Baseline("orders", "late", (late,))
    assert e.backfire == Backfire("denial", 0.1, above=False)
    assert (e.design.kind, e.design.points) == ("latin-hypercube", 50)
    assert e.source == WHOLE


def test_factors_are_read(tmp_path: Path) -> None:
    tools, pull, wait, hold = read(tmp_path, WHOLE).factors
    assert (tools.name, tools.kind, tools.keys) == ("tools", "lever", ("us.tool_control",))
    assert (tools.low, tools.high, tools.usual, tools.unit) == (0.1, 0.9, 0.2, "0-1")
    assert (tools.first, tools.last) == (quarter_index("2024Q1"), quarter_index("2026Q4"))
    known = next(p for p in PARAMETERS if p.name == "captive_pull")
    assert (pull.name, pull.kind) == ("captive_pull", "parameter")
    assert (pull.low, pull.high, pull.usual) == (known.low, known.high, known.value)
    assert (wait.kind, wait.keys, wait.low, wait.high) == ("delay", ("cut",), 0.0, 8.0)
    assert (wait.usual, wait.unit, wait.whole) == (0.0, "quarters", True)
    assert (hold.kind, hold.values, hold.low, hold.high) == ("length", (4.0, 8.0), 4.0, 8.0)


def test_a_short_file_gets_the_usual_rest(tmp_path: Path) -> None:
    e = read(tmp_path, SHORT)
    lever = LEVERS["us.tool_control"]
    assert (e.title, e.question, e.seat) == (e.scenario.title, "", "")
    assert (e.horizon, e.buyers, e.seed, e.replications) == (e.scenario.end, 64, 7, 20)
    assert (e.doubt, e.characters, e.paths) == (True, "plain", "years")
    assert e.outcomes == DEFAULT_OUTCOMES
    assert (e.baseline.kind, e.backfire) == ("twin", Backfire("capability", 0.0, above=True))
    factor = e.factors[0]
    assert (factor.name, factor.low, factor.high) == ("tool_control", lever.low, lever.high)
    assert (factor.usual, factor.first, factor.last) == (0.5, None, None)
    assert e.design.levels == 5


def test_without_a_baseline_nothing_is_compared(tmp_path: Path) -> None:
    tail = '[pairing]\nbaseline = "none"\n[backfire]\noutcome = "gap_generations"\nbelow = 1\n'
    e = read(tmp_path, SHORT + tail)
    assert not e.paired
    assert "gap_generations" in e.outcomes
    assert not {"capability", "autonomy", "revenue", "ecosystem"} & set(e.outcomes)


def test_points_of_a_list_are_read(tmp_path: Path) -> None:
    a, b = read(tmp_path, LIST).design.given
    assert (a.name, a.values, a.steps) == ("a", {"tools": 0.5}, ())
    assert b.steps == (Step("", "us.hbm_control", 1.0, quarter_index("2024Q1"), None),)


def test_usual_values(tmp_path: Path) -> None:
    text = SHORT + (
        '[[factor]]\nlever = "us.chip_tpp"\nlow = 100000\nhigh = 1000000\n'
        '[[factor]]\nlever = "nvda.compliant_variants"\n'
        '[[factor]]\nlever = "cn.fab_fund"\nvalues = [30, 0, 10]\n'
        '[[factor]]\nlevers = ["us.hbm_control", "cn.tool_fund"]\nname = "both"\n'
        '[[factor]]\ndelay = "cut"\nlow = -1\nhigh = 3\n'
        '[[order]]\nname = "cut"\nlever = "us.eda_control"\nvalue = 1\nquarter = "2024Q1"\n'
    )
    usual = {factor.name: factor for factor in read(tmp_path, text).factors}
    # The threshold is spread evenly in its logarithm.
    assert math.isclose(usual["chip_tpp"].usual, math.sqrt(1e11))
    assert (usual["compliant_variants"].whole, usual["compliant_variants"].usual) == (True, 0.0)
    assert usual["fab_fund"].usual == 10.0
    # Both levers take 0 to 1, one of them more.
    assert (usual["both"].low, usual["both"].high) == (0.0, 1.0)
    assert usual["cut"].usual == 0.0


# What is replaced in which file, by what, the line that the sentence names (a text that stands on
# it), and what else the sentence says.
BAD = [
    # keys
    (WHOLE, "replications =", "replicatons =", "replicatons", "'replicatons' is not known here; "
     "the nearest is 'replications'"),
    (WHOLE, "points = 50", "pionts = 50", "pionts", "the nearest is 'points'"),
    (WHOLE, "usual = 0.2", "usula = 0.2", "usula", "the nearest is 'usual'"),
    (WHOLE, "value = 20", "valeu = 20", "valeu", "the nearest is 'value'"),
    (WHOLE, "baseline =", "base-line =", "base-line", "the nearest is 'baseline'"),
    (WHOLE, "below = 0.1", "bellow = 0.1", "bellow", "the nearest is 'below'"),
    (WHOLE, "[backfire]", "[backfires]", "[backfires]", "the nearest is 'backfire'"),
    (LIST, "tools = 0.25", "tolls = 0.25", "tolls", "the nearest is 'tools'"),
    (SHORT, 'scenario = "october-seventh"', "", "", "'scenario' is missing"),
    (SHORT, 'kind = "grid"', "", "[design]", "'kind' is missing: one of grid, "),
    (SHORT, '[design]\nkind = "grid"', "", "", "[design] is missing"),
    (WHOLE, 'lever = "cn.fab_fund"', "", "@[[order]]", "'lever' is missing"),
    (WHOLE, "value = 20", "", "@[[order]]", "'value' is missing: cn.fab_fund takes 0 to 40"),
    # types
    (WHOLE, '"A line"', "3", "title", "'title' needs a text in quotation marks, not 3"),
    (WHOLE, '"A line"', '" "', "title", "'title' is empty"),
    (WHOLE, "buyers = 32", "buyers = 32.5", "buyers", "'buyers' needs a whole number"),
    (WHOLE, "seed = 11", "seed = true", "seed", "'seed' needs a whole number"),
    (WHOLE, "low = 0.1", 'low = "a little"', "a little", "'low' needs a number, not 'a little'"),
    (WHOLE, "low = 0.1", "low = nan", "nan", "'low' needs a number"),
    (WHOLE, "value = 20", "value = inf", "inf", "'value' needs a number"),
    (WHOLE, "value = 20", f"value = 1{'0' * 400}", "1000", "'value' needs a number"),
    (WHOLE, "values = [8, 4]", "values = 8", "values", "'values' needs a list of numbers"),
    (WHOLE, "values = [8, 4]", 'values = [8,\n"four"]', '"four"', "not 'four'"),
    (WHOLE, '["gap_generations", "capability"]', "7", "outcomes", "a text or a list of texts"),
    (WHOLE, '["gap_generations", "capability"]', "[7]", "outcomes", "needs texts, not 7"),
    (WHOLE, '[[order]]\nname = "cut"', '[order]\nname = "cut"', "@", "trial.toml is not valid"),
    (SHORT, "[[factor]]", "[factor]", "[factor]", "write each under [[factor]]"),
    (WHOLE, "[[pairing.order]]", "[pairing.order]", "[pairing.order]", "[[pairing.order]]"),
    (SHORT, '[design]\nkind = "grid"', 'design = "grid"', "design", "write it under [design]"),
    # values
    (WHOLE, "replications = 20", "replications = 0", "replications", "from 1 to 1,000,000, not 0"),
    (WHOLE, "replications = 20", "replications = -4", "replications", "the nearest is 1"),
    (WHOLE, "buyers = 32", "buyers = 5", "buyers", "the nearest is 12"),
    (WHOLE, "seed = 11", "seed = -1", "seed", "the nearest is 0"),
    (WHOLE, "october-seventh", "october-sevnth", "scenario", "the nearest is 'october-seventh'"),
    (WHOLE, "october-seventh", "october-sevnth", "scenario", "scenarios are history, first-cut, "),
    (WHOLE, "low = 0.1", "low = 2", "low", "us.tool_control, 0 to 1; the nearest"),
    (WHOLE, 'seat = "us"', 'seat = "usa"', "seat", "'seat' cannot be 'usa'; the nearest is 'us'"),
    (WHOLE, '"calibrated"', '"calibrate"', "parameters", "the nearest is 'calibrated'"),
    (WHOLE, '"drawn"', '"draw"', "characters", "the nearest is 'drawn'"),
    (WHOLE, '"quarters"', '"quarter"', "paths", "the nearest is 'quarters'"),
    (WHOLE, '"latin-hypercube"', '"latin-square"', "kind", "the nearest is 'latin-hypercube'"),
    (WHOLE, '"capability"]', '"capabilty"]', "outcomes", "the nearest is 'capability'"),
    (WHOLE, '"capability"]', '"gap_generations"]', "outcomes", "stands twice"),
    (WHOLE, '"denial"', '"denail"', "denail", "the nearest is 'denial'"),
    (WHOLE, '"us.tool_control"', '"us.tool_contrl"', "contrl", "nearest is 'us.tool_control'"),
    (WHOLE, '"captive_pull"', '"captive_pul"', "captive_pul", "the nearest is 'captive_pull'"),
    (WHOLE, 'delay = "cut"', 'delay = "cud"', "cud", "the nearest is 'cut'"),
    (WHOLE, 'name = "cut"\n', "", "delay", "no order is named 'cut': give an [[order]] that name"),
    (WHOLE, 'baseline = "late"', 'baseline = "twin"', "[[pairing.order]]", "has no orders"),
    (SHORT, "[design]", '[pairing]\nbaseline = "twn"\n[design]', "twn", "the nearest is 'twin'"),
    (WHOLE, "below = 0.1", "below = 0.1\nabove = 0.2", "below", "not both"),
    (SHORT, "[design]", '[pairing]\nbaseline = "none"\n[design]', "@", "without a baseline"),
    (SHORT, "[design]", '[backfire]\noutcome = "gap_generations"\n[pairing]\nbaseline = "none"\n'
     '[design]', "[backfire]", "must name an outcome of the run itself, and a mark"),
    (SHORT, "[design]", '[backfire]\noutcome = "gap_generations"\n[design]', "gap_generations",
     "say 'above' or 'below' which mark it is"),
    (WHOLE, 'baseline = "late"', "", "[[pairing.order]]", "the baseline 'twin' has no orders"),
    # ranges
    (WHOLE, "low = 0.1\nhigh = 0.9", "low = 0.9\nhigh = 0.1", "low = 0.9", "range is reversed"),
    (WHOLE, "low = 0.1", "low = 0.9", "low = 0.9", "what does not vary is no factor"),
    (WHOLE, "high = 0.9", "high = 1.9", "1.9", "the nearest valid value is 1"),
    (WHOLE, "usual = 0.2", "usual = -2", "-2", "the nearest valid value is 0"),
    (WHOLE, '"captive_pull"', '"captive_pull"\nhigh = 2', "high = 2", "0 to 0.85"),
    (WHOLE, "value = 20", "value = 200", "value = 200", "the nearest valid value is 40"),
    (WHOLE, "low = 0\n", "", "@[[factor]]#3", "'low' is missing: a delay has no range of its own"),
    (WHOLE, "low = 0\n", "low = 0.5\n", "low = 0.5", "takes whole numbers"),
    (WHOLE, "values = [8, 4]", "values = [8, 8]", "values", "each once"),
    (WHOLE, "values = [8, 4]", "values = [8]", "values", "two levels or more"),
    (WHOLE, "values = [8, 4]", "values = [8, 4]\nlow = 2", "low = 2", "not both"),
    (WHOLE, "values = [8, 4]", "values = [8, 4.5]", "values", "whole numbers, not 4.5"),
    (WHOLE, "values = [8, 4]", "values = [8, 40]", "values", "takes 'cut' out of the game"),
    (WHOLE, "high = 8", "high = 32", "high = 32", "it may be -1 to 31"),
    (SHORT, '"us.tool_control"', '"us.tool_control"\nlow = "x"', '"x"', "'low' needs a number"),
    (SHORT, 'lever = "us.tool_control"', 'levers = ["us.chip_tpp", "us.tool_control"]', "levers",
     "no value fits all of these levers"),
    # quarters
    (WHOLE, '"2030Q4"', '"2022Q4"', "horizon", "from 2023Q1 to 2072Q3"),
    (WHOLE, '"2030Q4"', '"2099Q4"', "horizon", "the nearest is 2072Q3"),
    (WHOLE, '"2030Q4"', '"2030"', "horizon", "'2030' is not a quarter; write one as 2023Q1"),
    (WHOLE, 'from = "2024Q1"', 'from = "2020Q1"', "2020Q1", "the nearest is 2022Q4"),
    (WHOLE, 'from = "2024Q1"', 'from = "2027Q1"', "until", "before the beginning in 2027Q1"),
    (WHOLE, 'quarter = "2023Q1"', 'quarter = "2044Q1"', "2044Q1", "the nearest is 2030Q4"),
    (WHOLE, 'quarter = "2023Q1"', 'quarter = "2027Q1"', "@until = \"2026Q4\"", "before the"),
    (WHOLE, 'quarter = "2026Q1"', 'quarter = "1990Q1"', "1990Q1", "the nearest is 2022Q4"),
    (WHOLE, '"captive_pull"', '"captive_pull"\nfrom = "2024Q1"', '@from = "2024Q1"',
     "'from' is for levers; a parameter has none"),
    (SHORT, "us.tool_control\"", 'us.answer"\nuntil = "2024Q1"', "until", "one quarter only"),
    # names and overlaps
    (WHOLE, 'name = "wait"', 'name = "tools"', "@name = \"tools\"", "factors are named 'tools'"),
    (WHOLE, 'name = "wait"', 'name = "Tools"', "Tools", "factors are named 'Tools'"),
    (WHOLE, 'name = "tools"', 'name = "the tools"', "the tools", "cannot name a factor"),
    (LIST, 'name = "tools"', 'name = "order"', "order", "neither 'name' nor 'order'"),
    (WHOLE, 'lever = "cn.fab_fund"', 'lever = "cn.fab_fund"\nname = "cut"', "@name = \"cut\"",
     "two orders are named 'cut'"),
    (LIST, 'name = "b"', 'name = "a"', "@name = \"a\"", "two points are named 'a'"),
    (WHOLE, 'parameter = "captive_pull"', 'lever = "us.tool_control"\nfrom = "2026Q4"',
     "@[[factor]]#2", "both move 'us.tool_control' in the same quarters"),
    (WHOLE, 'parameter = "captive_pull"', 'lever = "us.tool_control"\nfrom = "2027Q1"', None, None),
    (WHOLE, 'length = ["cut"]\nname = "hold"\nvalues = [8, 4]',
     'delay = "cut"\nname = "again"\nvalues = [0, 1]', "@[[factor]]#4", "both move the delay"),
    (SHORT, 'lever = "us.tool_control"', "low = 0", "[[factor]]", "this one has none"),
    (WHOLE, 'parameter = "captive_pull"', 'parameter = "captive_pull"\nlever = "us.hbm_control"',
     'parameter = "captive_pull"', "this one has lever and parameter"),
    # designs
    (WHOLE, "points = 50", "", "[design]", "'points' is missing: how many points"),
    (WHOLE, '"latin-hypercube"', '"sobol"', "points", "take 32 or 64"),
    (WHOLE, '"latin-hypercube"', '"saltelli"', "points", "powers of two, and 50 is none"),
    (WHOLE, '"latin-hypercube"', '"morris"', None, None),
    (WHOLE, 'kind = "latin-hypercube"', 'kind = "morris"\nlevels = 5', "levels", "even number"),
    (WHOLE, "points = 50", "points = 0", "points", "the nearest is 1"),
    (SHORT, 'kind = "grid"', 'kind = "grid"\npoints = 5', "points", "has no 'points'"),
    (WHOLE, "points = 50", "points = 50\nsecond_order = true", "second_order", "have: saltelli"),
    (SHORT, '\n[[factor]]\nlever = "us.tool_control"', "", "kind", "needs one [[factor]] or more"),
    (LIST, LIST[LIST.index("[[point]]"):], "", "kind", "needs its points under [[point]]"),
    (LIST, "tools = 0.25", "", "@[[point]]#2", "'tools' is missing: point 'b' sets every factor"),
    (LIST, "tools = 0.25", "tools = 0.75", "tools = 0.75", "the nearest valid value is 0.5"),
    (LIST, 'kind = "list"', 'kind = "grid"', "[[point]]", "is for a design of kind 'list'"),
    (SHORT, '"grid"', '"history"', "[[factor]]", "no [[factor]]"),
    (ENOUGH, '"grid"', '"history"', "kind", "these scenarios have: history, "),
]  # fmt: skip


def line_of(text: str, mark: str) -> int:
    """The line of a mark: '@' before it asks for its last place, '#2' after it for the second."""
    if mark.startswith("@"):
        mark, _, number = mark[1:].partition("#")
        places = [i for i in range(len(text)) if text.startswith(mark, i)]
        place = places[int(number) - 1] if number else places[-1]
    else:
        place = text.index(mark)
    return text.count("\n", 0, place) + 1


@pytest.mark.parametrize(("text", "old", "new", "mark", "says"), BAD)
def test_what_is_wrong_is_said_with_its_line(
    text: str, old: str, new: str, mark: str | None, says: str | None, tmp_path: Path
) -> None:
    assert old in text
    changed = text.replace(old, new, 1)
    if says is None or mark is None:  # the like of a refused one that is right
        read(tmp_path, changed)
        return
    sentence = refusal(tmp_path, changed)
    assert says in sentence
    if mark not in ("", "@"):
        assert sentence.startswith(f"trial.toml, line {line_of(changed, mark)}: ")


def test_a_grid_too_large_says_how_large(tmp_path: Path) -> None:
    many = "".join(f'[[factor]]\nlever = "{key}"\nname = "f{k}"\n' for k, key in enumerate(SIX))
    sentence = refusal(
        tmp_path, SHORT.replace('kind = "grid"', 'kind = "grid"\nlevels = 20') + many
    )
    assert sentence.startswith("trial.toml, line 4: this design has 1,280,000,000 points")
    assert f"more than {MOST_POINTS:,}" in sentence


SIX = (
    *("us.hbm_control", "us.eda_control", "us.cloud_rule", "us.diplomacy", "cn.fab_fund"),
    "cn.tool_fund",
)


def test_a_file_with_too_many_factors_says_where_they_end(tmp_path: Path) -> None:
    text = SHORT + '[[factor]]\nlever = "us.hbm_control"\n' * MOST_FACTORS
    sentence = refusal(tmp_path, text)
    assert sentence.startswith(
        f"trial.toml, line {2 * MOST_FACTORS + 6}: an experiment has at most"
    )


def test_a_study_too_large_says_how_many_replications_fit(tmp_path: Path) -> None:
    text = "replications = 900000\n" + SHORT.replace('"grid"', '"grid"\nlevels = 200')
    sentence = refusal(tmp_path, text)
    assert sentence.startswith("trial.toml, line 1: 200 points and 900,000 replications are")
    assert sentence.endswith("the nearest number of replications is 50,000")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"title = \xff\xfe", "is not a text in UTF-8"),
        (b"title = \n", "is not valid TOML: Invalid value (at line 1"),
        (b'title = "a"\ntitle = "b"\n', "is not valid TOML: "),
        (b'title = "a"\nseat = us\n', "(at line 2, column 8); texts stand in quotation marks"),
        (b"a = " + b"[" * 20_000, "is not valid TOML: "),
        (b"a = " + b"[" * 300 + b"]" * 300, "'a' is not known here"),
        (b"#" * 4_000_001, "is larger than 4,000,000 bytes: not an experiment"),
        (b"", "line 1: 'scenario' is missing"),
    ],
)
def test_a_file_that_is_no_experiment(content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "trial.toml"
    file.write_bytes(content)
    with pytest.raises(CommandError) as raised:
        read_experiment(file)
    assert says in str(raised.value)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "trial.toml").write_text(SHORT)
    with pytest.raises(CommandError, match="is a folder"):
        read_experiment(tmp_path)
    with pytest.raises(CommandError, match=r"no file .*; the nearest is .*trial\.toml"):
        read_experiment(tmp_path / "trail.toml")


def test_plain_values_are_plain_and_know_no_file(tmp_path: Path) -> None:
    plain = plain_experiment(read(tmp_path, WHOLE))
    assert json.loads(json.dumps(plain)) == plain
    assert str(tmp_path) not in json.dumps(plain)
    assert "source" not in plain
    assert plain["horizon"] == "2030Q4"
    assert plain["steps"][0]["last"] == "2026Q4"


def test_how_a_file_is_written_changes_no_plain_value(tmp_path: Path) -> None:
    other = "# a comment\n" + WHOLE.replace("\n", "\r\n").replace("0.8", "8e-1")
    first, second = read(tmp_path, WHOLE), read(tmp_path, "\ufeff" + other)
    assert plain_experiment(first) == plain_experiment(second)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seed = 11", "seed = 12"),
        ("high = 0.9", "high = 0.8"),
        ('until = "2026Q4"', 'until = "2026Q3"'),
        ("below = 0.1", "above = 0.1"),
        ('quarter = "2026Q1"', 'quarter = "2026Q2"'),
        ("points = 50", "points = 51"),
    ],
)
def test_what_matters_changes_a_plain_value(old: str, new: str, tmp_path: Path) -> None:
    changed = read(tmp_path, WHOLE.replace(old, new, 1))
    assert plain_experiment(read(tmp_path, WHOLE)) != plain_experiment(changed)


def test_points_are_among_the_plain_values(tmp_path: Path) -> None:
    plain = plain_experiment(read(tmp_path, LIST))
    assert [point["values"] for point in plain["design"]["given"]] == [
        {"tools": 0.5},
        {"tools": 0.25},
    ]
    moved = read(tmp_path, LIST.replace("2024Q1", "2024Q2"))
    assert plain != plain_experiment(moved)


# Lines

ODD = """\
a.b = 1 # a.c = 2
"quoted key" = "[not.a.table]"
'it''s' = 3
text = \"\"\"
[no]
x = 1 \\"\"\" still
\"\"\"
raw = '''
y = 2'''
many = [ # a comment, with a comma
  1, "two, ]", [3,
  4], # end
  { x = 1, y.z = "}" },
]
inline = { "a b" = [1, 2], c = { d = 1 } }
when = 1979-05-27 07:32:00

[ one . "t wo" ]
three = true
[[list]]
[[list.inner]]
k = 1
[[list.inner]]
k = 2
[[list]]
[list.sub]
k = 3
[[list.inner]]
k = 4
""".replace("'it''s'", "'its'")

LINES = {
    ("a",): 1,
    ("a", "b"): 1,
    ("quoted key",): 2,
    ("its",): 3,
    ("raw",): 8,
    ("many", 1): 11,
    ("many", 2, 1): 12,
    ("many", 3, "y", "z"): 13,
    ("inline", "a b", 1): 15,
    ("inline", "c", "d"): 15,
    ("when",): 16,
    ("one", "t wo"): 18,
    ("one", "t wo", "three"): 19,
    ("list", 0, "inner", 1, "k"): 24,
    ("list", 1): 25,
    ("list", 1, "sub", "k"): 27,
    ("list", 1, "inner", 0, "k"): 29,
}


def places(value: Any, place: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every place in what a file says."""
    found = {place} - {()}
    if isinstance(value, dict):
        inner: Iterable[tuple[str | int, Any]] = value.items()
    else:
        inner = enumerate(value) if isinstance(value, list) else ()
    for key, entry in inner:
        found |= places(entry, (*place, key))
    return found


def test_the_line_of_every_key_of_an_odd_text() -> None:
    lines = lines_of(ODD)
    assert set(lines) == places(tomllib.loads(ODD))
    assert {place: lines[place] for place in LINES} == LINES
    assert lines_of(ODD.replace("\n", "\r\n")) == lines


@pytest.mark.parametrize(
    "file",
    [
        "pyproject.toml",
        "agents/scenarios/history.toml",
        "agents/data/levers.toml",
        "agents/data/mandates.toml",
        "game/data/encyclopaedia.toml",
    ],
)
def test_the_line_of_every_key_of_our_own_files(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    lines = lines_of(text)
    assert set(lines) == places(tomllib.loads(text))
    written = text.splitlines()
    for place, line in lines.items():
        if isinstance(place[-1], str):
            assert place[-1] in written[line - 1]
