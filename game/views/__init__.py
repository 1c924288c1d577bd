"""Views of a game: frozen values that any face draws, built from a session and its futures."""
