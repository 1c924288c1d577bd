"""Who may come in: tokens, secret words, the teacher's one-time link, and limits on guesses.

Only hashes are kept, in a file of their own. A token has 128 bits, so a plain SHA-256 is safe;
a word has few and is guarded by the number of tries. A process that dies loses none of them. A
laptop whose power fails may lose the last few, whose owners then knock: the price for not making
everybody wait for the disk whenever somebody joins.
"""

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from game.classroom import words

TEACHER = "teacher"
TOKEN_BYTES = 16
WORD_TRIES = 5
# Wrong codes: in a minute from one address, and from all together; beyond that no address has more
# than one guess. A whole class behind one address joins freely, since only wrong ones count.
WRONG_CODES_EACH, WRONG_CODES_ALL = 30.0, 300.0
# Commands of one seat, in a second and at once.
COMMANDS_RATE, COMMANDS_BURST = 10.0, 20.0
# The six digits by which the teacher adds a device: seconds they are valid, and tries.
DEVICE_CODE_S = 60.0
DEVICE_TRIES = 5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (
    member TEXT NOT NULL, token TEXT NOT NULL PRIMARY KEY, word TEXT NOT NULL,
    tries INTEGER NOT NULL
) STRICT;
"""

Now = Callable[[], float]


def new_token() -> str:
    """A token for a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is kept of a token or word."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Bucket:
    """A token bucket: `rate` a second flow in, `most` at once. Units: seconds of a steady clock."""

    rate: float
    most: float
    level: float = field(init=False)
    at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.level = self.most

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        self.level, self.at = self._level(now), now
        if self.level < 1.0:
            return False
        self.level -= 1.0
        return True

    def empty(self, now: float) -> bool:
        """Whether there is none to take."""
        return self._level(now) < 1.0

    def full(self, now: float) -> bool:
        """Whether none was taken for long enough."""
        return self._level(now) >= self.most

    def _level(self, now: float) -> float:
        return min(self.most, self.level + self.rate * max(0.0, now - self.at))


class Limits:
    """Buckets by key, kept in memory only: no address is ever written anywhere."""

    MOST_KEYS = 4096

    def __init__(self, now: Now = time.monotonic) -> None:
        self._now = now
        self._each: dict[str, Bucket] = {}
        self._codes = Bucket(WRONG_CODES_ALL / 60.0, WRONG_CODES_ALL)

    def may_guess(self, address: str) -> bool:
        """Whether an address may still try a code: it has not been wrong too often."""
        own = self._bucket(f"code {address}", WRONG_CODES_EACH / 60.0, WRONG_CODES_EACH)
        now = self._now()
        return not own.empty(now) and (own.full(now) or not self.under_siege())

    def guessed_wrong(self, address: str) -> None:
        """A wrong code came from an address."""
        now = self._now()
        self._bucket(f"code {address}", WRONG_CODES_EACH / 60.0, WRONG_CODES_EACH).take(now)
        self._codes.take(now)

    def under_siege(self) -> bool:
        """Whether wrong codes come so fast that the teacher should hear of it."""
        return self._codes.empty(self._now())

    def may_command(self, who: str) -> bool:
        """Whether a seat may give one more command now."""
        return self._bucket(f"seat {who}", COMMANDS_RATE, COMMANDS_BURST).take(self._now())

    def may_look(self, who: str) -> bool:
        """Whether a page may ask once more for what it shows."""
        return self._bucket(f"look {who}", COMMANDS_RATE, COMMANDS_BURST).take(self._now())

    def _bucket(self, key: str, rate: float, most: float) -> Bucket:
        if key not in self._each:
            if len(self._each) >= self.MOST_KEYS:
                del self._each[next(iter(self._each))]
            self._each[key] = Bucket(rate, most)
        return self._each[key]


class Doors:
    """Tokens and words of a class. Raises: sqlite3.Error if they cannot be kept."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)
        rows = self._db.execute("SELECT member, token, word, tries FROM secret").fetchall()
        self._member_of = {token: member for member, token, _, _ in rows}
        self._word_of = {member: word for member, _, word, _ in rows if word}
        self._tries = {member: tries for member, _, _, tries in rows}
        self._links: dict[str, None] = {}
        self._device: tuple[str, float, int] | None = None

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    # ---- students

    def member_of(self, token: str) -> str | None:
        """Whose token it is."""
        return self._member_of.get(digest(token)) if token else None

    def let_in(self, member: str, *, word: bool = True) -> tuple[str, str]:
        """A new token and a new word for a seat; whatever it had before is void.

        Raises: sqlite3.Error if that cannot be kept; then what it had before still holds.
        """
        token, said = new_token(), words.new_word() if word else ""
        hashed = digest(said) if said else self._word_of.get(member, "")
        with self._change() as db:
            db.execute("DELETE FROM secret WHERE member = ?", (member,))
            db.execute("INSERT INTO secret VALUES (?, ?, ?, 0)", (member, digest(token), hashed))
        self._forget(member)
        self._member_of[digest(token)] = member
        self._word_of[member] = hashed
        self._tries[member] = 0
        return token, said

    def seats(self) -> set[str]:
        """The seats that have a token or a word."""
        return {*self._member_of.values(), *self._word_of} - {TEACHER}

    def shut_out(self, member: str) -> None:
        """Void the token and word of a seat."""
        self._forget(member)
        self._word_of.pop(member, None)
        with self._change() as db:
            db.execute("DELETE FROM secret WHERE member = ?", (member,))

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Changes that are all kept, or none of them."""
        self._db.execute("BEGIN")
        try:
            yield self._db
            self._db.execute("COMMIT")
        except sqlite3.Error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _forget(self, member: str) -> None:
        for token in [t for t, m in self._member_of.items() if m == member]:
            del self._member_of[token]

    def says_word(self, member: str, word: str) -> bool | None:
        """Whether it is the word of a seat; nothing once there were too many tries."""
        if self._tries.get(member, WORD_TRIES) >= WORD_TRIES:
            return None
        right = hmac.compare_digest(self._word_of.get(member, ""), digest(words.clean_word(word)))
        if not right:
            self._tries[member] += 1
            self._db.execute(
                "UPDATE secret SET tries = ? WHERE member = ?", (self._tries[member], member)
            )
        return right

    # ---- the teacher

    def teacher_link(self) -> str:
        """A one-time secret that opens the console once."""
        link = new_token()
        self._links[digest(link)] = None
        return link

    def use_link(self, link: str) -> str | None:
        """A teacher's token for a link that was not used yet; the link is dead then."""
        if digest(link) not in self._links:
            return None
        del self._links[digest(link)]
        return self.teacher_token()

    def teacher_token(self) -> str:
        """One more token of the teacher; the others stay valid."""
        token = new_token()
        self._db.execute("INSERT INTO secret VALUES (?, ?, '', 0)", (TEACHER, digest(token)))
        self._member_of[digest(token)] = TEACHER
        return token

    def device_code(self, now: float) -> str:
        """Six digits that add a device of the teacher within a minute."""
        code = f"{secrets.randbelow(1_000_000):06d}"
        self._device = digest(code), now + DEVICE_CODE_S, DEVICE_TRIES
        return code

    def use_device_code(self, code: str, now: float) -> str | None:
        """A teacher's token for the right digits in time; five wrong ones make them void."""
        if self._device is None:
            return None
        held, until, tries = self._device
        if now > until or tries <= 0:
            self._device = None
            return None
        if not hmac.compare_digest(held, digest(code)):
            self._device = held, until, tries - 1
            return None
        self._device = None
        return self.teacher_token()
