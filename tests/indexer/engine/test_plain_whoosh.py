"""Plain Whoosh opens a published index and searches its word field."""

from pathlib import Path

from whoosh.index import open_dir
from whoosh.qparser.default import QueryParser

from indexer.store import Store


def test_plain_whoosh_finds_paragraphs(sample_index: Path) -> None:
    index = open_dir(str(Store(sample_index).current().folder))
    with index.searcher() as searcher:
        query = QueryParser("words", index.schema).parse("乡村振兴")
        hits = searcher.search(query, limit=None)
        assert len(hits) > 3
        for hit in hits:
            assert "乡村" in hit["text"]
            assert "振兴" in hit["text"]
            assert hit["title"]
        assert searcher.doc_count() == Store(sample_index).current().manifest.paragraphs


def test_plain_whoosh_filters_by_our_fields(sample_index: Path) -> None:
    index = open_dir(str(Store(sample_index).current().folder))
    with index.searcher() as searcher:
        hits = searcher.search(QueryParser("words", index.schema).parse("发展 year:2024"), limit=None)
        assert len(hits) > 0
        assert {hit["year"] for hit in hits} == {"2024"}
