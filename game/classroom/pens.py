"""Who has the pen of a team: one member may sign, and the pen goes round."""

from game.classroom.state import ClassState, TeamState, WorldState


def next_pen(state: ClassState, world: WorldState, team: TeamState) -> str:
    """Who signs next: the member after the one who has the pen, among those who are there."""
    crew = [m.name for m in state.active(world.name, team.seat)]
    there = {m.name for m in state.present(world.name, team.seat)}
    if not crew:
        return ""
    start = crew.index(team.pen) + 1 if team.pen in crew else 0
    in_turn = crew[start:] + crew[:start]
    return next((name for name in in_turn if name in there), in_turn[0])


def mend_pens(state: ClassState) -> None:
    """Give the pen of every team whose holder sits there no longer to another member."""
    for world in state.game.worlds.values():
        for team in world.teams.values():
            if team.pen not in {m.name for m in state.active(world.name, team.seat)}:
                team.pen = next_pen(state, world, team)
