"""Where tables are to be had."""

from flask import url_for


def table_url(view: str, form: str, query_string: str) -> str:
    """All of a view in a format, by the parameters of its page."""
    return f"{url_for(f'exports.{view}', form=form)}?{query_string}"
