"""A gap in words: the fields of what is wanted, beside their labels."""

from livewell.assets.rules import AUDIENCE_LABELS, WAY_LABELS, Audience, Way
from livewell.gaps.rules import KIND_LABELS, TIMES, Wanted


def way_label(code: str) -> str:
    """One of the Five Ways in words, "" for none or one we do not know."""
    return WAY_LABELS[Way(code)] if code in set(Way) else ""


def times_label(codes: tuple[str, ...] | list[str]) -> str:
    """When it would suit, in words."""
    return ", ".join(TIMES[code] for code in codes if code in TIMES)


def whom_label(codes: tuple[str, ...] | list[str]) -> str:
    """Whom it is for, in words."""
    return ", ".join(AUDIENCE_LABELS[Audience(code)] for code in codes if code in set(Audience))


def in_words(wanted: Wanted) -> dict[str, str]:
    """Each field of what is wanted by its label, in the order of the form: for two texts side by side."""
    return {
        "What is missing": wanted.title,
        "More about it": wanted.words,
        "What kind": KIND_LABELS[wanted.kind],
        "Way to Wellbeing": way_label(wanted.way),
        "Need": wanted.need,
        "Ward": wanted.ward,
        "When": times_label(wanted.times),
        "Who for": whom_label(wanted.for_whom),
    }
