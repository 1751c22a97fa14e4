"""The site over the sample corpus, for tests that ask it without a network."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from searchui.web.app import create_app


@pytest.fixture(scope="module")
def app(sample_index: Path) -> Flask:
    return create_app(sample_index)


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()
