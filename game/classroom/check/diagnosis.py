"""What was seen of the network in words. Pure: the same facts, the same words."""

import ipaddress

from game.classroom.check.causes import firewall_advice, nobody_came
from game.classroom.check.observations import (
    FINE,
    NO,
    NOTE,
    OPEN,
    PORTAL,
    PROBLEM,
    TAKEN,
    Finding,
    Observations,
    Phone,
)
from game.classroom.interfaces import LINK_LOCAL, LOOPBACK
from game.language import tr

SLOW_MS = 400.0  # from here on a screen feels late


def diagnose(seen: Observations) -> list[Finding]:
    """Everything worth saying, in the order to read it."""
    problems = laptop_problems(seen)
    if seen.opened != OPEN or seen.best is None:
        return problems
    if seen.waited is None:
        visit = [] if problems else [_ready(seen)]
    elif seen.phone is not None:
        visit = visit_of(seen, seen.phone)
    else:
        visit = nobody_came(seen, seen.waited)
    return [*problems, *visit, *notes(seen)]


def laptop_fine(seen: Observations) -> bool:
    """Whether the laptop has done its part."""
    return seen.opened == OPEN and seen.best is not None and not laptop_problems(seen)


def laptop_problems(seen: Observations) -> list[Finding]:
    """What has to be put right on the laptop before any phone can come."""
    found = []
    if seen.opened != OPEN:
        found.append(_port(seen))
    if seen.best is None:
        found.append(_no_address(seen))
    elif seen.inside_wsl:
        found.append(
            Finding(
                "wsl", PROBLEM,
                tr("The game runs inside WSL, which has a network of its own."),
                tr("Phones reach Windows, but not the machine inside it."),
                tr("Install and start the game in Windows itself, or switch WSL to mirrored "
                   "networking."),
            )
        )  # fmt: skip
    elif seen.self_blocked and seen.phone is None:
        found.append(
            Finding(
                "self_blocked", PROBLEM,
                tr("The laptop cannot open its own page at {ip}.", ip=seen.best.ip),
                tr("Something on the laptop itself stops it, most likely a firewall or a VPN."),
                firewall_advice(seen),
            )
        )  # fmt: skip
    return found


def _port(seen: Observations) -> Finding:
    if seen.opened == TAKEN:
        return Finding(
            "port_taken", PROBLEM,
            tr("Another program on this laptop already uses port {port}.", port=seen.port),
            tr("Only one program can use a port. Perhaps a class is still running."),
            tr("End the other program, or choose another port, as in --port {other}.",
               other=_other(seen.port)),
        )  # fmt: skip
    return Finding(
        "port_denied", PROBLEM,
        tr("The system does not let the game use port {port}.", port=seen.port),
        tr("Low ports and some others are kept for the system."),
        tr("Choose another port, as in --port {other}.", other=_other(seen.port)),
    )  # fmt: skip


def _other(port: int) -> int:
    return 8000 if port < 1024 else (port + 1 if port < 65535 else 8000)


def _no_address(seen: Observations) -> Finding:
    kinds = {address.kind for address in seen.addresses if ":" not in address.ip}
    if LINK_LOCAL in kinds:
        return Finding(
            "no_dhcp", PROBLEM,
            tr("The laptop is in a network, but no router has given it an address."),
            tr("Without one, phones in the same network cannot find it."),
            tr("Leave the Wi-Fi and join it again, or switch the router off and on."),
        )  # fmt: skip
    if kinds - {LOOPBACK}:
        return Finding(
            "only_virtual", PROBLEM,
            tr("The laptop has only addresses where no phone can be, such as those of a VPN."),
            tr("Phones have to be in the same local network as the laptop."),
            tr("Join the Wi-Fi that the phones use, and switch the VPN off for the lesson."),
        )  # fmt: skip
    return Finding(
        "no_network", PROBLEM,
        tr("The laptop is in no network."),
        tr("Phones have to be in the same local network as the laptop."),
        tr("Join the Wi-Fi that the phones use, or plug in a travel router of your own."),
    )  # fmt: skip


def _ready(seen: Observations) -> Finding:
    return Finding(
        "ready", FINE,
        tr("The laptop is ready."),
        tr("Whether the network lets phones through, only a phone can tell."),
        tr("Run the check once in the classroom with one phone."),
    )  # fmt: skip


# ---- what the phone's visit shows


