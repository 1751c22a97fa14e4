"""Whether single keys do something, which some readers need off (WCAG 2.2, 2.1.4)."""

from searchui.web.preferences import Preference

KEYS = Preference("keys", ("on", "off"), "on")
