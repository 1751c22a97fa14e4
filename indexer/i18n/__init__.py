"""Texts for people, in one catalogue: written in Chinese in the code, translated by gettext.

    _("找不到文件夹“{folder}”。", folder=folder)      a sentence; its values are filled in when it is shown
    n_("{n} 段", count)                               the same with a number that decides the plural: `{n}`
    p_("facet", "场合", ...)                          the same where one Chinese word has two translations
    N_("每页几条。")                                   marks a text that is translated elsewhere: help of a command

`_` and `n_` give a Message, which knows its text in every language; its values may be Messages too, so that a
sentence with two numbers has two plurals: `_("{paragraphs}，{speeches}", paragraphs=n_(…), speeches=n_(…))`.

A language is one file, `locale/LANGUAGE/LC_MESSAGES/speechsearch.po`; `make messages` brings all of them up to date
with the code and compiles them, and so does every installation. Chinese is the source and needs no translation; its
file holds the words of the command-line library, whose source is English.
"""

from indexer.i18n.catalogue import LANGUAGES, SOURCE, Language, translate
from indexer.i18n.message import N_, Count, Message, _, joined, n_, p_

__all__ = ["LANGUAGES", "N_", "SOURCE", "Count", "Language", "Message", "_", "joined", "n_", "p_", "translate"]
