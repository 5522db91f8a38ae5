"""What is written on a map, each where it hides no mark: the names of areas, the scale in miles, and the way north."""

from functools import lru_cache

import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from livewell.kit.drawing import INK, QUIET, WHITE, width_of, wrapped
from livewell.kit.geo import METRES_IN_A_MILE
from livewell.kit.maps_outlines import clipped, middle_of
from livewell.kit.maps_parts import Box, Frame, Outline

FINEST = 0.7
"""Units; what is finer than that is less than a pixel."""
_SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_WIDEST_SCALE = 0.28


def n(number: float) -> str:
    """A length for SVG: a tenth of a unit is enough."""
    return f"{number:.1f}".removesuffix(".0")


def furniture(frame: Frame, size: float, taken: list[Box]) -> Markup:
    """The scale in miles and the way north, in the first corner without a mark; its room is taken from then on."""
    letter = 13 * size
    miles = max(one for one in _SCALES if one == _SCALES[0] or one * METRES_IN_A_MILE <= _room(frame))
    length = miles * METRES_IN_A_MILE / frame.metres
    words = f"{miles:g} mile" if miles == 1 else f"{miles:g} miles"
    bar = max(length, width_of(words, letter))
    across, tall = bar + 2.6 * letter, 2.5 * letter
    corners = [
        (left, top, left + across, top + tall)
        for left, top in (
            (6, frame.height - tall - 6),
            (frame.width - across - 6, frame.height - tall - 6),
            (6, 6),
            (frame.width - across - 6, 6),
        )
    ]
    box = next((one for one in corners if not any(_touch(one, other) for other in taken)), corners[0])
    taken.append(box)
    x, y = box[0] + 0.6 * letter, box[3] - 0.5 * letter
    arrow = x + bar + letter
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}" fill-opacity="0.9"/>'
        '<path d="M{} {}v{}h{}v-{}" fill="none" stroke="{}" stroke-width="{}"/>{}'
        '<path d="M{} {}l{} {}l{} {}l{} {}z" fill="{}"/>{}'
    ).format(
        *(n(one) for one in (box[0], box[1], across, tall)),
        WHITE,
        *(n(one) for one in (x, y - 0.4 * letter, 0.4 * letter, length, 0.4 * letter)),
        INK,
        n(1.5 * size),
        _words(x, y - 0.75 * letter, words, letter, anchor="start", ink=INK),
        *(n(one) for one in (arrow, box[1] + 0.3 * letter)),
        *(n(one * letter) for one in (0.4, 0.9, -0.4, -0.2, -0.4, 0.2)),
        INK,
        _words(arrow, y, "N", letter, anchor="middle", ink=INK),
    )


def _room(frame: Frame) -> float:
    return frame.width * frame.metres * _WIDEST_SCALE


def _words(x: float, y: float, words: str, size: float, *, anchor: str, ink: str) -> Markup:
    """Words with a white edge, so that lines below them do not run through them."""
    return Markup(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}" stroke="{}" stroke-width="3" '
        'stroke-linejoin="round" paint-order="stroke">{}</text>'
    ).format(n(x), n(y), n(size), anchor, ink, WHITE, words)


@lru_cache(maxsize=64)
def _named(outlines: tuple[Outline, ...], frame: Frame) -> list[tuple[str, BaseGeometry, tuple[float, float]]]:
    """Each name with what is seen of its area and the middle of that, in metres; the largest first."""
    pieces = [(one.name, clipped(one, frame.box, finest=FINEST * frame.metres)) for one in outlines if one.name]
    pieces.sort(key=lambda one: -one[1].area)
    return [(name, piece, middle) for name, piece in pieces if (middle := middle_of(piece))]


def names(frame: Frame, outlines: tuple[Outline, ...], size: float, taken: list[Box]) -> Markup:
    """The outlines' names, each only where there is room for it."""
    letter = 12.5 * size
    parts: list[Markup] = []
    for name, piece, middle in _named(outlines, frame):
        west, _, east, _ = piece.bounds
        lines = wrapped(name, 88 * size, size=letter)
        across = max(width_of(line, letter) for line in lines)
        if across > (east - west) / frame.metres or any("…" in line for line in lines):
            continue
        x, y = frame.place(*middle)
        tall = letter * 1.2 * len(lines)
        for down in (0, -1.3 * letter, 1.3 * letter, -2.4 * letter, 2.4 * letter):
            box = box_at(x, y + down, across + 6, tall)
            spot = shapely.Point(middle[0], middle[1] - down * frame.metres)
            if _inside(box, frame) and piece.contains(spot) and not any(_touch(box, one) for one in taken):
                taken.append(box)
                first = y + down - tall / 2 + letter
                parts += [
                    _words(x, first + index * letter * 1.2, line, letter, anchor="middle", ink=QUIET)
                    for index, line in enumerate(lines)
                ]
                break
    return Markup("").join(parts)


def box_at(x: float, y: float, width: float, height: float) -> Box:
    """A box of the drawing around its middle: left, top, right, bottom."""
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _inside(box: Box, frame: Frame) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame.width and box[3] <= frame.height


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
