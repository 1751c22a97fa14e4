"""A draft against a corpus: exact only to the letter, differences by name, and what is to be looked at again."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.analysis import fold
from indexer.build.pipeline import build, update
from indexer.build.status import status
from indexer.errors import CallError, WordListError
from indexer.model import Speech
from searchui import Corpus, open_corpus
from searchui.search.nearest.sentences import core, sentences
from searchui.search.proofreading.edits import Change
from searchui.search.proofreading.proof import NoticeKind, Verdict
from searchui.search.proofreading.proofreader import MAX_LENGTH
from tests.searchui.proofreading.speeches import write_speeches


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_speeches(tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="module")
def own(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    index = tmp_path_factory.mktemp("index") / "index"
    build(seeds, index)
    with open_corpus(index) as corpus:
        yield corpus


def test_exact_is_what_stands_there_to_the_letter(corpus: Corpus, sample_speeches: list[Speech]) -> None:
    """Brute force over the texts, for sentences and for quotations."""
    texts = [fold(paragraph.text) for speech in sample_speeches for paragraph in speech.paragraphs]
    chance = random.Random(11)
    pool = sorted({text[s.start : s.end] for text in texts for s in sentences(text) if s.end - s.start > 5})
    said = []
    for sentence in chance.sample(pool, 500):
        place = chance.randrange(len(sentence))
        said += [sentence, sentence[:place] + chance.choice("的了和、甲") + sentence[place + chance.randrange(2) :]]
    proof = corpus.proof("\n".join(f"{one}\n“{one}”" for one in said), slips=False)
    units = [*proof.sentences, *proof.quotations]
    assert len(units) > 2_500
    exact = 0
    for unit in units:
        folded = fold(unit.text)
        inner = core(folded)
        expected = sum(text.count(folded[inner.start : inner.end]) for text in texts)
        if inner.start < inner.end:
            assert (unit.verdict is Verdict.EXACT) is (expected > 0), unit.text
            assert unit.count == pytest.approx(expected) or unit.count > expected  # places may overlap
            exact += expected > 0
        assert proof.text[unit.span.start : unit.span.end] == unit.text
    assert 1_000 < exact < len(units) - 500


@pytest.mark.parametrize(
    ("draft", "verdict", "how", "said", "source"),
    [
        ("我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。", Verdict.ALTERED, "replaced", "情", "心"),
        ("要做好防灾减灾救灾的工作，守住安全的底线。", Verdict.ALTERED, "extra", "的", ""),
        ("要做好防灾减灾工作，守住安全的底线。", Verdict.ALTERED, "missing", "", "救灾"),
        ("路虽远，行则至将；事虽难，做则必成。", Verdict.ORDER, "order", "至将", "将至"),
        ("愿大家的粮仓满满当当日子红红火火。", Verdict.MARKS, "marks", "", "，"),
        ("今年的目标是：经济增长5%左右，居民收入与经济同步增长。", Verdict.ALTERED, "number", "5", "5.5"),
    ],
)
def test_each_way_of_going_wrong_has_its_name(
    own: Corpus, draft: str, verdict: Verdict, how: str, said: str, source: str
) -> None:
    found = [one for one in own.proof(draft).sentences if one.verdict is not Verdict.EXACT]
    (one,) = found
    assert one.verdict is verdict
    assert one.count == 0
    assert [(edit.said, edit.source, edit.how) for edit in one.edits] == [(said, source, how)]
    assert one.source is not None
    assert one.source.text in one.source.mention.paragraph.text
    assert not own.proof(draft).is_clean


def test_items_in_another_order(own: Corpus) -> None:
    (one,) = own.proof("全市上下要坚持砥砺奋进、攻坚克难、开拓进取，把各项任务落到实处。").sentences
    assert one.verdict is Verdict.ORDER
    assert [edit.said for edit in one.edits] == ["砥砺奋进、攻坚克难"]


def test_evidence_says_how_often_first_and_last_and_what_has_no_date(own: Corpus) -> None:
    (one,) = own.proof("加快建设现代水网").sentences
    evidence = one.evidence
    assert (one.verdict, one.count, one.speeches, evidence.undated) == (Verdict.EXACT, 6, 3, 1)
    assert (str(evidence.first and evidence.first.date), str(evidence.last and evidence.last.date)) == (
        "2022-03-02",
        "2023-05-06",
    )
    assert evidence.only is None
    (alone,) = own.proof("愿大家的粮仓满满当当").sentences
    assert alone.evidence.only is not None
    assert alone.evidence.only.id == "丰收节致辞.txt"
    assert alone.evidence.first is None
    assert alone.source is not None


def test_a_number_that_differs_is_a_notice(own: Corpus) -> None:
    proof = own.proof("各位代表：\n去年新建农村公路680公里，惠及群众12万人。")
    (notice,) = [one for one in proof.notices if one.kind is NoticeKind.NUMBER]
    assert (notice.said, notice.suggestion) == ("680", "860")
    assert proof.text[notice.span.start : notice.span.end] == "680"
    assert notice.source is not None
    assert notice.source.mention.speech.title == "政府工作报告"


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("今年的目标是：经济增长5%以上，居民收入与经济同步增长。", [("5", "5.5")]),
        ("去年新建农村公路 680 公里，惠及群众12万人。", [("680", "860")]),
        ("去年新建了农村公路680公里，惠及群众12万人。", [("680", "860")]),
        ("去年新建农村公路八百六十公里，惠及群众12万人。", []),  # the same number, written otherwise
        ("去年新建了农村公路680公里，惠及群众20万人。", []),  # another matter
        ("今年新修的农村公路长680公里，惠及群众12万人。", []),
    ],
)
def test_a_number_beside_another_change_is_a_notice_that_names_both(
    own: Corpus, draft: str, expected: list[tuple[str, str]]
) -> None:
    proof = own.proof(draft, slips=False)
    assert [(one.said, one.suggestion) for one in proof.notices if one.kind is NoticeKind.NUMBER] == expected
    assert all(one.verdict is not Verdict.ORDER for one in proof.sentences)


@pytest.mark.parametrize(
    ("draft", "said", "source"),
    [
        (
            "全市上下要坚持砥砺奋进、开拓进取和攻坚克难，把各项任务落到实处。",
            "砥砺奋进、开拓进取和攻坚克难",
            "攻坚克难、砥砺奋进、开拓进取",
        ),
        ("把各项任务落到实处，全市上下要坚持攻坚克难、砥砺奋进、开拓进取。", None, None),
    ],
)
def test_items_and_clauses_in_another_order_whatever_joins_them(
    own: Corpus, draft: str, said: str | None, source: str | None
) -> None:
    (one,) = own.proof(draft, slips=False).sentences
    assert one.verdict is Verdict.ORDER
    (edit,) = one.edits
    assert edit.how is Change.ORDER
    assert said is None or (edit.said, edit.source) == (said, source)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("要做好防灾减灾救灾工作,守住安全的底线。", [(",", "，")]),
        ("要做好防灾减灾救灾工作。守住安全的底线。", [("。", "，")]),
        ("要做好防灾减灾救灾工作；守住安全的底线。", [("；", "，")]),
        ("要做好防灾减灾救灾工作，守住安全的底线！", []),  # how a sentence ends is the draft's own
        ("守住安全的底线。要做好防灾减灾救灾工作。", []),
        ("要做好防灾减灾救灾工作\n守住安全的底线。", []),
        ("加快建设现代水网；加快建设现代水网。", [("；", "，")]),
    ],
)
def test_marks_that_the_corpus_has_otherwise_are_notices(
    own: Corpus, draft: str, expected: list[tuple[str, str]]
) -> None:
    """Though every sentence stands there letter for letter."""
    proof = own.proof(draft, slips=False)
    assert {one.verdict for one in proof.sentences} == {Verdict.EXACT}
    marks = [one for one in proof.notices if one.kind is NoticeKind.MARKS]
    assert [(one.said, one.suggestion) for one in marks] == expected
    assert all(proof.text[one.span.start : one.span.end] == one.said for one in marks)


@pytest.mark.parametrize(
    ("draft", "speaker", "said"),
    [
        ("叶舒禾同志指出：“路虽远，行则将至；事虽难，做则必成。”", "叶舒禾", True),
        ("沈知远市长在会上强调，“路虽远，行则将至”。", "沈知远", False),
        ("沈知远强调：“这句话谁也没有说过吧。”", "沈知远", None),
    ],
)
def test_who_said_it(own: Corpus, draft: str, speaker: str, said: bool | None) -> None:
    proof = own.proof(draft)
    (quotation,) = proof.quotations
    assert quotation.attribution is not None
    assert (quotation.attribution.speaker, quotation.attribution.said) == (speaker, said)
    wrong = [one for one in proof.notices if one.kind is NoticeKind.ATTRIBUTION]
    assert [(one.said, one.suggestion) for one in wrong] == ([("沈知远", "叶舒禾")] if said is False else [])


@pytest.mark.parametrize(
    ("draft", "speaker", "said", "person"),
    [
        ("市长指出：“我们要常怀为民之心”。", "市长", True, "沈知远"),
        ("沈市长在去年的报告中说，“我们要常怀为民之心”。", "沈市长", True, "沈知远"),
        ("我们要发展生产力.市长指出：“我们要常怀为民之心”。", "市长", True, "沈知远"),
        ("今天上午，市长强调，我们要常怀为民之心，多办利民之事，让群众的日子一年比一年好。", "市长", True, "沈知远"),
        ("“我们要常怀为民之心”，市长这样说。", "市长", True, "沈知远"),
        ("王市长强调：“我们要常怀为民之心”。", "王市长", None, None),
        ("副市长强调：“我们要常怀为民之心”。", "副市长", None, None),
        ("县委书记强调：“我们要常怀为民之心”。", "县委书记", None, None),
        ("市长强调：“路虽远，行则将至”。", "市长", None, None),
        ("叶舒禾和市长都来了，市长强调：“我们要常怀为民之心”。", "市长", True, "沈知远"),
        ("叶舒禾强调，我们要常怀为民之心，多办利民之事，让群众的日子一年比一年好。", "叶舒禾", False, None),
        ("叶舒禾在“美丽乡村”现场会上指出，要做到“我们要常怀为民之心”。", "叶舒禾", False, None),
        ("葉舒禾說：「路雖遠，行則將至」。", "叶舒禾", True, None),
        ("有人向市长汇报时说：“我们要常怀为民之心”。", None, None, None),
    ],
)
def test_who_is_named_by_office_is_known_where_the_evidence_decides(
    own: Corpus, draft: str, speaker: str | None, said: bool | None, person: str | None
) -> None:
    """And else nothing is called wrong: nobody knows from an office alone who is meant."""
    proof = own.proof(draft, slips=False)
    quotation = proof.quotations[-1]
    named = quotation.attribution
    assert (named and (named.speaker, named.said, named.person)) == (speaker and (speaker, said, person))
    assert any(one.kind is NoticeKind.ATTRIBUTION for one in proof.notices) is (said is False)


def corpus_with(text: str, seeds: Path, folder: Path) -> Corpus:
    """The corpus of some speeches and one more."""
    more = Path(shutil.copytree(seeds, folder / "seeds"))
    (more / "另一篇.txt").write_text(text, encoding="utf-8")
    build(more, folder / "index")
    return open_corpus(folder / "index")


def test_what_two_of_one_office_have_said_is_of_neither(seeds: Path, tmp_path: Path) -> None:
    text = "在全市工作会议上的讲话\n（2025年3月1日）\n市长 何以宁\n\n我们要常怀为民之心，多办利民之事。"
    with corpus_with(text, seeds, tmp_path) as corpus:
        found = [
            corpus.proof(f"{office}指出：“我们要常怀为民之心”。").quotations[0].attribution
            for office in ("市长", "何市长")
        ]
    assert [one and (one.said, one.person) for one in found] == [(None, None), (True, "何以宁")]


def test_what_a_speech_quotes_of_somebody_is_theirs(seeds: Path, tmp_path: Path) -> None:
    """Who is only quoted in the corpus is not told to have said nothing of the kind."""
    text = "在座谈会上的讲话\n（2025年3月1日）\n何以宁\n\n沈知远同志说过：“治水先治心，心齐则水顺。”"
    with corpus_with(text, seeds, tmp_path) as corpus:
        proof = corpus.proof("沈知远指出：“治水先治心，心齐则水顺。”叶舒禾指出：“治水先治心，心齐则水顺。”")
    assert [one.attribution and one.attribution.said for one in proof.quotations] == [True, False]


def test_a_quotation_is_told_once(own: Corpus) -> None:
    """In a sentence that is told itself it stands there already; in a new one by itself."""
    assert own.proof("“我们要常怀为民之情，多办利民之事，让群众的日子一年比一年好。”").quotations_apart == ()
    (quoted,) = own.proof(
        "大家在会场内外都说起“路虽远，行则至将；事虽难，做则必成”这一句老话，至今不忘。"
    ).quotations_apart
    assert quoted.verdict is Verdict.ORDER


def test_who_is_only_spoken_of_is_no_speaker(own: Corpus) -> None:
    (quotation,) = own.proof("我们同沈知远一道走进“路虽远，行则将至”主题展厅。").quotations
    assert quotation.attribution is None


def test_outdated_wordings_are_those_of_the_own_list(own: Corpus) -> None:
    proof = own.proof("今后几年要抓好河湖整治，不断推进河湖治理。", slips=False)
    (notice,) = proof.notices
    assert (notice.kind, notice.said, notice.suggestion) == (NoticeKind.OUTDATED, "河湖整治", "河湖治理")
    assert (notice.said_count, notice.count) == (0, 1)
    assert notice.note == "2021年 · 见三月一日讲话"


def test_another_list_is_another_generation(seeds: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    index = tmp_path / "index"
    build(own, index)
    (own / "提法.tsv").write_text("河湖整治\t河湖保护\n", encoding="utf-8")
    changed = status(index).difference
    assert changed is not None
    assert changed.words
    update(own, index)
    settled = status(index).difference
    assert settled is not None
    assert not settled.words
    with open_corpus(index) as corpus:
        assert [one.suggestion for one in corpus.proof("河湖整治", slips=False).notices] == ["河湖保护"]
    generation = update(own, index).generation
    assert update(own, index).generation == generation
    (own / "提法.tsv").unlink()
    update(own, index)
    with open_corpus(index) as corpus:
        assert corpus.proof("河湖整治", slips=False).notices == ()


@pytest.mark.parametrize("line", ["只有一栏", "旧\t新", "旧的提法\t", "一样的\t一样的", "一\t二\t三\t四\t五"])
def test_a_wrong_line_of_the_list_is_named(seeds: Path, tmp_path: Path, line: str) -> None:
    own = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    (own / "提法.tsv").write_text(f"# 说明\n{line}\n", encoding="utf-8")
    with pytest.raises(WordListError, match="第 2 行"):
        build(own, tmp_path / "index")


def test_a_slip_in_new_text_is_found(tmp_path: Path) -> None:
    """What is frequent in a corpus, written wrongly in a sentence that it has not."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    lines = [f"第{number}件事，是要推动高质量发展取得新的成效。" for number in range(1, 40)]
    (seeds / "a.txt").write_text("在会议上的讲话\n\n同志们：\n\n" + "\n".join(lines), encoding="utf-8")
    build(seeds, tmp_path / "index")
    with open_corpus(tmp_path / "index") as corpus:
        for wrong, said, suggestion in (
            ("推动高质景发展", "景", "量"),
            ("推动高质发展", "", "量"),
            ("推动高粉质量发展", "粉", ""),
            ("推动高量质发展", "量质", "质量"),
        ):
            draft = f"春风里大家又说起{wrong}取得新的成效这个老话题。"
            found = [(one.kind, one.said, one.suggestion) for one in corpus.proof(draft).notices]
            assert found == [(NoticeKind.SLIP, said, suggestion)], wrong
            assert not corpus.proof(draft, slips=False).notices
        assert not corpus.proof("春风里大家又说起推动高质量发展取得新的成效这个老话题。").notices


