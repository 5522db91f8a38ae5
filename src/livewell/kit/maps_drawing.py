"""
The drawn map: plain SVG with links in it, which needs neither a script nor anybody else's tiles.

The marks are drawn twice, for a wide page and for a phone, where the whole drawing is shrunk to less than half: there
they are twice the size and gathered twice as far, so that a finger finds each. `livewell.css` shows the one that fits.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import ceil

from markupsafe import Markup

from livewell.kit.drawing import BLUE, DARK_BLUE, FONT, INK, RULE, WHITE, width_of
from livewell.kit.geo import METRES_IN_A_MILE
from livewell.kit.maps_clusters import gather
from livewell.kit.maps_outlines import clipped, rings_of
from livewell.kit.maps_parts import Cluster, Frame, Outline, Pin
from livewell.kit.maps_words import FINEST, box_at, furniture, n, names

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
_LONGEST_LABEL = 70


@dataclass(frozen=True)
class Ground:
    """What lies under the marks, and round what."""

    outlines: tuple[Outline, ...]
    here: Pin | None
    radius_miles: float | None
    list_href: str


@dataclass(frozen=True)
class Picture:
    """A finished drawing, and which marks stand on it, for its key."""

    svg: Markup
    shows_single: bool
    shows_groups: bool


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
    parts = [
        Markup('<rect width="{}" height="{}" fill="{}"/>').format(n(frame.width), n(frame.height), WATER),
        _areas(under.outlines, frame),
    ]
    if under.here is not None and under.radius_miles is not None:
        x, y = frame.place(under.here.point.easting, under.here.point.northing)
        parts.append(
            Markup(
                '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="0.06" stroke="{}" stroke-width="2" '
                'stroke-dasharray="7 5"/>'
            ).format(n(x), n(y), n(under.radius_miles * METRES_IN_A_MILE / frame.metres), BLUE, DARK_BLUE)
        )
    return Markup('<g aria-hidden="true">{}</g>').format(Markup("").join(parts))


@lru_cache(maxsize=64)
def _areas(outlines: tuple[Outline, ...], frame: Frame) -> Markup:
    """The areas of a piece of ground; many people look at the same one."""
    paths = (_path(outline, frame) for outline in outlines)
    return Markup("").join(
        Markup('<path d="{}" fill="{}" stroke="{}" fill-rule="evenodd" stroke-linejoin="round"/>').format(
            path, WHITE, RULE
        )
        for path in paths
        if path
    )


def _path(outline: Outline, frame: Frame) -> str:
    """The outline's rings as one path in steps from corner to corner, which are short to write."""
    path = ""
    edge = 3 * frame.metres
    west, south, east, north = frame.box
    box = west - edge, south - edge, east + edge, north + edge
    for ring in rings_of(clipped(outline, box, finest=FINEST * frame.metres)):
        points = [tuple(round(one, 1) for one in frame.place(*corner)) for corner in ring[:-1]]
        path += "M" + " ".join(n(one) for one in points[0]) + "l"
        path += " ".join(f"{n(x - x0)} {n(y - y0)}" for (x0, y0), (x, y) in pairwise(points)).replace(" -", "-")
        path += "z"
    return path


def _marks(clusters: Sequence[Cluster], frame: Frame, under: Ground, *, size: float, radius: float) -> Markup:
    """Names, scale, north and every mark; letters are `size` times as large as on a wide page."""
    taken = [box_at(one.x, one.y, 2.2 * radius, 2.2 * radius) for one in clusters]
    if under.here is not None:
        taken.append(box_at(*frame.place(under.here.point.easting, under.here.point.northing), 2 * radius, 2 * radius))
    written = furniture(frame, size, taken)
    written = names(frame, under.outlines, size, taken) + written
    marks = [_mark(one, radius, under.list_href) for one in clusters]
    here = [_here(under.here, frame, size)] if under.here is not None else []
    return Markup('<g aria-hidden="true">{}</g>').format(written) + Markup("").join(here + marks)


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
