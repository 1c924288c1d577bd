"""The pages as the server sends them: what they may load, what they weigh, that nothing that people
wrote is executed, and that every text that a module asks for is there.
"""

import gzip
import re
import secrets
from collections.abc import Iterator, Mapping

import httpx
import pytest

import game.classroom.opened
from game.classroom.lesson import find_lesson
from game.classroom.opened import OpenClass, Plan
from game.classroom.settings import new_settings
from game.classroom.views import door_texts, large_texts, texts
from game.classroom.web import pages
from tests.classroom.open_classes import own, served, teacher
from tests.classroom.stand_ins import StandIn

TABLES: Mapping[str, Mapping[str, str]] = {
    "join": door_texts.JOIN,
    "device": door_texts.DEVICE,
    "rehearsal": door_texts.REHEARSAL,
    "student": texts.STUDENT,
    "console": large_texts.CONSOLE,
    "wall": large_texts.WALL,
}
TITLE = "</script><script>alert(1)</script> & <b>Economics</b>"


class Model(StandIn):
    """The stand-in for the model, with what a server does to it besides asking."""

    version = "stand-in"

    async def warm(self) -> str:
        """It is warm."""
        return self.version

    def close(self) -> None:
        """It has nothing to close."""


@pytest.fixture
def room(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenClass]:
    """A class that is served."""
    monkeypatch.setenv("TWOSTACKS_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setattr(game.classroom.opened, "Model", Model)
    settings = new_settings(find_lesson("B"), 8, seed=7, title=TITLE)
    with served(Plan(settings=settings, port=0, loopback=True)) as opened:
        yield opened


@pytest.fixture
def client(room: OpenClass) -> Iterator[httpx.Client]:
    """A browser without any cookie."""
    with httpx.Client(base_url=f"http://localhost:{room.port}", timeout=60.0) as made:
        yield made


def join(client: httpx.Client, room: OpenClass) -> str:
    """Take a seat; the address of its page."""
    code = room.desk.state.code
    headers = {**own(room), "idempotency-key": secrets.token_hex(12)}
    answer = client.post("/api/join", json={"code": code}, headers=headers)
    return str(answer.json()["page"])


def every_page(client: httpx.Client, room: OpenClass) -> dict[str, httpx.Response]:
    """Every page by its address, as the teacher's browser gets it, which has a seat as well."""
    seat = join(client, room)
    found = ("/", "/j/KXR4TM", "/privacy", "/accessibility", "/t", "/p", "/t/rehearsal", seat)
    return {address: client.get(address) for address in found}


def test_pages_load_nothing_from_elsewhere_and_hold_no_script_of_their_own(room: OpenClass) -> None:
    with teacher(room) as client:
        every = every_page(client, room)
    for address, answer in every.items():
        assert answer.status_code == 200, address
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self'"), address
        assert "unsafe" not in policy
        links = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
        assert all(one.startswith(("/", "#", "data:image/svg+xml")) for one in links), links
        scripts = re.findall(r"<script([^>]*)>", answer.text)
        assert all('src="/static/' in one or "application/json" in one for one in scripts)
        assert not re.search(r"<[^>]+\s(on\w+|style)=", answer.text), address


def test_what_people_wrote_is_no_markup(room: OpenClass) -> None:
    with teacher(room) as client:
        every = every_page(client, room)
    assert "alert(1)" in every["/t"].text
    for address, answer in every.items():
        assert "<script>alert" not in answer.text, address
        assert "<b>Economics" not in answer.text, address


def test_pages_of_seats_and_of_the_teacher_need_their_cookies(
    room: OpenClass, client: httpx.Client
) -> None:
    with teacher(room) as other:
        seat = join(other, room)
    assert client.get(seat).headers["location"] == "/"
    for address in ("/t", "/p"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert room.desk.state.code not in answer.text
    assert client.get("/t/rehearsal").headers["location"] == "/t"
    client.get(f"/p/{room.server.door.wall_key}")
    assert client.get("/p").status_code == 200
    assert client.get("/t").status_code == 403


def test_seats_of_this_browser_are_offered_again(room: OpenClass, client: httpx.Client) -> None:
    name = join(client, room).removeprefix("/s/")
    assert f'"seats":["{name}"]' in client.get("/").text
    client.cookies.clear()
    client.cookies.set(f"seat-{name}", "stale")
    assert '"seats":[]' in client.get("/").text


def test_static_files_come_packed_and_may_be_kept(client: httpx.Client) -> None:
    page = client.get("/").text
    (address,) = re.findall(r'href="(/static/[^"]+/style\.css)"', page)
    answer = client.get(address)
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.text == (pages.HERE / "static" / "style.css").read_text(encoding="utf-8")
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
    assert client.get(address.replace("style.css", "pages.py")).status_code == 404


def test_a_students_page_is_light_and_asks_little(room: OpenClass, client: httpx.Client) -> None:
    page = client.get(join(client, room)).text
    files = set(re.findall(r'"(/static/[^"]+)"', page))
    packed = [len(gzip.compress(page.encode()))]
    packed += [len(gzip.compress(client.get(address).content)) for address in files]
    assert len(packed) <= 8
    assert sum(packed) <= 60 * 1024


@pytest.mark.parametrize("code", ["en", "zh", "qps", "qpr"])
def test_a_page_says_its_language_and_direction(client: httpx.Client, code: str) -> None:
    page = client.get(f"/?lang={code}").text
    direction = "rtl" if code == "qpr" else "ltr"
    language = "zh" if code == "zh" else "en"
    assert f'<html lang="{language}" dir="{direction}">' in page


# ---- texts


def modules_of(page: str) -> set[str]:
    """The modules of a page, with those that they import."""
    found: set[str] = set()
    left = [pages.MODULES[page][0]]
    while left:
        name = left.pop()
        found.add(name)
        left += [
            one for one in re.findall(r'from "\./(\w+)\.js"', source(name)) if one not in found
        ]
    return found


def source(module: str) -> str:
    """The text of a module."""
    return pages.static_files()[f"{module}.js"].decode()


def asked_for(module: str) -> set[str]:
    """The keys of texts that a module names."""
    calls = re.findall(r"\b(?:say|tell)\(((?:[^(){}]|\([^()]*\))*)", source(module))
    keys = {key for call in calls for key in re.findall(r'"([a-z][a-z0-9_]*)"', call)}
    return keys - BESIDE


# What stands in quotation marks inside such a call and is no key.
BESIDE = {"slow", "resolve", "moved", "press", "n"}
PAGES_OF = {
    module: {page for page in TABLES if module in modules_of(page)}
    for module in sorted(set().union(*(modules_of(page) for page in TABLES)))
}


@pytest.mark.parametrize("module", PAGES_OF)
def test_every_text_that_a_module_asks_for_is_there(module: str) -> None:
    tables = [TABLES[page] for page in PAGES_OF[module]]
    known = set().union(*tables)
    assert asked_for(module) - known == set()


@pytest.mark.parametrize("page", TABLES)
def test_no_text_is_there_that_nobody_asks_for(page: str) -> None:
    words = "".join(source(module) for module in modules_of(page))
    begun = set(re.findall(r"`([a-z_]+_)\$", words))
    for key in TABLES[page]:
        plain = key.removesuffix("_one")
        asked = f'"{plain}"' in words or any(key.startswith(beginning) for beginning in begun)
        assert asked or key in texts.EVERY_PAGE or key in SHARED, key


# Tables that several pages take whole.
SHARED = {*texts.TREATY, *texts.STEPS, *large_texts.PICTURES}


def test_every_module_of_a_page_is_fetched_at_once() -> None:
    for page, named in pages.MODULES.items():
        assert set(named) <= modules_of(page), page
    assert set(pages.MODULES["student"]) == modules_of("student")
