"""One page of a list, with the numbers that let somebody walk all of them."""

from collections.abc import Sequence
from typing import Any

_HOLDS_OTHERS = (dict, list, tuple)


def pages_of(total: int, per_page: int) -> int:
    """How many pages `total` things make; none make none."""
    return -(-total // per_page)


def envelope(contents: Sequence[Any], *, total: int, page: int, per_page: int) -> dict[str, Any]:
    """
    The page as HSDS-UK 3.0 wants it. `size` is how many stand on this page.

    An empty list is page 1, the first and the last. A page beyond the end is empty, and neither.
    """
    pages = pages_of(total, per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page == max(pages, 1),
        "empty": not contents,
        "contents": list(contents),
    }


def without_empty(said: Any) -> Any:
    """The document without what is not known: no null, no empty text, no empty list stands in an answer."""
    if isinstance(said, dict):
        kept = {}
        for name, one in said.items():
            # Most are texts and numbers, and are looked at here: a call for each would cost as much as all the rest.
            value = without_empty(one) if isinstance(one, _HOLDS_OTHERS) else one
            if value or not (value is None or value == "" or isinstance(value, _HOLDS_OTHERS)):
                kept[name] = value
        return kept
    if isinstance(said, list | tuple):
        return [one for one in map(without_empty, said) if one not in (None, "", [], {})]
    return said
