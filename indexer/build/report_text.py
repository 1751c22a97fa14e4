"""A report of a build in sentences: how much, what was guessed, and what its keeper should look at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from indexer.build.report import Indexed, Report
from indexer.dedup.near_duplicates import Version
from indexer.message import Message
from indexer.store.file_diff import Changes

MOST = 20  # lines of one kind

FACTS = {
    "title": Message("标题", "title"),
    "date": Message("日期", "date"),
    "speaker": Message("讲话人", "speaker"),
    "occasion": Message("场合", "occasion"),
}
ORIGINS = {
    "fields": Message("文件自带的信息", "the file's own fields"),
    "sidecar": Message("元数据表", "a metadata table"),
    "title": Message("标题行", "the line of the title"),
    "dateline": Message("日期行", "the line of the date"),
    "byline": Message("署名行", "the line of the speaker"),
    "signature": Message("落款", "the signature"),
    "file name": Message("文件名", "the file's name"),
}


def counts(report: Report) -> Iterator[Message]:
    """How much was indexed: one line of totals, one of changes or of why there are none to tell, one of files, one of
    the corpus's own lists.
    """
    done = _done(report)
    yield Message(
        f"{done.zh} {report.generation}：{report.speeches} 篇，{report.paragraphs} 段，{report.characters} 字",
        f"{done.en} {report.generation}: {report.speeches} speeches, {report.paragraphs} paragraphs, "
        f"{report.characters} characters",
    )
    if report.anew:
        yield Message(f"全部重新读过，因为：{report.anew.zh}", f"All was read anew: {report.anew.en}")
    if report.changes:
        yield _changed(report.changes)
    zh, en = f"看了 {report.files} 个文件", f"{report.files} files"
    if report.skipped:
        zh += f"，{len(report.skipped)} 个没有收录"
        en += f", {len(report.skipped)} skipped"
    if same := sum(version.is_same for version in report.versions):
        zh += f"，{same} 篇与别的重复" + ("，也都收录" if report.versions_kept else "，不重复收录")
        en += f", {same} there twice and " + ("kept" if report.versions_kept else "not indexed again")
    yield Message(zh, en)
    if report.words or report.synonyms:
        yield Message(
            f"用户词典 {report.words} 个词，同义词 {report.synonyms} 组",
            f"The user dictionary has {report.words} words; there are {report.synonyms} groups of synonyms",
        )


def _done(report: Report) -> Message:
    if report.changes is None:
        return Message("已建立", "Built")
    return (
        Message("已更新为", "Updated to") if report.changes else Message("没有改动，仍是", "Nothing has changed; still")
    )


def _changed(changes: Changes) -> Message:
    counted = (
        (changes.added, "新增", "added"),
        (changes.changed, "改动", "changed"),
        (changes.moved, "移动", "moved"),
        (changes.removed, "删去", "removed"),
    )
    return Message(
        "、".join(f"{zh} {len(files)} 个" for files, zh, _ in counted if files),
        ", ".join(f"{len(files)} {en}" for files, _, en in counted if files),
    )


def findings(report: Report) -> Iterator[Message]:
    """What was guessed, left out, missing, doubtful and skipped, in this order; at most MOST lines a kind."""
    for name, label in FACTS.items() if report.indexed else ():
        yield _guessed(report.indexed, name, label)
    yield from _places(report.indexed)
    yield from _first(
        Message(f"请留意 {item.path}：{item.warning.zh}", f"Note {item.path}: {item.warning.en}")
        for item in report.warnings
    )
    yield from _first(_version(item) for item in report.versions)
    yield from _first(
        Message(
            f"元数据 {item.path}{_line(item.line).zh}：{item.message.zh}",
            f"Metadata {item.path}{_line(item.line).en}: {item.message.en}",
        )
        for item in report.problems
    )
    yield from _first(
        Message(f"没有收录 {item.path}：{item.reason.zh}", f"Skipped {item.path}: {item.reason.en}")
        for item in report.skipped
    )


def _guessed(indexed: Sequence[Indexed], name: str, label: Message) -> Message:
    """Where one fact was found, the commonest origin first: 日期：18 篇来自日期行、1 篇来自标题、1 篇未知."""
    found = Counter(one.origins[name] for one in indexed if name in one.origins)
    unknown = len(indexed) - found.total()
    zh = [f"{number} 篇来自{_origin(origin).zh}" for origin, number in found.most_common()]
    en = [f"{number} from {_origin(origin).en}" for origin, number in found.most_common()]
    if unknown:
        zh.append(f"{unknown} 篇未知")
        en.append(f"{unknown} unknown")
    return Message(f"{label.zh}：{'、'.join(zh)}", f"{label.en}: {', '.join(en)}")


def _origin(origin: str) -> Message:
    return ORIGINS.get(origin, Message(origin, origin))


def _places(indexed: Sequence[Indexed]) -> Iterator[Message]:
    left_out = [one.left_out for one in indexed if one.left_out]
    if left_out:
        yield Message(
            f"没有收进正文：{sum(left_out)} 处，在 {len(left_out)} 篇里",
            f"left out of the text: {sum(left_out)} places in {len(left_out)} speeches",
        )
    gaps = [one.gaps for one in indexed if one.gaps]
    if gaps:
        yield Message(
            f"原文缺失：{sum(gaps)} 处，在 {len(gaps)} 篇里", f"gaps: {sum(gaps)} places in {len(gaps)} speeches"
        )


def _version(item: Version) -> Message:
    if item.is_same:
        return Message(
            f"同一篇讲话 {item.path} 又见于 {item.of}（{item.shared:.0%} 相同）",
            f"One speech: {item.path} is also {item.of} ({item.shared:.0%} the same)",
        )
    return Message(
        f"两篇很像 {item.path} 与 {item.of}（{item.shared:.0%} 相同），字句有不同，两篇都收录了",
        f"Much alike: {item.path} and {item.of} ({item.shared:.0%} the same); their wording differs, both are in",
    )


def _first(lines: Iterable[Message]) -> Iterator[Message]:
    """The first lines of a kind, and how many more there are."""
    more = 0
    for number, line in enumerate(lines):
        if number < MOST:
            yield line
        else:
            more += 1
    if more:
        yield Message(f"…另有 {more} 条，用 --json 看全部", f"… and {more} more; see all with --json")


def _line(number: int | None) -> Message:
    return Message("", "") if number is None else Message(f" 第 {number} 行", f", line {number}")
