import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.datastructures import FormMultiDict, Headers

from livewell.kit import clock, csrf, keeping
from livewell.kit.keeping import Kept

SECRET = "for tests only, 32 characters long"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200)


def take(*pairs, path="/write", **more):
    return keeping.take(FormMultiDict(pairs), path=path, **({"public": False, "multipart": False} | more))


@given(st.lists(st.tuples(st.sampled_from(["words", "again", "tick"]), WORDS), min_size=1))
def test_every_word_comes_back_as_it_was_written(pairs):
    kept = take(("csrf", "abc"), *pairs, ("submission", "1"), ("more", "so that something is there"))
    assert kept is not None
    sealed = keeping.seal(kept, secret=SECRET)
    assert keeping.unseal(sealed, secret=SECRET) == kept
    assert list(kept.fields) == [*pairs, ("submission", "1"), ("more", "so that something is there")]
    assert "something" not in sealed


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
def test_whatever_opens_is_what_was_sealed(at, other):
    """Base64 passes over letters that are none; nothing that was changed inside opens."""
    kept = take(("words", "Mary sings"))
    sealed = keeping.seal(kept, secret=SECRET)
    at %= len(sealed)
    changed = sealed[:at] + other.decode("latin-1") + sealed[at + 1 :]
    assert keeping.unseal(changed, secret=SECRET) in {None, kept}


@pytest.mark.parametrize("text", ["", "é", "not sealed", "g" * (keeping.ROOM + 1)])
def test_nonsense_opens_nothing(text):
    assert keeping.unseal(text, secret=SECRET) is None


def test_it_opens_for_twelve_hours_and_only_here():
    sealed = keeping.seal(take(("words", "Mary sings")), secret=SECRET)
    assert keeping.unseal(sealed, secret="another secret, also long enough") is None
    now = clock.now()
    with clock.at(now + keeping.LASTS - timedelta(minutes=1)):
        assert keeping.unseal(sealed, secret=SECRET) is not None
    with clock.at(now + keeping.LASTS + timedelta(minutes=1)):
        assert keeping.unseal(sealed, secret=SECRET) is None


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("csrf", "abc"), ("submission", "1"), ("version", "3")],
        [("words", "  \r\n ")],
        [("journey", "0b9a2c1e-1c1d-4a6e-9c51-3f0a5d0d7a11")],
        [("email", "mary@home.example"), ("password", "tulip kettle marsh")],
        [("now_password", "tulip kettle marsh"), ("words", "x")],
        [("code", "123456")],
        [("words", "é" * (keeping.MOST_WORDS // 2 + 1))],
    ],
)
def test_what_is_not_kept(pairs):
    """A form without words, one with a secret, and one that is too much."""
    assert take(*pairs) is None


def test_the_most_that_is_kept_fits_into_a_form_again():
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789é🌱", k=120_000))
    kept = take(("words", noise))
    assert kept is not None
    assert len(keeping.seal(kept, secret=SECRET)) < keeping.ROOM - 16 * 1024


def test_what_is_shown_are_the_answers_and_not_the_page():
    kept = take(
        ("submission", "1"),
        ("version", "2"),
        ("what_matters", "Singing\r\nand walking"),
        ("days", "mon"),
        ("days", "tue"),
        ("since-day", "9"),
        ("since-month", "4"),
        ("since-year", "2026"),
        ("goal", "0b9a2c1e-1c1d-4a6e-9c51-3f0a5d0d7a11"),
        ("empty", ""),
    )
    assert kept is not None
    assert kept.shown == [("What matters", "Singing\r\nand walking"), ("Days", "mon\ntue"), ("Since", "9 4 2026")]
    assert kept.written == ["Singing\r\nand walking", "mon\ntue", "9 4 2026"]
    assert kept.said == kept.written


def test_it_is_of_whoever_the_page_was_made_for():
    kept = Kept("/write", (("words", "x"),), csrf.token_for("before", secret=SECRET))
    assert keeping.is_of(["now", "before"], kept, secret=SECRET)
    assert not keeping.is_of(["now"], kept, secret=SECRET)
    assert not keeping.is_of([], kept, secret=SECRET)
    assert not keeping.is_of([""], Kept("/write", (), ""), secret=SECRET)


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://livewell.example"}, False),
        ({"origin": "http://livewell.example"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_only_what_a_page_of_ours_sent_is_kept(headers, ours):
    assert keeping.comes_from_here(Headers({"host": "livewell.example", **headers})) is ours


# ── several forms of one page ──


def beside(path="/other", *pairs, proof="abc"):
    return (keeping.BESIDE, json.dumps([path, [["csrf", proof], *map(list, pairs)]]))


def test_the_words_of_every_form_of_a_page_are_kept_each_with_where_it_goes():
    sent = take(
        ("csrf", "abc"),
        ("words", "Mary sings"),
        beside("/other?a=1", ("note", "Bring a coat"), ("note", "And a hat"), ("submission", "7")),
        beside("/third", ("day-day", "3")),
    )
    assert sent.fields == (("words", "Mary sings"),)
    assert [(one.path, one.fields) for one in sent.each[1:]] == [
        ("/other?a=1", (("note", "Bring a coat"), ("note", "And a hat"), ("submission", "7"))),
        ("/third", (("day-day", "3"),)),
    ]
    assert all(one.proof == "abc" for one in sent.each)
    assert keeping.unseal(keeping.seal(sent, secret=SECRET), secret=SECRET) == sent


@pytest.mark.parametrize(
    "other",
    [
        (keeping.BESIDE, "not JSON"),
        (keeping.BESIDE, "[" * 50_000),
        (keeping.BESIDE, '["/a", [["note"]]]'),
        (keeping.BESIDE, '[5, [["csrf", "abc"], ["note", "x y"]]]'),
        (keeping.BESIDE, "null"),
        beside("//elsewhere.example/a", ("note", "x y")),
        beside("/\\elsewhere.example/a", ("note", "x y")),
        beside("https://elsewhere.example/a", ("note", "x y")),
        beside("javascript:alert(1)", ("note", "x y")),
        beside("/a\nb", ("note", "x y")),
        beside("/a", ("note", "x y"), proof="of somebody else"),
        beside("/a", ("note", "x y"), ("password", "tulip kettle marsh")),
        beside("/a", ("note", "  ")),
        beside("/a", ("note", "x\x00y")),
        beside("/a", ("note", "é" * (keeping.MOST_WORDS // 2))),
    ],
)
def test_what_cannot_be_one_of_our_forms_is_left_out_and_the_rest_is_kept(other):
    sent = take(("csrf", "abc"), ("words", "Mary sings"), other, beside("/good", ("note", "Bring a coat")))
    assert [one.path for one in sent.each] == ["/write", "/good"]
    assert sent.shown == [("Words", "Mary sings")]


def test_no_page_has_hundreds_of_forms():
    many = [beside(f"/{number}", ("note", "Bring a coat")) for number in range(300)]
    assert len(take(("csrf", "abc"), ("words", "Mary sings"), *many).beside) == keeping.MOST_BESIDE
