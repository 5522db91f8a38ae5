"""A picture of the wards, each as dark as the share of its listings that somebody of the team has been to."""

from collections.abc import Sequence

from markupsafe import Markup

from livewell.kit.drawing import BLUE, DARK_BLUE, INK, PALE_BLUE, QUIET, WHITE, WIDTH, Drawing, ink_on, width_of
from livewell.kit.maps_outlines import outlines_of
from livewell.places.queries import Outline
from livewell.upkeep.rules.coverage import WardCovered, share_step

SHADES = (WHITE, PALE_BLUE, "#7fb2e5", BLUE, DARK_BLUE)
LEGEND = ("None", "Under a third", "Under two thirds", "Most", "All")
"""What each shade says; see `rules.coverage.share_step`."""

_TALLEST = 620
_KEY = 34
_SMALL = 12


def visited_by_ward(outlines: Sequence[Outline], wards: Sequence[WardCovered]) -> Markup | None:
    """The picture, with every number said in its title; None where no ward is drawn."""
    if not outlines:
        return None
    by_code = {ward.code: ward for ward in wards}
    drawn = outlines_of([(one.code, one.geojson) for one in outlines])
    points = [point for outline in drawn for ring in outline.rings for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min(WIDTH / max(east - west, 1), _TALLEST / max(north - south, 1))
    height = (north - south) * scale
    said = "; ".join(f"{ward.name}, {ward.visited} of {ward.assets}" for ward in wards)
    drawing = Drawing(WIDTH, height + _KEY + 14, title=f"Listings visited in each ward: {said}.")
    labels = []
    for outline in drawn:
        ward = by_code.get(outline.name)
        shade = SHADES[share_step(ward.visited, ward.assets, len(SHADES))] if ward else WHITE
        rings = [[((x - west) * scale, (north - y) * scale) for x, y in ring] for ring in outline.rings]
        for ring in rings:
            drawing.path(ring, QUIET, fill=shade, width=1)
        if ward and rings:
            labels.append((max(rings, key=len), f"{ward.visited} of {ward.assets}", shade))
    for ring, words, shade in labels:
        _label(drawing, ring, words, shade)
    _key(drawing, height + 14)
    return drawing.svg()


def _label(drawing: Drawing, ring: list[tuple[float, float]], words: str, shade: str) -> None:
    """The numbers in the middle of a ward, where they fit."""
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    if right - left > width_of(words, _SMALL) * 1.6 and bottom - top > 2 * _SMALL:
        drawing.text(
            (left + right) / 2, (top + bottom) / 2 + 4, words, size=_SMALL, anchor="middle", colour=ink_on(shade)
        )


def _key(drawing: Drawing, top: float) -> None:
    width = WIDTH / len(SHADES)
    for place, (shade, words) in enumerate(zip(SHADES, LEGEND, strict=True)):
        drawing.rect(place * width, top, width - 4, 12, shade, edge=QUIET)
        drawing.text(place * width, top + 28, words, size=_SMALL, colour=INK)
