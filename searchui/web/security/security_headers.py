"""What every answer tells the browser to forbid: code and styles from elsewhere or inside a page, framing, guessing of types."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Response

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_NEVER_USED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "publickey-credentials-get", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
        "Referrer-Policy": "same-origin",  # addresses hold what was searched for
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _NEVER_USED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)


def add_headers(response: Response) -> Response:
    """The response with all of them, whatever made it."""
    for name in HEADERS.keys() & response.headers.keys():  # as nearly never
        del response.headers[name]
    response.headers.extend(HEADERS)
    return response
