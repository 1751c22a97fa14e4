"""Charts: a trend as a picture in SVG, drawn by pygal, without script and style; colours are those of the style sheet.

Each phrase has its own colour, dashes and marks (of bars: hatching), so that phrases differ by more than colour.
"""

import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import msgspec
import pygal
from lxml import etree
from markupsafe import Markup
from pygal.style import Style

from searchui.web.views.trend.axis import Label

# pygal adds a finder of plugins, of a kind that Python 3.12 has no more; 3.11 warns of it at each import that fails.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

WIDTH, HEIGHT = 720, 330
BAR, BETWEEN, MARGIN = 11, 12, 40  # heights of a bar, of what parts two groups of bars, and of the scale below
RADIUS = 4.5
MAX_DOTS = 400  # where there are more, one hides the next: only those that no line shows are drawn
TEXT, MAX_TEXT = 14, 22  # units: as the style sheet has it on wide and on narrow screens
MAX_NAME = 10  # characters

XLINK = "{http://www.w3.org/1999/xlink}"
# Paths of the marks around 0, as wide as 2.
MARKS = (
    "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0 -2 0z",
    "M-.9 -.9h1.8v1.8h-1.8z",
    "M0 -1.15l1.1 2h-2.2z",
    "M0 -1.25l1.15 1.25l-1.15 1.25l-1.15 -1.25z",
    "M0 1.15l1.1 -2h-2.2z",
    "M-.35 -1h.7v.65h.65v.7h-.65v.65h-.7v-.65h-.65v-.7h.65z",
)
HATCHES = ("", "M0 3h6", "M3 0v6", "M0 0l6 6", "M0 6l6 -6", "M0 3h6M3 0v6")
UNWANTED = {"background", "tooltip-overlay", "text-overlay", "titles"}
CONTROL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Formatter: TypeAlias = Callable[[float], str]


class Dot(msgspec.Struct, frozen=True):
    """A value, what is said of it, and where it leads; its address is empty where it leads nowhere.

    `is_weak`: it rests on too little text, and its mark is an outline.
    """

    value: float
    label: str
    url: str
    is_weak: bool = False


Row: TypeAlias = Sequence[Dot | None]


class Picture(msgspec.Struct, frozen=True):
    """What to draw: for each phrase a dot at each of some `places`, or None where there is nothing to be said.

    Over time the places are numbers, of which one more is the next year or month; else they are names from the top.
    """

    title: str
    description: str
    places: Sequence[int] | Sequence[str]
    rows: Sequence[Row]
    format: Formatter
    labels: Sequence[Label] = ()


def lines(picture: Picture) -> Markup:
    """Phrases over time, to scale: a line each, broken where there is a gap."""
    first, last = int(picture.places[0]), int(picture.places[-1])
    chart = pygal.XY(
        **_options(picture) | {"truncate_label": -1},
        height=HEIGHT,
        allow_interruptions=True,
        xrange=(first, last) if first < last else (first - 1, last + 1),
    )
    chart.x_labels = [{"value": label.place, "label": label.text} for label in picture.labels]
    courses = [_course(picture.places, row) for row in picture.rows]
    many = sum(map(len, courses)) > MAX_DOTS
    for course in courses:
        chart.add("", [_at(*point) for point in course], show_dots=not many)
    for course in courses if many else ():
        chart.add("", [_at(*point) for point in _lone(course)], stroke=False)
    return _drawn(chart, picture)


Course: TypeAlias = Sequence[tuple[int, Dot | None]]


def _course(places: Sequence[int] | Sequence[str], row: Row) -> Course:
    """The dots of a phrase at their places, and nothing at the first place of each gap."""
    course: list[tuple[int, Dot | None]] = []
    for place, dot in zip(map(int, places), row, strict=True):
        if course and place - course[-1][0] > 1:
            course.append((course[-1][0] + 1, None))
        course.append((place, dot))
    return course


def _lone(course: Course) -> Course:
    """Only the dots between two gaps, which no line would show."""
    dots = [None, *(dot for _, dot in course), None]
    return [
        (place, dot if before is None and after is None else None)
        for (place, dot), before, after in zip(course, dots, dots[2:], strict=False)
    ]


def bars(picture: Picture) -> Markup:
    """Phrases by name: a group of bars each, from the top."""
    names = [without_controls(str(name)) for name in picture.places]
    height = len(names) * (len(picture.rows) * BAR + BETWEEN) + MARGIN
    chart = pygal.HorizontalBar(**_options(picture) | {"margin_left": _beside(names)}, height=height)
    chart.x_labels = names[::-1]
    for row in picture.rows:
        chart.add("", [dot and {"value": dot.value, **_linked(dot)} for dot in row[::-1]])
    return _drawn(chart, picture)


