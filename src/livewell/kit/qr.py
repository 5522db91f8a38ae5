"""Squares that a phone's camera reads as an address, for a page, a poster or a PDF."""

from io import BytesIO

import segno
from markupsafe import Markup

# Pixels to a module, and modules of quiet around the whole: https://www.iso.org/standard/83389.html 9.1 asks for four.
_SCALE = 5
_PRINT_SCALE = 20
_QUIET = 4


def inline_svg(text: str, *, title: str) -> Markup:
    """The square as an SVG element for a page or a PDF; `title` says what it is to who cannot see it."""
    square = _square(text)
    width, height = square.symbol_size(scale=_SCALE, border=_QUIET)
    drawn = square.svg_inline(scale=_SCALE, border=_QUIET, omitsize=True, title=title)
    # With its own size and a viewBox: what a page draws smaller is drawn whole, and not cut off.
    drawn = drawn.replace("<svg ", f'<svg width="{width}" height="{height}" ', 1)
    return Markup(drawn)  # noqa: S704  Drawn by us, out of squares; segno escapes the title.


def png(text: str) -> bytes:
    """The square as a black and white PNG, large enough to print: 20 pixels to a module."""
    written = BytesIO()
    _square(text).save(written, kind="png", scale=_PRINT_SCALE, border=_QUIET)
    return written.getvalue()


def _square(text: str) -> segno.QRCode:
    """
    A square that stays readable with a seventh of it lost; never a Micro QR code, which few phones read.

    Raises `ValueError` for an empty text and for more than one can hold, about 2,300 letters.
    """
    if not text:
        raise ValueError("There is nothing to put into the square.")
    return segno.make_qr(text, error="m")
