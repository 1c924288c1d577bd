"""Charts of what has happened: a few measures of both worlds over time."""

from game.session import Session
from game.viewmodel import ChartView, GuideView, SeriesView
from game.views.words import number, percent, signed
from game.views.worlds import Reader, outcome, series

RULE_X, RULE_LABEL = 2022.75, "Oct 2022 rule"
STACKS = (
    ("incumbent", "Incumbent", ("CUDA",)),
    ("sovereign", "Sovereign", ("CANN", "CNX")),
    ("open", "Open", ("OPEN",)),
)
_PLACES = {"CUDA": 0, "OPEN": 1, "CANN": 2, "CNX": 3}


def stack_share(stacks: tuple[str, ...]) -> Reader:
    """Reads the share of the world's developers on some stacks."""
    places = [_PLACES[name] for name in stacks]

    def read(world: object) -> float:
        developers = world.outcome["developers"]  # type: ignore[attr-defined]
        return float(sum(developers[place] for place in places) / max(developers.sum(), 1e-9))

    return read


def developers(session: Session) -> ChartView:
    """Developers by stack, dashed in the world without controls."""
    lines = []
    for key, label, stacks in STACKS:
        read = stack_share(stacks)
        x, y = series(session, read)
        lines.append(SeriesView(key, label, key, x, y))
        x, y = series(session, read, twin=True)
        lines.append(SeriesView(f"{key}.twin", f"{label}, no controls", key, x, y, True))
    now = [line.y[-1] for line in lines if not line.dashed]
    words = ", ".join(f"{label} {percent(v)}" for (_, label, _), v in zip(STACKS, now, strict=True))
    return ChartView(
        "developers",
        "AI developers by stack",
        "Share of developers; dashed: no controls",
        "percent",
        tuple(lines),
        _guides(lines[0].x),
        f"{words}.",
    )


def _guides(x: tuple[float, ...]) -> tuple[GuideView, ...]:
    inside = bool(x) and x[0] < RULE_X < x[-1]
    return (GuideView(RULE_X, RULE_LABEL),) if inside else ()


def pair(session: Session, key: str, title: str, subtitle: str, form: str, role: str) -> ChartView:
    """One outcome in both worlds."""
    read = outcome(key)
    x, y = series(session, read)
    twin_x, twin_y = series(session, read, twin=True)
    lines = (
        SeriesView(key, "With controls", role, x, y),
        SeriesView(f"{key}.twin", "No controls", role, twin_x, twin_y, True),
    )
    write = {"percent": percent, "signed": signed}.get(form, number)
    words = f"{write(y[-1])} with controls, {write(twin_y[-1])} without." if y and twin_y else ""
    return ChartView(key, title, subtitle, form, lines, _guides(x), words)


def charts(session: Session) -> tuple[ChartView, ...]:
    """Every chart, the developers first."""
    return (
        developers(session),
        pair(session, "gap_generations", "Chip gap", "Generations; dashed: no controls",
             "signed", "incumbent"),
        pair(session, "self_sufficiency", "China's self-sufficiency",
             "Mean of six layers; dashed: no controls", "percent", "sovereign"),
        pair(session, "divergence", "Divergence of the ecosystems",
             "0 to 1; dashed: no controls", "number", "hybrid"),
        pair(session, "sender_revenue", "US chip revenue", "bn USD a quarter; dashed: no controls",
             "money", "incumbent"),
    )  # fmt: skip
