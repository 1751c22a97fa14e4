"""Heads that are run together with their text in one long line. All are invented."""

import pytest

from indexer.evidence import Evidence
from indexer.readers.plain import read_plain
from indexer.speech import parse

ANY = "?"  # what this case does not ask
TALK = "今天我们在这里集会，共同商量治理河流的大事，这件事关系到沿岸每一户人家。" * 25

# text; title, date, speaker, office, occasion
TEXTS: list[tuple[str, str, str | None, str | None, str | None, str | None]] = [
    (
        (
            f"东江社临河5月2日电\u3000在水利大会上的讲话（2031年5月2日，上午）林晓"
            f"  5月2日，水利大会在临河举行。市委书记林晓出席并讲话。东江社记者 方可 摄同志们，朋友们：  {TALK}"
        ),
        "在水利大会上的讲话",
        "2031-05-02",
        "林晓",
        None,
        "水利大会",
    ),
    (
        f"东江社临河5月2日电抵达临河机场的书面讲话（2031年5月2日，临河）东江共和国主席\u3000林晓  很高兴来到临河。{TALK}",
        "抵达临河机场的书面讲话",
        "2031-05-02",
        "林晓",
        "东江共和国主席",
        "抵达临河机场",
    ),
    (
        f"  5月2日，大会在临河举行。东江社记者 方可 摄  东江社临河5月2日电 在水利大会上的讲话（2031年5月2日）林晓同志们：  {TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        "林晓",
        None,
        "水利大会",
    ),
    (
        f"东江社临河5月2日电 同饮一江水——在河流论坛开幕式上的致辞（2031年5月2日，临河）东江共和国总统 艾山·吐逊尊敬的方可主席，各位来宾：  {TALK}",
        "同饮一江水——在河流论坛开幕式上的致辞",
        "2031-05-02",
        "艾山·吐逊",
        "东江共和国总统",
        "河流论坛开幕式",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）林晓女士们，先生们：30年前，{TALK}（东江社临河5月2日电）《 东江日报 》（ 2031年05月03日 02 版）",
        "在水利大会上的讲话",
        "2031-05-02",
        "林晓",
        None,
        "水利大会",
    ),
    (
        f"把渠系修好※林晓今天，中央党校开班。{TALK}※这是林晓同志2031年3月4日在中央党校第三次集体学习时的讲话。",
        "把渠系修好",
        "2031-03-04",
        "林晓",
        None,
        "中央党校第三次集体学习",
    ),
    (
        f"把渠系修好※林晓\u3000\u3000今天，中央党校开班。{TALK}\u3000\u3000※这是林晓总书记2031年3月4日在第三次集体学习时的讲话的一部分。",
        "把渠系修好",
        "2031-03-04",
        "林晓",
        "总书记",
        "第三次集体学习",
    ),
    (f"把渠系修好※林晓今天，开班。{TALK}", "把渠系修好", None, None, None, None),
    (
        f"主席先生，各位同事：75年前，{TALK}谢谢。（东江社临河9月21日电）《 东江日报 》（ 2031年09月22日 02 版）",
        ANY,
        "2031-09-21",
        None,
        None,
        None,
    ),
    (
        f"主席先生，各位同事：75年前，{TALK}谢谢。（东江社临河12月31日电）《 东江日报 》（ 2032年01月01日 02 版）",
        ANY,
        "2031-12-31",
        None,
        None,
        None,
    ),
    (
        (
            f"贺信值此临河水利大会开幕之际，我表示祝贺！{TALK}"
            f"林晓2031年8月1日（东江社临河8月1日电）本报临河8月1日电（记者方可、柳如）大会1日开幕。{TALK}《 东江日报 》（ 2031年08月02日 01 版）"
        ),
        "贺信",
        "2031-08-01",
        "林晓",
        None,
        ANY,
    ),
    (
        f"\u3000\u3000回信清溪中学全体同学：\u3000\u3000来信收悉。{TALK}\u3000\u3000林\u3000晓\u3000\u30002031年8月1日\u3000\u3000（东江社临河8月1日电）\u3000\u3000本报讯（记者方可）{TALK}",
        "回信",
        "2031-08-01",
        "林晓",
        None,
        None,
    ),
    (
        f"东江社临河12月31日电 二〇三二年新年贺词（2031年12月31日）东江共和国主席 林晓  大家好！{TALK}",
        "二〇三二年新年贺词",
        "2031-12-31",
        "林晓",
        "东江共和国主席",
        None,
    ),
    (
        f"东江社临河12月31日电  新年前夕，国家主席林晓发表新年贺词。全文如下：  大家好！{TALK}",
        ANY,
        None,
        None,
        None,
        None,
    ),
    (
        f"林晓在水利大会上强调 治理好河流  东江社临河5月2日电 （记者方可）水利大会2日召开。市委书记林晓出席会议并发表讲话。{TALK}",
        ANY,
        None,
        None,
        None,
        ANY,
    ),
    (
        f"深化合作——在河流论坛上的主旨演讲（2031年5月2日，临河）  东江共和国主席  林晓  尊敬的各位来宾：  {TALK}",
        "深化合作——在河流论坛上的主旨演讲",
        "2031-05-02",
        "林晓",
        "东江共和国主席",
        "河流论坛",
    ),
    (
        f"在欢迎宴会上的祝酒辞（2031年5月2日，临河）东江共和国主席\u3000林\u3000晓尊敬的方可总统和夫人，女士们，先生们，朋友们：  {TALK}",
        "在欢迎宴会上的祝酒辞",
        "2031-05-02",
        "林晓",
        "东江共和国主席",
        ANY,
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）\u3000\u3000市委书记\u3000林晓\u3000\u3000同志们：\u3000\u3000{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        "林晓",
        "市委书记",
        "水利大会",
    ),
    (
        f"东江社临河5月2日电 在水利大会闭幕会上的讲话（2031年5月2日）林晓各位代表：  {TALK}",
        "在水利大会闭幕会上的讲话",
        "2031-05-02",
        "林晓",
        None,
        "水利大会闭幕会",
    ),
    (
        f"东江社临河5月2日电 携手前行——东江共和国主席林晓在河流论坛开幕式上的视频致辞（2031年5月2日）尊敬的各位同事，女士们，先生们：  {TALK}",
        ANY,
        "2031-05-02",
        ANY,
        ANY,
        ANY,
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）东江今天我们集会。{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        None,
        None,
        "水利大会",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）高度重视水利，各级同志们：要办好。{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        None,
        None,
        "水利大会",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）全体同志们：{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        None,
        None,
        "水利大会",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）主席先生，各位代表：{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        None,
        None,
        "水利大会",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）尊敬的林晓主席，各位代表：{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        None,
        None,
        "水利大会",
    ),
    (
        f"在水利大会上的讲话（2031年5月2日）林晓主席，各位代表：{TALK}",
        "在水利大会上的讲话",
        "2031-05-02",
        ANY,
        None,
        "水利大会",
    ),
]


@pytest.mark.parametrize(
    ("text", "title", "date", "speaker", "office", "occasion"), TEXTS, ids=[str(n) for n in range(len(TEXTS))]
)
def test_facts_of_one_line(
    text: str, title: str, date: str | None, speaker: str | None, office: str | None, occasion: str | None
) -> None:
    speech = parse(read_plain(text.encode(), "文稿.txt"))
    read = (speech.title, str(speech.date) if speech.date else None, speech.speaker, speech.office, speech.occasion)
    wanted = (title, date, speaker, office, occasion)
    assert [one for one, want in zip(read, wanted, strict=True) if want != ANY] == [w for w in wanted if w != ANY]


def test_every_part_of_one_line_stands_in_the_first_line() -> None:
    text = f"东江社临河5月2日电　在水利大会上的讲话（2031年5月2日）林晓同志们：　　{TALK}"
    speech = parse(read_plain(text.encode(), "文稿.txt"))
    assert {paragraph.line for paragraph in speech.paragraphs} == {1}
    assert speech.evidence["date"] == Evidence("dateline", 1)


def test_no_character_of_one_line_is_lost() -> None:
    for text, *_facts in TEXTS:
        speech = parse(read_plain(text.encode(), "文稿.txt"))
        kept = "".join(paragraph.text for paragraph in speech.paragraphs)
        left_out = "".join(item.text for item in speech.left_out)
        assert sorted("".join((kept + left_out).split())) == sorted("".join(text.split()))
