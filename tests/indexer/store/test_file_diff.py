"""What has become of the files of a corpus: everything that is told, done to what was, gives what is."""

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.store.file_diff import Changes, diff_files, hash_files

PATHS = st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("123"))


@given(PATHS, PATHS)
def test_changes_lead_from_one_to_the_other(before: dict[str, str], now: dict[str, str]) -> None:
    found = diff_files(before, now)
    after = dict(before)
    for old, new in found.moved:
        assert now[new] == before[old]
        assert old not in now
        assert new not in before
        after[new] = after.pop(old)
    for path in found.removed:
        del after[path]
    for path in (*found.added, *found.changed):
        assert (path in after) == (path in found.changed)
        assert after.get(path) != now[path]
        after[path] = now[path]
    assert after == now
    assert not {before[path] for path in found.removed} & {now[path] for path in found.added}
    assert bool(found) == (before != now)


def test_what_is_alike_moves_in_the_order_of_paths() -> None:
    found = diff_files({"a": "1", "b": "1", "c": "2"}, {"x": "1", "y": "2", "z": "2"})
    assert found == Changes(added=("z",), removed=("b",), moved=(("a", "x"), ("c", "y")))


def test_hashes_are_of_bytes_and_of_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("讲话".encode())
    found = hash_files([("a", tmp_path / "a"), ("gone", tmp_path / "gone"), ("folder", tmp_path)])
    assert found == {"a": hashlib.sha256("讲话".encode()).hexdigest()}
