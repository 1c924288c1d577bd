"""The chips on the chart: those of the record, those of the game, and those that are due next."""

from dataclasses import dataclass

from agents.names import DESIGNERS, FULL_NAMES, MARKET_CN
from game.language import mark, tr
from game.session import Session
from game.views.record import recorded_chips
from game.views.redesign import Specification, Workbench, reasons, specification
from game.views.words import listed, quarter_label
from game.views.worlds import world_of

PRODUCTS = ("flagship", "previous", "variant")
REASON_WORDS = {
    "chip_tpp": mark("performance"),
    "chip_density": mark("density"),
    "chip_memory": mark("memory"),
}
_SEEN = ("perf16", "perf8", "area", "link", "memory_bandwidth")


@dataclass(frozen=True)
class ChipMark:
    """A chip on the chart. `kind` is "record", "flagship", "previous", "variant" or "next".

    Units: TPP, TPP/mm2, TB/s, GB/s; `sales` in China, bn USD a quarter. What the record leaves
    open is 0.
    """

    key: str
    name: str
    maker: str
    role: str
    kind: str
    when: str
    tpp: float
    density: float
    memory: float
    link: float
    caught: bool
    was_caught: bool
    reason_text: str
    sales: float
    status: str
    source: str


def record_marks(
    session: Session, law: dict[str, float], proposed: dict[str, float]
) -> tuple[ChipMark, ...]:
    """Real chips that have reached volume by the quarter to be played."""
    marks = []
    for chip in recorded_chips():
        if chip.quarter > session.now:
            continue
        seen = Specification(chip.perf16, chip.perf8, chip.area, chip.link, chip.memory)
        when = quarter_label(chip.quarter) if chip.quarter >= 0 else chip.announced
        marks.append(
            _mark(
                f"record.{chip.name}",
                chip.name,
                chip.maker,
                chip.bloc,
                "record",
                when,
                seen,
                law,
                proposed,
                status=chip.status,
                source=chip.source,
            )
        )
    return tuple(marks)


def model_marks(
    session: Session, bench: Workbench, law: dict[str, float], proposed: dict[str, float]
) -> tuple[ChipMark, ...]:
    """The chips of this game: what each designer makes, and what is due next."""
    china = world_of(session.row).markets[MARKET_CN]
    marks = []
    for d, designer in enumerate(bench.designers):
        maker = tr(FULL_NAMES[DESIGNERS[d]])
        for k, product in enumerate(PRODUCTS):
            if designer.perf16[k] <= 1.0:
                continue
            sales = float(china["value"][d]) if int(china["product"][d]) == k else 0.0
            marks.append(
                _mark(
                    f"{DESIGNERS[d]}.{product}",
                    _named(maker, product),
                    maker,
                    designer.bloc,
                    product,
                    quarter_label(int(designer.last_launch)) if k == 0 else "",
                    specification(designer, k),
                    law,
                    proposed,
                    sales,
                )
            )
        due = bench.next_launch(d, session.now)
        if due is not None:
            marks.append(
                _mark(
                    f"{DESIGNERS[d]}.next",
                    _named(maker, "next"),
                    maker,
                    designer.bloc,
                    "next",
                    quarter_label(due[0]),
                    due[1],
                    law,
                    proposed,
                )
            )
    return tuple(marks)


def _named(maker: str, product: str) -> str:
    if product == "flagship":
        return tr("{maker}, flagship", maker=maker)
    if product == "previous":
        return tr("{maker}, previous", maker=maker)
    if product == "variant":
        return tr("{maker}, variant", maker=maker)
    return tr("{maker}, next", maker=maker)


def _mark(
    key: str,
    name: str,
    maker: str,
    bloc: int,
    kind: str,
    when: str,
    chip: Specification,
    law: dict[str, float],
    proposed: dict[str, float],
    sales: float = 0.0,
    status: str = "",
    source: str = "",
) -> ChipMark:
    """A chip under both lines; home chips of China need no licence of this kind."""
    why = reasons(proposed, chip) if bloc == 0 else ()
    return ChipMark(
        key=key,
        name=name,
        maker=maker,
        role="incumbent" if bloc == 0 else "sovereign",
        kind=kind,
        when=when,
        tpp=chip.tpp,
        density=chip.density,
        memory=chip.memory,
        link=chip.link,
        caught=bool(why),
        was_caught=bloc == 0 and bool(reasons(law, chip)),
        reason_text=listed(tr(REASON_WORDS[name]) for name in why),
        sales=sales,
        status=status,
        source=source,
    )


def sales_by(session: Session) -> list[float]:
    """What each designer sold in China last quarter. Units: bn USD."""
    return [float(value) for value in world_of(session.row).markets[MARKET_CN]["value"]]


def sales_touched(session: Session, limits: dict[str, float]) -> tuple[float, float]:
    """Allied designers' sales to China last quarter, and how much of it a line would catch."""
    world = world_of(session.row)
    china = world.markets[MARKET_CN]
    whole = affected = 0.0
    for d, designer in enumerate(world.designers):
        k = int(china["product"][d])
        if int(designer["bloc"]) != 0 or k < 0:
            continue
        value = float(china["value"][d])
        whole += value
        perf16, perf8, area, link, memory = (float(designer[name][k]) for name in _SEEN)
        chip = Specification(perf16, perf8, area, link, memory)
        affected += value if reasons(limits, chip) else 0.0
    return whole, affected
