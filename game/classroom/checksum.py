"""The digest of a class: equal for a server and for whoever replays its log."""

import hashlib

import msgspec

from game.classroom.state import ClassState


def digest(state: ClassState) -> str:
    """Sixteen hexadecimal digits over everything that is known of a class."""
    known = msgspec.to_builtins(state, str_keys=True, order="deterministic")
    data = msgspec.json.encode(known)
    return hashlib.sha256(data).hexdigest()[:16]
