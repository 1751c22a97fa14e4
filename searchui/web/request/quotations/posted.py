"""Rows that a page of this site sends: several fields, each as often as the others."""

from collections.abc import Collection, Sequence

from flask import request

from indexer.errors import CallError
from indexer.i18n import _
from searchui.web.security.own_pages import only_from_own_pages
from searchui.web.security.request_limits import RefusedError

_FORM_TYPE = "application/x-www-form-urlencoded"


def posted_rows(names: Sequence[str], others: Collection[str] = ()) -> list[tuple[str, ...]]:
    """The fields of the body row by row; it may have `others` too.

    Raises RefusedError for what another site sent and for a body of another kind, CallError for fields that are not known,
    and where there are more of one than of another.
    """
    only_from_own_pages(_("这只能从本站的页面提交"))
    if request.mimetype != _FORM_TYPE:
        raise RefusedError(415, _("不能读这种正文，请用 {type} 提交", type=_FORM_TYPE))
    unknown = sorted(set(request.form) - {*names, *others})
    if unknown:
        raise CallError(_("没有“{name}”这一项", name=unknown[0][:40]))
    columns = [request.form.getlist(name) for name in names]
    if len({len(column) for column in columns}) > 1:
        raise CallError(_("提交的各项数目不一，每一行都要有：{names}", names=" ".join(names)))
    return list(zip(*columns, strict=True))