def test_a_speech_that_is_excluded_is_as_if_it_were_not_there(seeds: Path, tmp_path: Path, own: Corpus) -> None:
    rest = Path(shutil.copytree(seeds, tmp_path / "seeds"))
    gone = "2022-03-02-沈知远-政府工作报告.txt"
    draft = (seeds / gone).read_text(encoding="utf-8") + "\n今后要抓好河湖整治。沈知远强调，“路虽远，行则将至”。"
    (rest / gone).unlink()
    build(rest, tmp_path / "index")
    with open_corpus(tmp_path / "index") as without:
        assert json.dumps(own.proof(draft, exclude=[gone]).as_json()) == json.dumps(without.proof(draft).as_json())
    assert own.proof(draft).share_exact > 0.8


def test_what_never_ends_is_compared_in_parts(own: Corpus) -> None:
    sentence = "要加快建设现代水网，让清水流进千家万户"
    proof = own.proof("水" * 5_000 + "，" + f"{sentence}，" * 100)
    assert all(one.span.end - one.span.start <= 400 for one in proof.sentences)
    assert "".join(proof.text[one.span.start : one.span.end] for one in proof.sentences) == proof.text


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (" \n", {}, "没有文字"),
        ("好" * (MAX_LENGTH + 1), {}, "300,001"),
        ("发展", {"exclude": ["没有"]}, "没有编号"),
        ("发展", {"suggestions": "all"}, "strict"),
    ],
)
def test_what_cannot_be_proofread_is_refused(own: Corpus, text: str, options: dict[str, object], message: str) -> None:
    with pytest.raises(CallError, match=message):
        own.proof(text, **options)  # type: ignore[arg-type]


def test_its_table_has_all_of_it(own: Corpus) -> None:
    proof = own.proof("叶舒禾指出：“路虽远，行则将至”。今后要抓好河湖整治。")
    rows = proof.to_dicts()
    assert [row["kind"] for row in rows] == ["sentence", "sentence", "quotation", "notice"]
    assert rows[2]["speaker"] == "叶舒禾"
    assert rows[3]["edits"] == "河湖整治→河湖治理"
