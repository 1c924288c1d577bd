"""The common workload SW-1 in many hands, timed side by side: `python -m benchmarks.peers`."""
