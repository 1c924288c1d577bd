"""What every test needs: no display and no sound, unless a test opens a real window itself."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

# The same examples in every run, so that a change is judged by what it changed. To look for new
# ones: make test ARGS="--hypothesis-profile=search".
settings.register_profile("default", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Accept new accessibility trees and pictures on purpose."""
    parser.addoption("--update-goldens", action="store_true", help="accept new trees and pictures")
