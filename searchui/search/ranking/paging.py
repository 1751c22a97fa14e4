"""Pages and sort orders by their numbers and names, and the errors for those that do not exist."""

from indexer.errors import CallError, PageError
from indexer.i18n import _
from searchui.search.ranking.ordering import Sort

MAX_PER_PAGE = 100


def sort_of(sort: str) -> Sort:
    """The order with a name. Raises CallError for an unknown name."""
    try:
        return Sort(sort)
    except ValueError as error:
        raise CallError(
            _("没有“{sort}”这种排序，可用 relevance（相关）、newest（最新）、oldest（最早）", sort=sort),
        ) from error


def check_page(page: int, per_page: int, most: int = MAX_PER_PAGE) -> None:
    """Raises PageError or CallError for what no page can be."""
    if page < 1:
        raise PageError(_("页码要从 1 开始，不能是 {page}", page=page))
    if not 1 <= per_page <= most:
        raise CallError(
            _("每页要 1 到 {most} 条，不能是 {per_page}", most=most, per_page=per_page),
        )


def pages_of(total: int, page: int, per_page: int) -> int:
    """How many pages there are. Raises PageError where `page` is beyond the last."""
    pages = max(1, -(-total // per_page))
    if page > pages:
        raise PageError(
            _("没有第 {page} 页，结果一共 {pages} 页", page=page, pages=pages),
            last=pages,
        )
    return pages
