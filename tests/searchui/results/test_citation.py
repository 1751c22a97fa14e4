"""Citations, held against strings that were written by hand from the rules of each form."""

import json
import re
from datetime import date

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import NotFoundError
from indexer.model import Kind, Paragraph, SpeechDate
from indexer.store.speech_catalogue import Entry, Turn
from searchui import Corpus
from searchui.cli.group import commands
from searchui.search.citation.forms import FORMS
from searchui.search.results.citation import Citation
from searchui.search.results.hit import read_place, speech_url

SITE = "https://archive.example.org"
PAGE = "https://example.org/2024/0503.html"
PARAGRAPH = Paragraph(
    "pabcdefgh", "新质生产力是先进生产力。", Kind.BODY, 3, section_path=("二、今年工作", "（一）产业")
)
DAY = date(2026, 3, 9)
MAY = SpeechDate(2024, 5, 3)
HOSTILE = "50% & $1_000 #1 {甲} ~ ^ \\乙\n关于《办法》的“说明”"


def entry(
    title: str = "政府工作报告",
    date: SpeechDate | None = None,
    speaker: str | None = None,
    turns: tuple[Turn, ...] = (),
    **others: object,
) -> Entry:
    made = Entry("会/一.txt", title, date, speaker, None, None, 9, 99, 0, 0, 0, turns)
    return msgspec.structs.replace(made, **others)


def cited(speech: Entry, paragraph: Paragraph | None = PARAGRAPH, site: str = SITE) -> Citation:
    return Citation(speech, paragraph, site, DAY)


def turns(*names: str) -> tuple[Turn, ...]:
    """Each speaks less than the one before."""
    return tuple(Turn(name, 100 * number, 100 * number + 99 - number) for number, name in enumerate(names))


