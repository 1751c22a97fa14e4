"""Small parts that pages have: links of which one is chosen, hidden fields, page numbers, views, files to take away."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from flask import current_app
from markupsafe import Markup

from searchui.search.export.formats import FORMATS, WORD
from searchui.search.export.quotations.layout import By
from searchui.search.filters.filters import Filters
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import label
from searchui.web.i18n.translations import translated as _
from searchui.web.request.links import occasion_url, speaker_url, table_url, view_links
from searchui.web.request.quotations.layout import GATHERED
from searchui.web.request.search_state import SearchState
from searchui.web.request.url_state import UrlState
from searchui.web.request.urls import LinksTo

QUOTED = ("search", "kwic")  # the views whose rows are passages, of which there are documents of quotations too


class Paged(Protocol):
    """An answer of several pages."""

    @property
    def page(self) -> int: ...

    @property
    def pages(self) -> int: ...


def macro(template: str, name: str) -> Callable[..., Markup]:
    """What a page seldom has, as a template has it."""
    found: Callable[..., Markup] = getattr(current_app.jinja_env.get_template(template).module, name)
    return found


def choice(url: str, text: str, chosen: bool) -> Markup:
    """One of several choices: a link, or what it is where it is chosen."""
    if chosen:
        return Markup(f'<strong aria-current="true">{escaped(text)}</strong>')
    return Markup(f'<a href="{escaped(url)}">{escaped(text)}</a>')


def toggle(url: str, text: str, on: bool) -> Markup:
    """A link that turns something on, or off where it is on."""
    current = ' aria-current="true"' if on else ""
    return Markup(f'<a href="{escaped(url)}"{current}>{escaped(text)}</a>')


def hidden(pairs: Iterable[tuple[str, object]]) -> Markup:
    """The fields of a form that are kept as they are."""
    fields = (f'<input type="hidden" name="{escaped(name)}" value="{escaped(value)}">' for name, value in pairs)
    return Markup("".join(fields))


def pager(found: Paged, numbers: Sequence[int | None], state: UrlState, to: LinksTo) -> Markup:
    """The pages of an answer that a state stands for; None among the numbers is a leap."""
    return pages_nav(found, numbers, lambda number: escaped(to(state, page=number)))


def pages_nav(found: Paged, numbers: Sequence[int | None], url: Callable[[int], str]) -> Markup:
    """The same where `url` is the address of a page, escaped."""
    if found.pages <= 1:
        return Markup()

    def link(number: int, text: str, rel: str = "") -> str:
        return f'<a{rel} href="{url(number)}">{escaped(text)}</a>'

    def step(number: int | None) -> str:
        if number is None:
            return '<span class="quiet">…</span>'
        return f'<strong aria-current="page">{number}</strong>' if number == found.page else link(number, str(number))

    before = link(found.page - 1, _("上一页"), ' rel="prev"') if found.page > 1 else ""
    after = link(found.page + 1, _("下一页"), ' rel="next"') if found.page < found.pages else ""
    steps = " ".join(filter(None, (before, *map(step, numbers), after)))
    title = escaped(_("翻页"))
    return Markup(f'<nav class="pager" aria-label="{title}">\n{steps}\n</nav>')


def view_bar(state: SearchState, current: str) -> Markup:
    """The views of one search, the present one among equals."""
    return views_nav(view_links(state), current)


def views_nav(views: Sequence[tuple[str, str]], current: str) -> Markup:
    """The same of views by their addresses."""
    if not views:
        return Markup()
    shown = (
        f'<strong aria-current="page">{escaped(label("view", name))}</strong>'
        if name == current
        else f'<a href="{escaped(url)}">{escaped(label("view", name))}</a>'
        for name, url in views
    )
    title = escaped(_("怎样看"))
    return Markup(f'<nav class="views" aria-label="{title}">{" ".join(shown)} </nav>')


def _word_links(view: str, query: str) -> str:
    """What was found as a Word document of quotations, by speech and by date."""
    address, by_date = escaped(table_url(view, WORD.name, query)), f"{escaped('&')}{GATHERED.name}={By.DATE.value}"
    speech, date = escaped(WORD.title), escaped(_("Word（按日期）"))
    return f' · <a href="{address}" download>{speech}</a> · <a href="{address}{by_date}" download>{date}</a>'


def downloads(view: str, query: str, more: Markup | str = "", some: Markup | str = "") -> Markup:
    """All rows of a view as files, and what is added; at the end, how to take `some` of them."""
    files = " · ".join(
        f'<a href="{escaped(table_url(view, form.name, query))}" download>{escaped(form.title)}</a>'
        for form in FORMATS.values()
    )
    word = _word_links(view, query) if view in QUOTED else ""
    title, cited = escaped(_("下载全部结果") + _("：")), escaped(_("引用包 zip"))
    bundle = f' · <a href="{escaped(table_url(view, "zip", query))}" download>{cited}</a>'
    return Markup(f'<p class="take">{title}{files}{word}{escaped(more)}{bundle}{escaped(some)}</p>')


def folded_downloads(view: str, query: str, more: Markup | str = "", some: Markup | str = "") -> Markup:
    """The same above what was found, to be opened."""
    summary = escaped(_("下载、引用结果"))
    return Markup(f'<details class="takes"><summary>{summary}</summary>{downloads(view, query, more, some)}</details>')


def profile_link(filters: Filters) -> Markup:
    """To what there is of the one speaker, or the one occasion, that a view is narrowed to; nothing for others."""
    speakers, occasions = filters.of("speaker"), filters.of("occasion")
    if len(speakers) == 1 and speakers[0] is not None:
        told = _("{name}：何时、在哪些场合、常说什么", name=speakers[0])
        return _profile(speaker_url(speakers[0]), told)
    if len(occasions) == 1 and occasions[0] is not None:
        return _profile(occasion_url(occasions[0]), _("这个场合：历次、谁讲、说些什么"))
    return Markup()


def _profile(url: str, told: str) -> Markup:
    return Markup(f'<p class="profiled"><a href="{escaped(url)}">{escaped(told)}</a></p>')
