"""How one speech was understood: header, sections, gaps; as JSON and as lines to read."""

from collections.abc import Iterator
from typing import Any

from indexer.build.report_text import FACTS, ORIGINS
from indexer.i18n import Language, Message, _, p_, units
from indexer.model import Gap, Section, Speech


def outline_json(speech: Speech, language: Language) -> dict[str, Any]:
    """The outline of a speech, as `outline --json` prints it."""
    return {
        "title": speech.title,
        "date": str(speech.date) if speech.date else None,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
        "origins": dict(speech.origins),
        "salutation": speech.salutation,
        "opening": speech.opening,
        "sections": [_section_json(section) for section in speech.sections],
        "closing": speech.closing,
        "announced": speech.announced,
        "gaps": [_gap_json(gap) for gap in speech.gaps],
        "left_out": [item.text for item in speech.left_out],
        "warnings": [warning.text(language) for warning in speech.warnings],
    }


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "label": section.label,
        "heading": section.heading,
        "paragraphs": section.own,
        "sections": [_section_json(below) for below in section.sections],
    }


def _gap_json(gap: Gap) -> dict[str, Any]:
    return {"kind": gap.kind, "after": gap.after, "text": gap.text}


def outline_lines(speech: Speech, language: Language) -> Iterator[str]:
    values: dict[str, object] = {
        "title": speech.title,
        "date": speech.date,
        "speaker": speech.speaker,
        "occasion": speech.occasion,
    }
    for fact, value in values.items():
        yield _told(language, FACTS[fact], _with_origin(language, value, speech.origins.get(fact)))
    yield _told(language, p_("outline", "称呼"), _with_origin(language, speech.salutation, None))
    yield _told(language, p_("outline", "开头"), _paragraphs(language, speech.opening))
    for top in speech.sections:
        for section in top.walk():
            unknown = _("（标题缺失的部分）").text(language)
            heading = unknown if section.heading is None else section.display
            yield f"{'　' * section.level}{heading}（{_paragraphs(language, section.own)}）"
    yield _told(language, p_("outline", "结尾"), _paragraphs(language, speech.closing))
    for gap in speech.gaps:
        place = _("（第 {line} 行起）", line=gap.line).text(language)
        yield _told(language, p_("outline", "缺失"), gap.text.splitlines()[0] + place)
    for item in speech.left_out:
        yield _told(language, p_("outline", "未收入正文"), item.text)
    for warning in speech.warnings:
        yield _told(language, p_("outline", "请留意"), warning.text(language))


def _with_origin(language: Language, value: object, origin: str | None) -> str:
    """A fact and where it was found: 2024（标题行）."""
    if value is None:
        return _("（未找到）").text(language)
    return str(value) if origin is None else f"{value}（{ORIGINS[origin].text(language)}）"


def _told(language: Language, name: Message, value: object) -> str:
    return _("{name}：{value}", name=name, value=value).text(language)


def _paragraphs(language: Language, number: int) -> str:
    return units.paragraphs(number).text(language)