def _beside(names: Sequence[str]) -> float:
    """The room that names need besides what pygal leaves, which takes a character to be as wide as a Latin one."""
    return 6 + min(max(map(len, names), default=0), MAX_NAME) * (MAX_TEXT - TEXT * 0.6)


def _options(picture: Picture) -> dict[str, Any]:
    top = max((dot.value for row in picture.rows for dot in row if dot), default=0) or 1
    return {
        "width": WIDTH,
        "range": (0, top),
        "style": Style(label_font_size=TEXT, major_label_font_size=TEXT),
        "value_formatter": picture.format,
        "show_legend": False,
        "show_y_guides": True,
        "js": (),
        "css": (),
        "margin": 6,
        "spacing": 6,
        "dots_size": RADIUS,
        "truncate_label": MAX_NAME,
        "include_x_axis": True,
        "disable_xml_declaration": True,
        "max_scale": 6,
    }


def _drawn(chart: Any, picture: Picture) -> Markup:
    """The SVG of a chart."""
    root = chart.render_tree()
    _strip(root)
    for group in root.iter("g"):
        classes = group.get("class", "").split()
        if "series" in classes:
            _restyle(group, int(classes[1].removeprefix("serie-")) % len(picture.rows))
    _hatch(root, len(picture.rows))
    _describe(root, picture)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704  lxml escapes every text in it


def _at(place: int, dot: Dot | None) -> dict[str, Any]:
    if dot is None:
        return {"value": (place, None)}
    return {"value": (place, dot.value), "node": {"class": "weak" if dot.is_weak else ""}, **_linked(dot)}


def _linked(dot: Dot) -> dict[str, Any]:
    return {"tooltip": without_controls(dot.label), "xlink": {"href": dot.url, "tabindex": "-1"}}


def without_controls(text: str) -> str:
    """A text without the control characters that no XML may have."""
    return CONTROL.sub("\ufffd", text)


def _strip(root: Any) -> None:
    """Leave out styles and scripts, what only they would need, and the date of the drawing."""
    unwanted = [node for node in root.iter() if _is_unwanted(node)]
    for node in unwanted:
        node.getparent().remove(node)
    for node in root.iter():
        node.attrib.pop("style", None)


def _is_unwanted(node: Any) -> bool:
    if node.tag is etree.Comment or node.tag in ("style", "script", "desc"):
        return True
    if node.tag == "title":
        return bool(node.getparent().tag != "a")
    return bool(UNWANTED & set(node.get("class", "").split()))


def _restyle(group: Any, number: int) -> None:
    """A phrase in its own colour, and its dots as its own marks or its bars in its own hatching."""
    group.set("class", f"course course-{number}")
    for link in group.iter("a"):
        link.set("href", link.attrib.pop(f"{XLINK}href"))
    for circle in list(group.iter("circle")):
        place = f"translate({float(circle.get('cx')):.1f} {float(circle.get('cy')):.1f}) scale({RADIUS})"
        weak = "weak" in circle.get("class", "").split()
        circle.attrib.clear()
        circle.tag = "path"
        circle.set("class", "mark weak" if weak else "mark")
        circle.set("d", MARKS[number])
        circle.set("transform", place)
    for bar in group.iter("rect"):
        bar.set("class", "block")
        bar.set("fill", f"url(#hatch-{number})")


def _hatch(root: Any, phrases: int) -> None:
    """The patterns that bars are filled with."""
    defs = root.find("defs")
    for number in range(phrases):
        pattern = etree.SubElement(defs, "pattern", id=f"hatch-{number}", width="6", height="6")
        pattern.set("patternUnits", "userSpaceOnUse")
        pattern.set("class", f"course-{number}")
        etree.SubElement(pattern, "rect", {"class": "ground", "width": "6", "height": "6"})
        etree.SubElement(pattern, "path", {"class": "hatch", "d": HATCHES[number]})


def _describe(root: Any, picture: Picture) -> None:
    """What the picture is, for those who do not see it. No `img`: it has links, which an image would hide."""
    for name in ("id", "class"):
        root.attrib.pop(name, None)
    root.set("class", "chart")
    root.set("role", "group")
    root.set("aria-labelledby", "chart-title")
    root.set("aria-describedby", "chart-description")
    for place, (tag, text) in enumerate((("title", picture.title), ("desc", picture.description))):
        node = etree.Element(tag, id=f"chart-{'title' if tag == 'title' else 'description'}")
        node.text = without_controls(text)
        root.insert(place, node)
