"""A class in play: students lead governments and firms, and the server owns the only worlds.

Read in this order:

    lesson.py      what is taught: teams, their move sheets, lessons, treatments (data/*.toml)
    events.py      everything that can happen in a class, as values that go into the log
    state.py       what follows from them; `fold.py` says how, event by event (`fold_*.py`)
    phases.py      the order of a round, and when each part of it ends
    ladder.py      what counts for a team that has not signed; `pens.py`: who signs
    seating.py     any number of students on worlds, teams and roles
    treaties.py    what treaties say and whether moves keep them
    pace.py        the clock of a lesson that must end with its debrief
    worlds.py      the model's part: rounds, causes, futures; pure, run in a process of its own
    desk.py        takes events, keeps what follows from them, and the clock: the only writer
    course.py      begins, goes on and goes back; `attendance.py`: who is there
    rounds.py      what the class asks of the model's process (`model.py`)
    views/         what each page shows to whom; a sealed move is in nobody's view
    web/           pages and the server

Everything down to `worlds.py` is pure and knows no clock, socket or file.
"""
