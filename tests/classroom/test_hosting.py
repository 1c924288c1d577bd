"""A class on a server: with https of its own, or behind a proxy on the same machine."""

import re
import secrets
import shlex
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from websockets.sync.client import connect

from game.classroom.doors import Limits
from game.classroom.lesson import find_lesson
from game.classroom.opened import OpenClass, Plan
from game.classroom.settings import new_settings
from game.commands import classroom
from game.commands.parser import Parser
from tests.classroom.open_classes import served

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NAME = "class.example.edu"
WRONG = {"code": "AAAAAA"}


def plan(**more: Any) -> Plan:
    """A small class to be opened on this machine."""
    settings = new_settings(find_lesson("A"), 3, seed=7)
    return Plan(settings, port=0, loopback=True, **more)


@pytest.fixture(scope="module", autouse=True)
def home(kernel: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Classes of these tests lie in a folder of their own."""
    with pytest.MonkeyPatch.context() as patched:
        path = tmp_path_factory.mktemp("hosting") / "home"
        patched.setenv("TWOSTACKS_HOME", str(path))
        yield path


# ---- https of its own


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    crt, key = folder / "class.crt", folder / "class.key"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(crt)],
        check=True, capture_output=True,
    )  # fmt: skip
    return crt, key


def test_a_class_speaks_https_with_a_certificate(certificate: tuple[Path, Path]) -> None:
    crt, key = certificate
    trust = ssl.create_default_context(cafile=str(crt))
    with served(plan(certificate=str(crt), key=str(key))) as opened:
        base = f"https://localhost:{opened.port}"
        assert opened.link.startswith(f"{base}/t/open/")
        with httpx.Client(base_url=base, verify=trust) as client:
            assert client.get("/").status_code == 200
            door = client.get(opened.link)
            assert "secure" in door.headers["set-cookie"].lower()
            headers = {"origin": base, "x-game": "1", "idempotency-key": "first-try"}
            joined = client.post(
                "/api/join", json={"code": opened.desk.state.code}, headers=headers
            )
            assert joined.status_code == 200
            name = joined.json()["name"]
            cookie = joined.headers["set-cookie"]
            assert "secure" in cookie.lower()
            assert "httponly" in cookie.lower()
            with connect(
                f"wss://localhost:{opened.port}/feed?page=student&seat={name}", ssl=trust,
                origin=base, additional_headers={"Cookie": cookie.partition(";")[0]},
            ) as feed:  # fmt: skip
                assert b'"parts"' in feed.recv(10)
            plain = {**headers, "origin": base.replace("https", "http")}
            refused = client.post("/api/join", json=WRONG, headers=plain)
            assert refused.status_code == 403


def test_a_certificate_that_is_none_is_refused_before_a_class_is_made(
    certificate: tuple[Path, Path], home: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from game.cli import main

    crt, key = certificate
    before = list(home.rglob("*"))
    (tmp_path / "note.txt").write_text("not a key")
    for pair in ((str(crt), str(tmp_path / "note.txt")), (str(crt), str(tmp_path / "absent.key"))):
        assert main(["classroom", "--no-browser", "--tls", *pair]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "no certificate and key" in said or "there is no file" in said
    assert main(["classroom", "--no-browser", "--tls", str(key), str(crt)]) == 2
    assert list(home.rglob("*")) == before


# ---- behind a proxy


def proxied_headers(address: str) -> dict[str, str]:
    """What a proxy says of a request that came to it from an address."""
    return {
        "host": NAME, "x-forwarded-for": address, "x-forwarded-proto": "https",
        "origin": f"https://{NAME}", "x-game": "1", "idempotency-key": secrets.token_hex(8),
    }  # fmt: skip


@pytest.fixture(scope="module")
def hosted(home: Path) -> Iterator[OpenClass]:
    """A class behind a proxy."""
    with served(plan(names=[NAME], proxied=True)) as opened:
        opened.server.door.limits = Limits(lambda: 0.0)  # one moment, however slow we are
        yield opened


def wrong_codes(opened: OpenClass, address: str, times: int) -> list[int]:
    """The answers to wrong codes that come from an address by way of a proxy."""
    with httpx.Client(base_url=f"http://127.0.0.1:{opened.port}") as client:
        return [
            client.post("/api/join", json=WRONG, headers=proxied_headers(address)).status_code
            for _ in range(times)
        ]


def test_a_hosted_class_is_called_by_its_public_name(hosted: OpenClass) -> None:
    assert hosted.url == f"https://{NAME}"
    assert hosted.link.startswith(f"https://{NAME}/t/open/")
    with httpx.Client(base_url=f"http://127.0.0.1:{hosted.port}") as client:
        path = hosted.link.removeprefix(f"https://{NAME}")
        door = client.get(path, headers=proxied_headers("203.0.113.5"))
        assert door.status_code == 303
        assert "secure" in door.headers["set-cookie"].lower()
        other = {**proxied_headers("203.0.113.5"), "host": "evil.example"}
        assert client.get("/", headers=other).status_code == 400
        plain = {**proxied_headers("203.0.113.5"), "origin": f"http://{NAME}"}
        assert client.post("/api/join", json=WRONG, headers=plain).status_code == 403


def test_wrong_codes_are_counted_by_the_address_that_the_proxy_tells(hosted: OpenClass) -> None:
    assert wrong_codes(hosted, "203.0.113.5", 31) == [404] * 30 + [429]
    assert wrong_codes(hosted, "203.0.113.6", 1) == [404]
    with httpx.Client(base_url=f"http://127.0.0.1:{hosted.port}") as client:
        right = {"code": hosted.desk.state.code}
        joined = client.post("/api/join", json=right, headers=proxied_headers("203.0.113.7"))
        assert joined.status_code == 200


def test_without_a_proxy_nobody_is_believed_to_come_from_elsewhere() -> None:
    with served(plan(names=[NAME])) as opened:
        opened.server.door.limits = Limits(lambda: 0.0)
        answers = []
        with httpx.Client(base_url=f"http://127.0.0.1:{opened.port}") as client:
            for i in range(31):
                headers = proxied_headers(f"203.0.113.{i}") | {"origin": f"http://{NAME}"}
                answer = client.post("/api/join", json=WRONG, headers=headers)
                answers.append(answer.status_code)
        assert answers == [404] * 30 + [429]


def arguments_of(*words: str) -> Any:
    """The command's arguments."""
    parser = Parser(prog="twostacks classroom")
    classroom.add_arguments(parser)
    return parser.parse_args(list(words))


def test_behind_a_proxy_only_this_machine_can_call() -> None:
    made = classroom.make_plan(arguments_of("--behind-proxy", "--name", NAME, "--no-browser"))
    assert made.loopback
    assert made.proxied
    assert not classroom.make_plan(arguments_of("--name", NAME)).loopback


# ---- the files of deploy/


def test_the_service_says_what_the_command_understands() -> None:
    unit = (DEPLOY / "twostacks-classroom.service").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    program, command, *words = shlex.split(line)
    assert (Path(program).name, command) == ("twostacks", "classroom")
    made = classroom.make_plan(arguments_of(*words))
    assert (made.proxied, made.loopback, made.names) == (True, True, [NAME])
    assert "KillSignal=SIGINT" in unit
    assert "MemoryDenyWriteExecute" not in unit  # the rules are compiled


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_service(tmp_path: Path) -> None:
    unit = (DEPLOY / "twostacks-classroom.service").read_text(encoding="utf-8")
    here = tmp_path / "twostacks-classroom.service"
    here.write_text(unit.replace("/opt/twostacks/bin/twostacks", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(here)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_containers_are_one_class_and_its_proxy() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    room, proxy = compose["services"]["classroom"], compose["services"]["proxy"]
    assert proxy["network_mode"] == "service:classroom"  # so that it calls from 127.0.0.1
    assert room["volumes"] == ["classes:/data"]
    assert (DEPLOY / room["build"]["context"] / room["build"]["dockerfile"]).resolve().is_file()
    assert (DEPLOY / proxy["volumes"][0].partition(":")[0]).is_file()
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    entry = yaml.safe_load(re.findall(r"^ENTRYPOINT (.*)$", lines, re.MULTILINE)[0])
    words = [re.sub(r"\$\{.*\}", NAME, word) for word in room["command"]]
    made = classroom.make_plan(arguments_of(*entry[2:], *words))
    assert (made.proxied, made.names, made.port) == (True, [NAME], 8000)
    assert "VOLUME /data" in lines
    assert "STOPSIGNAL SIGINT" in lines


def test_the_image_gets_what_the_wheel_is_built_of() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (.*) /src", lines, re.MULTILINE)
    sources = [name for line in copied for name in line.split()]
    assert all((ROOT / name).exists() for name in sources)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert set(sources) == {name[1:] for name in ignored if name.startswith("!")}


@pytest.mark.parametrize("file", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_on_to_where_the_class_listens(file: str) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "127.0.0.1:8000" in text
    if file == "nginx.conf":
        assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
        assert "proxy_set_header Upgrade $http_upgrade;" in text
        assert "access_log off;" in text
