"""The page that a phone opens during a check."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from game.classroom import network
from game.classroom.check import runner
from game.classroom.check.page import Visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

from tests.classroom.check.phones import PHONE, Client, check


def browse(act: Callable[[Client, int], None]) -> Client:
    """Do something with the page of a check that is running."""
    client = Client(act)
    assert check(client) == 0
    return client


@pytest.mark.usefixtures("impatient")
def test_the_page_comes_with_nothing_from_outside_and_a_policy_that_forbids_it() -> None:
    def load(client: Client, port: int) -> None:
        with client.http(port) as http:
            for path in ("/page.css", "/page.js", "/"):
                client.answers[path] = http.get(path)

    client = browse(load)
    for answer in client.answers.values():
        assert answer.status_code == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "//" not in answer.text.replace("://${location.host}", "").replace("// Tests", "")
    page = client.answers["/"].text
    assert PHONE in page
    assert "<script src=" in page
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr,en;q=0.8", "en"), ("fr", "en"), ("", "en")],
)
def test_the_page_speaks_the_language_of_the_phone(header: str, language: str) -> None:
    def load(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["page"] = http.get("/", headers={"Accept-Language": header})

    assert f'<html lang="{language}">' in browse(load).answers["page"].text


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ('{"websocket": true, "round_trip_ms": 1}', {}, 403),
        ('{"websocket": true, "round_trip_ms": 1}',
         {"X-Game": "1", "Origin": "http://evil.example"}, 403),
        ('{"websocket": true, "round_trip_ms": 1}', {"X-Game": "1", "Origin": "null"}, 403),
        ("not json", {"X-Game": "1"}, 400),
        ('{"websocket": true}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": -1}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": 1, "more": 1}', {"X-Game": "1"}, 400),
        ('{"websocket": true, "round_trip_ms": 1' + " " * 2000 + "}", {"X-Game": "1"}, 413),
    ],
)  # fmt: skip
def test_reports_that_are_none_are_refused_and_count_for_nothing(
    body: str, headers: dict[str, str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def send(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["report"] = http.post("/report", content=body, headers=headers)
            http.get("/")

    assert browse(send).answers["report"].status_code == status
    assert "did not come back" in capsys.readouterr().out


@pytest.mark.usefixtures("impatient")
def test_another_page_cannot_open_the_live_channel() -> None:
    def spy(client: Client, port: int) -> None:
        with client.http(port) as http:
            client.answers["socket"] = http.get(
                "/socket",
                headers={
                    "Upgrade": "websocket", "Connection": "Upgrade", "Origin": "http://evil.example",
                    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                },
            )  # fmt: skip
            http.get("/")

    assert browse(spy).answers["socket"].status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize("blocked", [False, True])
def test_a_real_browser_under_a_name_that_is_not_local(browser: "Browser", blocked: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    requests: list[str] = []
    complaints: list[str] = []
    lines = network.listen(0, [])
    port = lines[0].getsockname()[1]
    visits = Visits([], network.hosts([], port, ["teacher"]))
    visits.own = frozenset()  # the browser runs beside the server, and is a phone here
    with runner._serving(visits, lines):
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        if blocked:
            page.add_init_script("window.WebSocket = class { constructor() { throw 1 } }")
        page.goto(f"http://teacher:{port}/")
        page.get_by_text("Done. This phone can play.").wait_for()
        live = page.text_content("#live")
        width = page.evaluate("document.documentElement.scrollWidth")
        flaws = Axe().run(page).response["violations"]
        page.close()
    assert flaws == []
    assert live == ("does not open; the game asks for news instead" if blocked else "opens")
    assert width <= 320
    assert complaints == []
    assert all(url.startswith(f"http://teacher:{port}/") for url in requests)
    assert visits.phone is not None
    assert visits.phone.websocket is not blocked
    assert visits.phone.known_host
    assert 0.0 < (visits.phone.round_trip_ms or 0.0) < 5000.0
