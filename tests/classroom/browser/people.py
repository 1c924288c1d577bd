"""Those who sit in front of the screens: a teacher, students, and a browser for each of them."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, expect

from game.classroom.desk import Desk
from tests.classroom.browser.room import HOST, Room

# A browser tells refusals and lost connections as errors; a test that provokes them says so.
_NETWORK = re.compile(r"Failed to load resource|WebSocket connection to")


@dataclass
class Guest:
    """A browser profile. `asked` are the hosts of all requests, `errors` what the console said."""

    context: BrowserContext
    asked: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    policies: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(20_000)
        self.context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("request", lambda request: self.asked.add(request.url.split("/")[2].split(":")[0]))
        page.on("websocket", lambda socket: self.asked.add(socket.url.split("/")[2].split(":")[0]))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("response", self._policy)

    def _policy(self, response: object) -> None:
        kind = response.headers.get("content-type", "")  # type: ignore[attr-defined]
        if kind.startswith("text/html"):
            policy = response.headers.get("content-security-policy", "")  # type: ignore[attr-defined]
            self.policies.append((response.url, policy))  # type: ignore[attr-defined]

    def page(self, url: str) -> Page:
        """A new tab."""
        opened = self.context.new_page()
        opened.goto(url)
        return opened

    def faults(self, network: bool = False) -> list[str]:
        """What went wrong; with `network` lost connections do not count."""
        return [one for one in self.errors if not (network and _NETWORK.search(one))]

    def stayed_home(self) -> bool:
        """Whether nobody but the teacher's machine was asked for anything."""
        return self.asked <= {HOST}


# ---- students


def join(guest: Guest, room: Room, lang: str = "en") -> Page:
    """Come in by the code, write down name and word, go on to the seat's page."""
    page = guest.page(f"{room.url}/?lang={lang}")
    page.locator("form.card input.code").fill(room.do(lambda desk: desk.state.code).lower())
    page.locator("form button.go").first.click()
    page.locator(".word-card").wait_for()
    return page


def seated(guest: Guest, room: Room, lang: str = "en") -> Page:
    """A student on the page of a seat."""
    page = join(guest, room, lang)
    page.locator("a.button.go").click()
    page.locator("main .card").first.wait_for()
    return page


def hold(guest: Guest, room: Room, seat: tuple[str, str] | None = None) -> Page:
    """A student on the page of a seat that it has without the door."""
    name, token = seat or room.seat()
    guest.context.add_cookies([{"name": f"seat-{name}", "value": token, "url": room.url}])
    page = guest.page(f"{room.url}/s/{name}")
    page.locator("main").wait_for()
    return page


def seat_all(guests: list[Guest], room: Room) -> dict[str, Page]:
    """The pages of guests who have all taken seats, by seat."""
    return {name_of(page): page for page in (seated(one, room) for one in guests)}


def name_of(page: Page) -> str:
    """The seat that a page belongs to."""
    return page.url.rsplit("/", 1)[1]


def propose(page: Page) -> None:
    """Take one decision a step up or down, and send it: two taps."""
    page.locator(".decision .stepper button:not([aria-disabled])").first.click()
    page.locator(".bar .go").first.click()
    expect(page.locator(".bar .sent")).to_be_visible()


def sign(page: Page) -> None:
    """Sign for the team."""
    page.locator(".bar button", has_text="Sign for the team").click()
    page.locator(".bar button", has_text="Sign now").click()
    expect(page.locator(".signed")).to_be_visible()


def pen_of(desk: Desk, name: str) -> str:
    """Who signs for the team of a student."""
    member = desk.state.members[name]
    return desk.state.game.worlds[member.world].teams[member.team].pen


def all_sign(room: Room, phones: dict[str, Page]) -> None:
    """Whoever has the pen of a team signs."""
    for name, page in phones.items():
        if room.do(lambda desk, name=name: pen_of(desk, name)) == name:
            sign(page)


# ---- the teacher


def teacher(guest: Guest, room: Room, lang: str = "en") -> Page:
    """The console, by its one-time link."""
    page = guest.page(room.link())
    page.goto(f"{room.url}/t?lang={lang}")
    page.locator(".con-bar").wait_for()
    return page


def wall(guest: Guest, room: Room, lang: str = "en") -> Page:
    """The wall, by the link that works on any device."""
    key = room.opened.server.door.wall_key
    page = guest.page(f"{room.url}/p/{key}?lang={lang}")
    page.locator("main").wait_for()
    return page


def press_next(page: Page, phase: str) -> None:
    """Press the large button until the console says that a part has begun."""
    page.locator(".con-bar .large").click()
    expect(page.locator("header h1")).to_contain_text(phase)


# ---- everybody


def check_quiet(guests: list[Guest]) -> None:
    """No error, no request to anybody else, and a policy on every page."""
    for one in guests:
        assert one.faults() == []
        assert one.stayed_home(), one.asked
        assert one.policies
        assert all(policy.startswith("default-src 'self'") for _, policy in one.policies)
