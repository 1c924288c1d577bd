"""Which controls in force reach which stage of the supply chain."""

from dataclasses import dataclass

from agents.levers import LEVERS
from game.language import mark, tr
from game.session import Session
from game.views.words import actor_name, lever_text

# Which controls and orders reach which stage.
LOCKS = {
    "tools": ("us.tool_control", "us.service_ban", "cn.tool_rule"),
    "wafers": ("us.foundry_rule",),
    "hbm": ("us.hbm_control", "cn.market_ban"),
    "packaging": (),
    "cluster": ("us.chip_tpp", "us.chip_density", "us.chip_memory", "us.entity_listing"),
    "software": ("us.eda_control",),
    "models": ("us.cloud_rule",),
    "buyers": ("us.enforcement", "us.revenue_fee", "cn.state_mandate", "cn.private_guidance",
               "cn.import_block"),
}  # fmt: skip
# Names short enough for a box of the chain.
_SHORT = {
    "us.tool_control": mark("Tools denied"),
    "us.service_ban": mark("Servicing"),
    "cn.tool_rule": mark("Home tools"),
    "us.foundry_rule": mark("Foundries"),
    "us.hbm_control": mark("HBM stopped"),
    "cn.market_ban": mark("Memory ban"),
    "us.chip_tpp": mark("Line"),
    "us.chip_density": mark("Line"),
    "us.chip_memory": mark("Memory"),
    "us.entity_listing": mark("Entity List"),
    "us.eda_control": mark("Design tools"),
    "us.cloud_rule": mark("Cloud rule"),
    "us.enforcement": mark("Enforcement"),
    "us.revenue_fee": mark("Licence fee"),
    "cn.state_mandate": mark("State orders"),
    "cn.private_guidance": mark("Guidance"),
    "cn.import_block": mark("Customs"),
}


@dataclass(frozen=True)
class Lock:
    """A control in force at a stage, with the seat it belongs to and its value in words."""

    lever: str
    name: str
    short: str
    owner: str
    value_text: str


def locks(session: Session, key: str) -> tuple[Lock, ...]:
    """The controls in force at a stage."""
    found = []
    for name in LOCKS[key]:
        lever, value = LEVERS[name], session.law(name)
        if value == lever.off:
            continue
        owner = actor_name(lever.actor)
        found.append(Lock(name, tr(lever.name), tr(_SHORT[name]), owner, lever_text(lever, value)))
    return tuple(found)
