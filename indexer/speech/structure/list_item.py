"""Items of a list: numbered lines that head nothing (1.修渠 / 2.修路 / 3.修桥, and （一）…； / （二）…。)."""

from collections.abc import Iterator, Sequence

from indexer.model import Kind, Line
from indexer.speech.enumerator import Enumerator, enumerator
from indexer.speech.structure.heading import SENTENCE_END, candidate

MIN_ITEMS = 3  # standing one under another before they are believed


def list_items(lines: Sequence[Line], kinds: Sequence[Kind]) -> frozenset[int]:
    """The lines that are items of a list.

    Those that count up from one to the end with nothing between them, and those that are clauses of one sentence, parted by
    semicolons. A heading by its format is none.
    """
    numbered = {
        index: found
        for index, (line, kind) in enumerate(zip(lines, kinds, strict=True))
        if kind is Kind.BODY and line.level is None and (found := enumerator(line.text)) is not None
    }
    standing = {index for index, found in numbered.items() if _stands(lines[index], found)}
    runs = [run for run in _runs(numbered, standing) if len(run) >= MIN_ITEMS]
    items = {index for run in runs if not _goes_on(run, numbered, standing) for index in run}
    return frozenset(_clauses(lines, numbered)) | items


def _stands(line: Line, found: Enumerator) -> bool:
    own = candidate(line, plain=False)
    return own is not None and own.standalone and not found.opens_paragraph


def _runs(numbered: dict[int, Enumerator], standing: set[int]) -> Iterator[list[int]]:
    """The standing lines that count up from one, right under each other."""
    run: list[int] = []
    for index in sorted(standing):
        found = numbered[index]
        goes_on = run and run[-1] == index - 1 and numbered[run[-1]].form == found.form
        if goes_on and found.ordinal == len(run) + 1:
            run.append(index)
            continue
        yield run
        run = [index] if found.ordinal == 1 else []
    yield run


def _goes_on(run: list[int], numbered: dict[int, Enumerator], standing: set[int]) -> bool:
    """Whether the next number stands further down, above text of its own: then these are headings without text."""
    last = numbered[run[-1]]
    following = (index for index in sorted(standing) if index > run[-1] and numbered[index].form == last.form)
    first = next(following, None)
    return first is not None and numbered[first].ordinal == last.ordinal + 1


def _clauses(lines: Sequence[Line], numbered: dict[int, Enumerator]) -> Iterator[int]:
    """The lines that are one clause with a semicolon, and the last of them, which ends the sentence."""
    for index, found in numbered.items():
        before = numbered.get(index - 1)
        if _is_clause(lines[index].text) or (
            before is not None
            and (before.form, before.ordinal + 1) == (found.form, found.ordinal)
            and _is_clause(lines[index - 1].text)
        ):
            yield index


def _is_clause(text: str) -> bool:
    end = SENTENCE_END.search(text)
    return end is not None and end.end() == len(text) and text[-1] in "；;"
