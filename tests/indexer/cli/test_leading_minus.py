"""Texts that begin with a minus are no options."""

from collections.abc import Sequence

import click
import pytest

from indexer.cli.leading_minus import with_texts_last

PARAMETERS = [
    click.Option(["--width"]),
    click.Option(["--json"], is_flag=True),
    click.Option(["-v"], count=True),
    click.Argument(["phrase"]),
]


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (["-5℃"], ["--", "-5℃"]),
        (["-经济", "--json"], ["--json", "--", "-经济"]),
        (["甲", "-“乙”", "--width", "5", "丙"], ["--width", "5", "--", "甲", "-“乙”", "丙"]),
        (["-GDP", "-v"], ["-v", "--", "-GDP"]),
        (["--width=5", "-5"], ["--width=5", "--", "-5"]),
        (["--width", "-5", "甲"], ["--width", "-5", "甲"]),
        (["-5", "--width"], ["--width"]),
        (["--json", "--", "-5"], ["--json", "--", "-5"]),
        (["-5", "--", "--json"], ["--", "-5", "--json"]),
        (["甲", "-x"], ["甲", "-x"]),
        (["甲", "--json"], ["甲", "--json"]),
        ([], []),
    ],
)
def test_texts_stand_after_the_options(arguments: Sequence[str], read: list[str]) -> None:
    assert with_texts_last(arguments, PARAMETERS) == read
