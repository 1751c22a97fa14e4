"""The catalogue of words: every text has its translation, with the same values to fill in, and is compiled."""

import ast
import io
import pickle
import re
from pathlib import Path
from string import Formatter

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from indexer.i18n import LANGUAGES, SOURCE, Message, _, joined, n_, p_, translate
from indexer.i18n.catalogue import FOLDER, language_of
from indexer.i18n.extraction import KEYWORDS, PACKAGES, ROOT, extract, write_catalogue
from indexer.i18n.message_json import from_stored, stored_json

TRANSLATIONS = [language for language in LANGUAGES if language != SOURCE]
HAN = re.compile("[\u3400-\u9fff]")

# Words that were given up for those of the table in CONTRIBUTING.md.
GIVEN_UP = re.compile(
    "题目|存成|口令|守着|本馆|送来|平常|收进正文|按键|最密"
    "|to the letter|letter for letter|wordings|set phrase|slips? of the pen"
)
# What people read besides. CHANGELOG.md is left out, which tells of words as they were.
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "searchui/web/help/*/*.md")
    for path in ROOT.glob(pattern)
    if path.name != "CHANGELOG.md"
)


def file_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "speechsearch.po"


def catalogue_of(language: str) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def fields(text: str) -> set[str]:
    """What is filled in. Chinese counts by ten thousands, {wan}, what other languages write out, {most}."""
    return {name.replace("wan", "most") for _text, name, _spec, _how in Formatter().parse(text) if name is not None}


