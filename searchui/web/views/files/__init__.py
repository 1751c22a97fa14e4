"""The pages on the files of the corpus, for who may change them: what was read of each, correcting it, adding, removing."""

from searchui.web.views.files import correcting, listing, uploading
from searchui.web.views.files.blueprint import files

__all__ = ["correcting", "files", "listing", "uploading"]
