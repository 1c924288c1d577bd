"""The table of observations in the document is that of the code."""

from tests.environments.observation_table import DOCUMENT, written


def test_the_table_of_observations_is_the_code_s() -> None:
    """Otherwise: python -m tests.environments.observation_table."""
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == written(text)
