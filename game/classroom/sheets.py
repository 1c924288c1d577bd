"""A team's move: proposals of its members, the draft that they make together, and what it sets."""

from collections.abc import Iterable, Mapping

from agents.plan import Order
from game.classroom.events import Choices
from game.classroom.lesson import Decision
from game.language import tr


class SheetError(ValueError):
    """A move that does not fit the sheet; the text says where."""


def check(sheet: Iterable[Decision], choices: Mapping[str, int]) -> Choices:
    """The same choices if every one is a step of the sheet.

    Raises: SheetError naming the decision.
    """
    known = {decision.key: decision for decision in sheet}
    for key, step in choices.items():
        if key not in known:
            raise SheetError(tr("There is no decision '{key}' on this sheet.", key=key[:40]))
        most = len(known[key].options) - 1
        if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= most:
            raise SheetError(tr("'{key}' takes a step from 0 to {n}.", key=key, n=most))
    return dict(choices)


def draft(
    sheet: Iterable[Decision], proposals: Iterable[Choices], law: Mapping[str, float]
) -> Choices:
    """What the proposals come to: the middle step of each decision; of two, the one nearer to what
    is in force. A decision that nobody proposed stays out."""
    given = list(proposals)
    found: Choices = {}
    for decision in sheet:
        steps = sorted(one[decision.key] for one in given if decision.key in one)
        if steps:
            low, high = steps[(len(steps) - 1) // 2], steps[len(steps) // 2]
            now = decision.nearest(law)
            found[decision.key] = low if abs(low - now) <= abs(high - now) else high
    return found


def spread(decision: Decision, proposals: Iterable[Choices]) -> tuple[int, int] | None:
    """The lowest and highest step proposed; nothing if nobody proposed one."""
    steps = [one[decision.key] for one in proposals if decision.key in one]
    return (min(steps), max(steps)) if steps else None


def orders(sheet: Iterable[Decision], choices: Choices, quarter: int) -> list[Order]:
    """A move as orders of the model."""
    known = {decision.key: decision for decision in sheet}
    found: list[Order] = []
    for key, step in choices.items():
        if key in known:
            found += known[key].options[step].orders(quarter)
    return found
