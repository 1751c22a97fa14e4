"""A draft as it is posted: pasted, a file, or the whole body. It stays in memory, and is nobody's but that request's."""

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import msgspec
from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from indexer.errors import CallError
from indexer.i18n import _
from searchui.drafts.reading import read_draft
from searchui.search import Corpus
from searchui.search.proofreading.proof import Proof
from searchui.search.proofreading.proofreader import Steps
from searchui.search.proofreading.slips import Gate
from searchui.search.reuse.reuse import Reuse
from searchui.web.request.parameter_types import OFF, ON, Args, Choice, Switch, Texts
from searchui.web.request.parameters import LEAST_RUN
from searchui.web.security.own_pages import only_from_own_pages
from searchui.web.security.request_limits import MAX_DRAFT, UPLOAD_PATH, RefusedError

TEXT, FILE = "text", "file"
EXCLUDE = Texts("exclude")
SLIPS = Switch("slips", default=True)
SUGGESTIONS = Choice("suggestions", Gate.STRICT.value, tuple(gate.value for gate in Gate))
OPTIONS = (EXCLUDE, SLIPS, SUGGESTIONS)
NO_COOKIES: "ImmutableMultiDict[str, str]" = ImmutableMultiDict()
PLAIN, JSON = "text/plain", "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")

_JSON = msgspec.json.Decoder(dict[str, str | bool | int | list[str]])


class InMemoryRequest(Request):
    """A request of which nothing is written to a disk, however large it is; but files for the folder of speeches are."""

    max_form_memory_size = MAX_DRAFT

    @cached_property
    def cookies(self) -> "ImmutableMultiDict[str, str]":
        """All headers are looked through for them, but where there are none."""
        return super().cookies if "HTTP_COOKIE" in self.environ else NO_COOKIES

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.path == UPLOAD_PATH:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return BytesIO()


@dataclass(frozen=True, slots=True)
class PostedText:
    """A text that was sent, and what was asked of it in body and address; `data` are the bytes of its file, where it was one."""

    text: str
    name: str
    data: bytes | None
    options: Args

    @classmethod
    def of_request(cls, *known: str) -> "PostedText":
        """The text of the body; `known` are the other fields that the body may have.

        Raises CallError for fields that are not known, and for what cannot be read; RefusedError for a body of another
        kind, and for what another site sent.
        """
        only_from_own_pages(_("文稿只能从本站的页面提交"))
        fields = _fields()
        _check_names({*fields, *request.files}, {TEXT, FILE, *known})
        posted = request.files.get(FILE)
        data = posted.read() if posted is not None and posted.filename else None
        name = (posted.filename or "") if posted is not None and data is not None else ""
        text = fields.get(TEXT, "") if data is None else read_draft(data, name)
        return cls(text, name, data, MultiDict([*fields.items(multi=True), *request.args.items(multi=True)]))

    def reuse(self, corpus: Corpus) -> Reuse:
        """What of it was said before."""
        return corpus.reuse(text=self.text or "\n", least=LEAST_RUN.read(self.options))


@dataclass(frozen=True, slots=True)
class PostedDraft:
    """A draft and how it is to be proofread; `data` are the bytes of its file, where it was one."""

    text: str
    name: str
    data: bytes | None
    exclude: tuple[str, ...]
    slips: bool
    suggestions: str

    @classmethod
    def of_request(cls, *others: str) -> "PostedDraft":
        """The draft of the body, with its options of body and address; `others` are fields that the body may have too.

        Raises as `PostedText.of_request`.
        """
        posted = PostedText.of_request(*(one.name for one in OPTIONS), *others)
        return cls(
            text=posted.text,
            name=posted.name,
            data=posted.data,
            exclude=tuple(dict.fromkeys(one.strip() for one in EXCLUDE.read(posted.options) if one.strip())),
            slips=SLIPS.read(posted.options),
            suggestions=SUGGESTIONS.read(posted.options),
        )

    def proofread(self, corpus: Corpus, text: str | None = None) -> Proof:
        """What the corpus has of it, or of `text`: its text in another reading."""
        own = self.text if text is None else text
        return corpus.proof(own, exclude=self.exclude, slips=self.slips, suggestions=self.suggestions)

    def steps(self, corpus: Corpus) -> Steps:
        """The same in steps."""
        return corpus.proof_steps(self.text, exclude=self.exclude, slips=self.slips, suggestions=self.suggestions)


def _fields() -> Args:
    """What the body says besides files, by the kind that it is of."""
    if request.mimetype in FORMS:
        return MultiDict([(name, value.replace("\r\n", "\n")) for name, value in request.form.items(multi=True)])
    if request.mimetype == JSON:
        return _of_json(request.get_data())
    if request.mimetype in ("", PLAIN):
        return MultiDict([(TEXT, _decoded(request.get_data()))])
    raise RefusedError(415, _("不能读这种正文；可以提交 multipart/form-data、application/json 或 text/plain"))


def _decoded(data: bytes) -> str:
    """A text as it is, so that places in it are those of who sent it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CallError(_("正文不是 UTF-8 编码；请换成 UTF-8，或作为文件上传")) from None


def _of_json(data: bytes) -> Args:
    try:
        values = _JSON.decode(data)
        msgspec.convert(values.get(TEXT, ""), str)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise CallError(_("正文不是能读的 JSON；请写成 {example}", example='{"text": "……"}')) from None
    return MultiDict([(name, one) for name, value in values.items() for one in _as_texts(value)])


def _as_texts(value: str | bool | int | list[str]) -> Collection[str]:
    if isinstance(value, bool):
        return (ON if value else OFF,)
    return value if isinstance(value, list) else (str(value),)


def _check_names(names: Collection[str | None], known: Collection[str]) -> None:
    """Raises CallError for fields that are not known: a whole text sent as a form is one too.

    A part of a multipart body that says no name comes with None.
    """
    if None in names:
        raise CallError(_("正文里有一部分没有名字；请给它名字，如 {example}", example='name="text"'))
    unknown = sorted({one for one in names if one is not None} - set(known))
    if unknown:
        raise CallError(
            _("没有“{name}”这一项；直接提交一段文字时，请注明 Content-Type: text/plain", name=unknown[0][:40])
        )
