"""An instrument in plain sentences: how it is scored, where its bands lie, and what a change means."""

from collections.abc import Sequence
from decimal import Decimal

from livewell.measures.rules.instruments import Algorithm, Band, Instrument


def how_scored(one: Instrument) -> str:
    """How answers become the score, with its range."""
    scoring = one.scoring
    reach = f"from {scoring.lowest.quantize(scoring.step)} to {scoring.highest.quantize(scoring.step)}"
    return {
        Algorithm.NONE: "Each answer stands for itself. There is no total.",
        Algorithm.SUM: f"The answers are added up: {reach}.",
        Algorithm.TABLE: f"The answers are added up and the sum is read in a conversion table: {reach}.",
        Algorithm.COUNTING: f"It counts the answers that say it is so: {reach}.",
        Algorithm.EXTERNAL: f"The licensed source makes the score, {reach}. With a licence pack, the table in it does.",
    }[scoring.algorithm]


def what_a_change_means(one: Instrument) -> str:
    """How large a change has to be for one person, or that it is not known."""
    if one.change is None:
        return one.change_note
    said = (
        f"For one person, a change of {one.change.amount} or more is larger than measurement error alone would explain."
    )
    return f"{said} {one.change_note}".strip()


def ranges(bands: Sequence[Band], highest: Decimal, step: Decimal) -> list[tuple[str, str]]:
    """Each band with the figures it holds: ("Mild", "5 to 9")."""
    ends = [*(band.lowest - step for band in bands[1:]), highest.quantize(step)]
    return [
        (band.label, str(end) if band.lowest == end else f"{band.lowest} to {end}")
        for band, end in zip(bands, ends, strict=False)
    ]


def band_tables(one: Instrument) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every set of bands of an instrument with what it is about: the score, a part, or single questions."""
    found = []
    if one.bands:
        found.append(("The score", ranges(one.bands, one.scoring.highest, one.scoring.step)))
    found += [
        (item.words, ranges(item.bands, Decimal(item.scale.highest), Decimal(1))) for item in one.items if item.bands
    ]
    found += [
        (part.name, ranges(part.bands, Decimal(len(part.items)), Decimal(1)))
        for part in one.scoring.parts
        if part.bands
    ]
    return found
