"""Several choices in one number, a bit for each place in its enum: what a search compares at once."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import TypeVar

from livewell.assets.rules import LANGUAGES, Capacity

_Choice = TypeVar("_Choice", bound=StrEnum)
_LANGUAGE_BITS = {code: 1 << place for place, code in enumerate(LANGUAGES)}


@cache
def _places(choices: type[StrEnum]) -> dict[StrEnum, int]:
    return {choice: 1 << place for place, choice in enumerate(choices)}


def bits(choices: type[StrEnum], chosen: Iterable[StrEnum]) -> int:
    """The number in which the bit of each chosen one is set. Enums only ever grow at their end."""
    places = _places(choices)
    number = 0
    for choice in chosen:
        number |= places[choice]
    return number


def from_bits(choices: type[_Choice], number: int) -> tuple[_Choice, ...]:
    """The choices in such a number, in the order of their enum."""
    return tuple(choice for place, choice in enumerate(choices) if number >> place & 1)


def language_bits(codes: Iterable[str]) -> int:
    """The same for languages; one that is not on our list has no bit."""
    number = 0
    for code in codes:
        number |= _LANGUAGE_BITS.get(code, 0)
    return number


def place_in(choices: type[StrEnum], choice: StrEnum) -> int:
    """The place of one choice in its enum, from 0."""
    return _places(choices)[choice].bit_length() - 1


def capacity_number(capacity: Capacity | None) -> int:
    """The place of the capacity from 1; 0 when nobody said."""
    return 0 if capacity is None else place_in(Capacity, capacity) + 1
