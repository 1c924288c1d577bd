"""The house rules of code that runs in two engines, read from the source of every rule."""

import ast
import builtins
import importlib
import math
from collections.abc import Iterator
from pathlib import Path

import mesa
import numpy as np
import pytest

import agents
from agents.ecosystem import Member
from agents.state import layout

FOLDER = Path(agents.__file__).parent
# Modules whose functions are rules; what they may hold besides is named in NOT_RULES.
RULE_MODULES = (
    "answers",
    "assembly",
    "bargaining",
    "buyer",
    "deals",
    "developer",
    "dilemmas",
    "economy",
    "ending",
    "events",
    "foundry",
    "government",
    "lab",
    "ledger",
    "market",
    "measure",
    "minds",
    "offer",
    "product",
    "quarter",
    "research",
    "shocks",
    "terms",
    "threat",
)
NOT_RULES = {("minds", "reasons"), ("minds", "deal_reasons")}
# The order of play is one list of calls, and the longest page of the model.
ONE_PAGE = {("quarter", "quarter")}
LONGEST = 40
# Functions of math whose results are the same in Python and in compiled code. `pow`, `hypot` and
# `gamma` are not among them.
MATH = {"exp", "log", "sqrt", "floor", "isnan", "pi", "inf"}
CALLABLE_BUILTINS = {"abs", "bool", "float", "int", "len", "max", "min", "range"}
FORBIDDEN = (
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.Global,
    ast.Nonlocal,
    ast.Lambda,
    ast.Try,
    ast.With,
    ast.Yield,
    ast.JoinedStr,
    ast.Starred,
    ast.While,
    ast.Delete,
    ast.Import,
    ast.ImportFrom,
    ast.ClassDef,
)
MAY_LOOP_WHILE = {("measure", "months_behind")}


def tree_of(module: str) -> ast.Module:
    """The syntax tree of a module of the model."""
    return ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))