def variants(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_there_is_more_than_one_language() -> None:
    assert LANGUAGES[0] == "zh"
    assert "en" in LANGUAGES


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_has_a_translation_and_none_is_left_over(language: str) -> None:
    """A new text without one fails here: `make messages` adds its entry, which is then to be written."""
    template, catalogue = extract(), catalogue_of(language)
    wanted = {(message.context, variants(message.id)[0]) for message in template if message.id}
    there = {(message.context, variants(message.id)[0]) for message in catalogue if message.id and message.string}
    assert wanted - there == set()
    assert there - wanted == set()


def test_no_text_hides_where_it_is_not_found() -> None:
    """Inside an f-string it is no text of its own to the extractor, and a text that is put together has none."""
    for package in PACKAGES:
        for module in (ROOT / package).rglob("*.py"):
            tree = ast.parse(module.read_text(encoding="utf-8"))
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS and module.parent.name != "i18n":
                    place = call.args[1 if call.func.id == "p_" else 0]
                    assert not isinstance(place, ast.JoinedStr | ast.BinOp), f"{module}:{call.lineno}"
            for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
                calls = [
                    node for node in ast.walk(text) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
                ]
                assert not [node for node in calls if isinstance(node.func, ast.Name) and node.func.id in KEYWORDS], (
                    module
                )


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_translations_fill_in_the_same_values(language: str) -> None:
    for message in catalogue_of(language):
        for text in variants(message.string) if message.id else []:
            assert text, message.id
            assert fields(text) == fields(variants(message.id)[0]), message.id
            assert not message.fuzzy


def test_english_has_no_chinese_outside_quotes() -> None:
    allowed = re.compile('“[^”]*”|"[^"]*"|简体|繁體')
    for message in catalogue_of("en"):
        for text in variants(message.string) if message.id else []:
            assert not HAN.search(allowed.sub("", text)), text


def test_words_that_were_given_up_stay_so() -> None:
    for message in catalogue_of("en"):
        for text in (*variants(message.id), *variants(message.string)):
            assert not GIVEN_UP.search(text), text


def test_pages_have_none_of_them_either() -> None:
    assert len(PAGES) > 20
    found = [(path.name, word) for path in PAGES for word in GIVEN_UP.findall(path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_compiled_as_it_is(language: str) -> None:
    with file_of(language).with_suffix(".mo").open("rb") as file:
        compiled = {(message.context, *variants(message.id)): message.string for message in read_mo(file) if message.id}
    written = {
        (message.context, *variants(message.id)): message.string for message in catalogue_of(language) if message.id
    }
    assert {key: variants(text) for key, text in compiled.items()} == {
        key: variants(text) for key, text in written.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_written_as_it_was(language: str, tmp_path: Path) -> None:
    """So that a change of one text changes one entry."""
    write_catalogue(catalogue_of(language), tmp_path / "x.po")
    assert (tmp_path / "x.po").read_text(encoding="utf-8") == file_of(language).read_text(encoding="utf-8")


def test_numbers_have_their_plural() -> None:
    assert [n_("{n} 段", n).text("en") for n in (0, 1, 2)] == ["0 paragraphs", "1 paragraph", "2 paragraphs"]
    assert n_("{n} 段", 1).text() == "1 段"


def test_messages_fill_in_messages_in_the_same_language() -> None:
    message = _("找到 {total}，出自 {speeches}", total=n_("{n} 段", 1), speeches=n_("{n} 篇", 3))
    assert (message.text(), message.text("en")) == ("找到 1 段，出自 3 篇", "1 paragraph in 3 speeches")
    both = joined(_("、"), [n_("{n} 段", 2), "甲"])
    assert (both.text(), both.text("en")) == ("2 段、甲", "2 paragraphs, 甲")
    assert joined(_("、"), []).text() == ""


def test_what_is_filled_in_is_never_read_as_a_place_to_fill_in() -> None:
    assert _("没有编号为“{speech_id}”的讲话稿", speech_id="{0}{x!r}%s").text().count("{0}{x!r}%s") == 1


def test_messages_come_back_from_files_whatever_is_filled_in() -> None:
    broken = _("不是一条 JSON 记录：{error}", error=ValueError("at 3"))
    message = _("{file}：{problem}（{n} / {share}）", file=Path("a.jsonl"), problem=broken, n=7, share=0.5)
    back = msgspec.json.decode(stored_json(message), type=Message, dec_hook=from_stored)
    assert back == message
    assert all(back.text(language) == message.text(language) for language in LANGUAGES)
    assert pickle.loads(pickle.dumps(message)) == message


def test_the_same_word_can_have_two_translations() -> None:
    assert p_("column", "年份").text("en") != _("年份").text("en")
    assert p_("column", "年份") != _("年份")
    assert translate("没有这样的词句", "en") == "没有这样的词句"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "SPEECHSEARCH_LANG": "zh"}, "zh"),
        ({"LC_ALL": "", "LANG": "en"}, "en"),
        ({"SPEECHSEARCH_LANG": "en-GB"}, "en"),
        ({"SPEECHSEARCH_LANG": "xx", "LANG": "en"}, "zh"),
    ],
)
def test_the_command_line_follows_the_locale(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_a_third_language_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = Catalog(locale="de")
    catalogue.add(("{n} 段", "{n} 段"), ("{n} Absatz", "{n} Absätze"))
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    write_catalogue(catalogue, folder / "speechsearch.po")
    from indexer.i18n import catalogue as module
    from indexer.i18n.compiling import compile_catalogues

    compile_catalogues(tmp_path)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    module._catalogue.cache_clear()
    assert Message("{n} 段", {"n": 2}, n=2).text("de") == "2 Absätze"
    assert io.BytesIO((folder / "speechsearch.mo").read_bytes()).read(4) == b"\xde\x12\x04\x95"


def test_a_message_on_disk_is_read_as_it_was_and_anything_else_is_an_error_of_the_file() -> None:
    message = _("找到 {total}，出自 {speeches}", total=n_("{n} 段", 1), speeches=n_("{n} 篇", 3))
    assert msgspec.json.decode(stored_json(message), type=Message, dec_hook=from_stored) == message
    for other in (b"{}", b'"x"', b'{"msgid": 1}', b'{"zh": "x", "en": "y"}'):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(other, type=Message, dec_hook=from_stored)