def visit_of(seen: Observations, phone: Phone) -> list[Finding]:
    """What one phone's visit shows: whether it can play, and what will be different."""
    found = [_reached(phone)]
    if not phone.known_host:
        found.append(
            Finding(
                "unknown_host", PROBLEM,
                tr("The phone calls the laptop {host}, a name that the game does not know.",
                   host=phone.host),
                tr("The game turns unknown names away, so that no web page elsewhere can use it."),
                tr("Use the address shown here, or start the class with --name {host}.",
                   host=phone.host),
            )
        )  # fmt: skip
    if phone.reported and not phone.websocket:
        found.append(
            Finding(
                "no_websocket", NOTE,
                tr("Pages come through, but the live channel does not open."),
                tr("A filter of the network is in the way. The game then asks for news every two "
                   "seconds, so screens change a little later."),
                tr("Nothing has to be done. If you can, ask for WebSocket to be allowed."),
            )
        )  # fmt: skip
    if phone.round_trip_ms is not None and phone.round_trip_ms > SLOW_MS:
        found.append(
            Finding(
                "slow", NOTE,
                tr("The way to the phone and back takes {ms} ms.", ms=round(phone.round_trip_ms)),
                tr("The Wi-Fi is weak or crowded. The game copes, but screens change late."),
                tr("Move closer to the access point, or use a router of your own."),
            )
        )  # fmt: skip
    return [*found, *_between(seen, phone)]


def _reached(phone: Phone) -> Finding:
    if phone.reported:
        return Finding(
            "phone_came", FINE,
            tr("A phone reached the laptop, from {ip}.", ip=phone.ip),
            tr("Phones in the same network will do so too."),
        )  # fmt: skip
    return Finding(
        "no_report", PROBLEM,
        tr("A phone opened the page, from {ip}, but its answer did not come back.", ip=phone.ip),
        tr("The page's script did not run, or a filter lets pages out but no answers in."),
        tr("Try another browser on the phone, with JavaScript on and any data saver off."),
    )  # fmt: skip


def _between(seen: Observations, phone: Phone) -> list[Finding]:
    """What stands between phone and laptop."""
    if phone.proxied:
        return [
            Finding(
                "proxy", NOTE,
                tr("A proxy stands between the phone and the laptop."),
                tr("All phones may seem to have one address, and pages may be kept too long."),
                tr("If phones show old pages, switch the proxy off in their Wi-Fi settings."),
            )
        ]  # fmt: skip
    networks = [address.network for address in seen.addresses if address.network is not None]
    ip = ipaddress.ip_address(phone.ip)
    same_family = [network for network in networks if network.version == ip.version]
    if not same_family or any(ip in network for network in same_family):
        return []
    return [
        Finding(
            "other_network", NOTE,
            tr("The phone, at {ip}, is in another network than the laptop.", ip=phone.ip),
            tr("A router between the two lets them through today. It may not for every phone, and "
               "all phones may seem to have one address."),
            tr("Have students join the same Wi-Fi as the laptop."),
        )
    ]  # fmt: skip


# ---- worth knowing, whatever else was found


def notes(seen: Observations) -> list[Finding]:
    """What may go wrong later in the lesson."""
    found = []
    best = seen.best
    if seen.behind_vpn and (seen.waited is None or seen.phone is not None):
        found.append(
            Finding(
                "vpn_on", NOTE,
                tr("A VPN is on."),
                tr("Some VPNs keep phones in the same room from reaching the laptop."),
                tr("Switch it off for the lesson if phones have trouble."),
            )
        )  # fmt: skip
    if best is not None and not best.private:
        found.append(
            Finding(
                "public_address", NOTE,
                tr("The laptop's address {ip} is a public one.", ip=best.ip),
                tr("Browsers may warn before they open a public address without encryption, and "
                   "people outside may see the game."),
                tr("Tell students to continue past the warning, or use a router of your own."),
            )
        )  # fmt: skip
    return [*found, *_uplink(seen)]


def _uplink(seen: Observations) -> list[Finding]:
    if seen.internet == PORTAL:
        return [
            Finding(
                "portal", NOTE,
                tr("The network answers as one that wants a login first."),
                tr("Phones may show its login page in place of the game."),
                tr("Have every phone log in before the lesson, or use a router of your own."),
            )
        ]  # fmt: skip
    if seen.internet == NO or not seen.default_ip:
        return [
            Finding(
                "no_internet", NOTE,
                tr("This network has no internet."),
                tr("The game needs none. But phones may leave such a Wi-Fi for mobile data, and "
                   "then cannot reach the laptop."),
                tr("Tell students to choose \"stay connected\", or to switch mobile data off."),
            )
        ]  # fmt: skip
    return []
