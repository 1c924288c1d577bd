"""`twostacks classroom check`: can a phone reach this laptop, and if not, why?

observations.py  what was seen, and the shape of what is said of it
diagnosis.py     what that means in words; pure
causes.py        why no phone came, the likeliest cause first; pure
laptop.py        what the laptop can find out alone
page.py          the page that one phone opens, and what is noted of its visit
runner.py        the command: shows the address, waits, says what was found
"""

from game.classroom.check.runner import run_check

__all__ = ["run_check"]
