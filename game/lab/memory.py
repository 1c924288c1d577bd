"""How much memory a study took."""

import sys


def peak() -> dict[str, float | None]:
    """The most memory held at once, MB: by this process, and by the largest worker process that
    has ended; None where the system does not say."""
    if sys.platform == "win32":
        return {"peak_memory_mb": None, "worker_memory_mb": None}
    import resource

    unit = 1e-6 if sys.platform == "darwin" else 1024e-6
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"peak_memory_mb": here * unit, "worker_memory_mb": workers * unit or None}
