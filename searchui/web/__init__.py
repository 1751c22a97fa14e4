"""The web site and its JSON API, over one live corpus."""

from searchui.web.app import create_app

__all__ = ["create_app"]
