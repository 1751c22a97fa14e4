"""The files in a zip, one after the other, never more than is allowed: a zip that unpacks without end is stopped."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from indexer.errors import CallError
from indexer.i18n import _

MAX_MEMBERS = 5_000
MAX_UNPACKED = 1_000_000_000  # bytes of all files in a zip
UTF8 = 0x800  # flag of a name in UTF-8
DAMAGE = (BadZipFile, zlib.error, EOFError)
BROKEN = _("这个 zip 是坏的，没有全部解压")
PASSED_OVER = ("__MACOSX/",)  # what macOS adds


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip: its name there, and its bytes as they are unpacked."""

    name: str
    data: "_Bounded"


def members(packed: IO[bytes]) -> Iterator[Member]:
    """The files in a zip; take each before the next. Raises CallError where it is none, or unpacks to too much."""
    try:
        with ZipFile(packed) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MAX_MEMBERS:
                raise CallError(_("zip 里的文件太多，最多 {most:,} 个；请分几次上传", most=MAX_MEMBERS))
            budget = _Budget(MAX_UNPACKED)
            for info in infos:
                name = name_of(info)
                if not name.startswith(PASSED_OVER):
                    with archive.open(info) as opened:
                        yield Member(name, _Bounded(opened, budget))
    except DAMAGE as error:
        raise CallError(BROKEN) from error
    except (RuntimeError, NotImplementedError) as error:  # it asks for a password, or is packed in another way
        raise CallError(_("这个 zip 加了密码，或压缩方式不常见，打不开；请解压后再上传")) from error


def name_of(info: ZipInfo) -> str:
    """The name of a file in a zip. Chinese Windows writes names in GBK, macOS in UTF-8, and neither says so."""
    if info.flag_bits & UTF8:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


@dataclass(slots=True)
class _Budget:
    left: int


class _Bounded:
    """What is unpacked of a file, counted as it comes: what a zip says of sizes is not believed."""

    def __init__(self, opened: IO[bytes], budget: _Budget) -> None:
        self._opened, self._budget = opened, budget

    def read(self, size: int, /) -> bytes:
        """Raises CallError where that is more than is allowed, or the zip is damaged."""
        try:
            data = self._opened.read(size)
        except DAMAGE as error:
            raise CallError(BROKEN) from error
        self._budget.left -= len(data)
        if self._budget.left < 0:
            raise CallError(_("zip 解压后太大，最多 {most} MB；请分几次上传", most=MAX_UNPACKED // 1_000_000))
        return data
