"""Why it matched: which of the words, or what stands for them, a result has, and where, said in its line."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules import AssetKind, Audience, Delivery, Feature
from livewell.assets.rules.times import Pattern, Repeats
from livewell.finding import queries
from livewell.finding.rules import Asked, matched
from livewell.finding.rules.matched import Field, Hit, Part
from livewell.kit.db import count_queries
from livewell.kit.geo import Point
from tests.factories.assets import a_listing, a_venue, an_asset_from, an_organisation

TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=14 * 60, closes=16 * 60)


async def matched_for(words: str, **asked) -> list[str]:
    """What the results say of the words, in their order."""
    found = await queries.find(Asked(words=words, **asked))
    _, shown = await queries.shown(found)
    return [one.why.rsplit(" · ", 1)[-1] for one in shown]


@pytest.fixture
async def walkers():
    """A walking group with something in every field."""
    return await an_asset_from(
        a_listing(
            name="Canal Ramble and Café",
            what="A gentle path along the water for beginners, with company and cake.",
            organisation=await an_organisation(name="Fictional Rotary Circle"),
            organisation_name="Fictional Rotary Circle",
            who_for="Anybody who has retired",
            audiences=(Audience.CARERS,),
            first_time="Ask for the lady in the purple anorak.",
            features=(Feature.ALONE,),
            activities=("walking", "woodwork"),
            needs=("low_mood",),
            patterns=(TUESDAYS,),
            venues=(
                a_venue(Point.on_grid(458500, 337500), name="Trent Lock", town="Sawley", features=(Feature.STEP_FREE,)),
            ),
        )
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ramble", "Has “Ramble” in its name"),
        ("rambling", "Has “Ramble” in its name"),
        ("ramb", "Has “Ramble” in its name"),
        ("cafe", "Has “Café” in its name"),
        ("CAFÉ", "Has “Café” in its name"),
        ("canl", "Has “Canal” in its name"),
        ("beginner", "Has “beginners” in what it offers"),
        ("rotary", "Has “Rotary” in the name of who runs it"),
        ("sawley", "Has “Sawley” in its address"),
        ("tuesday", "Has “Tuesdays” in its times"),
        ("retire", "Has “retired” in who it is for"),
        ("step-free", "Has “Step-free” for getting in and taking part"),
        ("anorak", "Has “anorak” in its details"),
        ("carers", "Has “Looking after somebody” (close to “carers”) in its details"),
        ("walk", "About “Walking” (activity)"),
        ("wal", "About “Walking” (activity)"),
        ("hike", "About “Walking” (activity, close to “hike”)"),
        ("depression", "About “Low mood” (need, close to “depression”)"),
        ("depresion", "About “Low mood” (need, close to “depression”)"),
        ("men in sheds", "About “Woodwork and mending” (activity, close to “men in sheds”)"),
        ("lonely", "Has “company” (close to “lonely”) in what it offers"),
        ("the ramble", "Has “Ramble” in its name"),
        ("ramble cake", "Has “Ramble” in its name, “cake” in what it offers"),
        ("canal ramble", "Has “Canal” and “Ramble” in its name"),
        ("ramble hike", "Has “Ramble” in its name; about “Walking” (activity, close to “hike”)"),
        ("ramble ramble rambling", "Has “Ramble” in its name"),
        ("ramble zzzzqqq", "Has “Ramble” in its name; does not say “zzzzqqq”"),
        ("ramble zzzzqqq qqqzzzz xxxqqq", "Has “Ramble” in its name"),
        (
            "canal ramble café gentle path water cake",
            "Has “Canal”, “Ramble” and “Café” in its name, “gentle” and “path” in what it offers, 2 more words",
        ),
    ],
)
async def test_a_result_says_which_words_it_has_and_where(walkers, typed, said):
    assert await matched_for(typed) in ([said], [lower_first(said)])


def lower_first(text: str) -> str:
    """What stands after the next time in the line."""
    return text[0].lower() + text[1:]


async def test_a_word_with_an_apostrophe_is_quoted_whole():
    await an_asset_from(a_listing(name="The Men’s Shed"))
    for typed in ("men's", "mens shed", "men’s shed"):
        assert "“Men’s”" in (await matched_for(typed))[0]


async def test_what_stands_for_the_word_is_left_out_where_the_word_itself_is_in_the_name():
    await an_asset_from(a_listing(name="Village Shed", activities=("woodwork",)))
    await an_asset_from(a_listing(name="Turning Point", activities=("woodwork",)))
    assert sorted(await matched_for("shed")) == [
        "About “Woodwork and mending” (activity, close to “shed”)",
        "Has “Shed” in its name",
    ]


async def test_a_hidden_place_is_not_quoted():
    hidden = a_venue(Point.on_grid(458500, 337500), name="Secret House", town="Elsewhere", hidden=True)
    await an_asset_from(a_listing(name="Safe Evening", venues=(hidden,)))
    assert await matched_for("safe") == ["Has “Safe” in its name"]
    assert await matched_for("elsewhere") == []


async def test_urgent_support_comes_first_whatever_words_it_has():
    await an_asset_from(a_listing(name="Night Line", kind=AssetKind.CRISIS, what="Ring.", delivery=(Delivery.PHONE,)))
    found = await queries.find(Asked(words="suicide ring tomorrow"))
    urgent, _ = await queries.shown(found)
    assert [one.why for one in urgent] == ["By telephone · has “Ring” in what it offers"]


async def test_a_page_asks_once_for_all_its_results_and_not_at_all_without_words():
    for number in range(15):
        await an_asset_from(a_listing(name=f"Walk {number}"))
    for words, asks in (("walk tea chat", 2), ("", 1)):
        found = await queries.find(Asked(words=words))
        with count_queries() as counted:
            _, shown = await queries.shown(found)
        assert len(shown) == 15
        assert counted.count == asks, counted.ran


async def test_words_that_are_in_everything_ask_for_nothing(visitor):
    await an_asset_from(a_listing(name="Walk"))
    answer = await visitor.get("/community?q=what+can+I+do")
    assert "Those words are in almost everything" in answer.text
    assert "Walk" in answer.text
    answer = await visitor.get("/community?q=what+walk")
    assert "almost everything" not in answer.text


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["page", "part of a page"])
async def test_the_page_says_why_with_and_without_javascript(visitor, headers):
    await an_asset_from(a_listing(name="Walk <b>slowly</b> & 'gently'"))
    answer = await visitor.get("/community?q=walk", headers=headers)
    assert "Has “Walk” in its name" in answer.text
    answer = await visitor.get("/community?q=gently+slowly", headers=headers)
    assert "<b>slowly" not in answer.text
    assert "Has “gently” and “slowly” in its name" in unescape(answer.text)


@pytest.mark.parametrize(
    "typed",
    [
        "walk " + "x" * 115,
        "w&a|l!k:*",
        "\u202ewalk",
        "walk '); --",
        "wa\u0301lk",
        "walk " * 24,
        "\u2003",
        "😀 walk",
        "step <-> free",
    ],
)
async def test_whatever_is_typed_a_page_answers(visitor, typed):
    await an_asset_from(a_listing(name="Walk"))
    answer = await visitor.get("/community", params={"q": typed})
    assert answer.status_code == 200


PARTS = (Part("walk", "walk", (("stroll", "stroll"),)), Part("tea", "tea:*"))
FIELDS = st.sampled_from(list(Field))
HITS = st.lists(
    st.one_of(
        st.builds(Hit, FIELDS, st.just(0), st.sampled_from([None, 0]), st.just("\x02Walks\x03 by the sea")),
        st.builds(Hit, FIELDS, st.just(1), st.none(), st.just("Cake, \x02tea\x03")),
    ),
    max_size=12,
)


@given(HITS, st.booleans())
def test_whatever_was_found_it_is_said_in_one_short_line_in_any_order(hits, every):
    said = matched.why(PARTS, hits, every=every)
    assert said == matched.why(PARTS, hits[::-1], every=every)
    assert "\x02" not in said
    assert "\x03" not in said
    assert len(said) < 200
    missing = {place for place in range(2) if not any(hit.part == place for hit in hits)}
    for place, part in enumerate(PARTS):
        assert (f"does not say “{part.said}”" in said or f"or “{part.said}”" in said) is (
            place in missing and not every
        )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A \x02Walk\x03 by the sea", "Walk"),
        ("\x02Men\x03’s Shed", "Men’s"),
        ("\x02Step\x03-\x02free\x03 way", "Step-free"),
        ("A pre-\x02walk\x03ing, chat", "pre-walking"),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_a_marked_word_is_quoted_whole(text, word):
    assert matched.first_marked(text) == word
