"""The hits of a page of results, as the items of a list."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from markupsafe import Markup

from indexer.model import SpeechDate
from searchui.search.describe import parts_message
from searchui.search.results.hit import Hit, Mention
from searchui.web.fragments.escaping import escaped
from searchui.web.fragments.marks import format_date, language_mark, marked_snippet
from searchui.web.fragments.picking import pick_box
from searchui.web.i18n.translations import Interface, interface, language, t
from searchui.web.i18n.translations import translated as _
from searchui.web.request.urls import cite_urls

MAX_FOLLOWING = 120  # characters of the text under a heading
KEPT_FACTS = 4096  # lines above hits: about a megabyte
LEEWAY = 5  # more of them that are shown rather than cut
STEP = '<span class="step"> › </span>'

HitUrl = Callable[[Hit | Mention], str]


def hit_list(hits: Sequence[Hit], url: HitUrl, pick: bool = False) -> Markup:
    """The items; `url` is the address of a paragraph in its speech, escaped. `pick`: with a box beside each."""
    of_page, words, cite, written = interface(), escaped(_("引用")), cite_urls(), []
    for hit in hits:
        text, address = hit.paragraph.text, url(hit)
        cited = escaped(cite(hit.speech.id, hit.paragraph.anchor))
        box = pick_box(f"{hit.speech.id}#{hit.anchor}", hit.speech.title) if pick else ""
        written.append(
            f'<li class="hit">{box}\n<h2 class="path"><a href="{address}">{_path(hit)}</a></h2>\n'
            f'<div class="where"><p class="facts">{_facts(hit, of_page)}</p> '
            f'<span class="acts"><a class="cite" href="{cited}">{words}</a></span></div>\n'  # the script adds a button
            f'<p class="text"{language_mark(text, of_page)}>{marked_snippet(text, hit.highlights)}{_following(hit)}</p>\n'
            f"{_more(hit, address, url)}</li>\n"
        )
    return Markup("".join(written))


def _more(hit: Hit, address: str, url: HitUrl) -> str:
    """What few hits have."""
    if hit.in_speech is None and hit.parts is None and not hit.also:
        return ""
    return f"{_in_speech(hit, address)}{_score(hit)}{_also(hit, url)}"


def _path(hit: Hit) -> str:
    """The title and the headings above; the last of these is not said twice where it is the paragraph itself."""
    path, title = hit.paragraph.section_path, escaped(hit.speech.title)
    above = path[:-1] if path and path[-1] == hit.paragraph.text else path
    return STEP.join([title, *map(escaped, above)]) if above else title


def _facts(hit: Hit, of_page: Interface) -> str:
    speech = hit.speech
    return _facts_in(of_page, speech.date, speech.published, hit.speaker, speech.occasion, speech.machine_read)


@lru_cache(KEPT_FACTS)
def _facts_in(
    _language: Interface,
    given: SpeechDate | None,
    published: bool,
    speaker: str | None,
    occasion: str | None,
    machine_read: bool,
) -> str:
    """The same for all paragraphs of a speech, and in a language."""
    date = format_date(given, language()) or _("日期不详")
    facts = (
        _("{date}发布", date=date) if published else date,
        speaker or _("讲话人不详"),
        occasion,
        _("机器识别") if machine_read else "",
    )
    return escaped(" · ".join(filter(None, facts)))


def _following(hit: Hit) -> str:
    if not hit.following:
        return ""
    whole = len(hit.following) <= MAX_FOLLOWING + LEEWAY
    shown = hit.following if whole else hit.following[: MAX_FOLLOWING - len("……")] + "……"
    return f' <span class="below">{escaped(shown)}</span>'


def _in_speech(hit: Hit, address: str) -> str:
    if hit.in_speech is None:
        return ""
    count = escaped(_("这一篇里的 {count} 段", count=hit.in_speech))
    return f'<p class="facts"><a href="{address.partition("#")[0]}">{count}</a></p>\n'


def _score(hit: Hit) -> str:
    """The score and what it adds up, where that was asked for."""
    if hit.parts is None:
        return ""
    written = f"{hit.score:.2f}"
    score = _("得分 {score}", score=written)
    return f'<p class="facts">{escaped(score)} = {escaped(t(parts_message(hit.parts)))}</p>\n'


def _also(hit: Hit, url: HitUrl) -> str:
    """The other speeches that say the same."""
    if not hit.also:
        return ""
    summary = escaped(_("又见于 {count} 篇", count=hit.also_speeches))
    rows = "".join(_mention(mention, url(mention)) for mention in hit.also)
    rest = '<li class="quiet">……</li>' if len(hit.also) < hit.also_speeches else ""
    return f'<details class="also"><summary>{summary}</summary>\n<ul>{rows}{rest}</ul>\n</details>\n'


def _mention(mention: Mention, address: str) -> str:
    date = format_date(mention.date, language()) or _("日期不详")
    facts = escaped(" · ".join(filter(None, (date, mention.speaker))))
    return f'<li><a href="{address}">{escaped(mention.speech.title)}</a> <span class="quiet">{facts}</span></li>'
