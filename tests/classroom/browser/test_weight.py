"""A phone gets little, and sees something soon, even a slow one."""

import gzip

import pytest
from playwright.sync_api import CDPSession, Page, Response

from tests.classroom.browser.conftest import MakeGuest, OpenRoom
from tests.classroom.browser.people import hold, name_of

pytestmark = pytest.mark.browser

HEAVIEST = 60 * 1024  # bytes of a student's page with all that it loads, packed
MOST_REQUESTS = 8
SLOWER, SOON_MS = 4, 1500
# The machine of the tests may be busy with others: this much later still passes.
PATIENCE = 2.0


def measured(page: Page, url: str) -> tuple[int, list[str]]:
    """How heavy a page is, packed, and what it asked for."""
    came: list[Response] = []
    page.on("response", lambda one: came.append(one))
    page.goto(url, wait_until="load")
    page.locator("main .card").first.wait_for()
    page.wait_for_timeout(500)
    files = [one for one in came if "/api/" not in one.url]
    heavy = sum(len(gzip.compress(one.body())) for one in files)
    return heavy, [one.url for one in files]


def test_a_students_page_is_light(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 36, worlds=1, treaties=True, statements=True, talk="free")
    room.join(30)
    one = guest()
    page = hold(one, room)
    room.go("commit")
    room.look()
    fresh = one.context.new_page()
    heavy, asked = measured(fresh, f"{room.url}/s/{name_of(page)}")
    print(f"\na student's page: {heavy / 1024:.1f} KiB packed, {len(asked)} requests")
    assert heavy <= HEAVIEST
    assert len(asked) <= MOST_REQUESTS, asked
    packed = [r for r in asked if r.endswith((".js", ".css"))]
    assert len(packed) >= 2
    door, _ = measured(guest().context.new_page(), f"{room.url}/")
    print(f"the door: {door / 1024:.1f} KiB packed")
    assert door <= HEAVIEST / 2


def test_a_slow_phone_paints_soon(open_room: OpenRoom, guest: MakeGuest) -> None:
    room = open_room("B", 36, worlds=1, treaties=True, statements=True)
    room.join(30)
    one = guest()
    page = hold(one, room)
    room.go("commit")
    page.close()
    fresh = one.context.new_page()
    session: CDPSession = one.context.new_cdp_session(fresh)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    fresh.goto(f"{room.url}/s/{name_of(page)}", wait_until="load")
    fresh.locator(".decision").first.wait_for()
    painted = fresh.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = fresh.evaluate("performance.now()")
    print(f"\n{SLOWER} times slowed: first paint after {painted:.0f} ms, sheet {ready:.0f} ms")
    assert painted < PATIENCE * SOON_MS
