"""The command: shows the address, waits for one phone, says what was found."""

import contextlib
import io
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TextIO

import segno
import uvicorn

from game.classroom import network
from game.classroom.check import laptop
from game.classroom.check.diagnosis import diagnose, laptop_fine
from game.classroom.check.observations import (
    CAUSE,
    FINE,
    NOTE,
    OPEN,
    PROBLEM,
    UNASKED,
    Finding,
    Observations,
)
from game.classroom.check.page import PING, Visits, listening_for_https, make_app
from game.classroom.interfaces import WIFI, WIRED
from game.classroom.network import Address
from game.commands import interrupts
from game.commands.output import Progress, print_json
from game.language import language, mark, ntr, tr

PORT = 8000
SECONDS = 120.0
_REPORT_S = 12.0  # seconds that a phone's script may take once its page is open
_LINE_EVERY_S = 15.0  # where no line can move
_STEP_S = 0.25
_CAME, _NOBODY = 0, 1

_GRADES = {
    FINE: mark("Good"),
    NOTE: mark("Note"),
    PROBLEM: mark("Problem"),
    CAUSE: mark("Possible cause"),
}
_KINDS = {WIFI: mark("Wi-Fi"), WIRED: mark("cable")}


def run_check(
    port: int = PORT,
    seconds: float = SECONDS,
    *,
    names: Sequence[str] = (),
    as_json: bool = False,
    only_self: bool = False,
    internet: bool = False,
    addresses: Sequence[Address] | None = None,
) -> int:
    """Find out whether a phone can reach this laptop, say so in words, return the exit status.

    0 a phone came, or with `only_self` the laptop has done its part; 1 otherwise; 130 after Ctrl-C,
    which ends the waiting and still says what was seen. `names` are further names of the laptop, as
    for the class itself. `internet` allows one question to a name server; nothing else ever leaves
    the local network. `addresses` stand in for those of this machine; port 0 is any free one.

    Units: `seconds` to wait at most. Raises: HostError for a name that is none.
    """
    every = tuple(network.addresses() if addresses is None else addresses)
    asked = laptop.ask_internet() if internet else UNASKED
    seen = Observations(laptop.platform_name(), port, OPEN, every, network.default_ip(), (), asked)
    stopped = False
    try:
        lines = network.listen(port, every)
    except OSError as error:
        seen = replace(seen, opened=laptop.port_problem(error))
    else:
        port = lines[0].getsockname()[1]
        visits = Visits(every, network.hosts(every, port, names))
        with _serving(visits, lines):
            answered = laptop.own_answers(every, port, PING)
            seen = replace(seen, port=port, answered=answered)
            if seen.best is not None and not only_self:
                seen, stopped = _with_phone(seen, visits, seconds, as_json)
    _say(seen, as_json)
    if stopped:
        return interrupts.INTERRUPTED
    fine = laptop_fine(seen) if only_self else seen.phone is not None
    return _CAME if fine else _NOBODY


@contextlib.contextmanager
def _serving(visits: Visits, lines: list[socket.socket]) -> Iterator[None]:
    """Serve the test page in a thread of its own, so that Ctrl-C stays with the one that waits."""
    config = uvicorn.Config(
        make_app(visits, language()),
        http=listening_for_https(visits),
        ws="websockets-sansio",
        ws_max_size=1024,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": lines}, name="test page")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


# ---- waiting


def _with_phone(
    seen: Observations, visits: Visits, seconds: float, as_json: bool
) -> tuple[Observations, bool]:
    """What was seen once a phone has come, or the time is over; and whether Ctrl-C ended it."""
    _invite(seen, seconds, sys.stderr if as_json else sys.stdout)
    progress = Progress(tr("Waiting for a phone"), quiet=as_json)
    progress.steps = max(1, round(seconds / _LINE_EVERY_S))
    begun = time.monotonic()
    stopped = False
    try:
        _wait(visits, seconds, progress)
    except KeyboardInterrupt:
        stopped = True
    progress.close()
    waited = time.monotonic() - begun
    seen = replace(
        seen, waited=waited, phone=visits.phone, own_visit=visits.own_visit,
        encrypted=visits.encrypted,
    )  # fmt: skip
    return seen, stopped


def _wait(visits: Visits, seconds: float, progress: Progress) -> None:
    """Return once a phone has reported, or the time is over. Raises: KeyboardInterrupt."""
    begun = time.monotonic()
    while not visits.came.wait(_STEP_S):
        passed = time.monotonic() - begun
        if passed >= seconds:
            return
        progress.heard(round(10 * passed), max(1, round(10 * seconds)))
    visits.reported.wait(_REPORT_S)


# ---- words


def _invite(seen: Observations, seconds: float, out: TextIO) -> None:
    """Show the addresses, and ask for one phone."""
    best = seen.usable[0]
    print(tr("Addresses of this laptop"), file=out)
    for address in seen.addresses:
        if address.reason is None:
            print(f"  {address.ip}  {address.interface}  {tr(_KINDS[address.kind])}", file=out)
        elif ":" not in address.ip and address.kind != "loopback":
            told = tr(
                "{ip} ({interface}) is left out. {reason}",
                ip=address.ip, interface=address.interface, reason=address.reason,
            )  # fmt: skip
            print(f"  {told}", file=out)
    url = best.url(seen.port)
    code = qr_text(url, out)
    ask = (
        tr("Scan this with one phone that is in the same Wi-Fi, or type the address:")
        if code
        else tr("Open this address on one phone that is in the same Wi-Fi:")
    )
    print(f"\n{code}{ask}\n\n    {url}\n", file=out)
    for other in seen.others:
        print(tr("If it does not open, try {url}", url=other.url(seen.port)), file=out)
    most = ntr(
        "Waiting {n} second at most. Ctrl-C ends it and says what was seen.",
        "Waiting {n} seconds at most. Ctrl-C ends it and says what was seen.",
        round(seconds),
    )
    print(most, file=out, flush=True)


def qr_text(url: str, out: TextIO) -> str:
    """A QR code in half blocks, black on white whatever the colours of the terminal.

    Nothing if `out` is not a terminal, is too narrow or has no such signs.
    """
    if not out.isatty() or os.environ.get("TERM") == "dumb":
        return ""
    drawn = io.StringIO()
    segno.make(url, micro=False).terminal(drawn, border=2, compact=True)
    rows = drawn.getvalue().splitlines()
    try:
        "▀▄█".encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return ""
    if len(rows[0]) >= shutil.get_terminal_size().columns:
        return ""
    old_windows = sys.platform == "win32" and "WT_SESSION" not in os.environ  # knows no colours
    before, after = ("", "") if old_windows else ("\x1b[97;40m", "\x1b[0m")
    return "".join(f"{before}{row}{after}\n" for row in rows)


def _say(seen: Observations, as_json: bool) -> None:
    """Print what was found."""
    findings = diagnose(seen)
    if as_json:
        best = seen.best
        url = best.url(seen.port) if best else None
        told = {"url": url, "observations": seen.plain()}
        print_json({**told, "findings": [asdict(finding) for finding in findings]})
        return
    for finding in findings:
        print(f"\n{_in_words(finding)}")


def _in_words(finding: Finding) -> str:
    first = f"{tr(_GRADES[finding.grade])}: {finding.what}"
    return "\n  ".join(line for line in (first, finding.why, finding.do) if line)
