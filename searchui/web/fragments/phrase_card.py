"""A phrase at a glance, above what was found."""

from collections.abc import Callable, Iterator

from markupsafe import Markup

from searchui.search import Card
from searchui.search.results.hit import Hit, Mention
from searchui.search.script import script_of
from searchui.search.statistics.base import base_message
from searchui.search.statistics.distribution import Leading, Use
from searchui.search.statistics.phrase_profile import Quotation
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.frame import Parts
from searchui.web.fragments.marks import format_date, mark_snippet
from searchui.web.help.view import what
from searchui.web.i18n.translations import language, t
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_in_context as p_
from searchui.web.i18n.translations import translated_number as n_
from searchui.web.request.links import has_variants, speaker_url

MAX_NAMED = 3
MAX_QUOTED = 48  # characters
MANY_UNDATED = 20  # one in so many

HitUrl = Callable[[Hit | Mention], str]


def phrase_card(card: Card, links: Parts, url: HitUrl, *, filtered: bool) -> Markup:
    """The card of a phrase, with its `card_links`; `url` is the address of a paragraph in its speech, escaped."""
    rows = (
        _row(p_("card", "次数"), _frequency(card, links, filtered=filtered)) if card.per_10k is not None else "",
        _row(_("跨段"), _crossing(card.crossing_first, url)) if card.crossing_first else "",
        _first(card, url, links["undated"]),
        _row(_("末见"), _quotation(card.last, url)) if card.last and card.occurrences > 1 else "",
        *_usage(card, filtered),
    )
    shown = "\n".join(filter(None, rows))
    title = escaped(_("这个词句的概况"))
    glance = escaped(_glance(card))
    return Markup(
        f'<details class="fold glance"><summary>{glance}</summary>\n<dl class="card" aria-label="{title}">\n{shown}\n</dl></details>'
    )


def _glance(card: Card) -> str:
    """The card in a line, where there is no room for more."""
    first = card.first.mention.date if card.first else None
    since = _("{date}首见", date=format_date(first, language())) if first else ""
    return " · ".join(filter(None, (n_("{n:,} 次", card.occurrences), since)))


def _row(title: str, told: str, mood: str = "", topic: str = "") -> str:
    """A fact and what it is; `told` is markup, `topic` what explains it."""
    explained = what(topic) if topic else ""
    return f"<dt{mood}>{escaped(title)}</dt><dd{mood}>{told}{explained}</dd>"


def _frequency(card: Card, links: Parts, *, filtered: bool) -> str:
    size = {"of_speeches": n_("{n:,} 篇", card.of_speeches), "characters": n_("{n:,} 字", card.characters)}
    whole = _("所选的 {of_speeches}共 {characters}，不计空白", **size) if filtered else ""
    whole = whole or _("语料里 {of_speeches}共 {characters}，不计空白", **size)
    times, per_10k = n_("{n:,} 次", card.occurrences), f"{card.per_10k:.2f}"
    rate = _("{occurrences}，每万字 {per_10k} 次", occurrences=times, per_10k=per_10k)
    trend, similar = escaped(_("看趋势")), escaped(_("看相近的提法"))
    alike = f' <a class="whole" href="{links["variants"]}">{similar}</a>' if has_variants(card.phrase) else ""
    return (
        f'{escaped(rate)}{what("per-10k")} <span class="quiet">{escaped(whole)}</span> '
        f'<a class="whole" href="{links["trend"]}">{trend}</a>{alike}'
    )


def _crossing(mention: Mention, url: HitUrl) -> str:
    first = escaped(_("最早见于"))
    return f'{first} <a href="{url(mention)}">{_source(mention, with_speaker=False)}</a>'


def _first(card: Card, url: HitUrl, undated_url: str) -> str:
    if not (card.first or card.undated):
        return ""
    quoted = _quotation(card.first, url) if card.first else ""
    rests = _rests_on(card, undated_url) if card.undated else ""
    return _row(_("首见"), " ".join(filter(None, (quoted, rests))), topic="unknown" if card.undated else "first")


def _quotation(quoted: Quotation, url: HitUrl) -> str:
    mention, text = quoted.mention, quoted.mention.paragraph.text
    machine_read = escaped(_("机器识别"))
    machine = f' <span class="quiet">{machine_read}</span>' if mention.speech.machine_read else ""
    return (
        f'<a href="{url(mention)}">{_source(mention)}</a> <span class="quote" lang="{script_of(text)}">'
        f"{mark_snippet(text, quoted.highlights, MAX_QUOTED)}</span>{machine}"
    )


