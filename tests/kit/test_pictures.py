"""A photo from anybody comes out as pixels alone, and a bomb does not go off."""

import asyncio
import struct
import time
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from livewell.kit.pictures import LARGEST_FILE, PictureRefused, clean_picture

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def photo(size=(640, 480), mode="RGB", colour=RED):
    """Red, with a green quarter at the top left: one can tell which way up it is."""
    image = Image.new("RGB", size, colour)
    image.paste(GREEN, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def file(image, kind, **how):
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def near(image, place, colour):
    return all(abs(one - other) < 40 for one, other in zip(image.getpixel(place), colour, strict=True))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, *chunks):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


async def refused(data):
    with pytest.raises(PictureRefused) as error:
        await clean_picture(data)
    sentence = str(error.value)
    assert sentence[0].isupper()
    assert len(sentence) > 10
    return sentence


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "1", "CMYK", "LA"])
async def test_what_phones_scanners_and_programs_make_comes_out_as_webp(kind, mode):
    image = photo(mode=mode)
    try:
        data = file(image, kind)
    except OSError:
        assert (kind, mode) in {("JPEG", "RGBA"), ("JPEG", "P"), ("JPEG", "LA"), ("PNG", "CMYK")}
        return
    picture = await clean_picture(data)
    whole, small = opened(picture.data), opened(picture.thumbnail)
    assert picture.media_type == "image/webp"
    assert (whole.format, small.format, whole.mode, small.mode) == ("WEBP", "WEBP", "RGB", "RGB")
    assert whole.size == (picture.width, picture.height) == (640, 480)
    assert small.size == (480, 360)


@pytest.mark.parametrize(
    ("size", "whole", "small"),
    [
        ((4032, 3024), (1600, 1200), (480, 360)),
        ((3024, 4032), (1200, 1600), (360, 480)),
        ((300, 200), (300, 200), (300, 200)),
        ((1, 1), (1, 1), (1, 1)),
        ((9000, 1), (1600, 1), (480, 1)),
    ],
)
async def test_a_large_picture_is_made_small_and_a_small_one_is_left(size, whole, small):
    picture = await clean_picture(file(photo(size), "JPEG"))
    assert opened(picture.data).size == whole
    assert opened(picture.thumbnail).size == small


async def test_where_it_was_taken_and_by_what_is_left_behind():
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Rowanphone"
    notes[ExifTags.Base.ImageDescription] = "The bench outside Bramble Court"
    notes.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (52.0, 55.0, 47.0), 3: "W", 4: (1.0, 7.0, 30.0)})
    data = file(photo(), "JPEG", exif=notes, comment=b"Bramble Court", icc_profile=b"Bramble Court" * 20)
    assert opened(data).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert b"Rowanphone" in data
    picture = await clean_picture(data)
    for kept in (picture.data, picture.thumbnail):
        assert not opened(kept).getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & {k for k, v in opened(kept).info.items() if v}
        assert b"Rowanphone" not in kept
        assert b"Bramble" not in kept
        assert not any(name in kept for name in (b"EXIF", b"ICCP", b"XMP "))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_notes_in_other_files_are_left_behind_too(kind):
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Rowanphone"
    said = PngInfo()
    said.add_text("Author", "Rowan Bramble")
    more = {"pnginfo": said} if kind == "PNG" else {"xmp": b"<x>Rowan Bramble</x>"}
    data = file(photo(), kind, exif=notes, **more)
    assert b"Rowan Bramble" in data
    picture = await clean_picture(data)
    assert b"Rowan" not in picture.data + picture.thumbnail


GREEN_IS_AT = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}


