"""The picture of a trend as a file: an SVG that stands by itself, and a PNG of it, drawn by resvg."""

import hashlib
from collections.abc import Sequence
from functools import cache

import msgspec
from lxml import etree
from markupsafe import Markup

from indexer.errors import CallError
from indexer.i18n import _
from searchui.web.views.trend.chart import MARKS, TEXT, WIDTH, without_controls

SVG = "http://www.w3.org/2000/svg"
COLOURS = ("#9d2a20", "#1f5a94", "#56651b", "#7a3b8f", "#9a5200", "#1a6b66")  # those of the style sheet, on white
DASHES = ("none", "9 4", "2 3", "12 3 2 3", "5 5", "12 3 2 3 2 3")
PAPER, INK, QUIET, LINE = "#ffffff", "#1d1d1b", "#5d5a55", "#d8d4cc"
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
MARGIN, HEAD, ROW = 16, 34, 22  # units: around all, of the title, of a line of the key and of the source
KEY, KEY_ROOM = 36, 8
MAX_TEXT = 90  # characters of a line
ZOOM = 2  # dots a unit: sharp in print
SAMPLE = "中国字"  # characters that differ wherever there is a font for them


class Heads(msgspec.Struct, frozen=True):
    """What is written beside a picture: its title, what it measures, and below where its figures are from."""

    title: str
    measure: str
    source: str


def standalone_svg(chart: Markup, phrases: Sequence[str], heads: Heads, *, has_bars: bool) -> str:
    """A chart with its title, the key of its phrases and where its figures are from; no link leads out of it."""
    inner = etree.fromstring(chart)
    _, _, width, height = (float(each) for each in inner.get("viewBox").split())
    top = MARGIN + HEAD + ROW * (len(phrases) + 1)
    whole = WIDTH + 2 * MARGIN, top + height + ROW + MARGIN
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG}, viewBox=f"0 0 {whole[0]:g} {whole[1]:g}")
    root.set("width", f"{whole[0]:g}")
    root.set("height", f"{whole[1]:g}")
    etree.SubElement(root, f"{{{SVG}}}style").text = _style()
    etree.SubElement(root, f"{{{SVG}}}rect", width="100%", height="100%", fill=PAPER)
    _text(root, heads.title, MARGIN, MARGIN + TEXT + 4, "title")
    for number, phrase in enumerate(phrases):
        _key(root, number, phrase, MARGIN + HEAD + ROW * number, has_bars=has_bars)
    _text(root, heads.measure, MARGIN, top - ROW / 2, "quiet")
    inner.set("x", str(MARGIN))
    inner.set("y", f"{top:g}")
    inner.set("width", f"{width:g}")
    inner.set("height", f"{height:g}")
    _without_links(inner)
    for said in inner.findall(f"{{{SVG}}}desc"):
        inner.remove(said)  # which speaks of the page
    root.append(inner)
    _text(root, heads.source, MARGIN, whole[1] - MARGIN, "quiet")
    etree.cleanup_namespaces(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + str(etree.tostring(root, encoding="unicode"))


def png_of(svg: str) -> bytes:
    """A picture of dots. Raises CallError where what draws it, or a font for Chinese, is not installed."""
    try:
        import resvg_py
    except ImportError as error:
        raise CallError(_("要存为 PNG，请先安装：pip install 'speechsearch[png]'；也可以存为 SVG")) from error
    if not _has_chinese_font():
        raise CallError(_("服务器上没有中文字体，PNG 里的字画不出来。请安装一种（例如 Noto Sans CJK），或存为 SVG"))
    return resvg_py.svg_to_bytes(svg_string=svg, zoom=ZOOM)


@cache
def _has_chinese_font() -> bool:
    """Whether different characters come out as different pictures: without a font all are the same empty box."""
    import resvg_py

    drawn = {
        hashlib.sha256(
            resvg_py.svg_to_bytes(
                svg_string=f'<svg xmlns="{SVG}" width="32" height="32"><text y="24" font-family="{FONTS}">{each}</text></svg>'
            )
        ).digest()
        for each in SAMPLE
    }
    return len(drawn) == len(SAMPLE)


def _style() -> str:
    courses = "\n".join(
        f".course-{number} {{ color: {colour}; }} .course-{number} .line {{ stroke-dasharray: {dashes}; }}"
        for number, (colour, dashes) in enumerate(zip(COLOURS, DASHES, strict=True))
    )
    return f"""
text {{ font: {TEXT}px {FONTS}; fill: {QUIET}; }}
text.title {{ font-size: {TEXT + 4}px; fill: {INK}; }} text.phrase {{ fill: {INK}; }}
.axis.y text {{ text-anchor: end; }} .axis.x text {{ text-anchor: middle; }}
.axis path {{ fill: none; stroke: {LINE}; stroke-width: 1; }} .axis .axis.line {{ stroke: {QUIET}; }}
.axis.x .guides path {{ stroke: none; }}
{courses}
.line {{ fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }}
.mark {{ fill: currentColor; stroke: {PAPER}; stroke-width: .25; }}
.mark.weak {{ fill: {PAPER}; stroke: currentColor; stroke-width: .35; }}
.block {{ stroke: currentColor; stroke-width: 1; }} .ground {{ fill: currentColor; fill-opacity: .3; }}
.course-0 .ground {{ fill-opacity: 1; }} .hatch {{ fill: none; stroke: currentColor; stroke-width: 1.5; }}
"""


def _key(root: etree._Element, number: int, phrase: str, top: float, *, has_bars: bool) -> None:
    """How a phrase is drawn, and itself."""
    group = etree.SubElement(root, f"{{{SVG}}}g", {"class": f"course-{number}"})
    group.set("transform", f"translate({MARGIN} {top:g})")
    if has_bars:
        etree.SubElement(group, f"{{{SVG}}}rect", x="4", y="1", width="28", height="12").set("class", "block")
        group[-1].set("fill", f"url(#hatch-{number})")
    else:
        etree.SubElement(group, f"{{{SVG}}}path", d=f"M0 7h{KEY}").set("class", "line")
        etree.SubElement(group, f"{{{SVG}}}path", d=MARKS[number]).set("class", "mark")
        group[-1].set("transform", f"translate({KEY / 2:g} 7) scale(5)")
    _text(root, phrase, MARGIN + KEY + KEY_ROOM, top + TEXT - 2, "phrase")


def _text(root: etree._Element, text: str, x: float, y: float, kind: str) -> None:
    shown = text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"
    node = etree.SubElement(root, f"{{{SVG}}}text", {"x": f"{x:g}", "y": f"{y:g}", "class": kind})
    node.text = without_controls(shown)


def _without_links(inner: etree._Element) -> None:
    """Links are of the site that drew it: their places keep what is said of them, and lead nowhere."""
    for link in list(inner.iter(f"{{{SVG}}}a")):
        link.tag = f"{{{SVG}}}g"
        for name in link.attrib:
            del link.attrib[name]
