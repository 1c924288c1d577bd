"""The same examples in every run, and no deadline for a busy machine."""

from hypothesis import settings

settings.register_profile("formulas", deadline=None, derandomize=True)
settings.load_profile("formulas")
