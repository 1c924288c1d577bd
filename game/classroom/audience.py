"""Who may see an event of a class, and whose pages show something of it.

A sealed move reaches nobody who may not have it because its event is not for them.
"""

from game.classroom import events as e


def team_audience(world: str, team: str) -> str:
    """The members of one team, and nobody else."""
    return f"team:{world}.{team}"


_OWN_TEAM = (
    e.Proposed,
    e.Signed,
    e.Seconded,
    e.Unsigned,
    e.Standing,
    e.Doctrine,
    e.Penned,
    e.Entered,
)
_OWN_SEAT = (e.Switched, e.Spoke, e.Flagged, e.Predicted, e.Polled)
# A standing and a result hold what is sealed: treatments, the twin, breaches of secret treaties.
_TEACHER = (
    e.Knocked,
    e.Admitted,
    e.Peeked,
    e.Closed,
    e.Changed,
    e.Opened,
    e.Erased,
    e.Prepared,
    e.Resolved,
)


# What others of the world see that it happened, though not what it says; and what everybody does.
# Not that somebody seconded: only grave steps need that.
_NOTICED = (e.Signed, e.Unsigned, e.Entered, e.Said)
_NOTICED_BY_ALL = (e.Changed, e.Erased, e.Prepared, e.Resolved)


def heard_by(event: e.Event) -> set[str]:
    """The audiences whose pages show something of an event: whoever sees it, and who notices."""
    found = set(event.seen_by.split())
    if isinstance(event.body, _NOTICED):
        found.add(f"world:{event.world}")
    if isinstance(event.body, _NOTICED_BY_ALL):
        found.add(e.PUBLIC)
    if isinstance(event.body, e.Polled):
        found.add(e.WALL)
    return found


def audience_of(
    body: e.Body, world: str, team: str, member: str, parties: tuple[str, ...] = ()
) -> str:
    """Who may see an event: "public", "teacher", or a "world:", "team:" or "seat:", or several.

    `parties` are the teams of a treaty that is not public, or nobody.
    """
    if parties:
        return " ".join(team_audience(world, one) for one in parties)
    if isinstance(body, _OWN_TEAM):
        return team_audience(world, team)
    if isinstance(body, _OWN_SEAT):
        return f"seat:{member}"
    if isinstance(body, e.Nudged):
        return team_audience(world, body.team)
    if isinstance(body, e.Noted):
        return f"{team_audience(world, team)} {team_audience(world, body.to)}"
    if isinstance(body, e.Said) and body.text:
        return team_audience(world, team)
    if isinstance(body, e.Answered | e.Joined | e.Presence | e.Said):
        return f"world:{world}"
    return e.TEACHER if isinstance(body, _TEACHER) else e.PUBLIC
