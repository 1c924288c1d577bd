"""The model: firms, governments and markets of the AI chip ecosystem. Knows nothing of screens."""

import os

# The quarter is long code that runs once per world: less inlining keeps it in the processor's cache
# and is a fifth faster than the compiler's highest level. Read when numba is first imported.
os.environ.setdefault("NUMBA_OPT", "1")
