"""Addresses of documents on the web: which text is one, and whose they are: anybody's, or only one machine's or one house's."""

import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 2000  # characters
SCHEMES = frozenset({"http", "https"})
_FORBIDDEN = frozenset('<>"\\^`{|}')  # RFC 3986: never in an address as they are
_LOCAL_HOSTS = frozenset({"localhost", "localdomain", "ip6-localhost", "ip6-loopback"})
# Names that no name server of the internet knows: RFC 2606, 6761, 6762, 8375, and those that are given at home.
_LOCAL_ENDS = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid", "arpa"}
)  # fmt: skip


def web_address(text: str) -> str | None:
    """The address that a text is, of http or https with a host and without a password; None for any other text."""
    address = text.strip()
    parts = _parts(address)
    if parts is None or parts.scheme.lower() not in SCHEMES or not parts.hostname or parts.username is not None:
        return None
    if len(address) > MAX_LENGTH or any(
        sign in _FORBIDDEN or not sign.isprintable() or sign.isspace() for sign in address
    ):
        return None
    return address


def public_address(text: str | None) -> str | None:
    """The address that a text is, where anybody may open it: by a name or a number of the internet; None for any other."""
    address = web_address(text or "")
    return address if address is not None and _is_public(_host(address)) else None


def is_loopback(address: str) -> bool:
    """Whether an address leads to the machine on which it is opened."""
    host = _host(address)
    number = _number(host)
    if number is not None:
        return number.is_loopback or number.is_unspecified
    return host.rpartition(".")[2] in _LOCAL_HOSTS


def is_site(address: str) -> bool:
    """Whether an address is that of a site, not of a page on it: its path is empty, or no more than an index."""
    parts = _parts(address)
    if parts is None:
        return True
    name = parts.path.strip("/").lower()
    return not parts.query and (not name or name.partition(".")[0] in {"index", "default", "home"})


def _is_public(host: str) -> bool:
    number = _number(host)
    if number is not None:
        return number.is_global and not number.is_multicast
    return "." in host and host.rpartition(".")[2] not in _LOCAL_ENDS


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """The number that a host is, in any spelling that browsers take: 127.0.0.1, 127.1, 0x7f000001, [::ffff:127.0.0.1]."""
    try:
        number = ip_address(host.partition("%")[0])
    except ValueError:
        from socket import inet_aton  # few hosts are numbers

        try:
            return IPv4Address(inet_aton(host)) if host[:1].isdigit() else None
        except (OSError, UnicodeError):
            return None
    return getattr(number, "ipv4_mapped", None) or number


def _host(address: str) -> str:
    """The host as it is looked up: in small letters, full-width signs as plain ones, without the dot of the root."""
    parts = _parts(address)
    host = parts.hostname if parts and parts.hostname else ""
    return unicodedata.normalize("NFKC", host).replace("。", ".").lower().rstrip(".")


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port  # what is no number is told only here
    except ValueError:
        return None
    return parts