def rules() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every rule with the module that it stands in."""
    for module in RULE_MODULES:
        for node in tree_of(module).body:
            if isinstance(node, ast.FunctionDef) and (module, node.name) not in NOT_RULES:
                yield module, node


RULES = list(rules())
each_rule = pytest.mark.parametrize(
    ("module", "node"), RULES, ids=[f"{module}.{node.name}" for module, node in RULES]
)


def test_every_module_that_marks_rules_is_known() -> None:
    """A new module of rules has to be entered above, or nothing here would read it."""
    others = {"rule", "dice"}
    for path in FOLDER.glob("*.py"):
        marks = any(
            isinstance(node, ast.FunctionDef) and decorators(node) == ["rule"]
            for node in ast.parse(path.read_text(encoding="utf-8")).body
        )
        assert not marks or path.stem in RULE_MODULES or path.stem in others, path.stem


def decorators(node: ast.FunctionDef) -> list[str]:
    """The names a function is decorated with."""
    return [d.id if isinstance(d, ast.Name) else ast.unparse(d) for d in node.decorator_list]


def own_nodes(node: ast.FunctionDef) -> Iterator[ast.AST]:
    """Everything in the body of a function, without its docstring."""
    for statement in node.body[1:] if ast.get_docstring(node) else node.body:
        yield from ast.walk(statement)


@each_rule
def test_a_rule_is_marked_and_says_what_it_models(module: str, node: ast.FunctionDef) -> None:
    assert decorators(node) == ["rule"], "decorate it with @rule and nothing else"
    text = ast.get_docstring(node)
    assert text, "its first docstring line is the sentence that it models"
    first = text.splitlines()[0].strip()
    assert first[0].isupper(), first
    assert first.endswith("."), first


@each_rule
def test_a_rule_is_short(module: str, node: ast.FunctionDef) -> None:
    if (module, node.name) in ONE_PAGE:
        return
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    if text := ast.get_docstring(node):
        lines -= len(text.splitlines())
    assert lines <= LONGEST, f"{lines} lines: split it"


@each_rule
def test_a_rule_uses_what_both_engines_share(module: str, node: ast.FunctionDef) -> None:
    allowed_while = (module, node.name) in MAY_LOOP_WHILE
    for part in own_nodes(node):
        if isinstance(part, ast.While) and allowed_while:
            continue
        assert not isinstance(part, FORBIDDEN), f"line {getattr(part, 'lineno', 0)}: {part}"
        if isinstance(part, ast.BinOp | ast.AugAssign):
            odd = ast.Pow | ast.MatMult
            assert not isinstance(part.op, odd), f"line {part.lineno}: write x * x, math.sqrt(x)"
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            where = f"line {part.lineno}: {part.value.id}.{part.attr}"
            assert part.value.id not in {"np", "numpy", "random"}, where
            assert part.value.id != "math" or part.attr in MATH, where
        if isinstance(part, ast.Constant):
            assert not isinstance(part.value, str), f"line {part.lineno}: text in a rule"


@each_rule
def test_a_rule_calls_only_rules(module: str, node: ast.FunctionDef) -> None:
    """Calls of plain names go to rules, to a few builtins, or to a rule handed over."""
    python_module = importlib.import_module(f"agents.{module}")
    arguments = {argument.arg for argument in node.args.args}
    for part in own_nodes(node):
        if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Name):
            continue
        name = part.func.id
        if name in arguments or name in CALLABLE_BUILTINS:
            continue
        assert not hasattr(builtins, name), f"line {part.lineno}: {name}"
        target = getattr(python_module, name)
        home = target.__module__.removeprefix("agents.")
        assert home == "rule" or (home in RULE_MODULES), f"line {part.lineno}: {name}"
        assert (home, name) not in NOT_RULES


@each_rule
def test_a_rule_reads_only_constants_from_its_module(module: str, node: ast.FunctionDef) -> None:
    """No hidden state: what a rule reads besides its arguments is a number or a function."""
    python_module = importlib.import_module(f"agents.{module}")
    bound = {argument.arg for argument in node.args.args}
    loaded: dict[str, int] = {}
    for part in own_nodes(node):
        if isinstance(part, ast.Name):
            if isinstance(part.ctx, ast.Store):
                bound.add(part.id)
            else:
                loaded.setdefault(part.id, part.lineno)
    for name, line in loaded.items():
        if name in bound or name in CALLABLE_BUILTINS or name == "math":
            continue
        value = getattr(python_module, name)
        assert (
            isinstance(value, int | float)
            or callable(value)
            or hasattr(value, "__path__")
            or (type(value).__name__ == "module")
        ), f"line {line}: {name} is {type(value).__name__}"


@pytest.mark.parametrize("module", RULE_MODULES)
def test_modules_of_rules_stay_plain(module: str) -> None:
    """They import math, names and each other; their constants are never changed."""
    allowed = {"math", "typing", "agents"}
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] in allowed
        assert not isinstance(node, ast.Global)


@pytest.mark.parametrize("module", RULE_MODULES)
def test_constants_say_where_they_come_from(module: str) -> None:
    """A constant of a module of rules has a comment above it, on its line, or on its group."""
    lines = (FOLDER / f"{module}.py").read_text(encoding="utf-8").splitlines()
    integers = (int, str, dict, tuple)
    for node in tree_of(module).body:
        if not isinstance(node, ast.Assign):
            continue
        value = node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, integers):
            continue
        if not isinstance(value, ast.Constant | ast.BinOp):
            continue
        above = node.lineno - 2
        while above >= 0 and lines[above] and not lines[above].startswith("#"):
            above -= 1
        has = "#" in lines[node.lineno - 1] or (above >= 0 and lines[above].startswith("#"))
        assert has, f"{module}.py line {node.lineno}: {lines[node.lineno - 1]}"


def test_no_field_hides_behind_a_name_of_numpy_or_mesa() -> None:
    """An agent's field must not be shadowed by an attribute of its record or of its Mesa agent."""
    taken = set(dir(np.void)) | set(dir(np.recarray)) | set(dir(mesa.Agent)) | set(dir(Member))
    taken |= {"model", "unique_id", "pos", "kind", "name", "random", "rng", "scenario", "cell"}
    for kind in layout().kinds.values():
        for field in kind.fields:
            assert field.name not in taken, f"{kind.name}.{field.name}"
            assert field.name.isidentifier()
            assert field.unit, f"{kind.name}.{field.name} has no unit"
            assert field.meaning, f"{kind.name}.{field.name} says nothing"
        names = [field.name for field in kind.fields]
        assert len(names) == len(set(names)), kind.name


def test_the_allowed_functions_are_those_of_math() -> None:
    assert all(hasattr(math, name) for name in MATH)
