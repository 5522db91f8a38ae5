"""The wards as a map draws them, kept until they are loaded anew."""

from livewell.kit import maps
from livewell.places import queries as places


class _Kept:
    """The outlines as they were last drawn, under the mark of the wards they were drawn from."""

    mark: object = None
    outlines: tuple[maps.Outline, ...] = ()


async def ward_outlines() -> tuple[maps.Outline, ...]:
    """Every ward's outline, in one small statement as long as nobody has loaded wards."""
    mark = await places.wards_loaded()
    if mark != _Kept.mark:
        _Kept.outlines = maps.outlines_of([(one.name, one.geojson) for one in await places.outlines()])
        _Kept.mark = mark
    return _Kept.outlines
