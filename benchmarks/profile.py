"""Where the time of a quarter goes: the kernel with a clock read between the lines of its rules.

`python -m benchmarks.profile` compiles a kernel of its own first, which takes a minute.
"""

import argparse
import ast
import inspect
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

from agents import dice, ensemble, minds, quarter
from agents.rule import rule
from agents.scenario import load, open_row
from agents.state import DEFAULT_BUYERS

SEED = 7


@intrinsic
def ticks_now(_typing: Any) -> Any:
    """The processor's counter of ticks, which goes on at a constant rate."""

    def code(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(64), [])
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", (), kind), ())

    return numba.int64(), code


class _Clocked(ast.NodeTransformer):
    """Reads the clock after each statement of a function, or of its loop over `loop`."""

    def __init__(self, labels: list[str], clocked: set[str], loop: str) -> None:
        self.labels, self.clocked, self.loop = labels, clocked, loop
        self.name = ""

    def _statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        made = ast.parse("since = ticks_now()").body
        for statement in body:
            called = getattr(getattr(statement, "value", None), "func", None)
            made.append(statement)
            if isinstance(called, ast.Name) and called.id in self.clocked:
                statement.value.args.append(ast.Name("ticks", ast.Load()))  # type: ignore[attr-defined]
            else:
                place = len(self.labels)
                self.labels.append(f"{self.name}: {ast.unparse(statement).splitlines()[0]}")
                made += ast.parse(f"ticks[{place}] += ticks_now() - since").body
            made += ast.parse("since = ticks_now()").body
        return made

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.name = node.name.strip("_")
        node.args.args.append(ast.arg("ticks"))
        node.decorator_list = []
        if not self.loop:
            node.body = self._statements(node.body[1:])  # without its docstring
        for part in ast.walk(node) if self.loop else ():
            if isinstance(part, ast.For) and ast.unparse(part.target) == self.loop:
                part.body = self._statements(part.body)
        return node


def _clocked(
    module: ModuleType, name: str, labels: list[str], inner: dict[str, Any], loop: str = ""
) -> Callable[..., Any]:
    """A function with the clock in it; `inner` are those it calls that have one already."""
    tree = ast.parse(inspect.getsource(getattr(module, name)))
    tree = ast.fix_missing_locations(_Clocked(labels, set(inner), loop).visit(tree))
    names = {**vars(module), **inner, "ticks_now": ticks_now}
    exec(compile(tree, f"<{name} with a clock>", "exec"), names)
    made: Callable[..., Any] = names[name]
    return made


def clocked_kernel() -> tuple[Callable[..., None], list[str]]:
    """The kernel with one argument more, ticks by line, and the lines it times."""
    labels: list[str] = []
    inner = {
        "roll_row": rule(_clocked(dice, "roll_row", labels, {})),
        "think": rule(_clocked(minds, "think", labels, {})),
        "play_quarter": rule(_clocked(quarter, "quarter", labels, {})),
    }
    play = _clocked(ensemble, "_play", labels, inner, loop="q")
    return numba.njit(nogil=True, error_model="numpy", _nrt=False)(play), labels


def ticks_per_nanosecond() -> float:
    """The rate of the counter of ticks."""
    read = numba.njit(lambda: ticks_now())
    read()
    begun, first = time.perf_counter_ns(), read()
    time.sleep(0.2)
    return float((read() - first) / (time.perf_counter_ns() - begun))


def lines(name: str, buyers: int, runs: int) -> list[tuple[float, str]]:
    """Nanoseconds of one quarter in each line, dearest first.

    Medians over runs, which a neighbour on the machine moves little. Reading the clock costs about
    ten nanoseconds a line.
    """
    scenario = load(name)
    opening, plan = open_row(scenario, buyers), scenario.base_plan()
    kernel, labels = clocked_kernel()
    ticks = np.zeros((runs + 1, len(labels)), np.int64)
    usual = ensemble.kernel
    try:
        for run in range(runs + 1):
            with_ticks = lambda *given, row=ticks[run]: kernel(*given, row)  # noqa: E731
            ensemble.kernel = lambda made=with_ticks: made  # type: ignore[assignment]
            world, number = opening[None].copy(), np.array([run])
            ensemble.play(world, plan, SEED, number, plan.start, plan.end)
    finally:
        ensemble.kernel = usual
    spent = np.median(ticks[1:], axis=0) / plan.quarters / ticks_per_nanosecond()
    return sorted(zip(spent.tolist(), labels, strict=True), reverse=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="history", help="what is played")
    parser.add_argument("--buyers", type=int, default=DEFAULT_BUYERS, help="buyers in each world")
    parser.add_argument("--runs", type=int, default=400, help="runs to take the median of")
    parser.add_argument("--top", type=int, default=25, help="lines to print")
    chosen = parser.parse_args()
    table = lines(chosen.scenario, chosen.buyers, chosen.runs)
    total = sum(spent for spent, _ in table)
    for spent, label in table[: chosen.top]:
        print(f"{spent:8.0f} ns {spent / total:6.1%}  {label}")
    rest = table[chosen.top :]
    others = sum(spent for spent, _ in rest)
    print(f"{others:8.0f} ns {others / total:6.1%}  {len(rest)} other lines")
    print(f"{total:8.0f} ns         one quarter, {chosen.buyers} buyers")


if __name__ == "__main__":
    main()
