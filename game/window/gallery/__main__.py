"""A gallery of every widget and chart with made-up data.

Usage: ``python -m game.window.gallery [--page widgets|charts|map] [--size 1920x1080]``,
with ``--shot out.png`` for a picture instead of a window.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description="Show every widget and chart.")
    parser.add_argument("--page", choices=("widgets", "charts", "map"), default="widgets")
    parser.add_argument("--size", default="1280x800", help="width x height in pixels")
    parser.add_argument("--scale", type=float, default=1.0, help="the user's own scale")
    parser.add_argument("--shot", type=Path, help="write a picture and leave")
    parser.add_argument("--focus", default="", help="id of the widget with the keyboard focus")
    parser.add_argument("--hover", default="", help="id of the hovered widget or map region")
    parser.add_argument("--dialog", choices=("event", "question", "long"))
    parser.add_argument("--shapes", action="store_true", help="shapes besides colours")
    parser.add_argument("--reduce-motion", action="store_true")
    parser.add_argument("--dots", type=int, default=4000)
    return parser.parse_args(arguments)


def main() -> None:
    """Show the gallery or write its picture."""
    options = parse_arguments()
    if options.shot is not None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    import pygame

    from game.window.gallery.pages import Gallery

    pygame.display.init()
    pygame.font.init()
    width, height = (int(part) for part in options.size.split("x"))
    screen = pygame.display.set_mode((width, height))
    pygame.display.set_caption("Two Stacks: gallery")
    gallery = Gallery(options, (width, height))
    if options.shot is not None:
        for _ in range(40):
            gallery.advance(1 / 60)
        gallery.draw(screen)
        gallery.draw(screen)
        pygame.image.save(screen, options.shot)
        return
    clock = pygame.time.Clock()
    while not any(event.type == pygame.QUIT for event in gallery.take(pygame.event.get())):
        gallery.advance(clock.tick(60) / 1000)
        gallery.draw(screen)
        pygame.display.flip()


if __name__ == "__main__":
    main()
