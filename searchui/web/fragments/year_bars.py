"""Bars of years on the scale of all years of the corpus: how often something is said, how many speeches there are."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from searchui.search.filters.facets import FacetCounts
from searchui.search.statistics.trend import Bucket
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_number as n_

STEP, BAR, HEIGHT = 10, 8, 40  # units: of a year, of its bar, of the highest bar
LEAST = 3  # units that a bar has


def year_bars(years: Sequence[Bucket], counts: Sequence[int], title: str) -> Markup:
    """The picture: a bar for each year, to the scale of its own highest one; a line below the years of which there is text."""
    if not years:
        return Markup()
    first, last, most = int(years[0].name), int(years[-1].name), max(counts)
    said = _("，").join(
        n_("{year} 年 {n:,} 次", count, year=year.name) for year, count in zip(years, counts, strict=True) if count
    )
    shapes = "".join(_shapes([int(year.name) - first for year in years], counts, max(most, 1)))
    return _picture(title + _("：") + said if said else title, last - first + 1, shapes)


def year_span(counts: FacetCounts) -> tuple[int, int] | None:
    """The first and the last year of which there is a speech."""
    years = [year for year, _count in counts.first(counts.known)]
    return (min(years), max(years)) if years else None


def speeches_by_year(counts: FacetCounts) -> Markup:
    """The picture of how many speeches there are of each year; nothing where all are of one."""
    span = year_span(counts)
    if span is None or span[0] == span[1]:
        return Markup()
    by_year = sorted(counts.first(counts.known))
    shapes = "".join(
        _shapes([year - span[0] for year, _n in by_year], [count for _year, count in by_year], counts.largest)
    )
    return _picture(_("各年的讲话"), span[1] - span[0] + 1, shapes)


def _picture(label: str, years: int, shapes: str) -> Markup:
    return Markup(
        f'<svg class="years" role="img" aria-label="{escaped(label)}" preserveAspectRatio="none"'
        f' viewBox="0 0 {STEP * years} {HEIGHT + 2}">{shapes}</svg>'
    )


def _shapes(places: Sequence[int], counts: Sequence[int], most: int) -> Iterator[str]:
    for place, count in zip(places, counts, strict=True):
        left = STEP * place + (STEP - BAR) // 2
        yield f'<rect class="base" x="{STEP * place}" y="{HEIGHT + 1}" width="{STEP}" height="1"/>'
        if count:
            height = max(HEIGHT * count / most, LEAST)
            yield f'<rect x="{left}" y="{HEIGHT - height:.3g}" width="{BAR}" height="{height:.3g}"/>'
