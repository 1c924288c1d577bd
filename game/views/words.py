"""How numbers, levers, seats and sides are put into words."""

import math
from collections.abc import Iterable

from agents.levers import ACTOR_NAMES, LEVERS, Lever
from game.figures import counted_in_yi, dollars, quarter_text
from game.language import CHINESE, ENGLISH, language, tr

MINUS = "−"
SIDE_ROLES = {"us": "incumbent", "cn": "sovereign", "world": "text"}
_CHINA = {"cn", "huaw", "camb", "smic", "lab_cn"}
_BETWEEN = {"tool": "hybrid", "chip": "hybrid", "row": "open"}  # seats between the two sides
_NO_LIMIT = {f: LEVERS[f"us.{f}"].off for f in ("chip_tpp", "chip_density", "chip_memory")}


def side_of(seat: str) -> str:
    """Which side a seat belongs to: "us" (with allies) or "cn"."""
    return "cn" if seat in _CHINA else "us"


def role_of(seat: str) -> str:
    """The colour role of a seat: its side's, or one of its own between the sides."""
    return _BETWEEN.get(seat, SIDE_ROLES[side_of(seat)])


def quarter_x(quarter: int) -> float:
    """A quarter in years: 2022Q4 is 2022.75."""
    return 2018.0 + quarter / 4.0


def quarter_label(quarter: int) -> str:
    """A quarter for people: Q4 2022."""
    return quarter_text(quarter)


def actor_name(seat: str) -> str:
    """The name of a seat."""
    return tr(ACTOR_NAMES[seat])


def listed(parts: Iterable[str]) -> str:
    """Parts of a sentence side by side."""
    return tr(", ").join(parts)


def lowered(name: str) -> str:
    """A name inside an English sentence: its first letter small, unless it is an abbreviation."""
    inside = language() == ENGLISH and name[1:2].islower()
    return name[0].lower() + name[1:] if inside else name


def number(value: float, digits: int = 2) -> str:
    """A number with a true minus sign."""
    if not math.isfinite(value):
        return "–"
    return f"{value:,.{digits}f}".replace("-", MINUS)


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign; what rounds to nothing has none."""
    if not math.isfinite(value):
        return "–"
    text = f"{value:+,.{digits}f}"
    if not text.strip("+-0.,"):
        return text[1:]
    return text.replace("-", MINUS)


def percent(value: float) -> str:
    """A share of one as a whole percentage."""
    return f"{value * 100:.0f}%".replace("-", MINUS) if math.isfinite(value) else "–"


def points(value: float) -> str:
    """A change of a share in percentage points."""
    return tr("{change} pts", change=signed(value * 100, 1))


def money(value: float) -> str:
    """Billions of US dollars."""
    sign = MINUS if value < -0.05 else ""
    return sign + dollars(abs(value), ",.1f" if abs(value) < 100 else ",.0f")


def money_change(value: float) -> str:
    """A change of an amount of money, short. Units: bn USD."""
    text = signed(value, 1)
    if language() != CHINESE or text[0] not in f"+{MINUS}":
        return text
    return text[0] + counted_in_yi(abs(value))


def lever_text(lever: Lever, value: float) -> str:
    """A lever's value with its unit."""
    if value >= _NO_LIMIT.get(lever.field, math.inf):
        return tr("no limit")
    if lever.field == "chip_link" and value <= 0.0:
        return tr("any link")
    return _by_unit(lever.unit, value)


def _by_unit(unit: str, value: float) -> str:
    if unit in {"0-1", "share"}:
        return percent(value)
    if unit == "0/1":
        return tr("on") if value >= 0.5 else tr("off")
    if unit == "bn USD/yr":
        return dollars(value, ",.3g")
    if unit == "ratio":
        return f"×{value:.2f}"
    if unit == "0-3":
        return f"{value:.0f}"
    if unit == "qtr":
        n = f"{value:.3g}"
        return tr("{n} quarter" if n == "1" else "{n} quarters", n=n)
    if unit == "-1..1":
        return signed(value)
    if unit == "TPP/mm2":
        return f"{value:,.2f} TPP/mm²"
    return f"{value:,.6g} {unit}"


def lever_change_text(lever: Lever, law: float, proposal: float) -> str:
    """What a proposal changes, short enough for a pill; empty if nothing."""
    if law == proposal:
        return ""
    if lever.unit in {"0-1", "share"}:
        return signed((proposal - law) * 100, 0)
    if lever.unit == "0/1":
        return tr("on") if proposal > law else tr("off")
    limits = _NO_LIMIT.get(lever.field, math.inf)
    if proposal >= limits:
        return tr("lifted")
    if law >= limits:
        return tr("new")
    change = proposal - law
    digits = 0 if abs(change) >= 10 else (1 if lever.step >= 0.1 else 2)
    return signed(change, digits)


def cost_text(capital: float, budget: float) -> str:
    """What orders cost this quarter; empty if they are free."""
    parts = []
    if abs(capital) >= 0.05:
        parts.append(tr("{change} capital", change=signed(-capital, 1)))
    if abs(budget) >= 0.005:
        sign = MINUS if budget > 0 else "+"
        parts.append(tr("{money} a quarter", money=sign + dollars(abs(budget), ",.2f")))
    return listed(parts)
