"""Write the transcripts anew, on purpose: `python -m tests.golden.rewrite`.

Read the difference before you commit it, and say in CHANGELOG under "Results change" why.
"""

from tests.golden.games import GAMES, as_json, number_file, play, text_file


def main() -> None:
    """Play every game and write what came of it."""
    for game in GAMES:
        text, numbers = play(game)
        old = text_file(game).read_text(encoding="utf-8") if text_file(game).exists() else ""
        text_file(game).write_text(text, encoding="utf-8")
        number_file(game).write_text(as_json(numbers), encoding="utf-8")
        print(f"{text_file(game).name}: {'unchanged' if text == old else 'rewritten'}")


if __name__ == "__main__":
    main()
