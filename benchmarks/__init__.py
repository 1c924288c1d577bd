"""Speed and memory, measured: `twostacks bench`. README.md says how to read the figures."""
