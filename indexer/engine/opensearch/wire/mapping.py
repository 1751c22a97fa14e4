"""What a cluster is told of an index: its fields, and that it takes tokens as they are sent."""

from typing import Any

# Of each paragraph: single characters, pairs of them, and these without what a loosely meant phrase ignores; the words.
CHARACTERS, PAIRS, LOOSE_PAIRS, WORDS = "characters", "pairs", "loose", "words"
NUMBER = "n"  # its segment and its place in that: see posting_stream
TEXT = "text"  # as it is shown, only kept
_FREQUENCY = "frequency"


def index_settings(shards: int) -> dict[str, Any]:
    """The body that makes an index; it is refreshed by hand, and has no second copies until it is whole."""
    analyzer = {"type": "custom", "tokenizer": "whitespace"}
    return {
        "settings": {
            "index": {
                "number_of_shards": shards,
                "number_of_replicas": 0,
                "refresh_interval": "-1",
                "sort.field": [NUMBER],
                "sort.order": ["asc"],
                # A score is how often a term stands; of a phrase of n terms n times that.
                "similarity": {_FREQUENCY: {"type": "scripted", "script": {"source": "return doc.freq;"}}},
            },
            "analysis": {"analyzer": {"given": analyzer}},
        },
        "mappings": {"dynamic": "strict", "_source": {"enabled": False}, "properties": _properties()},
    }


def _properties() -> dict[str, Any]:
    given = {"type": "text", "analyzer": "given", "similarity": _FREQUENCY, "norms": False}
    return {
        NUMBER: {"type": "long"},
        **dict.fromkeys((CHARACTERS, PAIRS, LOOSE_PAIRS), given),
        WORDS: {**given, "index_options": "freqs"},
        TEXT: {"type": "keyword", "index": False, "doc_values": False, "store": True},
    }


def files_settings() -> dict[str, Any]:
    """The body that makes the index of a generation's files."""
    kept = {"type": "keyword", "index": False, "doc_values": False, "store": False}
    return {
        "settings": {"index": {"number_of_shards": 1, "number_of_replicas": 0}},
        "mappings": {"dynamic": "strict", "properties": {"data": kept}},
    }
