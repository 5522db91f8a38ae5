"""
The drawn map: plain SVG with links in it, which needs neither a script nor anybody else's tiles.

The marks are drawn twice, for a wide page and for a phone, where the whole drawing is shrunk to less than half: there
they are twice the size and gathered twice as far, so that a finger finds each. `livewell.css` shows the one that fits.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import shapely
from markupsafe import Markup

from livewell.kit.drawing import BLUE, DARK_BLUE, FONT, INK, QUIET, RULE, WHITE, width_of, wrapped
from livewell.kit.geo import METRES_IN_A_MILE
from livewell.kit.maps_clusters import gather
from livewell.kit.maps_outlines import clipped, middle_of, rings_of
from livewell.kit.maps_parts import Box, Cluster, Frame, Outline, Pin

RED = "#d5281b"
"""https://service-manual.nhs.uk/design-system/styles/colour"""
WATER = "#e8edee"
"""The ground outside every outline."""

LARGEST = 40_000
"""Bytes of a drawing. A map is looked at on telephones, too."""
MOST_MARKS = (56, 40, 26, 14, 6)
"""How many marks a drawing has at most, and how many when that was too large."""

# 24 CSS pixels at the narrowest: https://www.w3.org/TR/WCAG22/#target-size-minimum
RADIUS = 15.5
NARROW_RADIUS = 31
_FINEST = 0.7  # units: less than a pixel
_LONGEST_LABEL = 70
_SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_WIDEST_SCALE = 0.28


@dataclass(frozen=True)
class Ground:
    """What lies under the marks, and round what."""

    outlines: Sequence[Outline]
    here: Pin | None
    radius_miles: float | None
    list_href: str


@dataclass(frozen=True)
class Picture:
    """A finished drawing, and which marks stand on it, for its key."""

    svg: Markup
    shows_single: bool
    shows_groups: bool


def n(number: float) -> str:
    """A length for SVG: a tenth of a unit is enough."""
    return f"{number:.1f}".removesuffix(".0")


def drawn(pins: Sequence[Pin], frame: Frame, under: Ground, *, title: str, described: str) -> Picture:
    """The whole <svg>, of `LARGEST` bytes at most: with more pins than fit, more of them go together."""
    for most in MOST_MARKS:
        wide = gather(pins, frame, apart=2 * RADIUS, most=most)
        narrow = gather(pins, frame, apart=2 * NARROW_RADIUS, most=ceil(most * 0.6))
        svg = _svg(wide, narrow, frame, under, title=title, described=described)
        if len(svg.encode()) <= LARGEST or most == MOST_MARKS[-1]:
            break
    sizes = {len(one.pins) for one in (*wide, *narrow)}
    return Picture(svg, 1 in sizes, bool(sizes - {1}))


def _svg(
    wide_marks: Sequence[Cluster],
    narrow_marks: Sequence[Cluster],
    frame: Frame,
    under: Ground,
    *,
    title: str,
    described: str,
) -> Markup:
    below = _ground(frame, under)
    wide = _marks(wide_marks, frame, under, size=1, radius=RADIUS)
    narrow = _marks(narrow_marks, frame, under, size=2, radius=NARROW_RADIUS)
    key = hashlib.sha256(f"{title}{described}{below}{wide}".encode()).hexdigest()[:10]
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="lw-map__svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'role="group" aria-labelledby="m{key}" aria-describedby="n{key}" font-family="{font}" focusable="false">'
        '<title id="m{key}">{title}</title><desc id="n{key}">{described}</desc>{below}'
        '<g class="lw-map__wide">{wide}</g><g class="lw-map__narrow" display="none">{narrow}</g></svg>'
    ).format(
        w=n(frame.width),
        h=n(frame.height),
        key=key,
        font=FONT,
        title=title,
        described=described,
        below=below,
        wide=wide,
        narrow=narrow,
    )


def _ground(frame: Frame, under: Ground) -> Markup:
    parts = [Markup('<rect width="{}" height="{}" fill="{}"/>').format(n(frame.width), n(frame.height), WATER)]
    for outline in under.outlines:
        path = _path(outline, frame)
        if path:
            parts.append(
                Markup('<path d="{}" fill="{}" stroke="{}" fill-rule="evenodd" stroke-linejoin="round"/>').format(
                    path, WHITE, RULE
                )
            )
    if under.here is not None and under.radius_miles is not None:
        x, y = frame.place(under.here.point.easting, under.here.point.northing)
        parts.append(
            Markup(
                '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.06" stroke="{}" stroke-width="2" '
                'stroke-dasharray="7 5"/>'
            ).format(n(x), n(y), n(under.radius_miles * METRES_IN_A_MILE / frame.metres), BLUE, DARK_BLUE)
        )
    return Markup('<g aria-hidden="true">{}</g>').format(Markup("").join(parts))


def _path(outline: Outline, frame: Frame) -> str:
    """The outline's rings as one path in steps from corner to corner, which are short to write."""
    path = ""
    edge = 3 * frame.metres
    west, south, east, north = frame.box
    box = west - edge, south - edge, east + edge, north + edge
    for ring in rings_of(clipped(outline, box, finest=_FINEST * frame.metres)):
        points = [tuple(round(one, 1) for one in frame.place(*corner)) for corner in ring[:-1]]
        path += "M" + " ".join(n(one) for one in points[0]) + "l"
        path += " ".join(f"{n(x - x0)} {n(y - y0)}" for (x0, y0), (x, y) in pairwise(points)).replace(" -", "-")
        path += "z"
    return path


