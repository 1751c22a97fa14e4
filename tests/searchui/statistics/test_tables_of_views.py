"""Files of lines, trends, words around a phrase, comparisons and runs of words: their rows are those of the API, all of them, in the same order."""

import csv
import json
from io import StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient

CASES = [
    ("kwic", "/api/kwic", {"phrase": "发展", "sort": "right", "width": "12"}),
    ("kwic", "/api/kwic", {"phrase": "的", "year": "2024", "per_page": "100"}),
    ("trend", "/api/trend", {"phrase": ["发展", "人民"], "by": "speaker"}),
    ("trend", "/api/trend", {"phrase": "新质生产力", "by": "month", "genre": "讲话"}),
    ("around", "/api/collocations", {"phrase": "发展", "minimum": "2", "limit": "10000"}),
    ("compare", "/api/keyness", {"year": "2024", "b_year": "2023", "minimum": "2", "limit": "10000"}),
    ("compare", "/api/keyness", {"genre": "讲话", "size": "2", "limit": "10000"}),
    ("ngrams", "/api/ngrams", {"shortest": "2", "minimum": "2", "limit": "10000"}),
]


def expected(client: FlaskClient, view: str, address: str, asked: dict[str, Any]) -> list[list[str]]:
    """The rows that the API gives, page after page, as texts."""
    answer = client.get(address, query_string=asked).get_json()
    if view == "kwic":
        pages = [
            client.get(address, query_string=asked | {"page": n}).get_json() for n in range(1, answer["pages"] + 1)
        ]
        lines = [line for page in pages for line in page["lines"]]
        return [[line["left"], line["match"], line["right"], line["anchor"]] for line in lines]
    if view == "trend":
        buckets = [bucket["name"] for bucket in answer["buckets"]]
        return [
            [
                name,
                course["phrase"],
                str(course["points"][place]["occurrences"]),
                str(course["points"][place]["speeches"]),
            ]
            for place, name in enumerate(buckets)
            for course in answer["courses"]
        ]
    if view == "compare":
        listed = [answer["phrases"], answer] if answer["phrases"] else [answer]  # phrases come before words
        rows = [row for one in listed for row in (*one["more"], *one["less"])]
        return [[row["text"], str(row["count"]), str(row["other"])] for row in rows]
    if view == "ngrams":
        return [[row["text"], str(row["words"]), str(row["count"])] for row in answer["rows"]]
    return [[row["word"], str(row["joint"]), str(row["frequency"])] for row in answer["rows"]]


KEYS = {
    "kwic": ("left", "match", "right", "anchor"),
    "trend": ("bucket", "phrase", "occurrences", "speeches"),
    "around": ("word", "joint", "frequency"),
    "compare": ("text", "count", "other"),
    "ngrams": ("text", "words", "count"),
}


@pytest.mark.parametrize(("view", "address", "asked"), CASES)
def test_rows_of_files_are_those_of_the_api(
    client: FlaskClient, view: str, address: str, asked: dict[str, Any]
) -> None:
    rows = expected(client, view, address, asked)
    assert rows
    first, *lines = client.get(f"/export/{view}.jsonl", query_string=asked).text.splitlines()
    provenance = json.loads(first)
    assert "fingerprint" in first
    assert provenance
    found = [[str(json.loads(line)[key]) for key in KEYS[view]] for line in lines]
    assert found == rows
    table = list(csv.reader(StringIO(client.get(f"/export/{view}.csv", query_string=asked).data.decode("utf-8-sig"))))
    assert len(table) == len(rows) + 1
    assert client.get(f"/export/{view}.xlsx", query_string=asked).data[:2] == b"PK"


def test_what_cannot_be_taken_says_why(client: FlaskClient) -> None:
    assert client.get("/export/kwic.csv", query_string={"q": "“发展” “基层”"}).status_code == 400
    assert client.get("/export/trend.csv").status_code == 400
    assert client.get("/export/compare.csv").status_code == 400
    assert client.get("/export/none.csv").status_code == 404
    assert client.get("/export/kwic.pdf", query_string={"q": "发展"}).status_code in {400, 404}
