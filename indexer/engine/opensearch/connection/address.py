"""Addresses of an index in a cluster: opensearch+https://search.example.org:9200,other.example.org:9200/speeches."""

import re
from dataclasses import dataclass

from indexer.errors import CallError
from indexer.i18n import _

_SCHEME = re.compile(r"opensearch\+(https?)://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes that may be asked, as https://host:port, and the name of the index, under which its generations stand."""

    nodes: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        scheme = self.nodes[0].partition("://")[0]
        hosts = ",".join(node.partition("://")[2] for node in self.nodes)
        return f"opensearch+{scheme}://{hosts}/{self.name}"


def is_address(text: str) -> bool:
    """Whether a text is meant as an address, and not as a folder."""
    return _SCHEME.match(text) is not None


def parse_address(text: str) -> Address:
    """What an address says. Raises CallError where it is none, or has a password in it, which others could read there."""
    scheme = _SCHEME.match(text)
    hosts, _slash, name = text[scheme.end() :].rstrip("/").partition("/") if scheme else ("", "", "")
    if "@" in hosts:
        raise CallError(
            _(
                "集群的地址里不能写用户名和密码，别人会看见。请写在环境变量 SPEECHSEARCH_ENGINE_USER 和 SPEECHSEARCH_ENGINE_PASSWORD 里。"
            )
        )
    several = hosts.split(",")
    if scheme is None or not all(map(_HOST.fullmatch, several)) or not _NAME.fullmatch(name):
        raise CallError(
            _(
                "看不懂集群的地址“{text}”。应写成 opensearch+http://主机:端口/名字，名字用小写字母、数字、- 和 _。",
                text=text,
            )
        )
    return Address(tuple(f"{scheme[1].lower()}://{host}" for host in several), name)
