"""How Sphinx makes the site; `build.py` calls it."""

import logging

import jieba

jieba.setLogLevel(logging.WARNING)  # the words of the search; it would tell of its dictionary
project = "讲话稿检索 · speechsearch"
copyright = "speechsearch"  # noqa: A001 - the name is Sphinx's
language = "zh_CN"
extensions = ["myst_parser"]
nitpicky = True
highlight_language = "text"
html_theme = "furo"
html_title = "讲话稿检索"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#9d2a20", "color-brand-content": "#9d2a20"},
    "dark_css_variables": {"color-brand-primary": "#f0887b", "color-brand-content": "#f0887b"},
}
