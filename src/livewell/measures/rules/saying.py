"""What a change of a score may be called: only what is true for one person."""

from decimal import Decimal
from enum import StrEnum

from livewell.kit.languages import gettext as _
from livewell.kit.languages import ngettext
from livewell.measures.rules.instruments import Direction, Instrument


class Verdict(StrEnum):
    """How far a change goes beyond measurement error."""

    SAME = "same"
    WITHIN = "within"
    """It may be chance."""
    BEYOND = "beyond"
    UNKNOWN = "unknown"
    """No threshold for one person is published."""


_NEITHER_ONE_NOR_WHOLE = 2
"""What a broken number counts as where a language asks how many."""


def verdict(instrument: Instrument, before: Decimal, after: Decimal) -> Verdict:
    """Whether a change is more than measurement error alone would explain in one person."""
    if before == after:
        return Verdict.SAME
    if instrument.change is None:
        return Verdict.UNKNOWN
    return Verdict.BEYOND if abs(after - before) >= instrument.change.amount else Verdict.WITHIN


def change_in_words(instrument: Instrument, before: Decimal, after: Decimal) -> str:
    """What a change means for one person, in the language of the page, without saying more than the measure can."""
    found = verdict(instrument, before, after)
    if found is Verdict.SAME:
        return _("The same as before.")
    said = _points(before, after)
    if instrument.direction is Direction.DOWN:
        said = _("%(points)s, and lower is better here") % {"points": said}
    if instrument.change is None or found is Verdict.UNKNOWN:
        return _(
            "%(points)s. How large a change has to be for one person is not known for these questions, "
            "so read it together with what they say."
        ) % {"points": said}
    if found is Verdict.WITHIN:
        return _(
            "%(points)s. For one person a difference of this size can be chance: "
            "it takes about %(needed)s points to be more than measurement error."
        ) % {"points": said, "needed": plain(instrument.change.amount)}
    return _("%(points)s. That is more than measurement error alone would usually explain.") % {"points": said}


def _points(before: Decimal, after: Decimal) -> str:
    size = abs(after - before)
    number = int(size) if size == int(size) else _NEITHER_ONE_NOR_WHOLE
    if after > before:
        said = ngettext("%(number)s point higher", "%(number)s points higher", number)
    else:
        said = ngettext("%(number)s point lower", "%(number)s points lower", number)
    return said % {"number": plain(size)}


def plain(number: Decimal) -> str:
    """4, 16.9 or 19.25: no needless noughts."""
    return f"{number.normalize():f}"
