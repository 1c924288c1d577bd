"""How vendors would answer a line, and whose chips come within reach of what is left."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agents.names import DESIGNERS, FLAGSHIP, FULL_NAMES, VARIANT
from game.language import tr
from game.views.redesign import Offer, Specification, Workbench, reasons
from game.views.words import MINUS, listed, money, number, percent


@dataclass(frozen=True)
class Point:
    """Where a chip stands on the chart. Units: TPP, TPP/mm2, TB/s, GB/s."""

    tpp: float
    density: float
    memory: float
    link: float


@dataclass(frozen=True)
class Redesign:
    """An allied designer's best legal chip for China under a line.

    `state` is "free", "variant", "previous" or "nothing". Units as on the chart; `sales` bn USD a
    quarter. `lost_text` compares with the flagship.
    """

    key: str
    maker: str
    state: str
    state_text: str
    tpp_text: str
    link_text: str
    memory_text: str
    lost_text: str
    sales: float
    detail: str
    flagship: Point
    chip: Point | None


@dataclass(frozen=True)
class Gain:
    """A sovereign flagship against the best foreign chip on offer: worth, 1 = equal.

    `before` under the law in force, `after` under the line drawn; infinite where nothing foreign
    may be sold.
    """

    key: str
    maker: str
    before: float
    after: float
    before_text: str
    after_text: str
    within_reach: bool
    detail: str


def redesigns(
    bench: Workbench,
    offers: Sequence[Offer],
    sales: Sequence[float],
    words: Mapping[str, str],
    limits: dict[str, float],
) -> tuple[Redesign, ...]:
    """The answer of every allied designer that sells chips."""
    found = []
    for offer in offers:
        if bench.designers[offer.designer].bloc != 0:
            continue
        why = listed(tr(words[name]) for name in reasons(limits, offer.flagship))
        found.append(_redesign(bench, offer, sales[offer.designer], why))
    return tuple(found)


def _redesign(bench: Workbench, offer: Offer, sales: float, why: str) -> Redesign:
    key = DESIGNERS[offer.designer]
    chip, flagship = offer.chip, offer.flagship
    state, text = _state(offer)
    maker = tr(FULL_NAMES[key])
    if chip is None:
        lost = tr("all sales")
    elif state == "free":
        lost = tr("nothing")
    else:
        lost = _losses(
            (tr("compute"), chip.tpp / flagship.tpp),
            (tr("link"), chip.link / max(flagship.link, 1e-9)),
            (tr("memory"), chip.memory / max(flagship.memory, 1e-9)),
        )
    designs = bench.designers[offer.designer].compliant_variants >= 0.5
    return Redesign(
        key=key,
        maker=maker,
        state=state,
        state_text=text,
        tpp_text=number(chip.tpp, 0) if chip else "–",
        link_text=number(chip.link, 0) if chip else "–",
        memory_text=number(chip.memory, 2) if chip else "–",
        lost_text=lost,
        sales=sales,
        detail=_detail(maker, offer, why, designs, sales),
        flagship=_point(flagship),
        chip=_point(chip) if chip is not None else None,
    )


def _point(chip: Specification) -> Point:
    return Point(chip.tpp, chip.density, chip.memory, chip.link)


def _state(offer: Offer) -> tuple[str, str]:
    if not offer.flagship_caught:
        return "free", tr("sells its flagship")
    if offer.product < 0:
        return "nothing", tr("nothing to sell")
    if offer.product == VARIANT:
        return "variant", tr("redesigns") if offer.redesigns else tr("sells its variant")
    if offer.product == FLAGSHIP:
        return "free", tr("sells its flagship")
    return "previous", tr("sells an older chip")


def _detail(maker: str, offer: Offer, why: str, designs: bool, sales: float) -> str:
    value, (state, _) = money(sales), _state(offer)
    if state == "free":
        return tr(
            "The flagship of {maker} stays below the line. Sales in China last quarter: {value}.",
            maker=maker,
            value=value,
        )
    if not designs and state == "nothing":
        return tr(
            "The flagship of {maker} needs a licence ({why}); no chips are designed under lines.",
            maker=maker,
            why=why,
        )
    if state == "nothing":
        return tr(
            "The flagship of {maker} needs a licence ({why}); what may still be made is too weak "
            "for a data centre. Sales in China last quarter: {value}.",
            maker=maker,
            why=why,
            value=value,
        )
    if not offer.redesigns:
        return tr(
            "The flagship of {maker} needs a licence ({why}). The chip shown is sold instead.",
            maker=maker,
            why=why,
        )
    if sales < 0.05:
        return tr(
            "The flagship of {maker} needs a licence ({why}). If it designs under lines, the chip "
            "shown is on sale two quarters after the rule.",
            maker=maker,
            why=why,
        )
    return tr(
        "The flagship of {maker} needs a licence ({why}). If it designs under lines, the chip "
        "shown is on sale two quarters after the rule; until then {value} a quarter is at risk.",
        maker=maker,
        why=why,
        value=value,
    )


def _losses(*parts: tuple[str, float]) -> str:
    """The two largest losses against the flagship; nothing below one per cent."""
    lost = sorted(((1.0 - kept, name) for name, kept in parts if kept < 0.995), reverse=True)[:2]
    return listed(f"{name} {MINUS}{percent(share)}" for share, name in lost) or tr("nothing")


def gains(bench: Workbench, before: Sequence[Offer], after: Sequence[Offer]) -> tuple[Gain, ...]:
    """Sovereign flagships against the best foreign chip that may be sold, then and now."""
    best = [
        max((o.worth for o in offers if bench.designers[o.designer].bloc == 0), default=-math.inf)
        for offers in (before, after)
    ]
    found = []
    for old, new in zip(before, after, strict=True):
        if bench.designers[new.designer].bloc != 1:
            continue
        ratios = [_ratio(old.worth - best[0]), _ratio(new.worth - best[1])]
        maker = tr(FULL_NAMES[DESIGNERS[new.designer]])
        found.append(
            Gain(
                key=DESIGNERS[new.designer],
                maker=maker,
                before=ratios[0],
                after=ratios[1],
                before_text=_share(ratios[0]),
                after_text=_share(ratios[1]),
                within_reach=ratios[1] >= 1.0 > ratios[0],
                detail=tr(
                    "The flagship of {maker} is worth {after} of the best foreign chip that may "
                    "be sold in China under this line, {before} under the law in force. Worth: "
                    "compute and memory as buyers weigh them, software and price left out.",
                    maker=maker,
                    before=_share(ratios[0]),
                    after=_share(ratios[1]),
                ),
            )
        )
    return tuple(sorted(found, key=lambda gain: -gain.after))


def _ratio(difference: float) -> float:
    return math.exp(difference) if difference < 20.0 else math.inf


def _share(ratio: float) -> str:
    return percent(ratio) if math.isfinite(ratio) else tr("no rival")
