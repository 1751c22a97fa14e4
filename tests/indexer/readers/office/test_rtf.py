"""RTF as Word, WPS and LibreOffice write it: what a reader sees is read, in whatever code the characters stand."""

import pytest

from indexer.errors import ReadError
from indexer.readers.rtf import read_rtf
from tests.indexer.readers.office.samples import FOLDER, SEEN

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1\fswiss\fcharset0 Arial;}{\f2\fcharset136 Ming;}}"


def rtf(body: str, head: str = HEAD) -> bytes:
    return (head + body + "}").encode("latin-1")


def coded(text: str, encoding: str = "gbk") -> str:
    """The bytes of a text as an RTF file has them; the second of two may be a letter or a bracket."""
    plain = {0x5C: "\\\\", 0x7B: "\\{", 0x7D: "\\}"}
    return "".join(rf"\'{byte:02x}" if byte >= 0x80 else plain.get(byte, chr(byte)) for byte in text.encode(encoding))


def unicode(text: str, fallback: str = "?") -> str:
    units = text.encode("utf-16-le")
    codes = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(rf"\u{code}{fallback}" for code in codes)


def lines(body: str, head: str = HEAD) -> list[str]:
    return [line.text for line in read_rtf(rtf(body, head), "a.rtf").lines]


def test_a_file_of_libreoffice_reads_as_the_page_does() -> None:
    raw = read_rtf((FOLDER / "by-libreoffice.rtf").read_bytes(), "a.rtf")
    assert [line.text for line in raw.lines] == SEEN
    assert raw.lines[0].level == 0
    assert [(one.text, one.reason) for one in raw.left_out] == [("看不见", "hidden")]


@pytest.mark.parametrize("text", ["各位代表：", "渠水乗丆亅亇", "誠懇", "A乕B｛"])
def test_bytes_are_read_in_the_code_of_their_font(text: str) -> None:
    assert lines(rf"\pard {coded(text)}\par") == [text]
    assert lines(rf"\pard\f1 {coded(text)}\par") == [text], "a font for Latin says nothing of Chinese"


def test_each_font_has_its_own_code() -> None:
    assert lines(rf"{{\f2 {coded('講話', 'big5')}}}{coded('讲话')}\par") == ["講話讲话"]
    western = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f13\fcharset134 S;}}"
    run = rf"\hich\af0\dbch\af13\loch\f0 {coded('治水')}"
    assert lines(run + r"\loch caf\'e9\par", western)[0].startswith("治水")


@pytest.mark.parametrize("text", ["讲话稿𠮷", "ａ１－", "“引号”——破折号……"])
def test_unicode_with_whatever_stands_beside_it(text: str) -> None:
    assert lines(unicode(text)) == [text]
    assert lines(r"\uc0" + unicode(text, " ")) == [text]
    assert lines(r"\uc2" + unicode(text, r"\'a1\'a1")) == [text]
    assert lines(rf"{{\upr{{x}}{{\*\ud{{{unicode(text)}}}}}}}") == [text]


def test_signs_breaks_and_symbols() -> None:
    assert lines(r"\ldblquote A\rdblquote\emdash B\tab C\~D\_E\-F\{\}\\\line G\par") == ["“A”—B\tC\u00a0D-EF{}\\", "G"]
    assert lines("A\r\nB\\\nC") == ["AB", "C"]


def test_what_is_no_text_of_the_page() -> None:
    body = (
        r"{\info{\title T}{\author A}}{\*\generator X;}{\header\pard H\par}{\footer F}"
        r"A{\v B}C{\deleted D}E{\*\annotation N}{\pict\pngblip 8950}{\*\unknown U}{\*\bkmkstart b}"
        r"{\field{\*\fldinst HYPERLINK x}{\fldrslt L}}\par"
    )
    raw = read_rtf(rtf(body), "a.rtf")
    assert [line.text for line in raw.lines] == ["ACEL"]
    assert [(one.text, one.reason) for one in raw.left_out] == [
        ("B", "hidden"),
        ("H", "page"),
        ("F", "page"),
        ("N", "comment"),
    ]


def test_raw_bytes_of_a_picture_are_passed_over() -> None:
    assert lines(r"A{\pict\bin7 }{\par\x}B") == ["AB"]


def test_labels_that_the_file_holds_are_read_and_bullets_are_not() -> None:
    body = rf"{{\listtext\pard {coded('一、')}\tab}}{coded('甲')}\par{{\listtext\f3 \'b7\tab}}{coded('乙')}\par{{\*\pn\pnlvl}}{{\pntext 3.\tab}}C\par"
    assert lines(body) == ["一、甲", "乙", "3. C"]


def test_tables_notes_and_boxes() -> None:
    table = r"\trowd\cellx1\cellx2\pard\intbl A\par B\cell C\cell\row\trowd\cellx1\pard\intbl D\par E\cell\row\pard "
    note = r"F{\footnote\pard {\super\chftn} N\par M}G"
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard X\par}}{\shprslt{\*\do Y}}}"
    assert lines(table + note + box + r"\par") == ["A B　C", "D", "E", "FG", "X", "〔1〕N", "M"]


def test_levels_come_from_outline_and_styles() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s5 Title;}{\s6\outlinelevel2 My;}}"
    raw = read_rtf(
        rtf(styles + r"\pard\s5 A\par\pard\s1 B\par\pard\s6 C\par\pard\s6\outlinelevel3 D\par\pard E\par"), "a"
    )
    assert [(line.text, line.level) for line in raw.lines] == [("A", 0), ("B", 1), ("C", 3), ("D", 4), ("E", None)]


def test_what_is_no_rtf_or_nests_without_end_is_refused() -> None:
    for data in (b"text", b"{\\rtf1" + b"{" * 100_000):
        with pytest.raises(ReadError, match="RTF"):
            read_rtf(data, "a.rtf")


def test_a_file_cut_off_gives_what_is_there() -> None:
    assert [line.text for line in read_rtf(rb"{\rtf1 A\par\trowd\intbl B\cell C", "a.rtf").lines] == ["A", "B　C"]
