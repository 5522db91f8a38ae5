"""A photo that somebody uploads, made safe and small: only its pixels go on, in a file that we wrote."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFile

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes: any phone's photo."""
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
THUMBNAIL_SIDE = 480
MEDIA_TYPE = "image/webp"

# The WebP decoder holds a picture four times over while it reads it.
_MOST_WEBP_PIXELS = 16_000_000
_QUALITY = 80
_LONGEST_WAIT = 30.0
# A progressive JPEG has about ten. Each passes over the whole picture, so thousands of empty ones are a bomb.
# https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf
_MOST_SCANS = 64
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_STARTS_SCAN, _ENDS = 0xDA, 0xD9
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

# Decoding holds up to 400 MB: one picture at a time keeps a small server on its feet.
_ONE_AT_A_TIME = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

# What turns each way of holding a camera upright. https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf 4.6.4.A
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_SEND = "Send the picture as JPEG, PNG or WebP"
_DAMAGED = "The picture cannot be read: the file is damaged or not whole. Try another copy of it"
_TOO_LARGE = "The picture has too many pixels. Send one of at most 40 megapixels"


class PictureRefused(Exception):
    """The file cannot be shown. The message is a sentence for the person who sent it, without a full stop."""


@dataclass(frozen=True)
class Picture:
    """A picture and its small copy, both `media_type`, upright, and without anything that a camera wrote into them."""

    data: bytes
    media_type: str
    width: int
    height: int
    thumbnail: bytes


async def clean_picture(data: bytes) -> Picture:
    """
    The picture as WebP of at most 1600 pixels a side, and a thumbnail of at most 480.

    JPEG, PNG and WebP come in, up to 10 MB and 40 megapixels (16 for WebP), known by their bytes and not by their
    name. The camera's notes, above all where it was, are left behind, and so is everything else that is not a pixel.
    Of a picture that moves the first frame is kept; what is see-through becomes white. Raises `PictureRefused`.
    """
    try:
        async with asyncio.timeout(_LONGEST_WAIT):
            return await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, _cleaned, data)
    except TimeoutError:
        raise PictureRefused("The picture took too long to read. Try again, or send a smaller one") from None


def _cleaned(data: bytes) -> Picture:
    kind = _kind(data)
    _check_before_opening(data, kind)
    try:
        # WeasyPrint lets half a picture pass for the whole process, as soon as the first PDF is made.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        with Image.open(BytesIO(data), formats=(kind,)) as image:
            shown = _only_pixels(image)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PictureRefused(_TOO_LARGE) from error
    except Exception as error:  # Pillow lets through whatever its parsers stumble over.
        raise PictureRefused(_DAMAGED) from error
    small = shown.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_as_webp(shown), MEDIA_TYPE, shown.width, shown.height, _as_webp(small))


def _kind(data: bytes) -> str:
    """JPEG, PNG or WEBP by the first bytes; a sentence for everything else."""
    if not data:
        raise PictureRefused("The file is empty")
    if len(data) > LARGEST_FILE:
        raise PictureRefused("The picture is too big. Send one of at most 10 MB")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    # https://www.iso.org/standard/83102.html : the brand stands after "ftyp".
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}:
        raise PictureRefused(f"This is a HEIC picture, which many browsers cannot show. {_SEND}")
    if data.startswith((b"GIF87a", b"GIF89a")):
        raise PictureRefused(f"GIF pictures are not taken, because they can move. {_SEND}")
    if _MARKUP.match(data[:100]):
        raise PictureRefused(f"This is a drawing or a web page (SVG or HTML), not a photo. {_SEND}")
    raise PictureRefused(f"This is not a picture that can be read. {_SEND}")


def _check_before_opening(data: bytes, kind: str) -> None:
    """What has to be known before a decoder sees the file."""
    if kind == "WEBP":
        width, height = _webp_size(data)
        if width * height > _MOST_WEBP_PIXELS:
            raise PictureRefused("The picture has too many pixels. Send one of at most 16 megapixels, or a JPEG")
    if kind == "JPEG" and _scans(data) > _MOST_SCANS:
        raise PictureRefused(_DAMAGED)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height of the canvas. https://developers.google.com/speed/webp/docs/riff_container"""
    head = data[12:30].ljust(18, b"\0")
    if head.startswith(b"VP8X"):
        return 1 + int.from_bytes(head[12:15], "little"), 1 + int.from_bytes(head[15:18], "little")
    if head.startswith(b"VP8L"):
        bits = int.from_bytes(head[9:13], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if head.startswith(b"VP8 "):
        return int.from_bytes(head[14:16], "little") & 0x3FFF, int.from_bytes(head[16:18], "little") & 0x3FFF
    raise PictureRefused(_DAMAGED)


def _scans(data: bytes) -> int:
    """How often a JPEG passes over the picture, up to its end. https://www.w3.org/Graphics/JPEG/itu-t81.pdf Annex B"""
    found, place = 0, 2
    while place + 4 <= len(data) and found <= _MOST_SCANS:
        if data[place] != 0xFF:  # noqa: PLR2004  Every marker begins so; libjpeg skips what stands between two.
            place += 1
            continue
        marker = data[place + 1]
        if marker == _ENDS:
            break
        if marker in {0x00, 0x01, 0xFF} or 0xD0 <= marker <= 0xD8:  # noqa: PLR2004  These have no length.
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004  Fill bytes come one by one.
            continue
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
        if marker == _STARTS_SCAN:
            found += 1
            following = _MARKER_IN_SCAN.search(data, place)
            place = following.start() if following else len(data)
    return found


def _only_pixels(image: Image.Image) -> Image.Image:
    """The picture, small, upright and in plain red, green and blue, with nothing else in it."""
    if not 0 < image.width * image.height <= MOST_PIXELS:
        raise PictureRefused(_TOO_LARGE)
    # A JPEG can be decoded at half or a quarter of its size, which saves most of the work; others take no notice.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    turned = _orientation(image)
    plain = _in_colour(image)
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    fresh = Image.new("RGB", plain.size, "white")
    fresh.paste(plain, mask=plain.getchannel("A") if plain.mode == "RGBA" else None)
    return fresh.transpose(_TURNS[turned]) if turned in _TURNS else fresh


def _orientation(image: Image.Image) -> object:
    """How the camera was held, usually 1 to 8; 1, upright, when its notes cannot be read."""
    try:
        return image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001  As above; muddled notes must not cost anybody their picture.
        return 1


def _in_colour(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # Sixteen bits of grey: converting alone would make all of it white.
        return image.point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _as_webp(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "WEBP", quality=_QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return written.getvalue()