def _marks(clusters: Sequence[Cluster], frame: Frame, under: Ground, *, size: float, radius: float) -> Markup:
    """Names, scale, north and every mark; letters are `size` times as large as on a wide page."""
    taken = [_box(one.x, one.y, 2.2 * radius, 2.2 * radius) for one in clusters]
    if under.here is not None:
        taken.append(_box(*frame.place(under.here.point.easting, under.here.point.northing), 2 * radius, 2 * radius))
    furniture = _furniture(frame, size, taken)
    names = _names(frame, under.outlines, size, taken)
    marks = [_mark(one, radius, under.list_href) for one in clusters]
    here = [_here(under.here, frame, size)] if under.here is not None else []
    return Markup('<g aria-hidden="true">{}</g>').format(names + furniture) + Markup("").join(here + marks)


def _mark(cluster: Cluster, radius: float, list_href: str) -> Markup:
    x, y = n(cluster.x), n(cluster.y)
    urgent = any(pin.kind == "urgent" for pin in cluster.pins)
    if len(cluster.pins) == 1:
        pin = cluster.pins[0]
        name = pin.name if len(pin.name) <= _LONGEST_LABEL else pin.name[: _LONGEST_LABEL - 1].rstrip() + "…"
        shape = _lozenge(cluster.x, cluster.y, radius) if urgent else Markup('<circle cx="{}" cy="{}" r="{}" {}/>')
        body = shape.format(x, y, n(radius - 1.5), _paint(RED if urgent else BLUE, WHITE))
        word, href, ink = "" if pin.number is None else str(pin.number), pin.href, WHITE
    else:
        name, href, ink = cluster.name, list_href, RED if urgent else DARK_BLUE
        body = Markup('<circle cx="{}" cy="{}" r="{}" {}/>').format(x, y, n(radius - 1.5), _paint(WHITE, ink))
        word = f"×{len(cluster.pins)}"
    text = _text(cluster.x, cluster.y, word, _fitting(word, radius), ink) if word else Markup("")
    numbers = " ".join(str(pin.number) for pin in cluster.pins if pin.number is not None)
    return Markup('<a href="{}" class="lw-map__pin" data-pins="{}" aria-label="{}"><title>{}</title>{}{}</a>').format(
        href, numbers, name, name, body, text
    )


def _paint(fill: str, edge: str) -> Markup:
    return Markup('fill="{}" stroke="{}" stroke-width="2.5"').format(fill, edge)


def _lozenge(x: float, y: float, radius: float) -> Markup:
    """A square on its corner, for what is urgent: its shape tells, not its colour alone."""
    corners = " ".join(
        f"{n(x + across * radius * 1.2)},{n(y + down * radius * 1.2)}"
        for across, down in ((0, -1), (1, 0), (0, 1), (-1, 0))
    )
    return Markup('<polygon points="{}" {{3}}/>').format(corners)


def _fitting(word: str, radius: float) -> float:
    """The largest size in which a word stands inside a round mark."""
    return min(radius * 1.05, radius * 1.55 / width_of(word, 1))


def _text(x: float, y: float, word: str, size: float, ink: str) -> Markup:
    return Markup(
        '<text x="{}" y="{}" font-size="{}" font-weight="bold" text-anchor="middle" fill="{}">{}</text>'
    ).format(n(x), n(y + size * 0.36), n(size), ink, word)


def _here(pin: Pin, frame: Frame, size: float) -> Markup:
    x, y = frame.place(pin.point.easting, pin.point.northing)
    rings = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(n(x), n(y), n(radius * size), fill)
        for radius, fill in ((12, WHITE), (10, INK), (6.5, WHITE), (3.5, INK))
    )
    return Markup('<g role="img" aria-label="{}"><title>{}</title>{}</g>').format(pin.label, pin.label, rings)


def _furniture(frame: Frame, size: float, taken: list[Box]) -> Markup:
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


def _names(frame: Frame, outlines: Sequence[Outline], size: float, taken: list[Box]) -> Markup:
    """The outlines' names, the largest first, each only where there is room for it."""
    letter = 12.5 * size
    pieces = [(one.name, clipped(one, frame.box, finest=_FINEST * frame.metres)) for one in outlines if one.name]
    parts: list[Markup] = []
    for name, piece in sorted(pieces, key=lambda one: -one[1].area):
        middle = middle_of(piece)
        if middle is None:
            continue
        west, _, east, _ = piece.bounds
        lines = wrapped(name, 88 * size, size=letter)
        across = max(width_of(line, letter) for line in lines)
        if across > (east - west) / frame.metres or any("…" in line for line in lines):
            continue
        x, y = frame.place(*middle)
        tall = letter * 1.2 * len(lines)
        for down in (0, -1.3 * letter, 1.3 * letter, -2.4 * letter, 2.4 * letter):
            box = _box(x, y + down, across + 6, tall)
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


def _box(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _inside(box: Box, frame: Frame) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame.width and box[3] <= frame.height


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
