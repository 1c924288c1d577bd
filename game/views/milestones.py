"""News of what was reached: process nodes, what holds the champion up, raids, EUV."""

from agents.names import DOMESTIC, FOUNDRIES, HUAW, MARKET_CN, SMIC, TSMC
from agents.state import World
from game.language import mark, tr
from game.viewmodel import NewsView
from game.views.words import SIDE_ROLES, number, quarter_label

NOTABLE, IMPORTANT = 2, 3
# Full nodes by their usual name; the model counts N7 as 0.
_NODES = {-1: "10 nm", 0: "7 nm", 1: "5 nm", 2: "3 nm", 3: "2 nm", 4: "1.4 nm", 5: "1 nm"}
_MAKERS = ((TSMC, "us"), (SMIC, "cn"))
_HELD_UP = {
    0: mark("Huawei is held up by nothing but demand"),
    1: mark("Huawei is now held up by dies"),
    2: mark("Huawei is now held up by HBM"),
    3: mark("Huawei is now held up by packaging"),
}
_SEIZED = 0.5  # thousand chips in a quarter that make a raid news


def milestones(quarter: int, before: World, after: World) -> list[tuple[int, NewsView]]:
    """What was reached between two worlds."""
    found = []

    def add(key: str, icon: str, side: str, weight: int, words: str) -> None:
        item = NewsView(f"{key}@{quarter}", quarter_label(quarter), icon, side,
                        SIDE_ROLES[side], weight, words)  # fmt: skip
        found.append((quarter, item))

    for maker, side in _MAKERS:
        was, now = (int(float(w.foundries[maker]["node"]) // 1) for w in (before, after))
        if now > was and now in _NODES:
            words = tr("{foundry} makes chips of the {node} class in volume",
                       foundry=FOUNDRIES[maker], node=_NODES[now])  # fmt: skip
            add(f"node.{FOUNDRIES[maker]}", "microchip", side, NOTABLE, words)
    was, now = (int(w.designers[HUAW]["bottleneck"]) for w in (before, after))
    if now != was and now in _HELD_UP:
        add("bottleneck", "package", "cn", NOTABLE, tr(_HELD_UP[now]))
    lost, seized = (float(w.markets[MARKET_CN]["seized"]) for w in (before, after))
    if seized >= _SEIZED and lost < _SEIZED:
        words = tr("{n} thousand smuggled chips are seized", n=number(seized, 1))
        add("seized", "search", "us", NOTABLE, words)
    had, has = (float(w.toolmakers[DOMESTIC]["euv"]) for w in (before, after))
    if has > had:
        words = tr("A Chinese EUV machine works: the limit of older tools is gone")
        add("euv", "sparkles", "cn", IMPORTANT, words)
    return found
