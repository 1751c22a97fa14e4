"""What the picture of a trend shows: of which years, months or speakers which figures, and in what words."""

from collections.abc import Callable
from typing import TypeAlias

from markupsafe import Markup

from indexer.i18n import Message, _, units
from searchui.search import Trend
from searchui.search.statistics.trend import Bucket, By, Point
from searchui.web.i18n.labels import LABELS
from searchui.web.i18n.translations import t
from searchui.web.request.trend_state import TrendState
from searchui.web.views.trend.axis import labels_of, place_of
from searchui.web.views.trend.chart import Dot, Picture, bars, lines

MAX_DRAWN_SPEAKERS = 12
LinesUrl: TypeAlias = Callable[..., str]


def picture_of(state: TrendState, trend: Trend, lines_url: LinesUrl) -> Markup | None:
    """The picture of a trend in its measure, as SVG; None where there is nothing to draw.

    Zeros over time are drawn, but no picture of nothing else; of speakers those who use any of the phrases.
    """
    by_speaker = state.by == By.SPEAKER
    places = drawn_speakers(state, trend)[:MAX_DRAWN_SPEAKERS] if by_speaker else list(range(len(trend.buckets)))
    if not places or not used_places(trend):
        return None
    buckets = [trend.buckets[place] for place in places]
    times = [] if by_speaker else [place_of(bucket.name, state.by) for bucket in buckets]
    picture = Picture(
        title=t(_("{phrases}的趋势", phrases="、".join(state.phrases))),
        description=t(_words(state)),
        places=times or [bucket.name for bucket in buckets],
        rows=[
            [_dot(state, course.phrase, trend.buckets[place], course.points[place], lines_url) for place in places]
            for course in trend.courses
        ],
        format=lambda value: format_value(value, state.measure, short=True),
        labels=labels_of(times[0], times[-1], state.by) if times else (),
    )
    return bars(picture) if by_speaker else lines(picture)


def used_places(trend: Trend) -> list[int]:
    """Which buckets use any of the phrases."""
    points = zip(*(course.points for course in trend.courses), strict=True)
    return [place for place, each in enumerate(points) if any(point.occurrences for point in each)]


def drawn_speakers(state: TrendState, trend: Trend) -> list[int]:
    """Those who use any of the phrases; where rates or shares are drawn only those with a base for these."""
    counts = state.measure == "occurrences"
    return [place for place in used_places(trend) if counts or trend.buckets[place].has_base]


def _words(state: TrendState) -> Message:
    measure = LABELS["measure"][state.measure]
    match By(state.by):
        case By.YEAR:
            return _("折线图：逐年的{measure}。各点的数都在下面的表里。", measure=measure)
        case By.MONTH:
            return _("折线图：逐月的{measure}。各点的数都在下面的表里。", measure=measure)
        case By.SPEAKER:
            return _("条形图：各位讲话人的{measure}。各条的数都在下面的表里。", measure=measure)


def _dot(state: TrendState, phrase: str, bucket: Bucket, point: Point, lines_url: LinesUrl) -> Dot | None:
    value = value_of(point, state.measure)
    if value is None:
        return None
    label = t(
        _(
            "{bucket} · {phrase}：{occurrences}，每万字 {per_10k} 次，{of}里的 {speeches} 篇",
            bucket=bucket.name,
            phrase=phrase,
            occurrences=units.occurrences(point.occurrences),
            per_10k=format_value(point.per_10k, "per_10k"),
            speeches=point.speeches,
            of=units.speeches(bucket.speeches),
        )
    )
    is_weak = state.measure != "occurrences" and not bucket.has_base
    return Dot(value, label, lines_url(phrase, bucket.name), is_weak)


def value_of(point: Point, measure: str) -> float | None:
    """What a point is in a measure."""
    value: float | None = getattr(point, measure)
    return value


def format_value(value: float | None, measure: str, *, short: bool = False) -> str:
    """A figure as a reader sees it; – where there is nothing to count against."""
    if value is None:
        return "–"
    if measure == "share":
        return f"{100 * value:.0f}%" if short else f"{100 * value:.1f}%"
    if measure == "occurrences":
        return f"{value:,.0f}" if value == int(value) else f"{value:g}"
    return f"{value:g}" if short else f"{value:.2f}"
