"""What counts for a team that has not answered: it never stops the class, and is announced before.

1 draft      the shared draft, if at least half of those present had a hand in it, or if nobody is
             present any more: phones go to sleep
2 standing   the standing order that the team wrote before the game
3 carry      the move of the last round once more
4 autopilot  after two rounds without an answer, or with nobody there and nothing proposed: the
             team's mind, led by the doctrine that the team chose

Whatever counts, a grave step wants a second signature, and binding treaties are kept.
"""

from msgspec.structs import replace

from game.classroom import sheets, treaties
from game.classroom.events import Choices, Move
from game.classroom.state import ClassState, TeamState, WorldState

SIGNED, ENTERED = "signed", "entered"
DRAFT, STANDING, CARRY, AUTOPILOT = "draft", "standing", "carry", "autopilot"
RUNGS = (SIGNED, ENTERED, DRAFT, STANDING, CARRY, AUTOPILOT)
MISSES = 2  # rounds without an answer before the mind takes over


def move_of(state: ClassState, world: WorldState, team: TeamState) -> Move:
    """What counts for a team if its round ended now."""
    choices, how = _rung(state, world, team)
    present = len(state.present(world.name, team.seat))
    move = Move(
        choices=choices, how=how, signer=team.signed_by if how == SIGNED else "", present=present,
        proposed=len(team.proposals),
        posture=treaties.held_posture(world, team.seat, team.posture),
        doctrine=team.doctrine if how == AUTOPILOT else "",
        salt=team.salt if how == SIGNED else "",
    )  # fmt: skip
    move = _without_unseconded(state, world, team, move)
    choices, bound = treaties.held_back(state, world, team.seat, move.choices)
    return replace(move, choices=choices, bound=bound)


def _rung(state: ClassState, world: WorldState, team: TeamState) -> tuple[Choices, str]:
    if team.signed is not None:
        return dict(team.signed), ENTERED if team.entered else SIGNED
    present = state.present(world.name, team.seat)
    if not present and not team.proposals:
        return {}, AUTOPILOT
    touched = sum(1 for member in present if member.name in team.proposals)
    if 2 * touched >= len(present):
        law = state.law(world.name)
        sheet = state.sheet(team.seat)
        return sheets.draft(sheet, team.proposals.values(), law), DRAFT
    if team.misses >= MISSES:
        return {}, AUTOPILOT
    if team.standing is not None:
        return dict(team.standing), STANDING
    return dict(team.last), CARRY


def _without_unseconded(state: ClassState, world: WorldState, team: TeamState, move: Move) -> Move:
    """A grave step that nobody seconded, or that nobody signed at all, stays undone.

    A standing order is one member's writing. A move of the last round was signed as it must be.
    """
    alone = len(state.active(world.name, team.seat)) < 2
    seconded = move.how == SIGNED and team.seconded_by
    if state.settings.signatures < 2 or alone or seconded or move.how in (ENTERED, CARRY):
        return move
    law = state.law(world.name)
    grave = tuple(
        decision.key
        for decision in state.sheet(team.seat)
        if decision.grave is not None
        and move.choices.get(decision.key, -1) >= decision.grave
        and not decision.stands(law, move.choices[decision.key])
    )
    kept = {key: step for key, step in move.choices.items() if key not in grave}
    return replace(move, choices=kept, unseconded=grave)


def missed(how: str) -> bool:
    """Whether a round counts as one without an answer."""
    return how in (STANDING, CARRY, AUTOPILOT)
