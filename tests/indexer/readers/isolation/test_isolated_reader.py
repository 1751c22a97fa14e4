"""The process that reads PDF and OFD files: whatever happens to who asks it, nobody is given the text of another file."""

import io
import os
from typing import Any

import pytest

from indexer.readers.isolation import isolated_reader as module
from indexer.readers.isolation.isolated_reader import IsolatedReader, isolated_reader
from indexer.readers.isolation.process import LENGTH_BYTES, received
from tests.conftest import SEEDS

(PDF,), (OFD,) = (sorted(SEEDS.glob(f"*.{suffix}")) for suffix in ("pdf", "ofd"))


def test_who_was_interrupted_is_not_given_the_reply_that_was_waited_for_then(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = IsolatedReader()
    right = reader.read_pdf(PDF.read_bytes(), PDF.name)

    def interrupted(_pipe: Any) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "received", interrupted)
        with pytest.raises(KeyboardInterrupt):
            reader.read_ofd(OFD.read_bytes(), OFD.name)
    assert reader.read_pdf(PDF.read_bytes(), PDF.name) == right


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no copies of processes there")
def test_a_copy_of_a_process_has_a_reader_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = isolated_reader()
    right = own.read_pdf(PDF.read_bytes(), PDF.name)
    process = own._process
    copy = os.fork()
    if not copy:
        own._end()  # as when it ends
        os._exit(isolated_reader() is own)
    assert os.waitpid(copy, 0)[1] == 0
    assert own.read_pdf(PDF.read_bytes(), PDF.name) == right
    assert own._process is process


def test_what_is_no_message_is_none() -> None:
    assert received(io.BytesIO(b"\xff" * LENGTH_BYTES + b"text")) == b""
