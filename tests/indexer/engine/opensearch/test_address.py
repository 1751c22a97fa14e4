"""Addresses of an index in a cluster."""

import pytest

from indexer.engine.opensearch.connection.address import Address, is_address, parse_address
from indexer.errors import CallError


def test_an_address_is_read_and_written_back() -> None:
    text = "opensearch+https://one.example.org:9200,two.example.org:9201/speeches-2025"
    address = parse_address(text)
    assert address == Address(("https://one.example.org:9200", "https://two.example.org:9201"), "speeches-2025")
    assert str(address) == text
    assert parse_address("OpenSearch+HTTP://[::1]:9200/a/").nodes == ("http://[::1]:9200",)


@pytest.mark.parametrize(
    "text",
    [
        "opensearch+http://",
        "opensearch+http:///speeches",
        "opensearch+http://host:9200",
        "opensearch+http://host:9200/",
        "opensearch+http://host:9200/Speeches",
        "opensearch+http://host:9200/a/b",
        "opensearch+http://host:9200/*",
        "opensearch+http://host:9200/_all",
        "opensearch+http://host:port/a",
        "opensearch+http://a,,b/a",
        "opensearch+http://host:9200/a?b=c",
        "opensearch+ftp://host/a",
        "http://host:9200/a",
        "index_data",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(CallError, match="看不懂集群的地址"):
        parse_address(text)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(CallError, match="SPEECHSEARCH_ENGINE_PASSWORD") as raised:
        parse_address("opensearch+https://me:secret@host:9200/a")
    assert "secret" not in str(raised.value)


def test_a_folder_is_no_address() -> None:
    assert not is_address("index_data")
    assert not is_address("C:\\speeches")
    assert is_address("opensearch+http://host/a")
