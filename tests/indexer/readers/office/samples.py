"""One text as LibreOffice writes it in several formats, and what a reader sees of it."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "data" / "office"
SEEN = [
    "关于治水的报告",
    "（2031年3月4日）",
    "各位代表：",
    "一、过去一年的工作",
    "我们修了三条渠，“治”出成效。",
    "（一）修渠",
    "（二）护堤",
    "正文",
    "二、今年的任务",
    "（一）再修",
    "看得见的",
    "加上的",
    "有注的话。",
    "丁　戊",
    "第一行",
    "第二行𠮷",
    "链接文字",
    "完。",
    "〔1〕注文在此",
]


def zip_of(files: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """The list of relations, each an id, a kind and a target."""
    inside = "".join(
        f'<Relationship Id="{one}" Type="http://x/{kind}" Target="{target}"/>' for one, kind, target in rows
    )
    return f"<Relationships>{inside}</Relationships>"
