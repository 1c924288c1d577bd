"""Everything that can happen in a class, as values that go into its log.

An event is never changed or taken out: an undo is one more event. Who may see one is decided when
it is written (`audience`). A `kind` on disk is the tag of its body.
"""

from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

# Longest text of a student, and how far ahead of a body the wire may go.
LONGEST_TEXT = 140
LONGEST_ANSWER = 1000
PUBLIC, TEACHER = "public", "teacher"
WALL = "wall"  # hears of answers in the debrief, which it counts
SERVER = "server"
Choices: TypeAlias = dict[str, int]  # of a team's sheet: decision to step


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a class plays by. Units: `seconds` of phases, `minutes` in all, `quarters` a round."""

    lesson: str
    scenario: str
    minutes: int
    students: int
    worlds: int
    rounds: int
    quarters: int
    seconds: dict[str, int]
    seed: int
    practice: bool = True
    treaties: bool = False
    statements: bool = False
    names: str = "real"  # or "neutral"
    talk: str = "face"  # or "notes", "free"
    clocks: bool = True
    pace: bool = True
    signatures: int = 2
    language: str = "en"
    title: str = ""
    treatments: dict[str, str] = {}
    ends_at: float | None = None  # when the lesson must be over, seconds since 1970


# ---- the class


class Opened(Struct, frozen=True, tag="opened"):
    """A class was opened with a code."""

    settings: Settings
    code: str


class Changed(Struct, frozen=True, tag="changed"):
    """The teacher changed settings."""

    settings: Settings


class Joined(Struct, frozen=True, tag="joined"):
    """A student took a place. A bot's is marked."""

    member: str
    world: str
    team: str
    role: str
    language: str
    observer: bool = False
    bot: bool = False


class Seated(Struct, frozen=True, tag="seated"):
    """Students were put elsewhere, each into a world and team: by the teacher, or at the start."""

    places: dict[str, tuple[str, str]]


class Knocked(Struct, frozen=True, tag="knocked"):
    """Somebody wants in again and could not say the word; or in while the door is locked."""

    knock: str
    member: str = ""


class Admitted(Struct, frozen=True, tag="admitted"):
    """The teacher let somebody in, or sent them away."""

    knock: str
    let_in: bool


class Switched(Struct, frozen=True, tag="switched"):
    """A student went on with another device."""

    member: str


class Presence(Struct, frozen=True, tag="presence"):
    """A student is there, or has gone."""

    member: str
    here: bool


class Flagged(Struct, frozen=True, tag="flagged"):
    """The teacher's private marks on a student: muted, extra time; nothing where unchanged."""

    member: str
    muted: bool | None = None
    extra_time: bool | None = None


class Spoke(Struct, frozen=True, tag="spoke"):
    """A student chose a language."""

    member: str
    language: str


class Locked(Struct, frozen=True, tag="locked"):
    """The door was locked or opened."""

    locked: bool


class Blanked(Struct, frozen=True, tag="blanked"):
    """Screens were blanked or shown again: `what` is "projector" or "phones"."""

    what: str
    on: bool


class Shown(Struct, frozen=True, tag="shown"):
    """The projector shows another world, or all of them ("*")."""

    world: str


class Nudged(Struct, frozen=True, tag="nudged"):
    """The teacher nudged a team."""

    team: str


class Erased(Struct, frozen=True, tag="erased"):
    """A student's name was replaced; moves stay as those of the team."""

    member: str
    name: str


class Peeked(Struct, frozen=True, tag="peeked"):
    """The teacher looked at a sealed move."""

    team: str


class Prepared(Struct, frozen=True, tag="prepared"):
    """The model has opened a world: its numbers and what is in force, as `worlds.Standing`."""

    standing: dict[str, Any]


# ---- rounds


class Phase(Struct, frozen=True, tag="phase"):
    """A part of a round begins. No `seconds`: no clock runs. Round 0 is the practice."""

    round: int
    phase: str
    seconds: float | None
    ends_at: float | None
    stage: str = ""


class Ticked(Struct, frozen=True, tag="clock"):
    """The clock of a phase: `left` while paused, `ends_at` while running, or none at all.

    `why` is "extend", "pause", "resume", "outage", "sleep", "waiting", "all_signed" or "held". The
    last two stay through a pause. `more` is what everybody's signature has cut off. Units: s.
    """

    why: str
    ends_at: float | None
    left: float | None
    more: float = 0.0


class Proposed(Struct, frozen=True, tag="proposed"):
    """A member's proposal for the move of its team."""

    member: str
    round: int
    choices: Choices


class Signed(Struct, frozen=True, tag="signed"):
    """The signer signs the team's move. The receipt is the start of a hash of move and salt."""

    member: str
    round: int
    choices: Choices
    receipt: str
    salt: str


class Seconded(Struct, frozen=True, tag="seconded"):
    """Another member signs as well, which grave moves need."""

    member: str
    round: int


class Unsigned(Struct, frozen=True, tag="unsigned"):
    """A signature was taken back before the end of the phase."""

    member: str
    round: int


