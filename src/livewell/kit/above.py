"""The page above an address that only takes a form: a refused form leaves such an address in the browser's bar."""

from collections.abc import Sequence
from pathlib import Path

from litestar import Litestar
from litestar.types.internal_types import PathParameterDefinition


def page_above(app: Litestar, path: str) -> str | None:
    """
    The nearest page over `path` that can be opened, by the addresses alone; None when there is none.

    It says nothing of whether anything is there, nor who may see it: that is asked when the page is opened.
    """
    pages = [one.path_components for one in app.routes if "GET" in one.methods]
    segments = [segment for segment in path.split("/") if segment]
    while segments:
        segments.pop()
        if any(_fits(page, segments) for page in pages):
            return f"/{'/'.join(segments)}"
    return None


def _fits(page: Sequence[str | PathParameterDefinition], segments: Sequence[str]) -> bool:
    """Whether a route answers at these parts of an address; one for whole folders of files is no page."""
    return len(page) == len(segments) and all(
        one == segment if isinstance(one, str) else one.type is not Path and _reads(one, segment)
        for one, segment in zip(page, segments, strict=True)
    )


def _reads(parameter: PathParameterDefinition, segment: str) -> bool:
    """Whether a part of an address can be what the route takes there."""
    if parameter.parser is None:
        return True
    try:
        parameter.parser(segment)
    except (ValueError, ArithmeticError):
        return False
    return True
