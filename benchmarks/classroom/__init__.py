"""Load, crashes and long lessons: scripted students against the real server, over loopback.

    python -m benchmarks.classroom load        how fast joining, signing and the reveal are
    python -m benchmarks.classroom crash       what a kill of the server costs
    python -m benchmarks.classroom soak        whether a long lesson leaks

wire.py     a lean client: HTTP on one connection, and the feed by WebSocket
process.py  the server as a process of its own, in a folder that is thrown away
phones.py   students and the teacher: they join, listen, send with keys and try again
"""
