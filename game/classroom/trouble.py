"""What the teacher must know: a fault that the class waits for, or a warning that passes."""

from dataclasses import dataclass

from game.language import NOTHING_SAID, Sentence

# Seconds that a warning stays on the console after its cause was last seen.
WARNING_S = 120.0


@dataclass
class Trouble:
    """A fault stays until somebody tries again; a warning goes by itself. Units: steady seconds."""

    fault: Sentence = NOTHING_SAID
    warning: Sentence = NOTHING_SAID
    warned: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.fault.text)

    def __str__(self) -> str:
        """In the language of whoever reads it."""
        return str(self.fault) or str(self.warning)

    def warn(self, warning: Sentence, now: float) -> bool:
        """Show a warning; whether it is a new one."""
        fresh = warning != self.warning
        self.warning, self.warned = warning, now
        return fresh

    def passes(self, now: float) -> bool:
        """Take a warning away whose cause is gone; whether there was one."""
        if not self.warning.text or now - self.warned < WARNING_S:
            return False
        self.warning = NOTHING_SAID
        return True
