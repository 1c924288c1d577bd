"""The contested numbers of the rules that a finished game is asked about."""

from agents.parameters import PARAMETERS, Parameter
from game.language import mark

# The contested numbers, and the question each stands for.
DIALS = (
    ("captive_pull", mark("Does a protected home market make its firms learn faster?")),
    ("learning", mark("How fast does a plant learn from what it makes?")),
    ("rd_scale", mark("How much research do firms cut when they lose sales?")),
    ("rd_threat", mark("Does being denied parts make firms spend more on research?")),
    ("imitation", mark("How much of the frontier can those behind it absorb?")),
    ("substitution_slope", mark("How fast does a denied part find a home substitute?")),
    ("smic_rate", mark("How fast does a foundry without EUV advance?")),
    ("duv_ceiling", mark("How far can older tools be pushed?")),
    ("hbm_growth", mark("How fast can home makers of memory grow?")),
    ("smuggling", mark("How much finds its way round the rules?")),
    ("beta", mark("How strongly do developers follow other developers?")),
)


def dials() -> list[tuple[Parameter, str]]:
    """The dials that the model has, each with its question."""
    known = {parameter.name: parameter for parameter in PARAMETERS}
    return [(known[name], question) for name, question in DIALS if name in known]