@pytest.mark.parametrize("held", [*range(1, 9), 0, 9, 65535])
async def test_it_stands_upright_however_the_camera_was_held(held):
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = held
    picture = await clean_picture(file(photo((640, 480)), "JPEG", exif=notes))
    assert (picture.width, picture.height) == ((480, 640) if held in range(5, 9) else (640, 480))
    across, down = GREEN_IS_AT.get(held, (0, 0))
    place = (picture.width * (1 + 2 * across) // 4, picture.height * (1 + 2 * down) // 4)
    other = (picture.width * (3 - 2 * across) // 4, picture.height * (3 - 2 * down) // 4)
    assert near(opened(picture.data), place, GREEN)
    assert near(opened(picture.data), other, RED)


async def test_muddled_notes_do_not_cost_anybody_their_picture():
    picture = await clean_picture(file(photo(), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff\xff\xff"))
    assert picture.width == 640


async def test_what_is_see_through_becomes_white():
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((*BLUE, 255), (0, 0, 50, 100))
    for data in (file(image, "PNG"), file(image, "WEBP", lossless=True)):
        shown = opened((await clean_picture(data)).data)
        assert near(shown, (80, 50), WHITE)
        assert near(shown, (20, 50), BLUE)


async def test_sixteen_bits_of_grey_stay_grey():
    rising = Image.frombytes(
        "I;16", (256, 64), b"".join(struct.pack("<H", x * 257) for _ in range(64) for x in range(256))
    )
    shown = opened((await clean_picture(file(rising, "PNG"))).data)
    assert near(shown, (2, 32), (0, 0, 0))
    assert near(shown, (128, 32), (128, 128, 128))
    assert near(shown, (253, 32), WHITE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_of_a_picture_that_moves_the_first_frame_is_kept(kind):
    data = file(photo(), kind, save_all=True, append_images=[photo(colour=BLUE), photo(colour=WHITE)], duration=100)
    assert opened(data).n_frames == 3
    shown = opened((await clean_picture(data)).data)
    assert getattr(shown, "n_frames", 1) == 1
    assert near(shown, (600, 400), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_what_is_hidden_behind_the_picture_goes_no_further(kind):
    hidden = b"<script>alert(1)</script>PK\x05\x06" + bytes(18) + b"%PDF-1.7"
    picture = await clean_picture(file(photo(), kind) + hidden)
    assert not any(bad in picture.data + picture.thumbnail for bad in (b"<script>", b"PK\x05\x06", b"%PDF"))


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (SVG, "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>' + SVG, "SVG"),
        (b"\n  <!DOCTYPE html><script>alert(1)</script>", "HTML"),
        (file(photo(), "GIF"), "GIF"),
        (file(photo((8, 8)), "GIF", save_all=True, append_images=[photo((8, 8), colour=BLUE)] * 50), "GIF"),
        (HEIC, "HEIC"),
        (file(photo(), "BMP"), "not a picture that can be read"),
        (file(photo(), "TIFF"), "not a picture that can be read"),
        (b"%PDF-1.7\n%EOF", "not a picture that can be read"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n(w) file", "not a picture that can be read"),
        (b"just words", "not a picture that can be read"),
        (b"\xff\xd8\xff" + b"<html><script>alert(1)</script>", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP" + SVG, "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
        (b"\xff\xd8\xff" + bytes(LARGEST_FILE), "10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_is_no_photo_is_refused_in_a_sentence(data, says):
    assert says in await refused(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.9])
async def test_half_a_file_is_refused(kind, part, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # As WeasyPrint leaves it.
    noisy = Image.effect_noise((400, 300), 90).convert("RGB")
    data = file(noisy, kind)
    assert "damaged" in await refused(data[: int(len(data) * part)])


# Bombs: small files that would be huge.


def webp_saying(width, height):
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    simple = file(photo((16, 16)), "WEBP")[12:]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + canvas + simple
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_saying(width, height):
    data = file(photo((16, 16)), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (png(50_000, 50_000, chunk(b"IDAT", zlib.compress(bytes(100)))), "too many pixels"),
        (png(50_000, 50_000, chunk(b"IDAT", zlib.compress(bytes(5_000_000)))), "too many pixels"),
        (png(2**31 - 1, 1, chunk(b"IDAT", zlib.compress(bytes(100)))), "too many pixels"),
        (png(8_000, 5_001, chunk(b"IDAT", zlib.compress(bytes(100)))), "too many pixels"),
        (png(0, 10), "damaged"),
        (jpeg_saying(60_000, 60_000), "too many pixels"),
        (webp_saying(16_000, 16_000), "too many pixels"),
        (webp_saying(2**24, 2**8), "too many pixels"),
        (png(8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(50_000_000)))), "damaged"),
        (png(8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50_000_000)))), "damaged"),
    ],
    ids=["png", "png full", "png wide", "png just over", "png none", "jpeg", "webp", "webp wide", "text", "profile"],
)
async def test_a_bomb_is_refused_before_it_goes_off(data, says):
    begun = time.process_time()
    sentence = await refused(data)
    assert says in sentence
    assert time.process_time() - begun < 2


async def test_forty_megapixels_of_nothing_are_just_a_picture():
    data = file(Image.new("RGB", (8000, 5000), RED), "PNG")
    assert len(data) < 400_000
    picture = await clean_picture(data)
    assert (picture.width, picture.height) == (1600, 1000)


async def test_a_hundred_empty_passes_are_refused():
    """Each would make the decoder walk over the whole picture again."""
    data = file(photo((2000, 2000)), "JPEG", progressive=True)
    assert (await clean_picture(data)).width == 1600
    first = data.index(b"\xff\xda")
    scan = data[first : data.index(b"\xff", first + 2 + int.from_bytes(data[first + 2 : first + 4]))]
    bomb = data[:first] + scan * 100 + data[first:]
    begun = time.process_time()
    assert "damaged" in await refused(bomb)
    assert time.process_time() - begun < 2


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF....WEBP", b"RIFF....WEBPVP8X"]),
)
def test_noise_is_refused_and_nothing_else_happens(noise, start):
    with pytest.raises(PictureRefused):
        asyncio.run(clean_picture(start + noise))


GOOD = {kind: file(photo((64, 48)), kind) for kind in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6))
def test_a_picture_with_a_few_wrong_bytes_is_shown_or_refused(kind, wrong):
    data = bytearray(GOOD[kind])
    for place, byte in wrong:
        data[place % len(data)] = byte
    try:
        picture = asyncio.run(clean_picture(bytes(data)))
    except PictureRefused:
        return
    assert opened(picture.data).size == (picture.width, picture.height)


async def test_one_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr("livewell.kit.pictures._LONGEST_WAIT", 0.0)
    assert "too long" in await refused(GOOD["PNG"])
