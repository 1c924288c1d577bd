"""What the system says of its network interfaces, read with the standard library alone.

Linux answers through /proc, /sys and two calls of its kernel; macOS and Windows through the text of
`ifconfig` and `ipconfig`, which is read by shape and not by words, since Windows translates it.
"""

import ipaddress
import re
import socket
import struct
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

LOOPBACK, LINK_LOCAL, VPN, VIRTUAL = "loopback", "link-local", "vpn", "virtual"
WIFI, WIRED, MOBILE = "wifi", "wired", "mobile"
PATIENCE = 5.0  # seconds that a tool of the system may take

# Beginnings of interface names on Linux, macOS and the BSDs. The first that fits counts.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (VPN, ("tun", "tap", "utun", "wg", "ppp", "ipsec", "tailscale", "zt", "nordlynx", "proton",
           "cscotun", "gpd")),
    (VIRTUAL, ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vnet", "lxc", "lxdbr", "cni",
               "flannel", "podman", "bridge", "awdl", "llw", "anpi", "vmenet", "feth")),
    (MOBILE, ("wwan", "rmnet", "pdp_ip")),
    (WIFI, ("wl", "ath", "wifi")),
    (WIRED, ("en", "eth", "em", "usb", "bond", "igb", "re", "bge")),
    (LOOPBACK, ("lo",)),
)  # fmt: skip

# Words in the headings and descriptions of Windows, which are makers' names in every language. The
# first that fits counts: the adapter of a hotspot calls itself Wi-Fi and virtual.
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (WIFI, ("wi-fi direct",)),
    (VPN, ("vpn", "tap-", "wireguard", "wintun", "tailscale", "zerotier", "anyconnect", "cisco",
           "fortinet", "fortissl", "pangp", "globalprotect", "juniper", "pulse secure", "nordlynx",
           "proton", "softether", "mullvad", "check point", "sonicwall", "zscaler", "cloudflare",
           "ppp")),
    (VIRTUAL, ("vethernet", "hyper-v", "virtualbox", "vmware", "docker", "wsl", "parallels",
               "virtual", "loopback", "npcap", "bluetooth", "teredo", "isatap", "6to4", "tunnel")),
    (MOBILE, ("mobile broadband", "wwan", "cellular")),
    (WIFI, ("wi-fi", "wifi", "wireless", "wlan", "802.11", "drahtlos", "sans fil", "无线")),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """An address as the system names it. Units: `prefix` bits of the network, if it is told."""

    ip: str
    interface: str
    kind: str
    prefix: int | None = None


def found(platform: str = sys.platform) -> list[Found]:
    """Every address of this machine, in the order of the system."""
    if platform == "linux":
        return [*_linux_ipv4(), *_linux_ipv6()]
    if platform == "win32":
        told = parse_ipconfig(_told("ipconfig", "/all"))
    else:
        wifi = parse_hardware_ports(_told("networksetup", "-listallhardwareports"))
        told = parse_ifconfig(_told("ifconfig"), wifi)
    return told or _of_host_name()


def _told(*command: str) -> str:
    """What a tool prints; nothing if it is missing, fails or hangs, as on a locked-down laptop."""
    encoding = "oem" if sys.platform == "win32" else "utf-8"
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(encoding, errors="replace")


def _of_host_name() -> list[Found]:
    """What the host name resolves to: the last resort, which names no interface."""
    try:
        answers = socket.getaddrinfo(socket.gethostname(), None, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return []
    ips = dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers)
    return [Found(ip, "", WIRED) for ip in ips]


def kind_by_name(name: str) -> str:
    """The kind that the name of an interface tells, on Linux, macOS and the BSDs."""
    return next((kind for kind, begins in _NAMES if name.startswith(begins)), VIRTUAL)


# ---- Linux

_ADDRESSES, _NETMASK = 0x8912, 0x891B  # SIOCGIFCONF, SIOCGIFNETMASK of linux/sockios.h
_ENTRY = 40 if struct.calcsize("P") == 8 else 32  # bytes of a struct ifreq
_MOST_ENTRIES = 256
# Flags of if_inet6 (linux/if_addr.h): an address that changes, failed, grows old or is on trial.
_TEMPORARY, _FAILED, _DEPRECATED, _TENTATIVE = 0x01, 0x08, 0x20, 0x40
_SYS = Path("/sys/class/net")


def _linux_ipv4() -> Iterator[Found]:
    import ctypes
    import fcntl

    buffer = ctypes.create_string_buffer(_ENTRY * _MOST_ENTRIES)
    question = struct.pack("iP", len(buffer), ctypes.addressof(buffer))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        used = struct.unpack("iP", fcntl.ioctl(line, _ADDRESSES, question))[0]
        for start in range(0, used, _ENTRY):
            entry = buffer.raw[start : start + _ENTRY]
            name = entry[:16].split(b"\0")[0].decode().partition(":")[0]
            mask = fcntl.ioctl(line, _NETMASK, entry)[20:24]
            if linux_up(name):
                ip = socket.inet_ntoa(entry[20:24])
                yield Found(ip, name, linux_kind(name), _bits(socket.inet_ntoa(mask)))


