"""The kit that a teacher saves after a class: one zip with everything worth keeping."""

import io
import zipfile

from game.classroom import export, gradebook, grades
from game.classroom.fold import fold
from game.classroom.folder import ClassFolder
from game.classroom.languages import spoken
from game.classroom.memos import memos_page
from game.classroom.record import forgotten
from game.classroom.report import report_page
from game.language import mark, tr

ABOUT = {
    "grades.csv": mark(
        "What each seat did, what it wrote on the exit ticket, and points that you may take from "
        "it. For you only."
    ),
    "memos.html": mark(
        "A memo prompt for each student, with the student's own moves. Each names a seat: give "
        "each student only the own one."
    ),
    "report.html": mark(
        "The whole game on one page. It names no seat, and exit tickets are only counted: you may "
        "share it."
    ),
    "replay.db": mark("The game without persons. twostacks classroom replay and flip read it."),
    "events.csv": mark("Every event without persons, as a table for research."),
}
README = "README.txt"


def kit(folder: ClassFolder, language: str) -> bytes:
    """The zip of a class. No roster is in it. Raises: LogError, FoldError or OSError."""
    log = export.unsealed(export.read(folder))
    state, found = fold(forgotten(log)), grades.students(log)
    without = export.anonymous(log)
    replay = export.log_bytes(without, folder.path)
    with spoken(language):
        files = {
            "grades.csv": gradebook.grades_csv(state, found),
            "memos.html": memos_page(state, found).encode(),
            "report.html": report_page(log, language).encode(),
            "replay.db": replay,
            "events.csv": export.dataset(without),
        }
        about = "".join(f"{name}\n    {tr(text)}\n" for name, text in ABOUT.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in {README: about.encode("utf-8-sig"), **files}.items():
            zipped.writestr(name, data)
    return out.getvalue()
