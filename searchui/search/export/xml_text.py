"""Text in documents of XML: Word files, feeds."""

import re

# What XML 1.0 cannot hold, in any writing.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_xml_text(text: str, instead: str = "") -> str:
    """A text with something else for each character that XML cannot hold."""
    return _FORBIDDEN.sub(instead, text)