MEETING = "第五届人民代表大会第四次会议"
# A name for each; what is cited; and how in each form, plain, GB/T 7714 of 2025 and of 2015, and APA.
GOLDEN = {
    "bare": (
        entry(),
        "——《政府工作报告》（日期不详）",
        "政府工作报告[Z]. [日期不详].",
        "政府工作报告[Z]. [日期不详].",
        "政府工作报告 [Speech transcript]. (n.d.).",
    ),
    "day and speaker": (
        entry(date=MAY, speaker="唐某"),
        "——《政府工作报告》（2024年5月3日，唐某）",
        "唐某. 政府工作报告[Z]. 2024-05-03.",
        "唐某. 政府工作报告[Z]. 2024-05-03.",
        "唐某. (2024, May 3). 政府工作报告 [Speech transcript].",
    ),
    "no date": (
        entry(speaker="唐某"),
        "——《政府工作报告》（日期不详，唐某）",
        "唐某. 政府工作报告[Z]. [日期不详].",
        "唐某. 政府工作报告[Z]. [日期不详].",
        "唐某. (n.d.). 政府工作报告 [Speech transcript].",
    ),
    "year": (
        entry(date=SpeechDate(2024), speaker="唐某"),
        "——《政府工作报告》（2024年，唐某）",
        "唐某. 政府工作报告[Z]. 2024.",
        "唐某. 政府工作报告[Z]. 2024.",
        "唐某. (2024). 政府工作报告 [Speech transcript].",
    ),
    "month, no speaker": (
        entry(date=SpeechDate(2024, 5)),
        "——《政府工作报告》（2024年5月）",
        "政府工作报告[Z]. 2024-05.",
        "政府工作报告[Z]. 2024-05.",
        "政府工作报告 [Speech transcript]. (2024, May).",
    ),
    "on the web": (
        entry(date=MAY, speaker="唐某", occasion=MEETING, source="新桥社", address=PAGE),
        "——《政府工作报告》（2024年5月3日，唐某）",
        f"唐某. 政府工作报告：{MEETING}[EB/OL]. 新桥社（2024-05-03）[2026-03-09]. {PAGE}.",
        f"唐某. 政府工作报告: {MEETING}[EB/OL]. 新桥社(2024-05-03)[2026-03-09]. {PAGE}.",
        f"唐某. (2024, May 3). 政府工作报告 [Speech transcript]. {MEETING}. 新桥社. {PAGE}",
    ),
    "on the web, nothing known": (
        entry(address=PAGE),
        "——《政府工作报告》（日期不详）",
        f"政府工作报告[EB/OL]. （日期不详）[2026-03-09]. {PAGE}.",
        f"政府工作报告[EB/OL]. (日期不详)[2026-03-09]. {PAGE}.",
        f"政府工作报告 [Speech transcript]. (n.d.). {PAGE}",
    ),
    "in a paper, whose day is not known": (
        entry(date=MAY, speaker="唐某", occasion=MEETING, source="临河日报"),
        "——《政府工作报告》（2024年5月3日，唐某）",
        f"唐某. 政府工作报告：2024年5月3日，{MEETING}[N]. 临河日报.",
        f"唐某. 政府工作报告: 2024年5月3日, {MEETING}[N]. 临河日报.",
        f"唐某. (2024, May 3). 政府工作报告 [Speech transcript]. {MEETING}. 临河日报.",
    ),
    "in a paper of a day": (
        entry(date=MAY, speaker="唐某", source="《临河日报》（2024年05月06日 02版）"),
        "——《政府工作报告》（2024年5月3日，唐某）",
        "唐某. 政府工作报告[N]. 临河日报，2024-05-06.",
        "唐某. 政府工作报告[N]. 临河日报, 2024-05-06.",
        "唐某. (2024, May 3). 政府工作报告 [Speech transcript]. 临河日报.",
    ),
    "only the day of printing": (
        entry(date=MAY, speaker="唐某", source="临河日报", published=True),
        "——《政府工作报告》（2024年5月3日发布，唐某）",
        "唐某. 政府工作报告[N]. 临河日报，2024-05-03.",
        "唐某. 政府工作报告[N]. 临河日报, 2024-05-03.",
        "唐某. (2024, May 3). 政府工作报告 [Speech transcript]. 临河日报.",
    ),
    "in a journal": (
        entry(date=MAY, speaker="唐某", source="《临河水利》2024年第07期"),
        "——《政府工作报告》（2024年5月3日，唐某）",
        "唐某. 政府工作报告[J]. 临河水利，2024（7）.",
        "唐某. 政府工作报告[J]. 临河水利, 2024(7).",
        "唐某. (2024, May 3). 政府工作报告 [Speech transcript]. 临河水利.",
    ),
    "the title names the occasion": (
        entry(title="在水利会议上的讲话", date=MAY, speaker="唐某", occasion="水利会议", source="市水利局"),
        "——《在水利会议上的讲话》（2024年5月3日，唐某）",
        "唐某. 在水利会议上的讲话[Z]. 市水利局，2024-05-03.",
        "唐某. 在水利会议上的讲话[Z]. 市水利局, 2024-05-03.",
        "唐某. (2024, May 3). 在水利会议上的讲话 [Speech transcript]. 市水利局.",
    ),
    "a hostile title": (
        entry(title=HOSTILE, date=MAY, speaker="唐某"),
        r"——《50% & $1_000 #1 {甲} ~ ^ \乙 关于〈办法〉的“说明”》（2024年5月3日，唐某）",
        r"唐某. 50% & $1_000 #1 {甲} ~ ^ \乙 关于《办法》的“说明”[Z]. 2024-05-03.",
        r"唐某. 50% & $1_000 #1 {甲} ~ ^ \乙 关于《办法》的“说明”[Z]. 2024-05-03.",
        r"唐某. (2024, May 3). 50% & $1_000 #1 {甲} ~ ^ \乙 关于《办法》的“说明” [Speech transcript].",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_as_the_rules_have_it(name: str) -> None:
    speech, *expected = GOLDEN[name]
    assert [cited(speech).written(form) for form in ("plain", "gbt7714", "gbt7714-2015", "apa")] == expected


def test_several_voices() -> None:
    few, many = (cited(entry(date=MAY, turns=turns(*names)), None) for names in ("甲乙", "甲乙丙丁"))
    assert few.written("plain") == "——《政府工作报告》（2024年5月3日，甲、乙）"
    assert many.written("plain") == "——《政府工作报告》（2024年5月3日，甲、乙、丙等）"
    assert few.written("gbt7714").startswith("甲，乙. ")
    assert many.written("gbt7714").startswith("甲，乙，丙，等. ")
    assert many.written("gbt7714-2015").startswith("甲, 乙, 丙, 等. ")
    assert few.written("apa").startswith("甲, & 乙. (2024")
    assert many.written("apa").startswith("甲, 乙, 丙, & 丁. (2024")
    assert few.written("bibtex").splitlines()[1] == "  author = {{甲} and {乙}},"
    assert few.written("ris").splitlines()[1:3] == ["AU  - 甲", "AU  - 乙"]


def test_of_a_conversation_the_one_whose_turn_it_is_is_quoted_and_all_are_cited() -> None:
    speech = entry(date=MAY, turns=turns("甲", "乙"))
    spoken = msgspec.structs.replace(PARAGRAPH, speaker="乙")
    assert cited(speech, spoken).written("plain") == "——《政府工作报告》（2024年5月3日，乙）"
    assert cited(speech, spoken).written("gbt7714").startswith("甲，乙. ")
    assert cited(speech).written("plain") == "——《政府工作报告》（2024年5月3日）"  # nobody's name is known there


def test_apa_names_twenty_and_of_more_the_first_nineteen_and_the_last() -> None:
    names = [f"甲{number}" for number in range(21)]
    twenty, more = (cited(entry(turns=turns(*some)), None).written("apa") for some in (names[:20], names))
    assert twenty.startswith(", ".join(names[:19]) + ", & 甲19. (n.d.).")
    assert more.startswith(", ".join(names[:19]) + ", . . . 甲20. (n.d.).")


def fields_of_bibtex(text: str) -> tuple[str, str, dict[str, str]]:
    """Kind, key and fields of an entry: a parser that counts braces, as BibTeX does."""
    head = re.match(r"@(\w+)\{([^,]+),\n", text)
    assert head is not None
    rest, fields = text[head.end() :], {}
    while field := re.match(r"\s*(\w+) = \{", rest):
        end, depth = field.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        fields[field[1]] = rest[field.end() : end - 1]
        assert rest[end] == ","
        rest = rest[end + 1 :]
    assert rest.strip() == "}"
    return head[1], head[2], fields


def unescaped(text: str) -> str:
    for sign, name in {"{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum"}.items():
        text = text.replace(f"\\text{name}{{}}", sign)
    return re.sub(r"\\([%$&#_])", r"\1", text).replace("\\textbackslash{}", "\\")


def test_bibtex() -> None:
    kind, key, fields = fields_of_bibtex(cited(GOLDEN["on the web"][0]).written("bibtex"))
    assert (kind, fields) == (
        "online",
        {
            "author": "{唐某}", "title": "{政府工作报告}", "year": "2024", "date": "2024-05-03", "eventtitle": MEETING,
            "organization": "新桥社", "url": PAGE, "urldate": "2026-03-09",
        },
    )  # fmt: skip
    assert re.fullmatch("speech2024-[0-9a-f]{8}", key)
    kind, key, fields = fields_of_bibtex(cited(GOLDEN["in a paper, whose day is not known"][0]).written("bibtex"))
    assert (kind, fields["howpublished"]) == ("misc", "临河日报")
    assert "urldate" not in fields
    kind, key, fields = fields_of_bibtex(cited(GOLDEN["bare"][0]).written("bibtex"))
    assert (kind, fields) == ("misc", {"title": "{政府工作报告}"})
    assert re.fullmatch("speech-[0-9a-f]{8}", key)


def test_a_key_stays_the_same_and_is_that_of_one_place() -> None:
    keys = [
        fields_of_bibtex(cited(entry(date=MAY, source=source), paragraph).written("bibtex"))[1]
        for source, paragraph in ((None, PARAGRAPH), ("临河日报", PARAGRAPH), (None, None))
    ]
    assert keys[0] == keys[1] != keys[2]


@given(title=st.text(min_size=1, max_size=30), speaker=st.text(min_size=1, max_size=10))
def test_bibtex_gives_back_what_was_put_in(title: str, speaker: str) -> None:
    made = cited(entry(title=title, speaker=speaker, source="新桥社"))
    _, _, fields = fields_of_bibtex(made.written("bibtex"))
    assert unescaped(fields.get("title", "{}")[1:-1]) == made.work.title
    assert unescaped(fields.get("author", "{}")[1:-1]) == made.work.names[0]


def tags_of_ris(text: str) -> list[tuple[str, str]]:
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in text.split("\n")]
    return [(one[1], one[2]) for one in found if one] if all(found) else []


def test_ris() -> None:
    assert tags_of_ris(cited(GOLDEN["on the web"][0]).written("ris"))[:-2] == [
        ("TY", "ELEC"), ("AU", "唐某"), ("TI", "政府工作报告"), ("PB", "新桥社"), ("PY", "2024"), ("DA", "2024/05/03/"),
        ("N1", MEETING), ("UR", PAGE), ("Y2", "2026/03/09/"),
    ]  # fmt: skip
    assert ("DA", "2024///") in tags_of_ris(cited(entry(date=SpeechDate(2024))).written("ris"))
    assert ("DA", "2024/05//") in tags_of_ris(cited(entry(date=SpeechDate(2024, 5))).written("ris"))
    paper = tags_of_ris(cited(GOLDEN["in a paper of a day"][0]).written("ris"))
    assert paper[0] == ("TY", "NEWS")
    assert ("T2", "临河日报") in paper
    journal = tags_of_ris(cited(GOLDEN["in a journal"][0]).written("ris"))
    assert {("TY", "JOUR"), ("T2", "临河水利"), ("IS", "7")} <= set(journal)


@given(title=st.text(min_size=1, max_size=30), speaker=st.text(min_size=1, max_size=10))
def test_ris_is_a_line_a_tag_whatever_is_in_it(title: str, speaker: str) -> None:
    made = cited(entry(title=title, speaker=speaker))
    tags = tags_of_ris(made.written("ris"))
    assert (tags[0], tags[-1]) == (("TY", "GEN"), ("ER", ""))
    assert [value for tag, value in tags if tag == "TI"] == [made.work.title]


LOOPBACK = (
    "http://127.0.0.1:8000/speech/a", "http://localhost:8000/a", "http://[::1]:8000/a", "http://127.1/a", "http://0x7f.1/a",
    "http://LOCALHOST./a", "https://127.0.0.2/a", "http://0.0.0.0:8000/a", "http://１２７.０.０.１/a", "http://a.localhost/b",
)  # fmt: skip
PRIVATE = (
    "http://192.168.1.3/a",
    "http://10.1.2.3:8080/a",
    "http://oa/a",
    "http://files.local/a",
    "http://172.16.0.1/",
)


@given(
    address=st.sampled_from([None, *LOOPBACK, *PRIVATE]),
    source=st.sampled_from([None, "临河日报", *LOOPBACK, "见 http://127.0.0.1:8000/a"]),
    site=st.sampled_from(["", *(address.rpartition("/")[0] for address in LOOPBACK)]),
    paragraph=st.sampled_from([PARAGRAPH, None]),
    when=st.sampled_from([None, MAY]),
)
def test_no_form_ever_has_an_address_of_this_machine_or_house(
    address: str | None, source: str | None, site: str, paragraph: Paragraph | None, when: SpeechDate | None
) -> None:
    made = cited(entry(date=when, address=address, source=source), paragraph, site)
    for text in [made.quotation, *(made.written(form) for form in FORMS)]:
        assert "http" not in text
        assert not re.search(r"127\.|localhost|::1|192\.168|//oa|\.local", text, re.IGNORECASE)
    assert made.link is None
    assert made.url.startswith("/speech/")


@given(st.sampled_from([entry(address=PAGE, source="新桥社"), entry(date=MAY)]))
def test_the_link_into_this_archive_is_in_no_form(speech: Entry) -> None:
    made = cited(speech)
    assert made.link == made.url == f"{SITE}/speech/%E4%BC%9A/%E4%B8%80.txt#pabcdefgh"
    assert all(SITE not in made.written(form) for form in FORMS)
    assert SITE not in made.quotation


def test_the_quotation_and_where_it_stands() -> None:
    made = cited(entry(date=MAY, speaker="唐某", unsure=("date", "office")))
    assert made.quotation == "新质生产力是先进生产力。\n——《政府工作报告》（2024年5月3日，唐某）"
    assert made.location == "二、今年工作 › （一）产业"
    assert (made.unsure, list(map(str, made.notes))) == (("date",), ["请先核对，不一定准确：日期"])
    assert (cited(entry()).notes, cited(entry(), None).location) == ((), None)


def test_each_paragraph_of_the_sample_is_cited_as_it_stands(corpus: Corpus) -> None:
    for listed in corpus.speeches():
        speech = corpus.speech(listed.id)
        for paragraph in speech.paragraphs:
            citation = corpus.cite(speech.id, paragraph.anchor, site=SITE, day=date(2026, 1, 1))
            assert citation.quotation.split("\n——")[0] == paragraph.text
            assert read_place(citation.url.removeprefix(SITE)) == (speech.id, paragraph.anchor)
            answer = citation.as_json()
            assert {form.key for form in FORMS.values()} <= answer.keys()
            assert speech.title in answer["gbt7714"]


def test_what_is_not_there_is_not_cited(corpus: Corpus) -> None:
    for place in (("none", ""), (corpus.speeches()[0].id, "pnone")):
        with pytest.raises(NotFoundError):
            corpus.cite(*place, day=date(2026, 1, 1))


@given(speech_id=st.text(min_size=1), anchor=st.sampled_from(["", "pabcdefgh", "p12345678-2"]))
def test_an_address_is_read_as_it_was_written(speech_id: str, anchor: str) -> None:
    assert read_place(speech_url(speech_id.encode("utf-8", "replace").decode(), anchor))[1] == anchor


def test_the_command(sample_index: object, corpus: Corpus) -> None:
    hit = corpus.search("“新质生产力”").hits[0]

    def run(*words: str) -> str:
        done = CliRunner().invoke(commands, ["cite", *words, "--index", str(sample_index)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    told = json.loads(run(hit.url, "--json", "--site", SITE + "/"))
    assert told["text"] == hit.paragraph.text
    assert told["url"] == told["link"] == SITE + hit.url
    assert json.loads(run(hit.url, "--json"))["link"] is None
    for form in FORMS.values():
        assert run(f"{hit.speech.id}#{hit.anchor}", "--style", form.name, "--site", SITE) == told[form.key] + "\n"
    assert run(hit.url, "--site", SITE) == told["gbt7714"] + "\n"
    assert run(hit.url, "--style", "quotation") == told["quotation"] + "\n"
    assert CliRunner().invoke(commands, ["cite", "none", "--index", str(sample_index)]).exit_code != 0
