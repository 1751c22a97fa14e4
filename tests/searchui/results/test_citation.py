"""Citations, held against strings that were written by hand from the rules of each style."""

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
from searchui.search.results.citation import Citation
from searchui.search.results.hit import read_place, speech_url

SITE = "https://example.org"
PARAGRAPH = Paragraph("pabcdefgh", "新质生产力是先进生产力。", Kind.BODY, 3)


def entry(
    title: str = "在座谈会上的讲话",
    date: SpeechDate | None = None,
    speaker: str | None = None,
    turns: tuple[Turn, ...] = (),
) -> Entry:
    return Entry("会/一.txt", title, date, speaker, None, None, 9, 99, 0, 0, 0, turns)


def cited(speech: Entry, paragraph: Paragraph | None = PARAGRAPH) -> Citation:
    return Citation(speech, paragraph, SITE, "讲话稿检索", date(2026, 3, 9))


def turns(*names: str) -> tuple[Turn, ...]:
    """Each speaks less than the one before."""
    return tuple(Turn(name, 100 * number, 100 * number + 99 - number) for number, name in enumerate(names))


URL = f"{SITE}/speech/%E4%BC%9A/%E4%B8%80.txt#pabcdefgh"
WHOLE = cited(entry(date=SpeechDate(2024, 5, 3), speaker="唐某"))
BARE = cited(entry())
FEW = cited(entry(date=SpeechDate(2024), turns=turns("甲", "乙")))
MANY = cited(entry(date=SpeechDate(2024, 5), turns=turns("甲", "乙", "丙", "丁")))


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (WHOLE, f"唐某. 在座谈会上的讲话[EB/OL]. (2024-05-03)[2026-03-09]. {URL}."),
        (BARE, f"在座谈会上的讲话[EB/OL]. [2026-03-09]. {URL}."),
        (FEW, f"甲, 乙. 在座谈会上的讲话[EB/OL]. (2024)[2026-03-09]. {URL}."),
        (MANY, f"甲, 乙, 丙, 等. 在座谈会上的讲话[EB/OL]. (2024-05)[2026-03-09]. {URL}."),
    ],
)
def test_gbt7714(citation: Citation, expected: str) -> None:
    assert citation.gbt7714 == expected


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (WHOLE, f"唐某. (2024, May 3). 在座谈会上的讲话 [Speech transcript]. 讲话稿检索. {URL}"),
        (BARE, f"在座谈会上的讲话 [Speech transcript]. (n.d.). 讲话稿检索. {URL}"),
        (FEW, f"甲, & 乙. (2024). 在座谈会上的讲话 [Speech transcript]. 讲话稿检索. {URL}"),
        (MANY, f"甲, 乙, 丙, & 丁. (2024, May). 在座谈会上的讲话 [Speech transcript]. 讲话稿检索. {URL}"),
    ],
)
def test_apa(citation: Citation, expected: str) -> None:
    assert citation.apa == expected


def test_apa_names_twenty_and_of_more_the_first_nineteen_and_the_last() -> None:
    names = [f"甲{number}" for number in range(21)]
    assert cited(entry(turns=turns(*names[:20]))).apa.startswith(", ".join(names[:19]) + ", & 甲19. (n.d.).")
    assert cited(entry(turns=turns(*names))).apa.startswith(", ".join(names[:19]) + ", . . . 甲20. (n.d.).")


def test_bibtex() -> None:
    key = re.escape(WHOLE.bibtex.split(",")[0].removeprefix("@online{"))
    assert re.fullmatch(r"speech2024\\-[0-9a-f]{8}", key)
    assert WHOLE.bibtex.splitlines()[1:] == [
        "  author = {{唐某}},",
        "  title = {{在座谈会上的讲话}},",
        "  year = {2024},",
        "  date = {2024-05-03},",
        "  organization = {讲话稿检索},",
        f"  url = {{{URL}}},",
        "  urldate = {2026-03-09},",
        "}",
    ]
    assert "  author = {{甲} and {乙}}," in FEW.bibtex
    assert not re.search("author|year|  date", BARE.bibtex)
    assert re.match(r"@online\{speech-[0-9a-f]{8},\n", BARE.bibtex)


def test_bibtex_escapes_what_means_something_to_tex() -> None:
    written = cited(entry(title=r"50% & $1_000 #1 {甲} ~ ^ \乙")).bibtex
    assert (
        r"title = {{50\% \& \$1\_000 \#1 \textbraceleft{}甲\textbraceright{} \textasciitilde{}"
        r" \textasciicircum{} \textbackslash{}乙}}," in written
    )


@given(title=st.text(max_size=30), speaker=st.text(min_size=1, max_size=10))
def test_braces_of_bibtex_are_always_in_pairs(title: str, speaker: str) -> None:
    depth = 0
    for sign in cited(entry(title=title, speaker=speaker)).bibtex:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


def test_the_source_line_and_the_quotation() -> None:
    assert WHOLE.source == f"——唐某：《在座谈会上的讲话》，2024年5月3日，{URL}"
    assert WHOLE.quotation == f"新质生产力是先进生产力。\n{WHOLE.source}"
    assert BARE.source == f"——《在座谈会上的讲话》，{URL}"
    assert cited(entry(title="关于《办法》的说明")).source.startswith("——《关于〈办法〉的说明》，")
    spoken = msgspec.structs.replace(PARAGRAPH, speaker="乙")
    assert cited(FEW.speech, spoken).source.startswith("——乙：《")
    assert cited(WHOLE.speech, None).quotation == f"——唐某：《在座谈会上的讲话》，2024年5月3日，{URL.split('#')[0]}"


def test_each_paragraph_of_the_sample_is_cited_as_it_stands(corpus: Corpus) -> None:
    for listed in corpus.speeches():
        speech = corpus.speech(listed.id)
        for paragraph in speech.paragraphs:
            citation = corpus.cite(speech.id, paragraph.anchor, site=SITE, site_name="站", day=date(2026, 1, 1))
            assert citation.quotation.split("\n——")[0] == paragraph.text
            assert read_place(citation.url.removeprefix(SITE)) == (speech.id, paragraph.anchor)
            answer = citation.as_json()
            assert all(citation.url in answer[style] for style in ("gbt7714", "apa", "bibtex", "quotation"))
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
    assert told["url"] == SITE + hit.url
    assert run(f"{hit.speech.id}#{hit.anchor}", "--site", SITE) == told["gbt7714"] + "\n"
    assert run(hit.url, "--style", "bibtex", "--site", SITE) == told["bibtex"] + "\n"
    assert CliRunner().invoke(commands, ["cite", "none", "--index", str(sample_index)]).exit_code != 0
