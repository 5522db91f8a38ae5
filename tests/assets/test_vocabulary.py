"""The vocabulary: what it begins with, and how staff keep it."""

from uuid import UUID, uuid4

import pytest

from livewell.assets import actions, queries
from livewell.assets.rules.first_words import first_words
from livewell.assets.rules.searched import with_wider
from livewell.assets.rules.vocabulary import Taxonomy, Term
from livewell.kit.actor import PUBLIC_VISITOR, SYSTEM
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from tests.factories.assets import a_listing, an_asset_from


def test_the_first_words_are_plain_and_each_stands_once() -> None:
    terms = list(first_words())
    codes = [term.code for term in terms]
    assert len(codes) == len(set(codes)) == len({term.id for term in terms})
    assert sum(term.taxonomy is Taxonomy.NEEDS for term in terms) >= 25
    assert sum(term.taxonomy is Taxonomy.ACTIVITIES for term in terms) >= 60
    for term in terms:
        assert term.parent == "" or term.parent in codes
        assert all(0 < len(word) <= 60 for word in term.synonyms)
        assert len(term.code) <= 40


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("lonely", "company"),
        ("falls", "balance"),
        ("choir", "singing"),
        ("allotment", "gardening"),
        ("debt", "money"),
        ("carer", "caring"),
        ("diabetes", "long_term"),
        ("cookery", "cooking"),
    ],
)
async def test_what_people_say_leads_to_a_term(word: str, code: str) -> None:
    vocabulary = await queries.vocabulary()
    assert code in vocabulary.by_word[word]


async def by_code(code: str) -> Term:
    return (await queries.vocabulary()).terms[code]


async def test_a_term_is_added_changed_and_retired() -> None:
    once = uuid4()
    added = await actions.add_term(
        Taxonomy.ACTIVITIES, name="Basket weaving", synonyms=["Willow ", "willow", ""], submission=once, by=SYSTEM
    )
    assert await actions.add_term(Taxonomy.ACTIVITIES, name="Basket weaving", submission=once, by=SYSTEM) == added
    term = await by_code("basket_weaving")
    assert (term.id, term.synonyms, term.version) == (added, ("willow",), 1)
    await actions.change_term(added, name="Baskets", parent="crafts", retired=True, version=1, by=SYSTEM)
    term = await by_code("basket_weaving")
    assert (term.name, term.parent, term.retired, term.synonyms) == ("Baskets", "crafts", True, ())
    vocabulary = await queries.vocabulary()
    assert term not in vocabulary.activities
    choices = vocabulary.choices(Taxonomy.ACTIVITIES, chosen=["basket_weaving"])
    assert ("basket_weaving", "Baskets") in choices
    assert ("basket_weaving", "Baskets") not in vocabulary.choices(Taxonomy.ACTIVITIES)


async def test_what_cannot_be_a_term_is_refused() -> None:
    walking = await by_code("walking")

    async def add(name: str, parent: str = "") -> UUID:
        return await actions.add_term(Taxonomy.ACTIVITIES, name=name, parent=parent, submission=uuid4(), by=SYSTEM)

    with pytest.raises(RuleBroken, match="called Walking already"):
        await add("walking")
    for parent in ("nothing", "money"):
        with pytest.raises(RuleBroken, match="from the list"):
            await add("Strolling", parent)
    child = await add("Strolling", "walking")
    assert child
    with pytest.raises(RuleBroken, match="wider than itself"):
        await actions.change_term(walking.id, name="Walking", parent="strolling", version=1, by=SYSTEM)
    with pytest.raises(Stale):
        await actions.change_term(walking.id, name="Walks", version=9, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.change_term(uuid4(), name="Walks", version=1, by=SYSTEM)
    with pytest.raises(NotFound):
        await actions.change_term(walking.id, name="Walks", version=1, by=PUBLIC_VISITOR)


async def test_listings_with_a_renamed_term_are_found_by_its_new_name() -> None:
    await an_asset_from(a_listing(activities=("chair_exercise",)))
    found = "SELECT count(*) FROM search_row WHERE words @@ to_tsquery('livewell', 'wriggle') AND 'gym' = ANY(terms)"
    assert await value(found) == 0
    term = await by_code("chair_exercise")
    await actions.change_term(term.id, name="Sit and wriggle", parent="gym", version=1, by=SYSTEM)
    assert await actions.refresh_search_rows() == 1
    assert await value(found) == 1


def test_wider_terms_come_along_and_circles_end() -> None:
    terms = {"a": ("A", "b"), "b": ("B", "c"), "c": ("C", "a")}
    assert with_wider(["a", "x"], terms) == ("a", "b", "c", "x")
