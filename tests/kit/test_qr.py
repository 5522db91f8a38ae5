"""The square holds what it was given, in every form it is drawn in."""

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from livewell.kit import qr

ADDRESS = "https://livewell.example/find/walking-group"


def modules_of(data):
    """What is dark in a PNG, one look at the middle of each module, without the quiet around."""
    image = Image.open(BytesIO(data)).convert("L")
    wide = image.width // 20 - 8
    return [[image.getpixel(((x + 4) * 20 + 10, (y + 4) * 20 + 10)) < 128 for x in range(wide)] for y in range(wide)]


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_every_text_becomes_a_whole_square(text):
    drawn = modules_of(qr.png(text))
    assert len(drawn) >= 21
    assert drawn == [[bool(one) for one in row] for row in segno.make_qr(text, error="m").matrix]


def test_a_short_text_is_no_micro_code():
    assert len(modules_of(qr.png("1"))) == 21


def test_there_is_quiet_around_it_and_it_is_black_on_white():
    image = Image.open(BytesIO(qr.png(ADDRESS))).convert("L")
    assert image.crop((0, 0, image.width, 80)).getextrema() == (255, 255)
    assert image.getextrema() == (0, 255)


def test_the_drawing_says_what_it_is_and_lets_nothing_in():
    drawn = ET.fromstring(qr.inline_svg(ADDRESS, title='A <script>"&'))
    assert [one.text for one in drawn.iter() if one.tag.endswith("title")] == ['A <script>"&']
    assert {one.tag.rpartition("}")[2] for one in drawn.iter()} <= {"svg", "title", "path"}
    assert "style=" not in qr.inline_svg(ADDRESS, title="x")


@pytest.mark.parametrize("text", ["", "x" * 3000])
@pytest.mark.parametrize("draw", [qr.png, lambda text: qr.inline_svg(text, title="x")])
def test_nothing_and_too_much_are_faults(text, draw):
    with pytest.raises(ValueError):
        draw(text)
