"""Let `python -m game` be the command `twostacks`."""

import sys

from game.cli import main

if __name__ == "__main__":
    sys.exit(main())
