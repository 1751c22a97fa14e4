"""XML as it leaves: trees of one namespace, and the response that they make."""

from typing import Any

from flask import Response
from lxml import etree

from searchui.search.export.xml_text import as_xml_text


def make_root(space: str, name: str) -> Any:
    """The root of a document whose names are of one namespace."""
    return etree.Element(f"{{{space}}}{name}", nsmap={None: space})


def add_child(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    """A new last child of an element, by the namespace of that."""
    child = etree.SubElement(parent, etree.QName(etree.QName(parent).namespace, name), attributes)
    child.text = None if text is None else as_xml_text(text)
    return child


def xml_response(root: Any, media_type: str) -> Response:
    """A document as it is sent."""
    data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(data, content_type=f"{media_type}; charset=utf-8")
