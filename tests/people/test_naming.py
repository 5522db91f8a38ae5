"""What in somebody's words would let others know or find a person: refused, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from livewell.people.naming import NOBODY, SENTENCES, Known, Told, neighbouring, told_in
from tests.kit.test_nhs import check_digit

TODAY = date(2026, 11, 22)
JEAN = Known("O’Testperson", ("Jean", "Jeanie"), ("1 Green Lane", "Upper Sandford"), date(1948, 3, 12))
YOUNG = Known("Young", ("Rose",), (), None)
LONG = Known("de la Test", ("Mary Ann",), (), None)

OF_ANYBODY = {
    "A choir for young people": None,
    "Ring 01632 960001": Told.NUMBER,
    "Ring 01632 960 001": Told.NUMBER,
    "Ring (01632) 960-001": Told.NUMBER,
    "+44 7700 900123": Told.NUMBER,
    "０７７００ ９００１２３": Told.NUMBER,
    "999 000 0018": Told.NUMBER,
    "999-000-0018": Told.NUMBER,
    "write to jean@person.example": Told.EMAIL,
    "at @home on Mondays": None,
    "near NG2 6AB": Told.POSTCODE,
    "near ng26ab": Told.POSTCODE,
    "somewhere in NG2": None,
    "Free from 10 to 12": None,
    "between 2019-2024 and 2024/2025": None,
    "£1,250,000 was spent": None,
    "https://www.example/page/12345678": None,
    "born 12/3/48": Told.BIRTH,
    "DOB 12.03.1948": Told.BIRTH,
    "d.o.b. 12 March 1948": Told.BIRTH,
    "a birthday party on 3 December 2026": Told.BIRTH,
    "12 March 1948": Told.BIRTH,
    "March 12th, 1948": Told.BIRTH,
    "1948-03-12": Told.BIRTH,
    "the 31/02/1948": None,
    "from 3 December 2026 on": None,
    "from 03.12.2026 on": None,
    "born in 1948": None,
    "": None,
}

OF_SOMEBODY = [
    (JEAN, "Ask O'Testperson", Told.FAMILY_NAME),
    (JEAN, "ask o’testperson’s sister", Told.FAMILY_NAME),
    (JEAN, "O’Testpersons are many", None),
    (JEAN, "Jean would like a choir", Told.FIRST_NAME),
    (JEAN, "JEANIE sings", Told.FIRST_NAME),
    (JEAN, "Jeans and a shirt", None),
    (JEAN, "blue jean repairs", None),
    (JEAN, "the house at 1  green lane", Told.ADDRESS),
    (JEAN, "12/3/48", Told.BIRTH),
    (JEAN, "A choir in the evening", None),
    (YOUNG, "Something for young people", None),
    (YOUNG, "Young people would come", None),
    (YOUNG, "A rose garden, Rose said", None),
    (YOUNG, "for mrs young", Told.FAMILY_NAME),
    (YOUNG, "for Mrs. Young", Told.FAMILY_NAME),
    (YOUNG, "rose young would come", Told.FAMILY_NAME),
    (LONG, "mary ann de  la test", Told.FAMILY_NAME),
    (LONG, "Mary Ann would come", Told.FIRST_NAME),
    (NOBODY, "Jean O’Testperson", None),
]


@pytest.mark.parametrize("words", OF_ANYBODY)
def test_what_would_find_anybody(words):
    assert told_in(words, today=TODAY) is OF_ANYBODY[words]


@pytest.mark.parametrize(("known", "words", "told"), OF_SOMEBODY)
def test_what_would_tell_who_somebody_is(known, words, told):
    assert told_in(words, known, today=TODAY) is told


def test_how_somebody_agreed_to_be_named_is_no_secret():
    assert told_in("Jean sang", JEAN, today=TODAY, allowed="Jean") is None
    assert told_in("Jeanie sang", JEAN, today=TODAY, allowed="Jean") is Told.FIRST_NAME
    assert told_in("Ring Jean on 01632 960001", JEAN, today=TODAY, allowed="Jean") is Told.NUMBER


def test_where_every_name_counts_a_word_of_every_day_does_too():
    assert told_in("Young people", YOUNG, today=TODAY, everyday=frozenset()) is Told.FAMILY_NAME


def test_everything_that_is_found_has_its_sentence():
    assert set(SENTENCES) == set(Told)
    assert not any(one.endswith(".") for one in SENTENCES.values())


def test_words_side_by_side():
    assert neighbouring("Ann-Marie Bell's choir") == {
        "ann-marie bell",
        "bell choir",
        "ann-marie bell choir",
    }


AROUND = (
    some.sampled_from(["", "Ask ", "She said: ", "(", "see: "]),
    some.sampled_from(["", ".", ")", " please", ", or so"]),
)
BETWEEN = some.sampled_from(["", " ", "-", ".", "  ", " - ", "\u00a0", "\u2011"])


@given(some.integers(100_000_000, 999_999_999), BETWEEN, *AROUND)
def test_no_nhs_number_gets_through(nine, between, before, after):
    number = f"{nine}{check_digit(str(nine)) % 10}"
    written = between.join((number[:3], number[3:6], number[6:]))
    assert told_in(f"{before}{written}{after}", today=TODAY) is Told.NUMBER


@given(
    some.integers(0, 999_999),
    some.sampled_from(["01632 ", "07700 ", "+44 1632", "(01632) ", "0163 2"]),
    BETWEEN,
    *AROUND,
)
def test_no_telephone_number_gets_through(rest, code, between, before, after):
    digits = f"{rest:06}"
    assert told_in(f"{before}{code}{digits[:3]}{between}{digits[3:]}{after}", today=TODAY) is Told.NUMBER


SHAPES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d/%m/%y")


@given(some.dates(date(1927, 1, 1), date(2020, 1, 1)), some.sampled_from(SHAPES), *AROUND)
def test_no_birthday_of_somebody_known_gets_through(born_on, shape, before, after):
    known = Known("Testperson", born_on=born_on)
    assert told_in(f"{before}{born_on.strftime(shape)}{after}", known, today=TODAY) is Told.BIRTH


NAMES = some.text(some.sampled_from("bcdfghjklmnpqrstvwxz"), min_size=3, max_size=12)


@given(NAMES, some.sampled_from([str.lower, str.upper, str.title]), *AROUND)
def test_no_family_name_gets_through(name, written, before, after):
    assert told_in(f"{before}{written(name)}{after}", Known(name.title()), today=TODAY) is Told.FAMILY_NAME


@given(some.text(some.sampled_from("abcdefghijklmnopqrstuvwxyz ,.!?’-\n"), max_size=200))
def test_words_without_figures_and_names_say_nothing_of_anybody(words):
    assert told_in(words, Known("Qqzx", ("Zzqx",), ("99 Qqzx Street",), date(1948, 3, 12)), today=TODAY) is None


@given(some.text(max_size=300))
def test_any_words_are_answered(words):
    told_in(words, JEAN, today=TODAY)
