"""The prompt of the policy memo, filled with a student's own moves."""

from collections.abc import Iterable

from game.classroom import debrief
from game.classroom.grades import Student
from game.classroom.handouts.texts import of_lesson, texts
from game.classroom.languages import spoken
from game.classroom.lesson import find_decision, find_team
from game.classroom.paper import render
from game.classroom.state import ClassState
from game.classroom.views.debrief import candidate_text
from game.classroom.views.words import said, step_text, team_name
from game.language import tr


def role_name(team: str, key: str) -> str:
    """What a role of a team is called."""
    return next((tr(role.name) for role in find_team(team).roles if role.key == key), "")


def memo_lines(state: ClassState, one: Student) -> list[str]:
    """What a student reads: seat, the team's decisions and the student's part in them, the task."""
    with spoken(one.language):
        place = tr(
            "You were {seat}: {team}, {role}, world {world}.",
            seat=one.seat, team=team_name(one.team), role=role_name(one.team, one.role),
            world=one.world,
        )  # fmt: skip
        moves = [_move(one, change) for change in _changes(state, one)]
        nothing = tr("Your team changed nothing while you were there. Say why.")
        task = of_lesson(texts().homework, state.lesson)[0].text
        asked = tr(task, words=texts().memo.words)
        return [said(state, line) for line in (place, *(moves or [nothing]), asked)]


def memo_text(state: ClassState, one: Student) -> str:
    """The same in one paragraph, for a cell of a table."""
    return " ".join(f"{line.rstrip('.')}." for line in memo_lines(state, one))


def memos_page(state: ClassState, found: Iterable[Student]) -> str:
    """A page with a memo prompt for each student, each on a sheet of its own when printed."""
    memos = [(one, memo_lines(state, one)) for one in found]
    return render("memos.html", state, title=tr("Memos"), memos=memos)


def _changes(state: ClassState, one: Student) -> list[debrief.Candidate]:
    """What the team changed in rounds that are counted for the student."""
    counted = {r.number for r in one.rounds}
    return [
        change
        for change in debrief.changes(state, one.world)
        if change.seat == one.team and change.round in counted
    ]


def _move(one: Student, change: debrief.Candidate) -> str:
    """A decision of the team, and what the student had proposed."""
    move = candidate_text(change, False)
    last = [r for r in one.rounds if r.number == change.round][-1]
    step = (last.proposed or {}).get(change.decision)
    if step == change.after:
        return tr("{move}. You had proposed this", move=move)
    if step is not None:
        decision = find_decision(f"{change.seat}.{change.decision}")
        return tr("{move}. You had proposed: {step}", move=move, step=step_text(decision, step))
    return move
