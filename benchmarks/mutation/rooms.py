"""Which code is mutated, and by which tests each part of it is to be found out: the quick ones that are about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """Modules (paths under the project, with `*`), and the tests that are run for each change, in this order, with `environment`."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


_ENGINE = "tests/indexer/engine"
ROOMS = (
    Room(
        "store",
        ("indexer/store/*.py", "indexer/build/generation_writer.py", "indexer/whole_file.py"),
        (
            "tests/indexer/store/test_store.py",
            "tests/indexer/store",
            "tests/indexer/build/test_same_bytes.py",
            "tests/indexer/build/test_changed_meanwhile.py",
            "tests/indexer/build/test_file_records.py",
            "tests/indexer/check/test_check.py",
            "tests/searchui/proofreading/test_proof.py",
            "tests/searchui/arrivals",
        ),
    ),
    Room(
        "segments",
        (
            "indexer/engine/embedded/segment/*.py",
            "indexer/engine/ngram_*.py",
            "indexer/engine/embedded/encoding/derived_arrays.py",
        ),
        (
            f"{_ENGINE}/test_segment.py",
            f"{_ENGINE}/test_segment_table.py",
            f"{_ENGINE}/test_forward_index.py",
            f"{_ENGINE}/segments",
            f"{_ENGINE}/test_codec.py",
            f"{_ENGINE}/test_derived_arrays.py",
            f"{_ENGINE}/test_ngram_file.py",
            f"{_ENGINE}/test_plain_whoosh.py",
            f"{_ENGINE}/test_text_hashes.py",
            "tests/searchui/statistics/test_gram_table.py",
            "tests/searchui/statistics/test_phraseology.py",
        ),
    ),
    Room(
        "reading",
        ("indexer/engine/embedded/read/[!kq]*.py",),
        (
            f"{_ENGINE}/test_evaluator.py",
            f"{_ENGINE}/test_crossings.py",
            f"{_ENGINE}/test_doc_set.py",
            f"{_ENGINE}/test_contract.py",
            "tests/indexer/analysis/test_proximity.py",
            "tests/indexer/analysis/test_wildcard.py",
            "tests/searchui/ranking",
            "tests/searchui/statistics/test_phraseology.py",
            "tests/searchui/proofreading/test_proof.py",
        ),
        (("SPEECHSEARCH_KERNEL", "off"),),  # numpy's way is what is mutated: the kernel would answer in its place
    ),
    Room(
        "asking the kernel",
        ("indexer/engine/embedded/read/[kq]*.py",),
        (f"{_ENGINE}/kernel", f"{_ENGINE}/test_contract.py", "tests/searchui/ranking/test_kernel_ranking.py"),
    ),
    Room(
        "security",
        ("searchui/web/security/*.py",),
        (
            "tests/searchui/server",
            "tests/searchui/web/test_turns.py",
            "tests/searchui/web/test_pages.py",
            "tests/searchui/files/test_rights.py",
            "tests/searchui/quotations/test_personal.py",
        ),
    ),
)
