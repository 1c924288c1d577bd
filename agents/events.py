"""Events and dilemmas: what may happen, how it is rumoured, and what it does (data/events.toml)."""

from agents.rule import rule


@rule
def answer(world):
    """Carry out the answers to open dilemmas, and close them."""
    for government in world.governments:
        government.answer = 0.0
    for designer in world.designers:
        designer.answer = 0.0


@rule
def unfold(event, world):
    """Let an event draw near, be rumoured, and strike."""
    event.hazard = 0.0
