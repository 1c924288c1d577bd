"""The server of a class: pages, doors, commands and the feed. All state is the desk's.

server.py       puts everything together and runs it
connections.py  how long connections may be silent, and how many an address may hold
guard.py        what every request must be: known host, own origin, small, headers on every answer
door.py         joining, coming back, knocking, the teacher's link and devices
api.py          commands, whole views, the feed by polling
hub.py          the feed by WebSocket, and who is there
pages.py        the few HTML pages: frames in `templates/`, modules in `static/`, no build step
"""
