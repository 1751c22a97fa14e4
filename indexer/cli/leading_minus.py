"""Arguments that begin with a minus and are texts: -5℃, -经济, -GDP.

Options have two minuses or a small letter after one. So texts need no -- before them, as they need none on the pages.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

import click

END_OF_OPTIONS = "--"


def with_texts_last(arguments: Sequence[str], parameters: Iterable[click.Parameter]) -> list[str]:
    """The arguments of a command, where any is such a text with all its texts after a --, in their order.

    `parameters` are those of the command: the value of an option stays with it, whatever it begins with.
    """
    valued = {name for one in parameters if isinstance(one, click.Option) and not _is_switch(one) for name in one.opts}
    options, texts, rest = list[str](), list[str](), iter(arguments)
    for argument in rest:
        if argument == END_OF_OPTIONS:
            texts += rest
        elif _is_option(argument):
            options += [argument, *islice(rest, argument in valued)]
            if options[-1] is argument and argument in valued:
                return options  # for the option to say that its value is missing
        else:
            texts.append(argument)
    return [*options, END_OF_OPTIONS, *texts] if any(text.startswith("-") for text in texts) else list(arguments)


def _is_switch(option: click.Option) -> bool:
    return option.is_flag or option.count


def _is_option(argument: str) -> bool:
    sign, letter = argument[:1], argument[1:2]
    return sign == "-" and letter.isascii() and (letter == "-" or letter.islower())
