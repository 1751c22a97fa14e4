"""An OFD as a zip of XML: its files by the names that these use for each other, and its documents."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from lxml.etree import _Element

from indexer.errors import ReadError
from indexer.i18n import _
from indexer.readers.archive import Archive, attribute, child, local_name

ENTRY = "OFD.xml"
LOCKED = "Encryptions.xml"  # GM/T 0099-2020, appendix C: how the other files are encrypted


class Package:
    """The files of an OFD. Raises ReadError where it is damaged or encrypted."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, _damaged())
        self._names = {key: name for name in self._archive.names for key in _keys(name)}
        if _key(LOCKED) in self._names:
            self._archive = Archive(data, _locked())  # what is encrypted is missing, or is no XML
        self._entry = self._names.get(_key(ENTRY), ENTRY)

    def documents(self) -> Iterator[str]:
        """The name of the root of each document. Raises ReadError where one is missing."""
        bodies = [body for body in self.xml(self._entry) if local_name(body) == "DocBody"]
        for body in bodies:
            yield self._current(body) or self.named(self._entry, _text(child(body, "DocRoot")))
        if not bodies:
            raise _damaged()

    def _current(self, body: _Element) -> str | None:
        """The root of the version that is to be shown, where a document has several."""
        versions = child(body, "Versions")
        for version in () if versions is None else versions:
            if attribute(version, "Current") == "true":
                name = self.named(self._entry, attribute(version, "BaseLoc"))
                return self.named(name, _text(child(self.xml(name), "DocRoot")))
        return None

    def find(self, base: str, location: str | None) -> str | None:
        """The name of the file that `location` means where the file `base` says it; None where there is none.

        By the standard it begins beside `base`, or with / at the root. Some programs begin at the root without.
        """
        location = (location or "").strip().replace("\\", "/")
        if not location:
            return None
        places = [location] if location.startswith("/") else [join(dirname(base), location), location]
        return next((self._names[_key(place)] for place in places if _key(place) in self._names), None)

    def named(self, base: str, location: str | None) -> str:
        """The same. Raises ReadError where there is none."""
        name = self.find(base, location)
        return location or "" if name is None else name

    def xml(self, name: str) -> _Element:
        """The root of a file. Raises ReadError where it is missing or no XML."""
        return self._archive.xml(name)


def _text(element: _Element | None) -> str:
    return "" if element is None else element.text or ""


def _keys(name: str) -> Iterator[str]:
    """What a name is looked up by: also as it was before a zip without the sign for UTF-8 changed it."""
    yield _key(name)
    for encoding in ("gb18030", "utf-8"):
        try:
            yield _key(name.encode("cp437").decode(encoding))
        except UnicodeError:
            continue


def _key(name: str) -> str:
    """A name without the differences that Windows does not see."""
    return normpath(name.replace("\\", "/")).lstrip("/.").lower()


def _damaged() -> ReadError:
    return ReadError(_("不是有效的 OFD，也许已损坏；请用能打开它的阅读器另存一份，或换一份"))


def _locked() -> ReadError:
    return ReadError(_("这个 OFD 加了密；请在能打开它的阅读器中解密，另存为没有加密的文件"))
