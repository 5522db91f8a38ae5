"""A picture of the wards, each as dark as the number of people who miss something there."""

from collections.abc import Sequence

from markupsafe import Markup

from livewell.gaps.queries import Together
from livewell.places.queries import Outline
from livewell.upkeep.shading import Shaded, shaded

LEGEND = ("Nobody", "Fewer than 5", "5 to 9", "10 to 19", "20 or more")
"""What each shade says."""
_FROM = (1, 5, 10, 20)


def missing_by_ward(outlines: Sequence[Outline], wards: Sequence[Together]) -> Markup | None:
    """The picture, with every number said in its title; None where no ward is drawn."""
    said = "; ".join(f"{ward.name}, {str(ward.people).lower()}" for ward in wards) or "nobody"
    each = {ward.code: Shaded(_shade(ward), str(ward.people)) for ward in wards}
    return shaded(outlines, each, title=f"People who miss something in each ward: {said}.", legend=LEGEND)


def _shade(ward: Together) -> int:
    number = 1 if ward.people.number is None else ward.people.number
    return sum(number >= least for least in _FROM)
