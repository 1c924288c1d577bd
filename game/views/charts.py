"""Charts of what has happened: a few measures of both worlds over time."""

from game.language import mark, tr
from game.session import Session
from game.viewmodel import ChartView, GuideView, SeriesView
from game.views.words import listed, number, percent, signed
from game.views.worlds import Reader, outcome, series

RULE_X, RULE_LABEL = 2022.75, mark("Oct 2022 rule")
STACKS = (
    ("incumbent", mark("Incumbent"), ("CUDA",)),
    ("sovereign", mark("Sovereign"), ("CANN", "CNX")),
    ("open", mark("Open"), ("OPEN",)),
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
        lines.append(SeriesView(key, tr(label), key, x, y))
        x, y = series(session, read, twin=True)
        words = tr("{stack}, no controls", stack=tr(label))
        lines.append(SeriesView(f"{key}.twin", words, key, x, y, True))
    now = [line.y[-1] for line in lines if not line.dashed]
    pairs = zip(STACKS, now, strict=True)
    words = listed(f"{tr(label)} {percent(share)}" for (_, label, _), share in pairs)
    return ChartView(
        "developers",
        tr("AI developers by stack"),
        tr("Share of developers; dashed: no controls"),
        "percent",
        tuple(lines),
        _guides(lines[0].x),
        tr("{sentence}.", sentence=words),
    )


def _guides(x: tuple[float, ...]) -> tuple[GuideView, ...]:
    inside = bool(x) and x[0] < RULE_X < x[-1]
    return (GuideView(RULE_X, tr(RULE_LABEL)),) if inside else ()


def pair(session: Session, key: str, title: str, subtitle: str, form: str, role: str) -> ChartView:
    """One outcome in both worlds."""
    read = outcome(key)
    x, y = series(session, read)
    twin_x, twin_y = series(session, read, twin=True)
    lines = (
        SeriesView(key, tr("With controls"), role, x, y),
        SeriesView(f"{key}.twin", tr("No controls"), role, twin_x, twin_y, True),
    )
    write = {"percent": percent, "signed": signed}.get(form, number)
    words = ""
    if y and twin_y:
        words = tr("{own} with controls, {twin} without.", own=write(y[-1]), twin=write(twin_y[-1]))
    return ChartView(key, title, subtitle, form, lines, _guides(x), words)


def charts(session: Session) -> tuple[ChartView, ...]:
    """Every chart, the developers first."""
    return (
        developers(session),
        pair(session, "gap_generations", tr("Chip gap"), tr("Generations; dashed: no controls"),
             "signed", "incumbent"),
        pair(session, "self_sufficiency", tr("China's self-sufficiency"),
             tr("Mean of six layers; dashed: no controls"), "percent", "sovereign"),
        pair(session, "divergence", tr("Divergence of the ecosystems"),
             tr("0 to 1; dashed: no controls"), "number", "hybrid"),
        pair(session, "sender_revenue", tr("US chip revenue"),
             tr("bn USD a quarter; dashed: no controls"), "money", "incumbent"),
    )  # fmt: skip
