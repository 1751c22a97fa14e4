"""Every fact of a head says where it was read and how sure that is."""

from dataclasses import replace

from indexer.evidence import ORIGINS, Certainty, Evidence, described
from indexer.model import Speech
from indexer.readers.plain import read_plain
from indexer.speech import parse

TALK = "这里是一段普通的话，讲清楚一件普通的事情，说明原因和办法。"
HEAD = ("在全市水利工作会议上的讲话", "（2031年4月18日）", "临河市市长　常青", "同志们：")


def parsed(*lines: str, path: str = "a.txt") -> Speech:
    return parse(read_plain("\n".join(lines).encode(), path))


def test_facts_say_their_line() -> None:
    speech = parsed(*HEAD, TALK)
    assert speech.evidence == {
        "title": Evidence("title", 1),
        "occasion": Evidence("title", 1),
        "date": Evidence("dateline", 2),
        "speaker": Evidence("byline", 3),
        "office": Evidence("byline", 3),
    }


def test_lines_are_those_of_the_file_whatever_is_left_out_before() -> None:
    assert parsed("下载", "打印", *HEAD, TALK).evidence["date"] == Evidence("dateline", 4)


def test_a_title_that_is_only_the_files_name_is_doubtful() -> None:
    speech = parsed("同志们：", TALK, path="某次讲话.txt")
    assert (speech.title, speech.evidence["title"]) == ("某次讲话", Evidence("file name", None, Certainty.DOUBTFUL))


def test_what_the_file_declares_is_certain_and_from_no_line() -> None:
    raw = replace(read_plain("\n".join((*HEAD, TALK)).encode(), "a.txt"), fields={"speaker": "林晓", "date": "2030"})
    speech = parse(raw)
    assert (speech.speaker, speech.evidence["speaker"]) == ("林晓", Evidence("fields"))
    assert (str(speech.date), speech.evidence["date"]) == ("2030", Evidence("fields"))


def test_origins_are_the_first_half_of_the_evidence() -> None:
    speech = parsed(*HEAD, TALK)
    assert speech.origins == {name: one.origin for name, one in speech.evidence.items()}
    assert set(speech.origins.values()) <= ORIGINS.keys()


def test_evidence_in_words() -> None:
    assert described(Evidence("dateline", 3)).text("zh") == "日期行，第 3 行"
    assert described(Evidence("file name", None, Certainty.DOUBTFUL)).text("zh") == "文件名，存疑"
    assert described(Evidence("signature", 9, Certainty.LIKELY)).text("en") == "the signature, line 9, likely"
