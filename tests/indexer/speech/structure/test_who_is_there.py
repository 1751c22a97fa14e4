"""Conversations: those who are only listed say nothing, those who ask by a name of their own are asked for by it."""

import pytest

from indexer.model import Kind, Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse


def read(text: str) -> Speech:
    return parse(read_plain(text.encode(), "a.txt"))


def said(speech: Speech) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text[one.lead :].strip()) for one in speech.paragraphs if one.speaker]


PRESS = """市政府新闻办举行稳就业专题新闻发布会
时间：2031年5月14日上午10时
{listed}
出席嘉宾：
梁峻 市人力资源和社会保障局局长
高敏 市教育局副局长

宋维：各位记者朋友，大家上午好。首先请梁局长介绍情况。
梁峻：谢谢主持人。今年以来，全市城镇新增就业八万四千人。
东江日报记者：请问应届毕业生就业有什么新举措？
高敏：感谢你的提问。我们开展百日冲刺行动。
宋维：今天的发布会到此结束，谢谢大家。
"""


@pytest.mark.parametrize(
    "listed",
    [
        "主持人：宋维，市政府新闻办副主任",
        "主持人：宋维（市政府新闻办副主任）",
        "主持人：宋维",
        "主持人：市政府新闻办副主任 宋维",
    ],
)
def test_whoever_is_listed_has_not_spoken(listed: str) -> None:
    speech = read(PRESS.format(listed=listed))
    assert [who for who, _ in said(speech)] == ["宋维", "梁峻", "东江日报记者", "高敏", "宋维"]
    assert not speech.sections, "and none of the guests is a heading"
    assert all(paragraph.kind is not Kind.HEADING for paragraph in speech.paragraphs)


def test_a_host_who_speaks_at_once_has() -> None:
    text = PRESS.format(listed="主持人：各位记者，下午好，发布会现在开始。").replace("宋维：", "主持人：")
    assert said(read(text))[0] == ("主持人", "各位记者，下午好，发布会现在开始。")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("【网友“山里人”】", "网友“山里人”"),
        ("[网友 晨光]：", "网友 晨光"),
        ("网友 江边柳：", "网友 江边柳"),
        ("观众 老李：", "观众 老李"),
        ("网友河边草：", "网友河边草"),
    ],
)
def test_one_of_the_public_asks_by_the_name_given(label: str, name: str) -> None:
    text = (
        "县长在线访谈：农村饮水安全\n"
        "【主持人】各位网友，大家好。今天我们邀请到了段海县长。\n【段海】大家好。\n"
        f"{label}请问我们村什么时候通自来水？\n【段海】年底前全部通水。\n【主持人】谢谢段县长。\n"
    )
    assert [who for who, _ in said(read(text))] == ["主持人", "段海", name, "段海", "主持人"]


def test_the_one_who_is_interviewed_answers() -> None:
    text = (
        "专访东江大学校长郑怀远：把论文写在大地上\n《东江教育》记者 余晓\n2031-09-10\n\n"
        "问：您最想说什么？\n答：最想说感谢。\n问：学校有什么打算？\n答：建好农学院。\n"
    )
    speech = read(text)
    assert (speech.title, speech.speaker) == ("专访东江大学校长郑怀远：把论文写在大地上", "郑怀远")
    assert [who for who, _ in said(speech)] == ["问", "郑怀远", "问", "郑怀远"]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("以下為財經事務局局長何家豪今日（七月八日）在「綠色金融論壇」致辭全文（譯文）：", "綠色金融論壇"),
        ("以下是財經事務局局長何家豪今日（七月八日）於綠色金融論壇的致辭：", "綠色金融論壇"),
    ],
)
def test_a_line_that_introduces_a_speech_without_a_title(line: str, where: str) -> None:
    speech = read(
        f"{line}\n\n各位嘉賓、各位朋友：\n\n　　大家早晨。綠色債券去年發行額達八百億元。\n　　多謝各位。\n\n2031年7月8日（星期二）\n"
    )
    assert (speech.speaker, speech.office, speech.occasion) == ("何家豪", "財經事務局局長", where)
    assert (str(speech.date), speech.salutation) == ("2031-07-08", "各位嘉賓、各位朋友")


@pytest.mark.parametrize(
    ("points", "is_told"),
    [
        ("我想谈三点。第一，经济前景。第二，财政状况。第三，人才政策。", False),
        (
            "下面，我讲四句话。第一句话，成绩来之不易。第二句话，经验弥足珍贵。\n第三句话：问题不容忽视。\n第四句话：任务依然艰巨。",
            False,
        ),
        ("下面，我讲三点意见。一是抓学习；二是抓作风；三是抓落实。", False),
        ("我想谈三点。第一，经济前景。第二，财政状况。", True),
        ("我想谈三点。第二，财政状况。第三，人才政策。", True),
    ],
)
def test_points_inside_of_paragraphs_are_not_missing(points: str, is_told: bool) -> None:
    speech = read(
        f"在商会年会上的讲话\n（2031年5月6日）\n市长 周正平\n各位会员：\n很高兴来到这里。\n{points}\n谢谢大家。\n"
    )
    assert bool(speech.warnings) is is_told
