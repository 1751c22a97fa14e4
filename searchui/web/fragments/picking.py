"""Picking some of the passages that a page lists, to take them away: a form that needs no script.

It is on the page only where the address asks for it; a link beside the files of all passages leads there.
"""

from markupsafe import Markup

from searchui.search.export.formats import FORMATS, WORD
from searchui.web.fragments.escaping import escaped
from searchui.web.i18n.translations import translated as _
from searchui.web.request.quotations.basket import FORM, PLACE, SEARCHED
from searchui.web.request.urls import url_for

FILES = ("csv", "xlsx")  # beside Word


def pick_link(url: str) -> Markup:
    """To the same list with a box beside each passage."""
    text = escaped(_("挑几段"))
    return Markup(f' · <a href="{escaped(url)}">{text}</a>')


def pick_box(place: str, name: str) -> Markup:
    """The box of a passage by its address, ID#ANCHOR; `name` says which that is."""
    text = escaped(_("挑出：{name}", name=name))
    return Markup(
        f'<label class="pick"><input type="checkbox" name="{PLACE}" value="{escaped(place)}">'
        f'<span class="unseen">{text}</span></label>'
    )


def picking(listed: str, searched: str, leave: str) -> Markup:
    """The form around what is listed: by which query that was found, as an address says it, and the way back; both escaped."""
    told, back = escaped(_("勾选要的，存下来的只有它们和出处。")), escaped(_("不挑了"))
    style, action = url_for("static", filename="picking.css"), url_for("baskets.basket")
    word = escaped(_("存为 Word"))
    files = "".join(f'<button name="{FORM}" value="{name}">{escaped(FORMATS[name].title)}</button>' for name in FILES)
    together = escaped(_("放在一起看"))
    return Markup(
        f'<link rel="stylesheet" href="{style}"><form class="picking" action="{action}" method="post">'
        f'<p class="quiet">{told} <a href="{leave}">{back}</a></p>'
        f'<input type="hidden" name="{SEARCHED}" value="{searched}">\n{listed}\n'
        f'<p class="taking"><button name="{FORM}" value="{WORD.name}">{word}</button>{files}'
        f"<button>{together}</button></p></form>"
    )