def _linux_ipv6() -> list[Found]:
    table = Path("/proc/net/if_inet6")
    entries = parse_if_inet6(table.read_text()) if table.exists() else []
    return [
        Found(ip, name, linux_kind(name), prefix) for ip, name, prefix in entries if linux_up(name)
    ]


def parse_if_inet6(text: str) -> list[tuple[str, str, int]]:
    """Address, interface and prefix of each line of /proc/net/if_inet6 that is of lasting use."""
    entries = []
    for line in text.splitlines():
        digits, _, prefix, _, flags, name = line.split()
        if not int(flags, 16) & (_TEMPORARY | _FAILED | _DEPRECATED | _TENTATIVE):
            ip = ipaddress.IPv6Address(int(digits, 16))
            entries.append((str(ip), name, int(prefix, 16)))
    return entries


def linux_up(name: str, root: Path = _SYS) -> bool:
    """Whether an interface is in use: a bridge of containers stays there when none runs."""
    state = root / name / "operstate"
    return not state.exists() or state.read_text().strip() not in {"down", "lowerlayerdown"}


def linux_kind(name: str, root: Path = _SYS) -> str:
    """The kind of an interface by its folder in /sys, else by its name."""
    folder = root / name
    if (folder / "wireless").exists() or (folder / "phy80211").exists():
        return WIFI
    about = (folder / "uevent").read_text() if (folder / "uevent").exists() else ""
    device_type = dict(line.partition("=")[::2] for line in about.splitlines()).get("DEVTYPE", "")
    if device_type == "wwan":
        return MOBILE
    if device_type == "wireguard" or (folder / "tun_flags").exists():
        return VPN
    if (folder / "device").exists() or device_type in {"bond", "vlan"}:
        return WIRED
    return VIRTUAL if (folder / "bridge").exists() else kind_by_name(name)


# ---- macOS and the BSDs


def parse_hardware_ports(text: str) -> set[str]:
    """The Wi-Fi devices in what `networksetup -listallhardwareports` prints on macOS."""
    pairs = re.findall(r"^Hardware Port: (.+)\nDevice: (\S+)$", text, re.MULTILINE)
    return {device for port, device in pairs if port.strip() in {"Wi-Fi", "AirPort"}}


def parse_ifconfig(text: str, wifi: Collection[str] = ()) -> list[Found]:
    """The addresses in what `ifconfig` prints; `wifi` are interfaces known to be Wi-Fi."""
    addresses = []
    for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        name = block.partition(":")[0]
        if not name or re.search(r"status: (inactive|no carrier)", block):
            continue
        shared = re.search(r"member: ap\d", block)  # the Mac shares its connection by Wi-Fi
        kind = WIFI if name in wifi or shared else kind_by_name(name)
        for ip, mask in re.findall(r"^\s+inet ([\d.]+).*? netmask (\S+)", block, re.MULTILINE):
            addresses.append(Found(ip, name, kind, _bits(mask)))
        for ip, prefix, rest in re.findall(
            r"^\s+inet6 ([0-9a-f:.]+)\S* +prefixlen (\d+)(.*)$", block, re.MULTILINE
        ):
            if not re.search("temporary|deprecated|tentative|duplicated", rest):
                addresses.append(Found(ip, name, kind, int(prefix)))
    return addresses


# ---- Windows


def parse_ipconfig(text: str) -> list[Found]:
    """The addresses in what `ipconfig /all` prints, in any language of Windows.

    An own IPv4 address is one with a network mask on the next line, an own IPv6 address one with a
    state in brackets behind it: gateways and name servers have neither.
    """
    addresses: list[Found] = []
    heading, lines = "", list[str]()
    for line in [*text.splitlines(), "end:"]:
        if line and not line[0].isspace() and line.rstrip().endswith(":"):
            addresses += _of_adapter(heading, lines)
            heading, lines = line.rstrip(" :"), []
        else:
            lines.append(line)
    return addresses


def _of_adapter(heading: str, lines: list[str]) -> Iterator[Found]:
    values = [line.partition(": ")[2].strip() for line in lines if line.strip()]
    about = " ".join([heading, *values[1:2]]).lower()  # the second line describes the adapter
    kind = next((k for k, words in _WORDS if any(word in about for word in words)), WIRED)
    name = re.sub(r"^.*?(adapter|适配器)\s+", "", heading, flags=re.IGNORECASE)
    for value, following in pairwise([*values, ""]):
        four = re.match(r"(\d+\.\d+\.\d+\.\d+)\b", value)
        six = re.match(r"([0-9a-f:]*:[0-9a-f:.]*)(%\d+)?\(", value)
        if four and _is_mask(following):
            yield Found(four[1], name, kind, _bits(following))
        elif six:
            yield Found(six[1], name, kind)


def _is_mask(text: str) -> bool:
    """Whether it is a network mask: ones, then noughts."""
    try:
        value = int(ipaddress.IPv4Address(text))
    except ValueError:
        return False
    holes = ~value & 0xFFFFFFFF
    return value > 0 and holes & (holes + 1) == 0


def _bits(mask: str) -> int:
    """The length of a prefix from its mask, as 0xffffff00 or 255.255.255.0."""
    value = int(mask, 16) if mask.startswith("0x") else int(ipaddress.IPv4Address(mask))
    return value.bit_count()
