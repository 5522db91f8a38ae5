"""What fits on a flyer, whatever a listing says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.finding.rules.flyer import Text, abridged, fitted, height_of, name_size, short_name

_LONG = st.text(max_size=4000)
_TEXTS = st.builds(
    Text,
    what=_LONG,
    next=st.sampled_from(["", "Wednesday 30 September 2026, 10:30pm to 12:30am the next day"]),
    facts=st.lists(st.tuples(st.sampled_from(["When", "Where", "Cost", "Joining"]), _LONG), max_size=4).map(tuple),
    features=st.lists(st.sampled_from(["Step-free", "Transport can be arranged", "Quiet"]), max_size=14).map(tuple),
)


@pytest.mark.parametrize(
    ("text", "room", "said"),
    [
        ("A gentle walk.", 20, "A gentle walk."),
        ("A gentle\n\n  walk.", 20, "A gentle walk."),
        ("A gentle walk. Then tea and a very long chat.", 24, "A gentle walk."),
        ("A gentle walk. Then tea and a very long chat.", 34, "A gentle walk. Then tea and a…"),
        ("A gentle walk and then some tea", 15, "A gentle walk…"),
        ("A gentle walk, then some tea", 16, "A gentle walk…"),
        ("Unbelievablylongwordwithoutanend", 10, "Unbeliev…"),
        ("歩歩歩歩歩歩歩歩", 9, "歩歩歩…"),
        ("", 10, ""),
    ],
)
def test_a_text_is_cut_where_a_reader_would_cut_it(text: str, room: int, said: str) -> None:
    assert abridged(text, room) == said


@pytest.mark.parametrize(("name", "size"), [("Strollers", 30), ("Ruddington Men in Sheds", 24), ("W" * 160, 15)])
def test_short_names_are_large(name: str, size: float) -> None:
    assert name_size(name) == size


@given(_TEXTS, st.booleans())
def test_something_always_fits(text: Text, with_photo: bool) -> None:
    found = fitted(text, with_photo=with_photo)
    assert height_of(found.text, found.scale) <= (24.5 if with_photo else 35)
    assert [label for label, _ in found.text.facts] == [label for label, _ in text.facts]
    assert found.text.next == text.next
    assert len(found.text.features) + found.text.more in (len(text.features), 0)


@given(st.text(max_size=400), st.integers(2, 400))
def test_what_is_kept_is_the_beginning(text: str, room: int) -> None:
    kept = abridged(text, room)
    assert " ".join(text.split()).startswith(kept.removesuffix("…"))


def test_all_of_a_short_text_is_said_in_large_letters() -> None:
    text = Text("A gentle walk.", "Tuesday 24 November 2026, 2pm to 4pm", (("Cost", "Free"),), ("Quiet",))
    found = fitted(text, with_photo=False)
    assert found.text == text
    assert found.scale == 1.5


def test_a_long_name_is_cut_at_a_word() -> None:
    assert short_name("Walkers of the Wood " * 8).endswith("the Wood…")
