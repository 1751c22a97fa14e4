"""Whether an archive still answers as a bundle says: the view is asked again, and its rows and paragraphs are compared."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from indexer.errors import SpeechsearchError
from indexer.i18n import Message, _, n_
from searchui.search.corpus import open_corpus
from searchui.search.export.bundle.contents import Question, Texts, read_folder, texts_of, without_site
from searchui.search.export.table import Cell
from searchui.web.app import create_app

SHOWN = 5  # differences of a kind
SAME, DIFFERS, WRONG = 0, 1, 2


def main(folder: Path, arguments: Sequence[str]) -> int:
    """What `reproduce.py` does: says whether it is the same, or what differs, and gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("python reproduce.py INDEX\n")
        return WRONG
    try:
        question, rows, texts = read_folder(folder)
        found = [one.text(question.language) for one in differences(question, rows, texts, Path(arguments[0]))]
    except (OSError, msgspec.DecodeError, SpeechsearchError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    sys.stdout.write("\n".join(found or [_("一致（same）").text(question.language)]) + "\n")
    return DIFFERS if found else SAME


def differences(question: Question, rows: Sequence[dict[str, Cell]], texts: Texts, index: Path) -> Iterator[Message]:
    """What is not as the bundle says; nothing where all is. Raises SpeechsearchError where the index cannot be asked."""
    with open_corpus(index) as corpus:
        now = _asked(question, index)
        found = [*_of_rows(rows, now), *_of_texts(texts, texts_of(corpus, texts.paragraphs, texts.speeches))]
        if found and corpus.manifest.corpus != question.provenance.fingerprint:
            yield _(
                "语料不是同一份：原来的指纹 {old}，现在的 {new}",
                old=question.provenance.fingerprint,
                new=corpus.manifest.corpus,
            )
        yield from found


def _asked(question: Question, index: Path) -> list[dict[str, Cell]]:
    """The rows of the view now."""
    client = create_app(index).test_client()
    answer = client.get(f"/export/{question.view}.jsonl?{question.parameters}")
    lines = answer.get_data().splitlines()
    if answer.status_code != 200:
        return []
    rows: list[dict[str, Cell]] = [msgspec.json.decode(line) for line in lines[1:]]
    columns = list(rows[0]) if rows else []
    cells = without_site(columns, (tuple(one.values()) for one in rows))
    return [dict(zip(columns, row, strict=True)) for row in cells]


def _of_rows(before: Sequence[dict[str, Cell]], now: Sequence[dict[str, Cell]]) -> Iterator[Message]:
    old, new = ([msgspec.json.encode(row).decode() for row in rows] for rows in (before, now))
    if old == new:
        return
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not gone and not come:
        yield _("各行相同，次序不同")
    yield from (_("没有了：{row}", row=row) for row in list(gone)[:SHOWN])
    yield from (_("新有的：{row}", row=row) for row in list(come)[:SHOWN])
    if max(gone.total(), come.total()) > SHOWN:
        yield _("……没有了的一共 {gone:,} 行，新有的一共 {come:,} 行", gone=gone.total(), come=come.total())


def _of_texts(before: Texts, now: Texts) -> Iterator[Message]:
    for old, new in ((before.paragraphs, now.paragraphs), (before.speeches, now.speeches)):
        changed = [place for place, digest in old.items() if new.get(place) != digest]
        for place in changed[:SHOWN]:
            yield _("文字不同了：{place}", place=place) if place in new else _("不在了：{place}", place=place)
        if len(changed) > SHOWN:
            yield n_("……一共 {n:,} 处", len(changed))
