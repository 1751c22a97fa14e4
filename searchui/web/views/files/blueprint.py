"""The pages on files, which modules beside this one add."""

from flask import Blueprint

files = Blueprint("files", __name__)
