"""Who asks, as far as limits go."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import request

HOUSE = 64  # bits of an IPv6 address that a house or a firm has; within it each request may come from another address


def client() -> str:
    """The address that the request came from; of IPv6 its network."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:  # a socket of the machine's own, or a proxy that writes no address
        return request.remote_addr or ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Network((address, HOUSE), strict=False))
    return str(address)


def is_this_machine() -> bool:
    """Whether the request came from the machine that serves."""
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
