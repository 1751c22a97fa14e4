"""Numbers with what is counted: the words that sentences with several numbers are made of."""

from indexer.i18n.message import Message, n_


def occurrences(n: int) -> Message:
    """`n` times that a phrase stands somewhere."""
    return n_("{n} 次", n)


def places(n: int) -> Message:
    """`n` places of a text."""
    return n_("{n} 处", n)


def crossings(n: int) -> Message:
    """`n` places at which a phrase crosses from one paragraph to the next."""
    return n_("跨段 {n} 处", n)


def paragraphs(n: int) -> Message:
    return n_("{n} 段", n)


def speeches(n: int) -> Message:
    return n_("{n} 篇", n)


def characters(n: int) -> Message:
    return n_("{n} 字", n)


def files(n: int) -> Message:
    return n_("{n} 个文件", n)


def rows(n: int) -> Message:
    return n_("{n} 行", n)


def words(n: int) -> Message:
    return n_("{n} 个词", n)


def sentences(n: int) -> Message:
    return n_("{n} 句", n)
