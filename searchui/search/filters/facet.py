"""The facets: by what of its speeches a corpus is filtered, counted and laid out in tables. One row a facet.

Everything else follows from these rows: the fields of `Filters`, the counts and columns of a search, the syntax of
`year:2024`, the names in JSON and addresses, the columns and the provenance of tables. A new facet is a new row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from indexer.errors import CallError
from indexer.evidence import UNKNOWN_WORDS
from indexer.i18n import Message, _, joined, p_
from indexer.model import Paragraph
from indexer.store.speech_catalogue import Entry
from searchui.search.filters.genre import GENRE_NAMES, genre_of
from searchui.search.filters.number_range import MAX_DIGITS, NumberRange

Value: TypeAlias = str | int | NumberRange | None  # None: what has no value
Kind = TypeVar("Kind", int, str)
AS_WRITTEN, MACHINE_READ = "原文", "机器识别"  # where a text is from
UNKNOWN = "none"  # how it is written that there is no value


class Spoken(Protocol):
    """What has a speaker of its own in a conversation: a turn, or a paragraph of one."""

    @property
    def speaker(self) -> str | None:
        """Who speaks; None: nobody whose name is known, or in a speech by one, who gave it."""


@dataclass(frozen=True, slots=True)
class Facet(Generic[Kind]):
    """What a speech has at most one value of.

    `name` stands in Python, JSON, addresses, options and queries. `title` is for people, as the head of a column, and
    `label` as that of a list; in Chinese `title` may be written instead of the name. `kind` is the type of the values.
    `of_speech` gives the value of a speech, None where it is unknown; with `of_turn` each turn of a conversation has
    its own, and what is outside of them has none.
    `placeholder` is what stands for a value where the syntax is explained, and `hint` is the help of an option.
    `descending`: the counts of a facet are listed by value, the highest first, and not by count.
    `width` is that of a column in a sheet, in Latin letters. `usual` is the value that says nothing where no other occurs.
    `names` are those, for people, of values that are the program's own words.
    """

    name: str
    title: Message
    label: Message
    kind: type[Kind]
    of_speech: Callable[[Entry], Kind | None]
    placeholder: Message
    hint: Message
    width: int
    of_turn: Callable[[Spoken], Kind | None] | None = None
    descending: bool = False
    usual: Kind | None = None
    names: Mapping[str, Message] = field(default_factory=dict)

    def tells(self, counts: Mapping[Any, int]) -> bool:
        """Whether these counts of its values are worth showing."""
        return len(counts) > 1 or any(value != self.usual for value in counts)

    def of_paragraph(self, speech: Entry, paragraph: Paragraph) -> Kind | None:
        """The value at one paragraph of a speech."""
        return self.of_turn(paragraph) if self.of_turn and speech.turns else self.of_speech(speech)

    def read(self, text: str) -> Kind | NumberRange | None:
        """A value from a text, or a range; None for `none` and 不详.

        Raises ValueError for what is none of these where a number is expected.
        """
        if is_unknown(text):
            return None
        if self.kind is int:
            if (found := NumberRange.read(text)) is not None:
                return found
            if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS):
                raise ValueError(text)
        return self.kind(text)


def is_unknown(text: str) -> bool:
    """Whether a text says that there is no value."""
    return text.strip().lower() in UNKNOWN_WORDS


def write_value(value: Value) -> str:
    """A value as addresses, options, queries and JSON have it."""
    return UNKNOWN if value is None else str(value)


def value_name(value: Value, facet: str = "") -> Message | str:
    """A value as people read it; of a `facet`, where that calls some values by its own words."""
    if value is None:
        return _("不详")
    if isinstance(value, str) and facet and value in FACETS[facet].names:
        return FACETS[facet].names[value]
    return str(value).replace("..", "–") if isinstance(value, NumberRange) else str(value)


FACETS: Mapping[str, Facet[int] | Facet[str]] = MappingProxyType(
    {
        facet.name: facet
        for facet in (
            Facet(
                name="year",
                title=p_("column", "年份"),
                label=_("年份"),
                kind=int,
                of_speech=lambda speech: speech.date.year if speech.date else None,
                placeholder=joined("", ["2024"]),
                hint=_("只看这一年，或 2018..2022 这几年，可写多次。"),
                width=6,
                descending=True,
            ),
            Facet(
                name="speaker",
                title=p_("column", "讲话人"),
                label=_("讲话人"),
                kind=str,
                of_speech=lambda speech: speech.speaker,
                placeholder=p_("placeholder", "姓名"),
                hint=_("只看这位讲话人，可写多次。"),
                width=12,
                of_turn=lambda turn: turn.speaker,
            ),
            Facet(
                name="occasion",
                title=p_("column", "场合"),
                label=_("场合"),
                kind=str,
                of_speech=lambda speech: speech.occasion,
                placeholder=p_("placeholder", "场合"),
                hint=_("只看这个场合，可写多次。"),
                width=20,
            ),
            Facet(
                name="genre",
                title=p_("column", "文种"),
                label=_("文种"),
                kind=str,
                of_speech=genre_of,
                placeholder=p_("placeholder", "文种"),
                hint=_("只看这种文种（讲话、报告、致辞……），可写多次。"),
                width=8,
                names=GENRE_NAMES,
            ),
            Facet(
                name="origin",
                title=p_("column", "文字来源"),
                label=_("文字来源"),
                kind=str,
                of_speech=lambda speech: MACHINE_READ if speech.machine_read else AS_WRITTEN,
                placeholder=p_("placeholder", "来源"),
                hint=_("只看这种文字：原文，或机器识别（扫描件），可写多次。"),
                width=10,
                usual=AS_WRITTEN,
                names={AS_WRITTEN: p_("origin", "原文"), MACHINE_READ: _("机器识别")},
            ),
        )
    }
)


def facet_of(name: str) -> Facet[int] | Facet[str]:
    """The facet with a name, or a title in Chinese. Raises CallError for an unknown one."""
    for facet in FACETS.values():
        if name in (facet.name, str(facet.title)):
            return facet
    raise unknown_facet(name, FACETS)


def unknown_facet(name: str, known: Iterable[str]) -> CallError:
    """For a name that no facet has."""
    return CallError(_("不能按“{name}”筛选，可用 {facets}", name=name, facets=joined(_("、"), list(known))))
