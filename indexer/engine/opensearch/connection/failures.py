"""What goes wrong with a cluster, and what to do then."""

import ssl
from collections.abc import Mapping
from typing import Any

from indexer.errors import IndexLockedError, IndexMissingError, IndexUnusableError
from indexer.i18n import Message, _

# What a node says whose disk is full, by its watermarks or really; new indices it lets in a while after there is room again.
_FULL = ("flood_stage", "read-only-allow-delete", "disk", "No space left", "create-index blocked")
NOT_KNOWN, FORBIDDEN, MISSING, CONFLICT, TOO_MANY = 401, 403, 404, 409, 429


class ClusterError(IndexUnusableError):
    """The cluster does not answer, or not whole; nothing of it is used. What was live before stays so.

    `status` is the HTTP status by which a node refused; 0 where there is none.
    """

    may_pass = True

    def __init__(self, message: Message, status: int = 0) -> None:
        super().__init__(message)
        self.status = status

    @property
    def is_missing(self) -> bool:
        """Whether an index, or a document, is not there."""
        return self.status == MISSING

    @property
    def is_conflict(self) -> bool:
        """Whether another one was there first."""
        return self.status == CONFLICT


def not_answered(node: str, error: Exception) -> ClusterError:
    cause = _innermost(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return ClusterError(
            _(
                "集群的 {node} 的证书不受信任（{reason}）。请检查主机名，并用环境变量 SPEECHSEARCH_ENGINE_CA 写明签发它的 CA 的文件。",
                node=node,
                reason=cause.verify_message,
            )
        )
    if isinstance(cause, ssl.SSLError):
        return ClusterError(
            _(
                "与集群的 {node} 不能加密通话（{reason}）。请检查地址该写 http 还是 https。",
                node=node,
                reason=cause.reason or type(cause).__name__,
            )
        )
    return ClusterError(
        _(
            "集群的 {node} 没有应答（{reason}）。请检查它是否在运行、地址对不对。",
            node=node,
            reason=type(cause).__name__,
        )
    )


def other_version(number: str) -> ClusterError:
    return ClusterError(_("那里的程序不是能用的集群（版本 {number}）。要 OpenSearch 2 或 3。", number=number))


def timed_out(node: str) -> ClusterError:
    return ClusterError(_("集群的 {node} 太久没有应答，这一次没有结果。请稍后再试。", node=node))


def partial(shards: Mapping[str, Any]) -> ClusterError:
    """Some shards did not answer: what the others have found is not given, for it would be wrong."""
    return ClusterError(
        _(
            "集群的 {total} 个分片里有 {failed} 个没有应答；不完整的结果不会给出。请检查集群。",
            total=int(shards.get("total", 0)),
            failed=int(shards.get("failed", 0)),
        )
    )


def of_status(status: int, error: Any) -> ClusterError:
    """What a node has refused, by its HTTP status and what it says."""
    return ClusterError(_refusal(status, *_told(error)), status)


def _refusal(status: int, kind: str, reason: str) -> Message:
    if status in (NOT_KNOWN, FORBIDDEN) and "block" not in kind:
        return _(
            "集群不接受这个用户或密码（{status}）。请检查环境变量 SPEECHSEARCH_ENGINE_USER 等，以及它的权限。",
            status=status,
        )
    if any(sign in reason for sign in _FULL):
        return _("集群的磁盘快满了，不能再写。请腾出空间，再试一次；原来的索引仍可使用。")
    if kind == "index_not_found_exception" or status == MISSING:
        return _("集群里没有这个索引，也许已被人删除。请重新建立：speechsearch build --engine 地址")
    if status == TOO_MANY:
        return _("集群太忙，没有接受这次请求。请稍后再试。")
    if any(one in kind for one in ("search_phase_execution", "no_shard_available", "unavailable_shards")):
        return _("集群的一部分数据现在用不了；不完整的结果不会给出。请检查集群是否有节点停了。")
    return _("集群没有接受请求（{status}）：{reason}", status=status, reason=reason[:200])


def nothing_built(name: str) -> IndexMissingError:
    return IndexMissingError(_("集群里还没有名为“{name}”的索引。请先建立：speechsearch build --engine 地址", name=name))


def held_by(holder: str) -> IndexLockedError:
    return IndexLockedError(_("另一个程序正在写这个集群里的索引（{holder}）。请等它结束。", holder=holder))


def _told(error: Any) -> tuple[str, str]:
    if not isinstance(error, dict):
        return "", str(error)
    causes = error.get("root_cause") or [error]
    return str(error.get("type", "")), str(causes[0].get("reason") or error.get("reason") or "")


def _innermost(error: BaseException) -> BaseException:
    """Of what led to an error, which says more than the outer ones."""
    while True:
        causes = (getattr(error, "reason", None), error.__cause__, *error.args[:1])
        inner = next((one for one in causes if isinstance(one, BaseException)), None)
        if inner is None:
            return error
        error = inner
