"""The leaves as data, the order of pages, and moving up: what holds for every book."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules import WAY_LABELS, Way
from livewell.greenbook.rules import FIRST, FIRST_LEAVES, Kind, Leaf, Part, Prompt, read_leaves
from livewell.greenbook.rules.leaves import (
    LONGEST,
    LONGEST_ON_ONE_PAGE,
    MOST_LEAVES,
    MOST_LINES,
    MOST_PROMPTS,
    check_template,
)
from livewell.greenbook.rules.pages import Held, Placed, in_one, in_parts, moved, moved_up, only_written
from livewell.kit.errors import RuleBroken


def leaf(key, *prompts, part=Part.ONE, kind=Kind.LEAF):
    return Leaf(key, part, key.title(), "", tuple(Prompt(one, f"About {one}", 3) for one in prompts), kind)


def test_the_first_book_has_what_a_book_needs():
    check_template(FIRST)
    keys = [one.key for one in FIRST]
    for key in [
        "when_well",
        "keeps_well",
        "triggers",
        "early_signs",
        "daily_plan",
        "smaller",
        "bad_day",
        "crisis",
        "strengths",
        "feel_safe",
        "statement",
    ]:
        assert next(one for one in FIRST if one.key == key).part is Part.ONE
    ways = [one for one in FIRST if one.kind is Kind.WAY]
    assert [one.key for one in ways] == [way.value for way in Way]
    assert [one.title for one in ways] == [WAY_LABELS[way] for way in Way]
    assert all({"now", "next"} <= {prompt.key for prompt in one.prompts} for one in ways)
    assert [one.key for one in FIRST if one.shows_goals] == ["goals"]
    assert [one.key for one in FIRST if one.stays_on_one_page] == ["statement"]
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 30 for key in keys)


def test_leaves_are_kept_as_json_and_read_again():
    assert read_leaves(json.loads(json.dumps(FIRST_LEAVES))) == FIRST
    without_help = [
        {**one, "prompts": [{k: v for k, v in p.items() if k != "help"} for p in one["prompts"]]}
        for one in FIRST_LEAVES
    ]
    assert all(prompt.help == "" for one in read_leaves(without_help) for prompt in one.prompts)


@pytest.mark.parametrize(
    ("leaves", "says"),
    [
        ((), "at least one leaf"),
        ((leaf("a", "x"), leaf("a", "x")), "same key"),
        ((replace(leaf("a", "x"), title=" "),), "has a title"),
        ((leaf("a"),), "asks nothing"),
        ((leaf("a", *(f"p{n}" for n in range(MOST_PROMPTS + 1))),), "asks too much"),
        ((leaf("a", "x", "x"),), "the same key"),
        ((replace(leaf("a"), prompts=(Prompt("x", " ", 3),)),), "has words"),
        ((replace(leaf("a"), prompts=(Prompt("x", "y", MOST_LINES + 1),)),), "lines"),
        ((replace(leaf("a"), prompts=(Prompt("x", "y", 0),)),), "lines"),
        (tuple(leaf(f"l{n}", "x") for n in range(MOST_LEAVES + 1)), "at most"),
    ],
)
def test_what_cannot_be_a_template_says_why(leaves, says):
    with pytest.raises(RuleBroken, match=says):
        check_template(leaves)


def test_a_page_that_stays_on_one_page_has_less_room():
    assert leaf("a", "x", kind=Kind.STATEMENT).longest == LONGEST_ON_ONE_PAGE
    assert leaf("a", "x").longest == LONGEST


def a_book(parts):
    return [Placed(uuid4(), part) for part in parts]


places = st.lists(st.sampled_from([Part.ONE, Part.TWO, None]), min_size=1, max_size=12).map(
    lambda parts: a_book(
        sorted((part for part in parts if part), key=lambda part: part.value) + [None for part in parts if part is None]
    )
)


@given(places, st.data())
def test_moving_keeps_every_page_and_leaves_stay_in_their_part(order, data):
    parts = {one.id: one.part for one in order}
    for _ in range(data.draw(st.integers(1, 8))):
        page = data.draw(st.sampled_from(order)).id
        ids = moved(order, page, up=data.draw(st.booleans()))
        assert sorted(ids) == sorted(one.id for one in order)
        order = [Placed(one, parts[one]) for one in ids]
        leaves = [one.part for one in order if one.part]
        assert leaves == sorted(leaves, key=lambda part: part.value)


def test_up_and_down_again_is_where_it_was():
    order = a_book([Part.ONE, Part.ONE, None])
    up = moved(order, order[2].id, up=True)
    assert up == (order[0].id, order[2].id, order[1].id)
    again = [order[0], order[2], order[1]]
    assert moved(again, order[2].id, up=False) == tuple(one.id for one in order)


def test_at_the_ends_and_at_the_other_part_nothing_moves():
    order = a_book([Part.ONE, Part.TWO])
    same = tuple(one.id for one in order)
    assert moved(order, same[0], up=True) == moved(order, same[0], up=False) == same
    assert moved(order, same[1], up=False) == moved(order, same[1], up=True) == same


def test_a_note_stands_with_the_leaf_before_it():
    pages = [("note", None), ("leaf", Part.ONE), ("own", None), ("way", Part.TWO), ("last", None)]
    found = in_parts(pages, lambda page: page[1])
    assert [name for name, _ in found[Part.ONE]] == ["note", "leaf", "own"]
    assert [name for name, _ in found[Part.TWO]] == ["way", "last"]


words = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.text("klmnop ", max_size=6).filter(lambda text: text.strip() == text),
    max_size=4,
)
leaf_keys = st.lists(st.sampled_from(["l1", "l2", "l3", "l4"]), unique=True, min_size=1)
prompt_keys = st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True, min_size=1)
templates = leaf_keys.flatmap(
    lambda keys: st.tuples(*(prompt_keys.map(lambda prompts, key=key: leaf(key, *prompts)) for key in keys))
)
pages_held = st.lists(
    st.builds(
        lambda key, said, ever: Held(uuid4(), key, only_written(said), ever or bool(only_written(said))),
        st.sampled_from(["", "l1", "l2", "l3", "l4"]),
        words,
        st.booleans(),
    ),
    max_size=10,
)


@given(pages_held, templates, templates)
def test_moving_up_loses_no_word_and_no_page(held, was, now):
    """Whatever the old and the new template are: every answer is still somewhere, and only empty leaves go."""
    up = moved_up(held, was=was, now=now)
    pages = {page.id: page for page in held}
    there = [place for place in up.order if place in pages]
    assert sorted([*there, *up.gone]) == sorted(pages)
    assert len(set(up.order)) == len(up.order)
    assert not any(pages[gone].was_written for gone in up.gone)
    new = {place for place in up.order if place not in pages}
    assert new == {one.key for one in now} - {page.leaf for page in held}
    notes = {note.page: note for note in up.notes}
    for page in held:
        note = notes.get(page.id)
        for key, text in page.words.items():
            stays = page.leaf == "" or (page.leaf in {one.key for one in now} and (note is None or key in note.left))
            assert stays or (note is not None and text in note.words)
            if note is not None and not note.whole and key in note.left:
                assert note.left[key] == text
    by_key = {one.key: place for place, one in enumerate(now)}
    leaves = [
        by_key[pages[place].leaf if place in pages else place]
        for place in up.order
        if place in new or pages[place].leaf in by_key
    ]
    assert leaves == sorted(leaves)


def test_words_whose_question_is_gone_keep_their_question():
    old = leaf("l1", "a", "b")
    assert in_one({"b": "two", "a": "one", "z": "old"}, old) == "About a\none\n\nAbout b\ntwo\n\nold"
    assert in_one({"a": "one"}, None) == "one"