def _source(mention: Mention, *, with_speaker: bool = True) -> str:
    speaker = mention.speaker if with_speaker else None
    return escaped(" · ".join(filter(None, (format_date(mention.date, language()), speaker, mention.speech.title))))


def _rests_on(card: Card, undated_url: str) -> str:
    """How many of the speeches that have the phrase a first or last use is one of, and how many have no date."""
    many = " many" if card.undated * MANY_UNDATED > card.dated + card.undated else ""
    dated = undated = ""
    if card.first:
        dated = _("在有日期的 {dated}里最早", dated=n_("{n:,} 篇", card.dated)) + _("；")
        undated = n_("另有 {n:,} 篇日期不详，可能更早", card.undated)
    undated = undated or n_("用到它的 {n:,} 篇日期不详，不知最早见于何时", card.undated)
    return f'<span class="undated{many}">{escaped(dated)}<a href="{undated_url}">{escaped(undated)}</a></span>'


def _usage(card: Card, filtered: bool) -> Iterator[str]:
    """Who uses it most, and when."""
    peak, most, densest = card.peak, card.most, card.densest
    if peak.tied:
        years = f' <span class="quiet">{escaped(_years(card, filtered))}</span>' if card.years else ""
        yield _row(_("高峰年份"), f"{_leading(peak, lambda use: escaped(_of_year(use)))}{years}")
    if most.tied:
        yield _row(_("次数最多"), _leading(most, _of_speaker))
    if densest.tied and densest.named != most.named:
        yield _row(_("每万字最多"), _leading(densest, _of_speaker))
    if peak.tied or most.tied or densest.tied or peak.is_left_out or most.is_left_out:
        yield _row(_("比较条件"), escaped(_base_note(card)), ' class="quiet"', topic="base")


def _leading(who: Leading, told: Callable[[Use], str]) -> str:
    """The first of them as `told` has each, which is markup."""
    named = escaped(_("，")).join(map(told, who.named[:MAX_NAMED]))
    return named + (" " + escaped(_("等 {count} 个并列", count=who.tied)) if who.tied > MAX_NAMED else "")


def _of_year(use: Use) -> str:
    return _(
        "{who} 年，每万字 {per_10k} 次（{occurrences}，{of_speeches}里的 {speeches} 篇，共 {characters}）",
        **_facts(use),
    )


def _of_speaker(use: Use) -> str:
    """As markup: the name leads to what there is of the speaker."""
    told = _(
        "{who} {occurrences}（每万字 {per_10k} 次，{of_speeches}里的 {speeches} 篇，共 {characters}）", **_facts(use)
    )
    name = escaped(use.name)
    linked = escaped(told).replace(name, f'<a href="{escaped(speaker_url(use.name))}">{name}</a>', 1)
    return f"<span>{linked}</span>"


def _facts(use: Use) -> dict[str, object]:
    return {
        "who": use.name,
        "per_10k": f"{use.per_10k:.2f}",
        "occurrences": n_("{n:,} 次", use.occurrences),
        "speeches": use.speeches,
        "of_speeches": n_("{n:,} 篇", use.of_speeches),
        "characters": n_("{n:,} 字", use.characters),
    }


def _years(card: Card, filtered: bool) -> str:
    years = card.years
    if years is None:
        return ""
    span = str(years.first) if years.first == years.last else f"{years.first}–{years.last}"
    speeches = n_("{n} 篇", years.speeches)
    if filtered:
        return _("所选的篇目里 {years} 年共 {speeches}", years=span, speeches=speeches)
    return _("语料里 {years} 年共 {speeches}", years=span, speeches=speeches)


def _base_note(card: Card) -> str:
    """What the years and speakers that are named are compared by, and which are not named, and why."""
    rows = ((card.peak, _("高峰年份")), (card.most, _("次数最多")), (card.densest, _("每万字最多")))
    left_out = [title for leading, title in rows if leading.is_left_out]
    rest = _("；不够比的没有列：{rows}", rows=_("、").join(left_out)) if left_out else ""
    return t(base_message()) + rest
