"""A draft as it is posted: pasted, or a file. It stays in memory, and is nobody's but that request's."""

from dataclasses import dataclass
from io import BytesIO
from typing import IO

from flask import Request, request

from indexer.errors import CallError
from indexer.i18n import _
from searchui.drafts.reading import read_draft
from searchui.search.proofreading.slips import Gate
from searchui.web.security.request_limits import MAX_DRAFT, RefusedError

TEXT, FILE, EXCLUDE, LOOSE, FORM = "text", "file", "exclude", "loose", "as"
FIELDS = frozenset({TEXT, FILE, EXCLUDE, LOOSE, FORM})
ON = "on"


class InMemoryRequest(Request):
    """A request of which nothing is written to a disk, however large it is."""

    max_form_memory_size = MAX_DRAFT

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


@dataclass(frozen=True, slots=True)
class PostedDraft:
    """A draft and how it is to be proofread; `data` are the bytes of its file, where it was one, and `form` what is wanted."""

    text: str
    name: str
    data: bytes | None
    exclude: tuple[str, ...]
    gate: Gate
    form: str

    @classmethod
    def of_request(cls) -> "PostedDraft":
        """Raises CallError for fields that are not known, and for files that cannot be read; RefusedError for another site's."""
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            raise RefusedError(403, _("文稿只能从这个网站自己的页面送来"))
        unknown = {*request.form, *request.files} - FIELDS
        if unknown:
            raise CallError(_("没有“{name}”这一项", name=sorted(unknown)[0][:40]))
        posted = request.files.get(FILE)
        data = posted.read() if posted is not None and posted.filename else None
        name = (posted.filename or "") if posted is not None and data is not None else ""
        text = request.form.get(TEXT, "").replace("\r\n", "\n") if data is None else read_draft(data, name)
        return cls(
            text=text,
            name=name,
            data=data,
            exclude=tuple(one.strip() for one in request.form.getlist(EXCLUDE) if one.strip()),
            gate=Gate.LOOSE if request.form.get(LOOSE) == ON else Gate.STRICT,
            form=request.form.get(FORM, ""),
        )
