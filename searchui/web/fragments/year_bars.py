"""Small multiples: how often something is said in each year, as bars on the scale of all years of the corpus."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

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
    label = title + _("：") + said if said else title
    return Markup(
        f'<svg class="years" role="img" aria-label="{escaped(label)}" preserveAspectRatio="none"'
        f' viewBox="0 0 {STEP * (last - first + 1)} {HEIGHT + 2}">{shapes}</svg>'
    )


def _shapes(places: Sequence[int], counts: Sequence[int], most: int) -> Iterator[str]:
    for place, count in zip(places, counts, strict=True):
        left = STEP * place + (STEP - BAR) // 2
        yield f'<rect class="base" x="{STEP * place}" y="{HEIGHT + 1}" width="{STEP}" height="1"/>'
        if count:
            height = max(HEIGHT * count / most, LEAST)
            yield f'<rect x="{left}" y="{HEIGHT - height:.3g}" width="{BAR}" height="{height:.3g}"/>'
