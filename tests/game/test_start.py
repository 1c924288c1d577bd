"""The first frame comes before the model is read: that takes seconds."""

import os
import subprocess
import sys

_START = """
import sys
from game.window.app import App
app = App(7, (640, 400), keep=False)
app.begin(app.first_screen(None, None, 7))
print(" ".join(name for name in ("numba", "mesa", "agents.ensemble") if name in sys.modules))
import os
os._exit(0)
"""


def test_the_title_is_drawn_without_the_model() -> None:
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    done = subprocess.run(
        [sys.executable, "-c", _START],
        capture_output=True, text=True, check=True, env=environment, timeout=120,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1].strip() == ""
