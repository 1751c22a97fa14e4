"""A phrase at a glance, above what was found."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from markupsafe import Markup

from searchui.search import Card
from searchui.search.results.hit import Hit, Mention
from searchui.search.statistics.base import base_message
from searchui.search.statistics.distribution import Leading, Use, Years
from searchui.search.statistics.phrase_profile import Quotation
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.frame import Parts
from searchui.web.fragments.marks import format_date, language_mark, marked_snippet
from searchui.web.help.view import what
from searchui.web.i18n.translations import Interface, interface, language, t
from searchui.web.i18n.translations import translated as _
from searchui.web.i18n.translations import translated_in_context as p_
from searchui.web.i18n.translations import translated_number as n_
from searchui.web.request.links import has_variants, speaker_url

MAX_NAMED = 3
MAX_QUOTED = 48  # characters
MANY_UNDATED = 20  # one in so many
KEPT = 256  # sentences that the cards of a corpus have in common

HitUrl = Callable[[Hit | Mention], str]


def phrase_card(card: Card, links: Parts, url: HitUrl, *, filtered: bool) -> Markup:
    """The card of a phrase, with its `card_links`; `url` is the address of a paragraph in its speech, escaped."""
    words = _words(interface())
    rows = (
        _row(words["times"], _frequency(card, links, words, filtered=filtered)) if card.per_10k is not None else "",
        _row(words["crossing"], _crossing(card.crossing_first, url, words)) if card.crossing_first else "",
        _first(card, url, links["undated"], words),
        _row(words["last"], _quotation(card.last, url, words)) if card.last and card.occurrences > 1 else "",
        *_usage(card, words, filtered),
    )
    shown = "\n".join(filter(None, rows))
    return Markup(
        f'<details class="fold glance"><summary>{escaped(_glance(card))}</summary>\n'
        f'<dl class="card" aria-label="{words["title"]}">\n{shown}\n</dl></details>'
    )


@cache
def _words(_language: Interface) -> Mapping[str, str]:
    """What all cards say alike, as markup."""
    words = {
        "title": _("这个词句的概况"),
        "times": p_("card", "次数"),
        "crossing": _("跨段"),
        "first": _("首见"),
        "last": _("末见"),
        "peak": _("高峰年份"),
        "most": _("次数最多"),
        "densest": _("每万字最多"),
        "base": _("比较条件"),
        "trend": _("看趋势"),
        "similar": _("看相近的提法"),
        "machine": _("机器识别"),
        "earliest": _("最早见于"),
        "and": _("，"),
    }
    return {name: escaped(text) for name, text in words.items()}


def _glance(card: Card) -> str:
    """The card in a line, where there is no room for more."""
    first = card.first.mention.date if card.first else None
    since = _("{date}首见", date=format_date(first, language())) if first else ""
    return " · ".join(filter(None, (n_("{n:,} 次", card.occurrences), since)))


def _row(title: str, told: str, mood: str = "", topic: str = "") -> str:
    """A fact and what it is; both are markup, `topic` is what explains it."""
    explained = what(topic) if topic else ""
    return f"<dt{mood}>{title}</dt><dd{mood}>{told}{explained}</dd>"


def _frequency(card: Card, links: Parts, words: Mapping[str, str], *, filtered: bool) -> str:
    times, per_10k = n_("{n:,} 次", card.occurrences), f"{card.per_10k:.2f}"
    rate = _("{occurrences}，每万字 {per_10k} 次", occurrences=times, per_10k=per_10k)
    whole = _whole(interface(), card.of_speeches, card.characters, filtered)
    alike = f' <a class="whole" href="{links["variants"]}">{words["similar"]}</a>' if has_variants(card.phrase) else ""
    return (
        f'{escaped(rate)}{what("per-10k")} <span class="quiet">{whole}</span> '
        f'<a class="whole" href="{links["trend"]}">{words["trend"]}</a>{alike}'
    )


@lru_cache(KEPT)
def _whole(_language: Interface, of_speeches: int, characters: int, filtered: bool) -> str:
    """In how much of a corpus, which all cards of it have in common where they are `filtered` alike."""
    size = {"of_speeches": n_("{n:,} 篇", of_speeches), "characters": n_("{n:,} 字", characters)}
    if filtered:
        return escaped(_("所选的 {of_speeches}共 {characters}，不计空白", **size))
    return escaped(_("语料里 {of_speeches}共 {characters}，不计空白", **size))


def _crossing(mention: Mention, url: HitUrl, words: Mapping[str, str]) -> str:
    return f'{words["earliest"]} <a href="{url(mention)}">{_source(mention, with_speaker=False)}</a>'


def _first(card: Card, url: HitUrl, undated_url: str, words: Mapping[str, str]) -> str:
    if not (card.first or card.undated):
        return ""
    quoted = _quotation(card.first, url, words) if card.first else ""
    rests = _rests_on(card, undated_url) if card.undated else ""
    return _row(words["first"], " ".join(filter(None, (quoted, rests))), topic="" if card.undated else "first")


def _quotation(quoted: Quotation, url: HitUrl, words: Mapping[str, str]) -> str:
    mention, text = quoted.mention, quoted.mention.paragraph.text
    machine = f' <span class="quiet">{words["machine"]}</span>' if mention.speech.machine_read else ""
    return (
        f'<a href="{url(mention)}">{_source(mention)}</a> <span class="quote"{language_mark(text, interface())}>'
        f"{marked_snippet(text, quoted.highlights, MAX_QUOTED)}</span>{machine}"
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
    told = f'{escaped(dated)}<a href="{undated_url}">{escaped(undated)}</a>{what("unknown")}'
    return f'<span class="undated{many}">{told}</span>'


def _usage(card: Card, words: Mapping[str, str], filtered: bool) -> Iterator[str]:
    """Who uses it most, and when."""
    peak, most, densest = card.peak, card.most, card.densest
    if peak.tied:
        years = f' <span class="quiet">{_years(interface(), card.years, filtered)}</span>' if card.years else ""
        yield _row(words["peak"], f"{_leading(peak, _of_year, words)}{years}")
    if most.tied:
        yield _row(words["most"], _leading(most, _of_speaker, words))
    if densest.tied and densest.named != most.named:
        yield _row(words["densest"], _leading(densest, _of_speaker, words))
    if peak.tied or most.tied or densest.tied or peak.is_left_out or most.is_left_out:
        left_out = peak.is_left_out, most.is_left_out, densest.is_left_out
        yield _row(words["base"], _base_note(interface(), left_out), ' class="quiet"', topic="base")


def _leading(who: Leading, told: Callable[[Use], str], words: Mapping[str, str]) -> str:
    """The first of them as `told` has each, which is markup."""
    named = words["and"].join(map(told, who.named[:MAX_NAMED]))
    return named + (" " + escaped(_("等 {count} 个并列", count=who.tied)) if who.tied > MAX_NAMED else "")


def _of_year(use: Use) -> str:
    return escaped(
        _(
            "{who} 年，每万字 {per_10k} 次（{occurrences}，{of_speeches}里的 {speeches} 篇，共 {characters}）",
            **_facts(use),
        )
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


@lru_cache(KEPT)
def _years(_language: Interface, years: Years, filtered: bool) -> str:
    span = str(years.first) if years.first == years.last else f"{years.first}–{years.last}"
    speeches = n_("{n} 篇", years.speeches)
    if filtered:
        return escaped(_("所选的篇目里 {years} 年共 {speeches}", years=span, speeches=speeches))
    return escaped(_("语料里 {years} 年共 {speeches}", years=span, speeches=speeches))


@cache
def _base_note(_language: Interface, left_out: tuple[bool, bool, bool]) -> str:
    """What the years and speakers that are named are compared by, and which rows are left out, and why."""
    titles = [
        title for title, is_out in zip((_("高峰年份"), _("次数最多"), _("每万字最多")), left_out, strict=True) if is_out
    ]
    rest = _("；不够比的没有列：{rows}", rows=_("、").join(titles)) if titles else ""
    return escaped(t(base_message()) + rest)
