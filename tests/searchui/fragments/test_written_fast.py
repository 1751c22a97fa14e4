"""What pages write in ways of their own, since they write it often, is what the usual ways write."""

from urllib.parse import quote_plus, urlencode

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from indexer.i18n import n_
from searchui.web.fragments.escaping import escaped, escaping
from searchui.web.i18n.translations import LANGUAGES, t, translated_number
from searchui.web.request.url_state import encoded, encoded_pairs

TEXT = st.text("党é🙂 aZ0_.~-+%&=/?#\"'<>\x00\x7f\u202e", max_size=8) | st.text(max_size=8)


@given(TEXT)
def test_parameters_are_encoded_as_everywhere(text: str) -> None:
    assert encoded(text) == quote_plus(text)
    assert encoded_pairs([(text, text), ("page", 2)]) == urlencode([(text, text), ("page", 2)])


@given(TEXT)
def test_texts_are_escaped_as_everywhere(text: str) -> None:
    assert escaped(text) == escaping(text)(text) == escape(text)


def test_numbers_are_written_as_in_messages() -> None:
    app = Flask(__name__)
    for language in LANGUAGES:
        with app.test_request_context(f"/?lang={language}"):
            for n in (0, 1, 2, 1234, 1234567):
                assert translated_number("{n} 段", n) == t(n_("{n} 段", n))
                assert translated_number("{n:,} 次", n) == t(n_("{n:,} 次", n))
