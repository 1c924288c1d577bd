"""The Pygame face: theme, text, drawing, charts, widgets and the world map.

Raises: ImportError when the module ``pygame`` is not pygame-ce.
"""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

if not getattr(pygame, "IS_CE", 0):
    raise ImportError(
        "Two Stacks needs pygame-ce, but another package called pygame is installed in its place. "
        "Run: pip uninstall pygame pygame-ce, then: pip install 'pygame-ce>=2.5.8,<2.6'"
    )
