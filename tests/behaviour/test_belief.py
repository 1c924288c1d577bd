"""What a seat believes of its rivals: calibrated, lasting, sharper with intelligence."""

import numpy as np
import pytest

from agents.belief import believed_rows, estimates, hidden, hidden_from
from agents.characters import cast, lead
from agents.levers import SEATS
from agents.names import CN, DUV_TRICK, EARTHQUAKE, HUAW, US
from agents.state import DEFAULT_BUYERS, layout
from tests.model_helpers import opening

WHERE = layout(DEFAULT_BUYERS)


@pytest.fixture
def row() -> np.ndarray:
    return opening("good-enough")


def test_four_truths_out_of_five_lie_in_the_band(row: np.ndarray) -> None:
    row[WHERE.position("designers", HUAW, "posture")] = 1.0  # a champion that misleads nobody
    inside = [e.inside for seed in range(100) for e in estimates(row, "us", seed) if e.truth > 0]
    assert 0.76 < np.mean(inside) < 0.84


def test_own_side_is_seen_exactly_and_nothing_else_changes(row: np.ndarray) -> None:
    believed = believed_rows(row, "us", 7, 8)
    allowed = {
        WHERE.position(h.kind, WHERE.kinds[h.kind].members.index(m), h.field)
        for h in hidden_from("us")
        for m in h.members
    }
    bits = believed.view(np.int64) != row.view(np.int64)
    changed = set(np.flatnonzero(bits.any(axis=0)).tolist())
    assert changed
    assert changed <= allowed


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_has_something_it_cannot_see(seat: str, row: np.ndarray) -> None:
    assert hidden_from(seat)
    assert all(np.isfinite((e.best, e.low, e.high)).all() for e in estimates(row, seat, 3))
    assert believed_rows(row, seat, 3, 4).shape == (4, len(row))


def test_a_run_is_the_same_however_many_there_are(row: np.ndarray) -> None:
    many = believed_rows(row, "cn", 7, 20, first_run=1)
    few = believed_rows(row, "cn", 7, 5, first_run=6)
    assert many[5:10].tobytes() == few.tobytes()


def test_intelligence_narrows_the_estimate(row: np.ndarray) -> None:
    seeing = row.copy()
    seeing[WHERE.position("governments", US, "insight")] = 0.9
    for blind, sharp in zip(estimates(row, "us", 7), estimates(seeing, "us", 7), strict=True):
        if blind.truth > 0:
            assert sharp.high - sharp.low < blind.high - blind.low


def test_a_humble_rival_is_believed_weaker_and_a_loud_one_stronger(row: np.ndarray) -> None:
    def believed(posture: float) -> float:
        told = row.copy()
        told[WHERE.position("designers", HUAW, "posture")] = posture
        return float(next(e.best for e in estimates(told, "us", 7) if e.field == "arch"))

    assert believed(0.5) < believed(1.0) < believed(1.5)


def test_an_error_lasts_but_not_for_ever(row: np.ndarray) -> None:
    place = WHERE.position("economy", 0, "quarter")

    def error(seed: int, later: int) -> float:
        moved = row.copy()
        moved[place : place + 1].view(np.int64)[0] += later
        guess = next(e for e in estimates(moved, "us", seed) if e.field == "capacity")
        return float(np.log(guess.best / guess.truth))

    errors = np.array([[error(seed, later) for later in (0, 1, 20)] for seed in range(80)])
    near = np.corrcoef(errors[:, 0], errors[:, 1])[0, 1]
    far = np.corrcoef(errors[:, 0], errors[:, 2])[0, 1]
    assert near > 0.8
    assert abs(far) < 0.4


def test_the_futures_do_not_know_who_leads_a_rival(row: np.ndarray) -> None:
    lead(row, cast(7, "us"), DEFAULT_BUYERS)
    believed = believed_rows(row, "us", 7, 60)
    traits = believed[:, WHERE.position("governments", CN, "hawkishness")]
    assert len(np.unique(traits)) == 3


def _set(row: np.ndarray, event: int, **fields: int) -> np.ndarray:
    changed = row.copy()
    for name, value in fields.items():
        place = WHERE.position("events", event, name)
        changed[place : place + 1].view(np.int64)[0] = value
    return changed


def test_the_futures_do_not_know_which_events_are_on_their_way(row: np.ndarray) -> None:
    now = int(row[WHERE.position("economy", 0, "quarter") :][:1].view(np.int64)[0])
    row[WHERE.position("economy", 0, "event_rate")] = 1.0
    row[WHERE.position("events", DUV_TRICK, "hazard")] = 0.1
    coming = _set(row, DUV_TRICK, due=now)
    assert believed_rows(coming, "us", 7, 40).tobytes() == believed_rows(row, "us", 7, 40).tobytes()
    false = believed_rows(_set(row, EARTHQUAKE, rumoured=now - 1), "us", 7, 900)
    true = believed_rows(_set(row, EARTHQUAKE, rumoured=now - 1, due=now), "us", 7, 900)
    assert false.tobytes() == true.tobytes()
    due = true[:, WHERE.position("events", EARTHQUAKE, "due")].copy().view(np.int64)
    assert set(due.tolist()) == {0, now, now + 1}
    assert 0.6 < (due > 0).mean() < 0.73


def test_everything_hidden_names_its_source() -> None:
    for one in hidden():
        assert one.source
        assert one.scale in {"ratio", "share", "shift"}
        assert 0.0 < one.spread < 1.0
