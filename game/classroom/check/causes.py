"""Why no phone came: the likeliest cause first, judged by what was seen.

How likely each cause is, is the judgement of its authors and not a measurement. The weights below
only put causes in order: a cause of weight nought is not named at all.
"""

from collections.abc import Callable

from game.classroom.check.observations import (
    CAUSE,
    MACOS,
    NO,
    NOTE,
    PORTAL,
    PROBLEM,
    WINDOWS,
    Finding,
    Observations,
)
from game.classroom.interfaces import WIFI, WIRED
from game.language import ntr, tr

_MOST = 5  # causes named; whoever has tried so many needs another way to play


def nobody_came(seen: Observations, waited: float) -> list[Finding]:
    """That no phone came, what may be behind it, and how to play all the same."""
    weighed = [(weight(seen), finding) for weight, finding in _CAUSES]
    likely = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: -pair[0])
    return [
        _nobody(seen, waited),
        *(finding(seen) for _, finding in likely[:_MOST]),
        _another_way(),
    ]


def _nobody(seen: Observations, waited: float) -> Finding:
    if seen.own_visit:
        return Finding(
            "only_laptop", PROBLEM,
            tr("Only this laptop itself opened the page, in {time}.", time=_seconds(waited)),
            tr("That shows that the game runs, but not that phones can reach it."),
            tr("Open the address on a phone."),
        )  # fmt: skip
    return Finding(
        "nobody", PROBLEM,
        tr("No phone opened the page in {time}.", time=_seconds(waited)),
        tr("These are the likely causes, the likeliest first."),
    )  # fmt: skip


def _seconds(seconds: float) -> str:
    return ntr("{n} second", "{n} seconds", round(seconds))


def _another_way() -> Finding:
    return Finding(
        "another_way", NOTE,
        tr("If nothing helps, the lesson can still be held."),
        tr("A travel router of your own has none of these limits. The game can also be played on "
           "one device for each team, or on paper."),
        tr("The teacher's guide tells how."),
    )  # fmt: skip


def firewall_advice(seen: Observations) -> str:
    """How to let phones through the firewall of this system."""
    if seen.platform == WINDOWS:
        return tr(
            "If Windows asks whether Python may be reached, tick private and public networks and "
            "allow it. If it asked before and was refused: Windows Security, Firewall and network "
            "protection, Allow an app through firewall, tick both boxes at Python."
        )
    if seen.platform == MACOS:
        return tr(
            "If the Mac asks whether Python may accept incoming connections, allow it. If it asked "
            "before and was refused: System Settings, Network, Firewall, Options, allow Python."
        )
    return tr(
        "If a firewall is on, open the port for the lesson: sudo ufw allow {port}/tcp, or "
        "sudo firewall-cmd --add-port={port}/tcp.",
        port=seen.port,
    )


def _if_https(seen: Observations) -> int:
    return 100 if seen.encrypted else 0


def _https(seen: Observations) -> Finding:
    return Finding(
        "https", CAUSE,
        tr("Somebody reached the laptop, but with https in place of http."),
        tr("The network is fine. The game speaks plain http inside the classroom."),
        tr("Type the address with http:// in front, or scan the code."),
    )  # fmt: skip


def _if_vpn(seen: Observations) -> int:
    return 80 if seen.behind_vpn else 0


def _vpn(seen: Observations) -> Finding:
    return Finding(
        "vpn_blocks", CAUSE,
        tr("A VPN on the laptop takes all its traffic."),
        tr("Many VPNs keep everything else in the local network out."),
        tr("Switch the VPN off for the lesson and run the check again."),
    )  # fmt: skip


def _if_cable(seen: Observations) -> int:
    wired = seen.best is not None and seen.best.kind == WIRED
    return 65 if wired and all(address.kind != WIFI for address in seen.usable) else 0


def _cable(seen: Observations) -> Finding:
    return Finding(
        "cable", CAUSE,
        tr("The laptop is on a cable, and phones are in the Wi-Fi."),
        tr("In many schools these are two networks that do not reach each other."),
        tr("Join the laptop to the Wi-Fi that the phones use, and unplug the cable."),
    )  # fmt: skip


def _if_isolated(seen: Observations) -> int:
    return 60 if seen.best is not None and seen.best.kind == WIFI else 45


def _isolated(seen: Observations) -> Finding:
    return Finding(
        "isolation", CAUSE,
        tr("The Wi-Fi keeps its devices apart, which is called client isolation."),
        tr("Guest and school networks often let every device out to the internet, but none to its "
           "neighbour."),
        tr("Ask for a network without isolation, or bring a travel router of your own."),
    )  # fmt: skip


def _if_elsewhere(seen: Observations) -> int:
    return 62 if seen.internet == NO or not seen.default_ip else 50


def _elsewhere(seen: Observations) -> Finding:
    return Finding(
        "phone_elsewhere", CAUSE,
        tr("The phone is in another network: mobile data, or another Wi-Fi of the school."),
        tr("It has to be in the same network as the laptop."),
        tr("Look at the name of the Wi-Fi on both, and switch mobile data off on the phone."),
    )  # fmt: skip


def _if_firewall(seen: Observations) -> int:
    if seen.self_blocked:  # said already
        return 0
    return {WINDOWS: 70, MACOS: 47}.get(seen.platform, 35)  # Windows blocks until it is allowed


def _firewall(seen: Observations) -> Finding:
    return Finding(
        "firewall", CAUSE,
        tr("A firewall on the laptop keeps phones out."),
        tr("The laptop reaching itself does not show that others may."),
        firewall_advice(seen),
    )  # fmt: skip


def _if_several(seen: Observations) -> int:
    return 48 if seen.others else 0


def _several(seen: Observations) -> Finding:
    others = ", ".join(address.url(seen.port) for address in seen.others)
    return Finding(
        "other_address", CAUSE,
        tr("The laptop has more than one address, and this one may be the wrong one."),
        tr("Phones reach only the address that is in their own network."),
        tr("Try on the phone: {addresses}", addresses=others),
    )  # fmt: skip


def _if_portal(seen: Observations) -> int:
    return 75 if seen.internet == PORTAL else 30


def _portal(seen: Observations) -> Finding:
    return Finding(
        "login_page", CAUSE,
        tr("The phone shows a login page of the Wi-Fi in place of ours."),
        tr("Until it has logged in, such a network lets no page through."),
        tr("Log in on the phone first, then open the address again."),
    )  # fmt: skip


_Weight = Callable[[Observations], int]
_CAUSES: tuple[tuple[_Weight, Callable[[Observations], Finding]], ...] = (
    (_if_https, _https),
    (_if_vpn, _vpn),
    (_if_cable, _cable),
    (_if_isolated, _isolated),
    (_if_elsewhere, _elsewhere),
    (_if_firewall, _firewall),
    (_if_several, _several),
    (_if_portal, _portal),
)
