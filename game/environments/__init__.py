"""The game for learners: one seat (Gymnasium), a table of seats (PettingZoo), thousands of worlds.

    env = gymnasium.make("game.environments:TwoStacks/Seat-v0", scenario="good-enough", seat="huaw")

Raises: ImportError naming the extra to install where the libraries are missing.
"""

try:
    import gymnasium

    from game.environments.baselines import idle_score, minds_score
    from game.environments.seat import SeatEnv
    from game.environments.table import TableEnv
    from game.environments.vector import VectorSeatEnv
    from game.environments.worlds import HELD_OUT
except ModuleNotFoundError as missing:
    if missing.name not in ("gymnasium", "pettingzoo"):
        raise
    raise ImportError(
        f"environments need {missing.name}: install the extra 'learning', as in "
        "pip install 'two-stacks[learning]'"
    ) from None

__all__ = ["HELD_OUT", "SeatEnv", "TableEnv", "VectorSeatEnv", "idle_score", "minds_score"]

gymnasium.register(
    id="TwoStacks/Seat-v0",
    entry_point="game.environments.seat:SeatEnv",
    vector_entry_point="game.environments.vector:VectorSeatEnv",
)
