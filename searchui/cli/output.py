"""How a command gives its answer: as text, as JSON or as a table in a format; on stdout or in a file."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import click
from click.core import ParameterSource

from indexer.cli.localized import language, option
from indexer.cli.terminal import errors_shown, json_text, write_answer
from indexer.errors import CallError
from indexer.i18n import N_, _, joined
from searchui.search.export.formats import BUNDLE, FORMATS, WORD
from searchui.search.export.table import Table

Command: TypeAlias = Callable[..., None]

TEXT, JSON, CSV = "text", "json", "csv"
CHOICES = (TEXT, JSON, *FORMATS)
SUFFIXES: Mapping[str, str] = {"txt": TEXT, JSON: JSON, **{name: name for name in FORMATS}}
EXIT_NOTHING_FOUND = 1


@dataclass(frozen=True, slots=True)
class Output:
    """Where an answer goes, stdout or a `file`, and in which of CHOICES."""

    format: str
    file: Path | None

    @property
    def is_table(self) -> bool:
        """Whether all rows are wanted, one record each, with where they come from."""
        return self.format in FORMATS

    @property
    def is_whole(self) -> bool:
        """Whether all that was found is wanted, not a page of it."""
        return self.is_table or self.format in (WORD.name, BUNDLE.name)

    @property
    def is_styled(self) -> bool:
        """Whether colours are seen."""
        return self.file is None and sys.stdout.isatty()

    def write(
        self,
        *,
        text: Callable[[], Iterable[str]],
        json: Callable[[], object],
        table: Callable[[], Table],
        word: Callable[[], bytes] | None = None,
        bundle: Callable[[], bytes] | None = None,
    ) -> None:
        """Write an answer, of which only what is wanted is made: lines of text, a value, a table, a Word document or a bundle.

        Raises CallError for a file that cannot be written, and for a document on a terminal.
        """
        if self.is_table:
            self.write_table(table())
        elif word is not None and self.format == WORD.name:
            self.write_bytes([word()])
        elif bundle is not None and self.format == BUNDLE.name:
            self.write_bytes([bundle()])
        else:
            write_answer(
                self.file, (f"{line}\n" for line in text()) if self.format == TEXT else [json_text(json()) + "\n"]
            )

    def write_bytes(self, pieces: Iterable[bytes]) -> None:
        """Write what is in no format of answers. Raises CallError for a file that cannot be written, and for a terminal."""
        if self.file is None and sys.stdout.isatty():
            raise CallError(_("{form} 不能显示在终端里，请用 --output 存进文件", form=self.format))
        write_answer(self.file, pieces)

    def write_text(self, text: str) -> None:
        """Write a text as it is. Raises CallError for a file that cannot be written."""
        write_answer(self.file, [text])

    def write_table(self, table: Table) -> None:
        """Write a table in its format. Raises CallError for a file that cannot be written."""
        write_answer(self.file, FORMATS[self.format].write(table, language()))


def output_options(command: Command) -> Command:
    """--format, --output and --json: the command takes `output`."""
    return _with_options(command, ())


def output_options_and(*more: str) -> Callable[[Command], Command]:
    """The same with further formats, which are also the suffixes of their files; the command writes these by itself."""
    return lambda command: _with_options(command, more)


def _with_options(command: Command, more: tuple[str, ...]) -> Command:
    suffixes = {**SUFFIXES, **{name: name for name in more}}

    @wraps(command)
    def taking(form: str | None, file: Path | None, as_json: bool, as_csv: bool = False, **options: Any) -> None:
        with errors_shown():
            output = _output(_wishes(form, file, as_json, as_csv, suffixes), file, suffixes)
        command(output=output, **options)

    for add in (
        option("--json", "as_json", is_flag=True, help=N_("同 --format json。")),
        option("--output", "file", type=click.Path(path_type=Path), help=N_("写到这个文件；不写则写到标准输出。")),
        option(
            "--format",
            "form",
            type=click.Choice((*CHOICES, *more)),
            help=N_(
                "给人看的文字、JSON，或附来源说明的表格（全部各行）；有的还有 Word 文档和可复核的引用包（zip）。"
                "不写则看 --output 的后缀。"
            ),
        ),
    ):
        taking = add(taking)
    return taking


csv_option = option("--csv", "as_csv", is_flag=True, hidden=True, help=N_("同 --format csv。"))


def exit_if_nothing(found: object) -> None:
    """End with the exit code that says so where nothing was found."""
    if not found:
        sys.exit(EXIT_NOTHING_FOUND)


class _Wish(NamedTuple):
    """A format that was asked for: by which parameter, and how that was written."""

    parameter: str
    written: str
    format: str


def _wishes(
    form: str | None, file: Path | None, as_json: bool, as_csv: bool, suffixes: Mapping[str, str]
) -> Iterator[_Wish]:
    if form:
        yield _Wish("form", f"--format {form}", form)
    if as_json:
        yield _Wish("as_json", "--json", JSON)
    if as_csv:
        yield _Wish("as_csv", "--csv", CSV)
    if file and _suffix(file) in suffixes:
        yield _Wish("file", f"--output {file}", suffixes[_suffix(file)])


def _output(wishes: Iterable[_Wish], file: Path | None, suffixes: Mapping[str, str]) -> Output:
    """What was asked for. What stands on the command line goes before the environment.

    Raises CallError for formats that differ, a suffix that no format has, and what no terminal can show.
    """
    source = click.get_current_context().get_parameter_source
    every = list(wishes)
    wished = [wish for wish in every if source(wish.parameter) is ParameterSource.COMMANDLINE] or every
    for wish in wished[1:]:
        if wish.format != wished[0].format:
            first, second = wished[0].written, wish.written
            raise CallError(_("{first} 与 {second} 要的格式不同，请写成同一种", first=first, second=second))
    form = wished[0].format if wished else _unwritten(file, suffixes)
    if file is None and form in FORMATS and FORMATS[form].is_binary and sys.stdout.isatty():
        raise CallError(_("{form} 不能显示在终端里，请用 --output 存进文件", form=form))
    return Output(form, file)


def _unwritten(file: Path | None, suffixes: Mapping[str, str]) -> str:
    """The format where none was written."""
    if file is None:
        return TEXT
    if suffix := _suffix(file):
        raise CallError(_("不能存为“{name}”，可用 {formats}", name=suffix, formats=joined(_("、"), list(suffixes))))
    return CSV


def _suffix(file: Path) -> str:
    return file.suffix.lstrip(".").lower()
