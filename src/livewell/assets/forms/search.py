"""A search as it comes in from a page."""

from dataclasses import dataclass

from livewell.assets import rules
from livewell.assets.rules import KIND_LABELS, WAY_LABELS, AssetKind, Way
from livewell.kit.form_values import tidy_text
from livewell.kit.forms import Form

KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items())
WAYS = tuple((way.value, label) for way, label in WAY_LABELS.items())
DISTANCES = tuple((str(miles), f"{miles} mile" if miles == 1 else f"{miles} miles") for miles in rules.DISTANCES)
CHOICES = {"kinds": KINDS, "ways": WAYS, "distances": DISTANCES}


@dataclass(frozen=True)
class Search:
    """What somebody looks for. `place` is what they typed: a postcode or the beginning of one."""

    words: str = ""
    place: str = ""
    within: int | None = None
    kind: AssetKind | None = None
    way: Way | None = None
    page: int = 1


def read_search(form: Form) -> Search:
    """A search from the address of a page. What cannot be is left out: an old link still finds something."""
    within = form.typed("within")
    kind, way, page = form.typed("kind"), form.typed("way"), form.typed("page")
    return Search(
        words=" ".join(tidy_text(form.typed("q")).split())[:200],
        place=" ".join(tidy_text(form.typed("postcode")).split())[:12],
        within=int(within) if within in dict(DISTANCES) else None,
        kind=AssetKind(kind) if kind in set(AssetKind) else None,
        way=Way(way) if way in set(Way) else None,
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) <= 4 and int(page) else 1,  # noqa: PLR2004
    )
