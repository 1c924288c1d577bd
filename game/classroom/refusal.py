"""How the classroom says no."""


class RefusedError(Exception):
    """A command that was not taken; the text says why. `status` is HTTP's."""

    def __init__(self, words: str, status: int = 409) -> None:
        super().__init__(words)
        self.status = status
