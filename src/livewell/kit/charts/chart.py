"""What every chart is: a drawing, the rows beneath it, and how its numbers are said."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Chart:
    """A drawing, and its numbers: `head` and `rows` are those of the table."""

    svg: Markup
    head: tuple[str | tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Band:
    """A level on a scale: its name and the highest score that is still in it."""

    label: str
    highest: float


def say_number(number: float) -> str:
    """1,483 or 52.9: thousands apart, no needless decimals."""
    return f"{number:,.1f}".removesuffix(".0")


def percent(part: float, whole: float) -> str:
    """A share in whole per cent, "–" of nothing; never 0% for some nor 100% for not all."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "less than 1%"
    if 99 < share < 100:  # noqa: PLR2004
        return "more than 99%"
    return f"{share:.0f}%"
