"""The picture of a page, as a machine reads it."""

from typing import Any

from indexer.readers.pdf.pdfium import LOCK

DOTS = 200 / 72  # a point: 200 dpi; more takes longer and is read no better
MOST_SIDE = 4_000  # dots: a sheet of newsprint; whatever size a file says its pages have
LEAST_SIDE = 32


class PictureBook:
    """The pages of a PDF. Raises pypdfium2's error where it cannot be opened, which has been tried before."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        with LOCK:
            self._document = pypdfium2.PdfDocument(data)

    def picture(self, number: int) -> tuple[Any, float, float, float]:
        """Page `number`, from 1, in 8-bit colours (height × width × 3), how many dots are a point, and its size in points."""
        with LOCK:
            page = self._document[number - 1]
            width, height = page.get_size()
            scale = min(DOTS, MOST_SIDE / max(width, height, 1.0))
            scale = max(scale, LEAST_SIDE / max(width, height, 1.0))
            picture = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=False).to_numpy()[:, :, :3].copy()
            page.close()
        return picture, scale, width, height

    def close(self) -> None:
        with LOCK:
            self._document.close()
