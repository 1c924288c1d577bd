"""The parts of the screens: each shows a slice of the view and is painted again when it changes."""
