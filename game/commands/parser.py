"""The argument parser of every sub-command: one sentence and exit status 2 for wrong input."""

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from game.commands.problems import CommandError, nearest


class Parser(argparse.ArgumentParser):
    """An argument parser that raises a CommandError instead of printing its usage and leaving."""

    def __init__(self, **settings: Any) -> None:
        self._words: list[str] = []
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **settings
        )

    def examples(self, *lines: str) -> None:
        """Show these commands at the end of the help."""
        self.epilog = "examples:\n" + "\n".join(f"  twostacks {line}" for line in lines)

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Read the arguments.

        Raises: CommandError for an argument that the command does not know.
        """
        self._words = list(args or ())
        known, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.refuse(unknown[0])
        return known

    def refuse(self, word: str) -> NoReturn:
        """Say that a word is not known. Raises: CommandError naming the nearest option."""
        if not word.startswith("-"):
            raise CommandError(f"'{word}' is one word too many (see: {self.prog} --help)")
        option = word.partition("=")[0]
        choices = [name for name in self._option_string_actions if name.startswith("--")]
        raise CommandError(
            f"{self.prog} has no option '{option}'; the nearest is '{nearest(option, choices)}'"
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one sentence.

        Raises: CommandError always.
        """
        told = re.sub(r"^argument ([^:]+): ", lambda m: f"{m[1].split('/')[-1]}: ", message)
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)$", message)
        if choice is not None:
            self._refuse_before(choice[1])
            choices = [name.strip("' ") for name in choice[2].split(",")]
            told += f"; the nearest is '{nearest(choice[1], choices)}'"
        raise CommandError(f"{told} (see: {self.prog} --help)")

    def _refuse_before(self, word: str) -> None:
        """Refuse an unknown option whose value was taken for something else, as in --lessen B."""
        before = self._words[: self._words.index(word)] if word in self._words else []
        for option in before:
            if (
                option.startswith("--")
                and option.partition("=")[0] not in self._option_string_actions
            ):
                self.refuse(option)


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """A reader of whole numbers from low to high."""

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None
        if value < low or (high is not None and value > high):
            limit = f"from {low} to {high}" if high is not None else f"from {low} up"
            edge = low if value < low else high
            raise argparse.ArgumentTypeError(
                f"{value} is not {limit}; the nearest valid value is {edge}"
            )
        return value

    return read


def seed(text: str) -> int:
    """Read a seed: a whole number that fits 63 bits."""
    return whole(0, 2**63 - 1)(text)


def window_size(text: str) -> tuple[int, int]:
    """Read a size such as 1280x800, in pixels."""
    match = re.fullmatch(r"(\d{1,5})[xX](\d{1,5})", text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size; write one as 1280x800")
    width, height = int(match[1]), int(match[2])
    if not (640 <= width <= 7680 and 400 <= height <= 4320):
        near = f"{min(max(width, 640), 7680)}x{min(max(height, 400), 4320)}"
        raise argparse.ArgumentTypeError(
            f"{text} is not between 640x400 and 7680x4320; the nearest valid size is {near}"
        )
    return width, height


def path(text: str) -> Path:
    """Read a path; a leading ~ is the home folder."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("needs the name of a file or folder")
    return Path(text).expanduser()


def add_parameters(parser: Parser) -> None:
    """Let a command choose between the sets that history leaves open and the calibrated one."""
    parser.add_argument(
        "--parameters",
        choices=("accepted", "calibrated"),
        default="accepted",
        help="every run takes the next of the sets that meet the recorded facts (accepted), or "
        "all take the calibrated one",
    )


def add_json(parser: Parser) -> None:
    """Let a command print one JSON object and nothing else."""
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
