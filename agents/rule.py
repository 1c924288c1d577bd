"""What makes a plain function a rule of the model: it runs in Python and inside a kernel."""

from collections.abc import Callable
from typing import TypeVar

from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., object])


def rule(function: F) -> F:
    """Mark a function as a rule: ordinary Python when called, compiled when a kernel calls it.

    Compiled rules are always inlined: a world is a dozen arrays, and handing it over by value at
    every call took as long as the work itself.
    """
    marked: F = register_jitable(forceinline=True)(function)
    return marked


@rule
def each(agents, act, world):  # type: ignore[no-untyped-def]
    """Let every agent of one kind act in turn."""
    for agent in agents:
        act(agent, world)


@rule
def clip(value: float, low: float, high: float) -> float:
    """Value held between low and high."""
    return min(high, max(low, value))


@rule
def pay(payer, payee, amount):  # type: ignore[no-untyped-def]
    """Move money (bn USD) from one agent to another; the only way cash ever changes hands."""
    payer.cash -= amount
    payee.cash += amount
