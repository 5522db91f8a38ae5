from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.people.likeness import Likeness, likeness, near_days
from livewell.people.rules import Identity

MARY = Identity("9990000018", "Mary", "Okafor", date(1948, 3, 12), "NG2 6AB")
NO_NUMBER = replace(MARY, nhs_number=None)
OTHER_NUMBER = "9990000026"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (MARY, Likeness.SAME),
        # The NHS number decides, unless the birthday speaks against it.
        (replace(MARY, first_name="Marian", family_name="Bell", postcode="LE12 6EX"), Likeness.SAME),
        (replace(MARY, born_on=None), Likeness.SAME),
        (replace(MARY, born_on=date(1971, 7, 7)), Likeness.LIKELY),
        # Two numbers are two people, unless everything else is equal.
        (replace(MARY, nhs_number=OTHER_NUMBER), Likeness.LIKELY),
        (replace(MARY, nhs_number=OTHER_NUMBER, postcode="NG2 6AX"), Likeness.NO),
        (replace(MARY, nhs_number=OTHER_NUMBER, first_name="Marie"), Likeness.NO),
        # Without a number on one side, everything equal is the same facts.
        (NO_NUMBER, Likeness.SAME),
        (replace(NO_NUMBER, first_name="MARY", family_name="O’kafor"), Likeness.SAME),
        # Names in any order, accents and double names.
        (replace(NO_NUMBER, first_name="Okafor", family_name="Mary"), Likeness.LIKELY),
        (replace(NO_NUMBER, family_name="Okafor-Bell"), Likeness.LIKELY),
        (replace(NO_NUMBER, first_name="Márý"), Likeness.SAME),
        (replace(NO_NUMBER, family_name="Okafar"), Likeness.LIKELY),
        # A slip in the birthday: one digit, two swapped, day and month swapped.
        (replace(NO_NUMBER, born_on=date(1949, 3, 12)), Likeness.LIKELY),
        (replace(NO_NUMBER, born_on=date(1948, 3, 21)), Likeness.LIKELY),
        (replace(NO_NUMBER, born_on=date(1948, 12, 3)), Likeness.LIKELY),
        (replace(NO_NUMBER, born_on=date(1948, 12, 3), postcode="LE12 6EX"), Likeness.LIKELY),
        (replace(NO_NUMBER, born_on=date(1949, 3, 12), family_name="Okafar", postcode="LE12 6EX"), Likeness.NO),
        (replace(NO_NUMBER, born_on=date(1975, 8, 30)), Likeness.NO),
        # A birthday that is not known leaves name and home.
        (replace(NO_NUMBER, born_on=None), Likeness.LIKELY),
        (replace(NO_NUMBER, born_on=None, postcode="LE12 6EX"), Likeness.NO),
        # Nicknames are not invented, and twins are two people.
        (replace(NO_NUMBER, first_name="Polly"), Likeness.NO),
        (replace(NO_NUMBER, first_name="Grace"), Likeness.NO),
        (replace(NO_NUMBER, first_name="Grace", family_name="Smith"), Likeness.NO),
    ],
)
def test_likeness(other: Identity, expected: Likeness) -> None:
    assert likeness(MARY, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Catherine", "Katherine", True),
        ("Mohammed", "Mohamed", True),
        ("Jon", "John", True),
        ("Stephen", "Steven", True),
        ("Joan", "John", False),
        ("Ann", "Amy", False),
        ("Siân", "Sian", True),
    ],
)
def test_first_names_spelled_in_two_ways(one: str, other: str, alike: bool) -> None:
    found = likeness(replace(NO_NUMBER, first_name=one), replace(NO_NUMBER, first_name=other))
    assert (found is not Likeness.NO) is alike


def test_near_days_hold_the_day_itself_and_one_slip() -> None:
    near = near_days(date(1948, 3, 12))
    assert {date(1948, 3, 12), date(1948, 12, 3), date(1984, 3, 12), date(1948, 3, 21), date(1848, 3, 12)} <= near
    assert date(1975, 8, 30) not in near
    assert len(near) < 80


NAMES = st.text(st.characters(categories=("L",), include_characters="-' "), min_size=1, max_size=12).filter(str.strip)
IDENTITIES = st.builds(
    Identity,
    nhs_number=st.sampled_from([None, "9990000018", OTHER_NUMBER]),
    first_name=st.one_of(NAMES, st.sampled_from(["Mary", "Marie", "John", "Jon", "Okafor"])),
    family_name=st.one_of(NAMES, st.sampled_from(["Okafor", "Okafor-Bell", "Smith", "Mary"])),
    born_on=st.one_of(
        st.none(), st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from([date(1948, 3, 12), date(1948, 12, 3)])
    ),
    postcode=st.sampled_from(["", "NG2 6AB", "LE12 6EX"]),
)


@given(IDENTITIES, IDENTITIES)
def test_likeness_is_symmetric(a: Identity, b: Identity) -> None:
    assert likeness(a, b) is likeness(b, a)


@given(
    IDENTITIES.filter(
        lambda one: one.born_on is not None and one.first_name.strip("-' ") and one.family_name.strip("-' ")
    )
)
def test_a_person_is_the_same_as_themself(one: Identity) -> None:
    expected = Likeness.SAME
    assert likeness(one, one) is expected


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.data())
def test_nearness_of_days_goes_both_ways(day: date, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(sorted(near_days(day))))
    assert day in near_days(other)
