"""How one speech was understood: header, sections, gaps; as JSON and as lines to read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from indexer.evidence import FACTS, Evidence, described
from indexer.i18n import Language, Message, _, p_, units
from indexer.model import Gap, Role, Section, Speech


def outline_json(speech: Speech, language: Language) -> dict[str, Any]:
    """The outline of a speech, as `outline --json` prints it."""
    return {
        "title": speech.title,
        "date": str(speech.date) if speech.date else None,
        "speaker": speech.speaker,
        "office": speech.office,
        "occasion": speech.occasion,
        "source": speech.source,
        "address": speech.address,
        "origins": dict(speech.origins),
        "evidence": {name: asdict(one) for name, one in speech.evidence.items()},
        "salutation": speech.salutation,
        "opening": speech.opening,
        "sections": [_section_json(section) for section in speech.sections],
        "closing": speech.closing,
        "announced": speech.announced,
        "turns": [asdict(turn) for turn in _turns(speech)],
        "gaps": [_gap_json(gap) for gap in speech.gaps],
        **({"machine_read": True, "machine_pages": list(speech.machine_pages)} if speech.machine_read else {}),
        "left_out": [item.text for item in speech.left_out],
        "warnings": [warning.text(language) for warning in speech.warnings],
    }


@dataclass(frozen=True, slots=True)
class _Turn:
    """Paragraphs in a row by one of several: `line` is that of the first in the file."""

    speaker: str | None
    role: Role | None
    line: int
    paragraphs: int


def _turns(speech: Speech) -> Iterator[_Turn]:
    """Who speaks from where on, and whether he asks or answers; nothing for a speech by one."""
    for (speaker, role), group in groupby(speech.paragraphs, key=lambda each: (each.speaker, each.role)):
        paragraphs = list(group)
        if speaker or role:
            yield _Turn(speaker, role, paragraphs[0].line, len(paragraphs))


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
    for fact, name in FACTS.items():
        yield _told(language, name, _with_evidence(language, getattr(speech, fact), speech.evidence.get(fact)))
    yield _told(language, p_("outline", "称呼"), _with_evidence(language, speech.salutation, None))
    yield _told(language, p_("outline", "开头"), _paragraphs(language, speech.opening))
    for top in speech.sections:
        for section in top.walk():
            unknown = _("（标题缺失的部分）").text(language)
            heading = unknown if section.heading is None else section.display
            yield f"{'　' * section.level}{heading}（{_paragraphs(language, section.own)}）"
    yield _told(language, p_("outline", "结尾"), _paragraphs(language, speech.closing))
    spoken = Counter(paragraph.speaker for paragraph in speech.paragraphs if paragraph.speaker)
    for speaker, count in spoken.most_common():
        yield _told(language, p_("outline", "发言"), f"{speaker}（{_paragraphs(language, count)}）")
    if speech.machine_read:
        yield _told(
            language,
            p_("outline", "文字来源"),
            _("机器识别（第 {pages} 页）", pages=speech.machine_ranges).text(language),
        )
    for gap in speech.gaps:
        place = _("（第 {line} 行起）", line=gap.line).text(language)
        yield _told(language, p_("outline", "缺失"), gap.text.splitlines()[0] + place)
    for item in speech.left_out:
        yield _told(language, p_("outline", "没有收入正文"), item.text)
    for warning in speech.warnings:
        yield _told(language, p_("outline", "请留意"), warning.text(language))


def _with_evidence(language: Language, value: object, evidence: Evidence | None) -> str:
    """A fact and where it was found: 2024（标题行，第 1 行）."""
    if value is None:
        return _("（未找到）").text(language)
    return str(value) if evidence is None else f"{value}（{described(evidence).text(language)}）"


def _told(language: Language, name: Message, value: object) -> str:
    return _("{name}：{value}", name=name, value=value).text(language)


def _paragraphs(language: Language, number: int) -> str:
    return units.paragraphs(number).text(language)
