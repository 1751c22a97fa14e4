"""A report of a build in sentences: how much, what was guessed, and what the user should check."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from indexer.build.doubts import doubts
from indexer.build.report import Census, IndexedSpeech, Report
from indexer.dedup.near_duplicates import NearDuplicate
from indexer.evidence import FACTS, ORIGINS
from indexer.i18n import Message, _, joined, n_, units
from indexer.model import SpeechDate
from indexer.store.file_diff import Changes

MAX_LINES = 20  # lines of one kind


def counts(report: Report) -> Iterator[Message]:
    """How much was indexed: a line of totals, one of changes or of why everything was read, one of files, one of word
    lists.
    """
    done = _done(report)
    yield _(
        "{done} {generation}：{speeches}，{paragraphs}，{characters}",
        done=done,
        generation=report.generation,
        speeches=units.speeches(report.speeches),
        paragraphs=units.paragraphs(report.paragraphs),
        characters=units.characters(report.characters),
    )
    if report.anew:
        yield _("全部重新读过，因为：{anew}", anew=report.anew)
    if report.changes:
        yield _changed(report.changes)
    yield census_line(report.census)
    if report.words or report.synonyms:
        yield _(
            "用户词典 {words}，同义词 {synonyms}",
            words=units.words(report.words),
            synonyms=n_("{n} 组", report.synonyms),
        )


def _done(report: Report) -> Message:
    if report.changes is None:
        return _("已建立")
    return _("已更新为") if report.changes else _("没有改动，仍是")


def census_line(census: Census) -> Message:
    """What became of all files: each is counted once."""
    counted = (
        (census.indexed, _("收录")),
        (census.versions, _("与别的重复")),
        (census.side_files, _("附带的文件")),
        (census.left_out, _("没有收录")),
        (census.waiting, _("还不在索引里")),
    )
    parts = [_("{what} {n} 个", what=what, n=len(files)) for files, what in counted if files]
    return _("看了 {files}：{parts}", files=units.files(census.files), parts=joined(_("、"), parts))


def _changed(changes: Changes) -> Message:
    counted = (
        (changes.added, _("新增")),
        (changes.changed, _("改动")),
        (changes.moved, _("移动")),
        (changes.removed, _("删去")),
    )
    return joined(_("、"), [_("{what} {n} 个", what=what, n=len(files)) for files, what in counted if files])


def findings(report: Report) -> Iterator[Message]:
    """What was guessed, left out, missing, doubtful and skipped, in this order, and at the end what a keeper should settle.

    At most MAX_LINES lines a kind.
    """
    for name, label in FACTS.items() if report.indexed else ():
        yield _guessed(report.indexed, name, label)
    yield from _places(report.indexed)
    yield from _first(_("请留意 {path}：{warning}", path=item.path, warning=item.warning) for item in report.warnings)
    yield from _first(_near_duplicate(item) for item in report.versions)
    yield from _first(
        _("元数据 {path}{line}：{message}", path=item.path, line=_line(item.line), message=item.message)
        for item in report.problems
    )
    if report.census.side_files:
        files = [*report.census.side_files[:MAX_LINES], *(["……"] if len(report.census.side_files) > MAX_LINES else [])]
        yield _("附带的文件：{files}", files=joined(_("、"), files))
    yield from _first(_("没有收录 {path}：{reason}", path=item.path, reason=item.reason) for item in report.skipped)
    settle = list(doubts(report.indexed))
    if settle:
        yield _("请核对：{doubts}。可以用 speechsearch metadata export 导出表格来改", doubts=joined(_("；"), settle))


def _guessed(indexed: Sequence[IndexedSpeech], name: str, label: Message) -> Message:
    """Where one fact was found, the commonest origin first: 日期：18 篇来自日期行、1 篇来自标题、1 篇未知."""
    found = Counter(one.origins[name] for one in indexed if name in one.origins)
    unknown = len(indexed) - found.total()
    counts = [_("{n} 篇来自{origin}", n=number, origin=_origin(origin)) for origin, number in found.most_common()]
    if unknown:
        counts.append(_("{n} 篇未知", n=unknown))
    return _("{name}：{value}", name=label, value=joined(_("、"), counts))


def _origin(origin: str) -> Message | str:
    return ORIGINS.get(origin, origin)


def _places(indexed: Sequence[IndexedSpeech]) -> Iterator[Message]:
    left_out = [one.left_out for one in indexed if one.left_out]
    if left_out:
        yield _(
            "没有收入正文：{sum}，在 {count}里", sum=units.places(sum(left_out)), count=units.speeches(len(left_out))
        )
    machine = sum(one.machine_read for one in indexed)
    if machine:
        yield _("由机器识别的扫描件：{speeches}，文字可能有错", speeches=units.speeches(machine))
    gaps = [one.gaps for one in indexed if one.gaps]
    if gaps:
        yield _("原文缺失：{sum}，在 {count}里", sum=units.places(sum(gaps)), count=units.speeches(len(gaps)))


def _near_duplicate(item: NearDuplicate) -> Message:
    shown = {"path": _dated(item.path, item.date), "of": item.of, "shared": item.shared}
    if not item.is_same:
        return _("两篇很像 {path} 与 {of}（{shared:.0%} 相同），字句或者标题、日期、讲话人不同，两篇都收录了", **shown)
    if item.own:
        own = n_("{n} 处", item.own)
        return _("同一篇讲话 {path} 又见于 {of}（{shared:.0%} 相同）；字句不同的 {own}单独收录", own=own, **shown)
    return _("同一篇讲话 {path} 又见于 {of}（{shared:.0%} 相同）", **shown)


def _dated(path: str, date: SpeechDate | None) -> Message | str:
    return path if date is None else _("{path}（{date}）", path=path, date=str(date))


def _first(lines: Iterable[Message]) -> Iterator[Message]:
    """The first lines of a kind, and how many more there are."""
    more = 0
    for number, line in enumerate(lines):
        if number < MAX_LINES:
            yield line
        else:
            more += 1
    if more:
        yield _("…另有 {more} 条，用 --json 看全部", more=more)


def _line(number: int | None) -> Message | str:
    return "" if number is None else _(" 第 {number} 行", number=number)
