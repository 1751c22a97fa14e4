"""What may be asked of pages and phrases, and what is said where it may not."""

from indexer.errors import CallError, PageError
from searchui.search.language import LONGEST

MOST_PER_PAGE = 100


def check_page(page: int, per_page: int, most: int = MOST_PER_PAGE) -> None:
    """Raises PageError or CallError for what is no page."""
    if page < 1:
        raise PageError(f"页码要从 1 开始，不能是 {page}", f"Pages begin at 1; {page} is none")
    if not 1 <= per_page <= most:
        raise CallError(
            f"每页要 1 到 {most} 条，不能是 {per_page}",
            f"A page has 1 to {most} hits, not {per_page}",
        )


def pages_of(total: int, page: int, per_page: int) -> int:
    """How many pages there are. Raises PageError where `page` is none of them."""
    pages = max(1, -(-total // per_page))
    if page > pages:
        raise PageError(
            f"没有第 {page} 页，结果一共 {pages} 页",
            f"There is no page {page}; the results have {pages}",
            last=pages,
        )
    return pages


def check_phrase(phrase: str) -> None:
    """Raises CallError for a phrase that is empty or too long."""
    if not phrase:
        raise CallError("请写下要数的词句", "Write the phrase to count")
    if len(phrase) > LONGEST:
        raise CallError(
            f"词句有 {len(phrase)} 个字，最多 {LONGEST} 个字",
            f"The phrase has {len(phrase)} characters; {LONGEST} is the most",
        )
