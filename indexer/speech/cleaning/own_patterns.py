"""A user's own patterns of lines: each knows where it stands in its file, and is stopped where it runs away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.errors import CallError
from indexer.i18n import Message, _

if TYPE_CHECKING:
    import regex

SECONDS = 0.25  # of the processor for one line; an honest pattern takes a millionth of it
SHOWN = 40  # characters of the line in the message


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """A regular expression and the line of the file of patterns in which it stands, from 1; None where that is not known."""

    expression: "regex.Pattern[str]"
    line: int | None

    def matches(self, text: str) -> bool:
        """Whether it is the whole text. Raises CallError where that is not known in time."""
        try:
            return self.expression.fullmatch(text, timeout=SECONDS) is not None
        except TimeoutError:
            raise CallError(
                _(
                    "{where}的“{pattern}”太费时，在一行上试了 {seconds:.2f} 秒还没有结果，已经停下。那一行是：{line}\n"
                    "请改写这条正则表达式，多半是括号内外都有 + 或 *，例如把 (字+)+ 改成 字+。",
                    where=_where(self.line),
                    pattern=self.expression.pattern,
                    seconds=SECONDS,
                    line=_shortened(text),
                ),
            ) from None


def compile_own(patterns: Iterable[str], file: str) -> tuple[OwnPattern, ...]:
    """The patterns of a file of this text. Raises CallError for the first that is no regular expression."""
    return tuple(_compiled(pattern, _line_of(pattern, file)) for pattern in patterns)


def _compiled(pattern: str, line: int | None) -> OwnPattern:
    # Only who has such a file pays for the library: `re` cannot be told to stop.
    import regex

    try:
        return OwnPattern(regex.compile(pattern), line)
    except (regex.error, RecursionError, OverflowError, MemoryError) as error:
        raise CallError(
            _(
                "{where}的“{pattern}”不是正则表达式：{error}",
                where=_where(line),
                pattern=pattern,
                error=str(error),
            ),
        ) from error


def _line_of(pattern: str, file: str) -> int | None:
    """The line in which a pattern is written, as it is or with its backslashes doubled."""
    written = (pattern, pattern.replace("\\", "\\\\"))
    return next(
        (number for number, line in enumerate(file.splitlines(), 1) if any(one in line for one in written)),
        None,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _where(line: int | None) -> Message:
    return _("样式文件第 {line} 行", line=line) if line else _("样式文件")
