"""Errors as JSON: one shape for all of them."""

from msgspec import UNSET, UnsetType

from indexer.errors import PageError, QueryError, SpeechsearchError
from searchui.search.results.answer import Answer

HTTP_ERROR = "HTTPError"  # the kind of an error that is none of ours


class ErrorBody(Answer, frozen=True):
    """What is wrong. `position` is the 0-based character of the query at fault, `mended` the query as it can be read.

    `last_page` is the last that there is.
    """

    status: int
    kind: str
    message: str
    position: int | UnsetType = UNSET
    mended: str | UnsetType = UNSET
    last_page: int | UnsetType = UNSET


class ErrorAnswer(Answer, frozen=True):
    """The one shape of an error."""

    error: ErrorBody


def error_answer(status: int, message: str, error: SpeechsearchError | None) -> ErrorAnswer:
    """An error as an answer; `error` is None where it is none of ours."""
    return ErrorAnswer(
        ErrorBody(
            status=status,
            kind=type(error).__name__ if error else HTTP_ERROR,
            message=message,
            position=error.position if isinstance(error, QueryError) else UNSET,
            mended=(isinstance(error, QueryError) and error.mended) or UNSET,
            last_page=error.last if isinstance(error, PageError) and error.last else UNSET,
        )
    )