class Entered(Struct, frozen=True, tag="entered"):
    """The teacher entered a team's move, as from a paper sheet."""

    team: str
    round: int
    choices: Choices


class Standing(Struct, frozen=True, tag="standing"):
    """A team's standing order: what counts if it does not answer."""

    member: str
    choices: Choices


class Doctrine(Struct, frozen=True, tag="doctrine"):
    """How a team's mind is to lead when the team has gone."""

    member: str
    doctrine: str


class Penned(Struct, frozen=True, tag="penned"):
    """The pen passes to another member."""

    team: str
    member: str


class Move(Struct, frozen=True):
    """What counts for a team in a round; `how` is a rung of the ladder (`ladder.py`)."""

    choices: Choices
    how: str
    signer: str = ""
    present: int = 0
    proposed: int = 0
    posture: str = ""
    doctrine: str = ""
    bound: tuple[str, ...] = ()  # decisions that a binding treaty held back
    unseconded: tuple[str, ...] = ()  # grave steps that a second signature would have needed
    salt: str = ""


class Closed(Struct, frozen=True, tag="closed"):
    """The round is closed: what counts for every team of a world. Sealed until it is resolved."""

    round: int
    moves: dict[str, Move]


class Resolved(Struct, frozen=True, tag="resolved"):
    """The model has played a round of a world: what became of it, and the digest of its state.

    `result` is what `worlds.play_round` says, the version of the rules included; `orders` are the
    moves as orders of the model.
    """

    round: int
    moves: dict[str, Move]
    orders: tuple[tuple[str, float], ...]
    breaches: tuple[tuple[int, str], ...]
    result: dict[str, Any]


class Rewound(Struct, frozen=True, tag="rewound"):
    """Everything goes back to a mark. With `keep` the games so far stay on record as an episode.

    `why` is "undo", "practice" or "fork".
    """

    mark: int
    why: str
    keep: bool = False


# ---- words between teams


class Offered(Struct, frozen=True, tag="offered"):
    """A treaty is offered. `clauses` are those of `treaties.py`; `rounds` is how long it holds."""

    treaty: int
    team: str
    member: str
    parties: tuple[str, ...]
    clauses: tuple[dict[str, Any], ...]
    mode: str
    rounds: int


class Answered(Struct, frozen=True, tag="answered"):
    """A party signs a treaty, declines it, withdraws its offer or leaves: `op` says which.

    Leaving is grave: "leave" asks for it, "second" is the other signature. `limits` are the steps
    that clauses bind to, fixed when the last party signs.
    """

    treaty: int
    team: str
    member: str
    op: str  # sign, decline, withdraw, leave, second
    limits: tuple[int | None, ...] = ()


class Said(Struct, frozen=True, tag="said"):
    """A public statement: a posture card, and a text that the wall shows once it is approved."""

    item: int
    team: str
    member: str
    round: int
    posture: str
    text: str = ""


class Approved(Struct, frozen=True, tag="approved"):
    """The teacher lets a text onto the wall, or does not."""

    item: int
    shown: bool


class Noted(Struct, frozen=True, tag="noted"):
    """A note from one team to another."""

    team: str
    member: str
    to: str
    note: str
    text: str = ""


# ---- each student


class Predicted(Struct, frozen=True, tag="predicted"):
    """A student's forecast: whether a number will be higher after `round`, and how surely."""

    member: str
    round: int
    item: str
    up: bool
    p: float


class Polled(Struct, frozen=True, tag="polled"):
    """An answer in the debrief: a word, a decision, a probability or a text."""

    member: str
    poll: str
    answer: str


class Flipped(Struct, frozen=True, tag="flipped"):
    """A decision of the game was changed and both worlds played many times with equal luck."""

    flip: int
    change: dict[str, Any]
    result: dict[str, Any]


class Closing(Struct, frozen=True, tag="ended"):
    """The class is over."""


Body = (
    Opened
    | Changed
    | Joined
    | Seated
    | Knocked
    | Admitted
    | Switched
    | Presence
    | Flagged
    | Spoke
    | Locked
    | Blanked
    | Shown
    | Nudged
    | Erased
    | Peeked
    | Prepared
    | Phase
    | Ticked
    | Proposed
    | Signed
    | Seconded
    | Unsigned
    | Entered
    | Standing
    | Doctrine
    | Penned
    | Closed
    | Resolved
    | Rewound
    | Offered
    | Answered
    | Said
    | Approved
    | Noted
    | Predicted
    | Polled
    | Flipped
    | Closing
)


class Event(Struct, frozen=True):
    """A line of the log. Units: `at` seconds since 1970 by the server's clock."""

    seq: int
    at: float
    world: str
    round: int
    actor: str
    seen_by: str
    idem: str
    body: Body

    @property
    def kind(self) -> str:
        """The tag of its body."""
        return str(self.body.__struct_config__.tag)


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Body).decode


def to_json(body: Body) -> bytes:
    """A body as it stands in the log, its kind included."""
    return _encode(body)


def from_json(data: bytes) -> Body:
    """A body read back. Raises: ValueError if it is none."""
    return _decode(data)
