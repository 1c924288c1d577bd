"""How much memory a study took."""

import sys


def peak(workers: bool = False) -> dict[str, float | None]:
    """The most memory held at once, MB: by this process and, with `workers`, by the largest process
    of its own that has ended; None where the system does not say."""
    if sys.platform == "win32":
        return {"peak_memory_mb": None, "worker_memory_mb": None}
    import resource

    unit = 1e-6 if sys.platform == "darwin" else 1024e-6
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    other = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if workers else 0
    return {"peak_memory_mb": here * unit, "worker_memory_mb": other * unit or None}
