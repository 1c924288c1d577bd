"""What each page shows to whom: plain values, all words said, built from the state of a class.

A page gets its view whole and later only the parts that changed. A sealed move of another team is
in nobody's view; `tests/classroom` holds every view to that.
"""
