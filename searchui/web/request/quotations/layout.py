"""How quotations are laid out, as the address says it."""

from searchui.search.export.quotations.layout import STYLES, By, Layout
from searchui.web.request.parameter_types import Args, Choice

STYLE = Choice("style", STYLES[0], STYLES)
GATHERED = Choice("by", By.SPEECH.value, [by.value for by in By])
LAYOUT = (GATHERED, STYLE)


def layout_of(args: Args) -> Layout:
    """What the parameters say. Raises CallError for what is no layout."""
    return Layout(GATHERED.read(args), STYLE.read(args))
