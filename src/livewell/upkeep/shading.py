"""A picture of the wards, each as dark as what is counted in it: listings that somebody of the team has been to, above all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from livewell.kit.drawing import BLUE, DARK_BLUE, INK, PALE_BLUE, QUIET, WHITE, WIDTH, Drawing, ink_on, width_of
from livewell.kit.maps_outlines import outlines_of
from livewell.places.queries import Outline
from livewell.upkeep.rules.coverage import WardCovered, share_step

SHADES = (WHITE, PALE_BLUE, "#7fb2e5", BLUE, DARK_BLUE)
LEGEND = ("None", "Under a third", "Under two thirds", "Most", "All")
"""What each shade says; see `rules.coverage.share_step`."""

_TALLEST = 620
_COLUMNS = 2
_SIZE = 17
_LINE = 30


@dataclass(frozen=True)
class Shaded:
    """One ward in a picture: which of the shades it has, and the words in the middle of it."""

    shade: int
    words: str


def visited_by_ward(outlines: Sequence[Outline], wards: Sequence[WardCovered]) -> Markup | None:
    """The picture, with every number said in its title; None where no ward is drawn."""
    said = "; ".join(f"{ward.name}, {ward.visited} of {ward.assets}" for ward in wards)
    each = {
        ward.code: Shaded(
            share_step(ward.visited, ward.assets, len(SHADES)),
            f"{ward.visited} of {ward.assets}",
        )
        for ward in wards
    }
    return shaded(outlines, each, title=f"Listings visited in each ward: {said}.", legend=LEGEND)


def shaded(
    outlines: Sequence[Outline], wards: Mapping[str, Shaded], *, title: str, legend: Sequence[str]
) -> Markup | None:
    """
    Wards in shades, by their ONS code; one that is not named is white. None where no ward is drawn.

    `legend` says what each of the `SHADES` means, and `title` every number, for whoever does not see the picture.
    """
    if not outlines:
        return None
    drawn = outlines_of([(one.code, one.geojson) for one in outlines])
    points = [point for outline in drawn for ring in outline.rings for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min(WIDTH / max(east - west, 1), _TALLEST / max(north - south, 1))
    height = (north - south) * scale
    drawing = Drawing(WIDTH, height + 14 + -(-len(SHADES) // _COLUMNS) * _LINE, title=title, roomy=True)
    labels = []
    for outline in drawn:
        ward = wards.get(outline.name)
        shade = SHADES[ward.shade] if ward else WHITE
        rings = [[((x - west) * scale, (north - y) * scale) for x, y in ring] for ring in outline.rings]
        for ring in rings:
            drawing.path(ring, QUIET, fill=shade, width=1)
        if ward and rings:
            labels.append((max(rings, key=len), ward.words, shade))
    for ring, words, shade in labels:
        _label(drawing, ring, words, shade)
    _key(drawing, height + 14, legend)
    return drawing.svg()


def _label(drawing: Drawing, ring: list[tuple[float, float]], words: str, shade: str) -> None:
    """The numbers in the middle of a ward, where they fit; a narrow window has them in the table alone."""
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    if right - left > width_of(words, _SIZE) * 1.3 and bottom - top > 2 * _SIZE:
        drawing.text(
            (left + right) / 2, (top + bottom) / 2 + 6, words, size=_SIZE, anchor="middle", colour=ink_on(shade)
        )


def _key(drawing: Drawing, top: float, legend: Sequence[str]) -> None:
    """What the shades say, in lines of two, with room for larger letters."""
    width = WIDTH / _COLUMNS
    for place, (shade, words) in enumerate(zip(SHADES, legend, strict=True)):
        line, column = divmod(place, _COLUMNS)
        left, above = column * width + 1, top + line * _LINE
        drawing.rect(left, above + 2, 18, 18, shade, edge=QUIET)
        drawing.text(left + 24, above + 18, words, size=_SIZE, colour=INK)
