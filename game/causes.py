"""Why the chip gap is what it is: terms of both sides that sum to it, read off the worlds.

A package's performance is ln P = design skill + what the node adds + ln(dies in the package): the
formula by which designers launch. What node and dies do not explain is skill.
"""

import numpy as np

from agents.names import FLAGSHIP
from agents.scales import GENERATION
from agents.state import World, buyers_of, layout

TERMS = ("us_skill", "us_node", "us_dies", "cn_skill", "cn_node", "cn_dies")


def chip_terms(rows: np.ndarray) -> np.ndarray:
    """The parts of the gap in generations; they sum to it, the rival's with a minus sign.

    Shapes: rows (worlds, width); returns (worlds, len(TERMS)).
    """
    views = layout(buyers_of(rows)).views(rows)
    parts = [_best_package(views, bloc) for bloc in (0, 1)]
    return np.concatenate([parts[0], -parts[1]], axis=1)


def _best_package(views: World, bloc: int) -> np.ndarray:
    """Skill, node and dies of a bloc's best flagship, in generations. Shape: (worlds, 3)."""
    designers, parameters = views.designers, views.parameters[:, 0]
    performance = np.where(designers["bloc"] == bloc, designers["perf16"][:, :, FLAGSHIP], 1.0)
    best = performance.argmax(axis=1)
    worlds = np.arange(len(best))
    total = np.log(np.maximum(performance[worlds, best], 1.0))
    used = designers["node_used"][worlds, best]
    node = parameters["omega"] * np.minimum(used, 1.0)
    node = node + parameters["omega_late"] * np.maximum(used - 1.0, 0.0)
    dies = np.log(np.maximum(designers["dies"][worlds, best, FLAGSHIP], 1.0))
    return np.stack([total - node - dies, node, dies], axis=1) / GENERATION
