"""The page numbers that a page of results offers."""

REACH = 2  # page numbers to either side of the present one


def pager(page: int, pages_in_all: int) -> list[int | None]:
    """The page numbers to offer: the first, the last, those around the present one, None for a leap."""
    near = range(max(1, page - REACH), min(pages_in_all, page + REACH) + 1)
    wanted = sorted({1, pages_in_all, *near})
    result: list[int | None] = []
    for number in wanted:
        if result and result[-1] is not None and number - result[-1] > 1:
            result.append(None)
        result.append(number)
    return result
