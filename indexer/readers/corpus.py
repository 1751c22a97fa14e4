"""The files of a corpus, in the order of their paths."""

import unicodedata
from pathlib import Path

from indexer.errors import CorpusError

IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini"})
PATTERNS = "patterns.toml"  # the corpus's own patterns of page furniture and gaps
DICTIONARIES = ("user_dict.txt", "用户词典.txt")
SYNONYMS = ("synonyms.txt", "同义词.txt")
NO_SPEECHES = frozenset({PATTERNS, *DICTIONARIES, *SYNONYMS})


def corpus_files(root: Path) -> list[tuple[str, Path]]:
    """Every file under `root` as (path under the root with `/`, place on disk), sorted by path.

    Hidden files, Office lock files (`~$…`) and the like are no speeches and are passed over.
    Raises CorpusError where the folder is missing or holds no file.
    """
    if not root.is_dir():
        raise CorpusError.missing(root)
    files = sorted((_relative(file, root), file) for file in root.rglob("*") if not file.is_dir())
    files = [(path, file) for path, file in files if not _is_ignored(path) and path not in NO_SPEECHES]
    if not files:
        raise CorpusError(
            f"文件夹“{root}”里没有讲话稿。请放入 .txt .md .html .docx .pdf .epub 文件后再建立索引。",
            f"The folder “{root}” holds no speeches. Put .txt .md .html .docx .pdf .epub files in and build again.",
        )
    return files


def own_patterns(root: Path) -> str | None:
    """The text of the corpus's own patterns of furniture and gaps; None where it has none."""
    file = root / PATTERNS
    return file.read_text(encoding="utf-8-sig") if file.is_file() else None


def _relative(file: Path, root: Path) -> str:
    # macOS hands out decomposed names; one form makes one id for one file everywhere.
    return unicodedata.normalize("NFC", file.relative_to(root).as_posix())


def _is_ignored(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    hidden = any(part.startswith(".") for part in path.split("/"))
    return hidden or name.startswith("~$") or name.lower() in IGNORED_NAMES
