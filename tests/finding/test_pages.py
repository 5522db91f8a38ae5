"""The map's pages: what they show, to whom, and what they make of what is typed."""

from datetime import UTC, datetime

import pytest

from livewell.assets.rules import AssetKind, Delivery, Feature
from livewell.assets.rules.listing import ContactPerson, Covered
from livewell.assets.rules.times import Pattern, Repeats
from livewell.finding.queries import statement
from livewell.kit import clock
from livewell.kit.db import count_queries, rows, value
from livewell.kit.geo import Point
from tests.factories.assets import a_listing, a_venue, an_asset_from
from tests.kit.test_geo import a_postcode

HERE = Point.on_grid(458500, 337500)
TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=14 * 60, closes=16 * 60)


async def a_walk(**changes):
    usual = {
        "name": "Fictional Tuesday Walk",
        "what": "A gentle walk along the canal, then tea.",
        "free": True,
        "features": (Feature.ALONE,),
        "patterns": (TUESDAYS,),
        "venues": (a_venue(Point.on_grid(459500, 337500), town="Ruddington", features=(Feature.STEP_FREE,)),),
        "contacts": (ContactPerson("Beryl", "", "01632 960001"),),
    }
    return await an_asset_from(a_listing(**(usual | changes)))


async def test_a_free_step_free_walk_on_a_tuesday_afternoon_within_two_miles(visitor):
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    await a_walk()
    await a_walk(name="Up the steps", venues=(a_venue(Point.on_grid(459000, 337500)),))
    await a_walk(name="Wednesday Walk", patterns=(Pattern(Repeats.WEEKLY, weekdays=(2,), opens=840, closes=900),))
    await a_walk(name="Far Walk", venues=(a_venue(Point.on_grid(469500, 337500), features=(Feature.STEP_FREE,)),))
    with clock.at(datetime(2026, 11, 22, 9, tzinfo=UTC)):
        answer = await visitor.get(
            "/community?q=walk&place=ng26ab&within=2&day=tue&part=afternoon&feature=step_free&free=yes"
        )
    assert answer.status_code == 200
    assert "Fictional Tuesday Walk" in answer.text
    assert "0.6 miles away · next on Tuesday 24 November at 2pm · step-free · free" in answer.text
    for other in ("Up the steps", "Wednesday Walk", "Far Walk"):
        assert other not in answer.text
    assert "<svg" in answer.text


async def test_a_page_says_what_was_not_looked_at(visitor, monkeypatch):
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    for number in range(4):
        await a_walk(name=f"Walk {number}")
    rare = "/community?place=NG2+6AB&language=pl"
    assert "something rare may be missing" not in (await visitor.get(rare)).text
    monkeypatch.setattr(statement, "LOOKED_AT", 3)
    said = (await visitor.get(rare)).text
    assert "something rare may be missing. Choose a shorter distance, or add a word to be surer." in said
    monkeypatch.undo()
    monkeypatch.setitem(statement.MOST, "near", 4)
    assert "counts are of the nearest 200" in (await visitor.get("/community?place=NG2+6AB")).text


async def test_a_page_asks_few_questions(visitor):
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    for number in range(25):
        await a_walk(name=f"Walk {number}")
    for path in ("/community", "/community?q=walk&place=NG2+6AB&within=5&kind=group&day=tue&free=yes"):
        await visitor.get(path)
        with count_queries() as counted:
            answer = await visitor.get(path)
        assert answer.status_code == 200
        assert counted.count <= 14, counted.ran


async def test_what_would_find_some_of_the_words_is_offered_and_asks_few_questions(visitor):
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    far = Point.on_grid(HERE.easting + 30_000, HERE.northing)
    await a_walk(name="Banjo Band", what="Banjo for all.", venues=(a_venue(far),), free=False)
    await a_walk(name="Tango Tea", what="Tango for all.", venues=(a_venue(far),))
    path = "/community?q=tango+banjo&place=NG2+6AB&within=1"
    await visitor.get(path)
    with count_queries() as counted:
        answer = await visitor.get(path)
    assert "However far away" in answer.text
    assert counted.count <= 14, counted.ran


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 1500,
        "q=%F0%9F%98%80%F0%9F%92%A9",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=%01%02&place=%7F",
        "q=%27%3B+DROP+TABLE+asset%3B--",
        "q=%26+%7C+%21+%3A%2A+%3C-%3E",
        "q=the+and+of",
        "place=ZZ99+9ZZ",
        "place=NG2+6ZZ",
        "place=Atlantis",
        "place=99.9,99.9",
        "place=52.93,-1.12",
        "place=-52.9,-1.1",
        "from=2026-02-31&to=2026-02-30",
        "from=1066-10-14",
        "from=2020-01-01&to=2020-01-02",
        "from=2099-12-31&to=2099-12-31",
        "from=24/12/2026&to=20/12/2026",
        "when=yesterday&part=teatime&day=octday",
        "age=-3",
        "age=9999999999999999999999",
        "page=0",
        "page=99999",
        "page=-1",
        "kind=zoo&way=up&feature=lift&audience=cats&language=xx&delivery=drone&sort=random",
        "need=" + "n" * 300,
        "need=%27",
        "within=3",
        "within=%C2%B2",
        "q=crisis",
        "when=now",
        "when=weekend&day=mon",
    ],
)
async def test_whatever_is_asked_there_is_a_page(visitor, query):
    await a_walk()
    answer = await visitor.get(f"/community?{query}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("query", ["q=" + "x" * 60_000, "q=%00"])
async def test_what_no_browser_sends_is_refused_calmly(visitor, query):
    answer = await visitor.get(f"/community?{query}")
    assert answer.status_code in {400, 414}


async def test_a_postcode_nobody_knows_is_said_and_the_search_goes_on(visitor):
    await a_walk()
    answer = await visitor.get("/community?q=walk&place=NG2+6ZZ")
    assert "We do not know the postcode NG2 6ZZ" in answer.text
    assert "Fictional Tuesday Walk" in answer.text


async def test_what_is_typed_wrong_is_put_right_and_can_be_had_as_it_was(visitor):
    await a_walk(name="Gardening Club", what="Gardening for everybody.")
    answer = await visitor.get("/community?q=gardning")
    assert "Showing results for <b>gardening</b>" in answer.text
    assert "Gardening Club" in answer.text
    as_it_was = await visitor.get("/community?q=gardning&exact=yes")
    assert "Showing results for" not in as_it_was.text


async def test_when_nothing_fits_there_is_what_to_try_and_it_is_counted_without_anybody(visitor):
    await a_postcode("NG2 6AB", HERE.easting, HERE.northing)
    await a_walk(venues=(a_venue(Point.on_grid(464500, 337500)),))
    path = "/community?q=walk&place=NG2+6AB&within=2&kind=group&sought=yes"
    answer = await visitor.get(path)
    assert "Within 5 miles" in answer.text
    assert ": 1 found" in answer.text
    await visitor.get(path)
    # A page that is loaded again is the same wish.
    assert await rows("SELECT kind, times FROM unmet_search") == [{"kind": "group", "times": 1}]
    await visitor.get(path.replace("q=walk", "q=stroll"))
    assert await rows("SELECT kind, times FROM unmet_search") == [{"kind": "group", "times": 2}]
    await visitor.get(path.replace("&sought=yes", ""))
    # Another page of it, or another order, is the same wish too.
    for more in ("&page=2", "&sort=soonest", "&exact=yes"):
        await visitor.get(path + more)
    assert await value("SELECT sum(times) FROM unmet_search") == 2


@pytest.mark.parametrize(
    ("typed", "need", "activity"),
    [
        ("q=yoga", "", "yoga"),
        ("q=yogga", "", "yoga"),
        ("q=tea+dance+in+bingham", "", "dancing"),
        ("q=lonely", "company", ""),
        ("q=lonely&need=sleep", "sleep", ""),
        ("q=my+name+is+Beryl", "", ""),
    ],
)
async def test_of_words_that_found_nothing_it_is_counted_which_of_our_terms_they_speak_of(
    visitor, typed, need, activity
):
    await visitor.get(f"/community?{typed}&sought=yes")
    assert await rows("SELECT need, activity, times FROM unmet_search") == [
        {"need": need, "activity": activity, "times": 1}
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Examplebot/2.1; +https://search.example/bot)"},
        {"user-agent": "example-crawler"},
        {"sec-purpose": "prefetch;prerender"},
    ],
)
async def test_nobody_missed_what_a_machine_asked_for(visitor, headers):
    assert (await visitor.get("/community?q=walk&sought=yes", headers=headers)).status_code == 200
    assert await value("SELECT count(*) FROM unmet_search") == 0


async def test_who_is_shown_urgent_support_is_not_told_that_nothing_fits(visitor):
    await an_asset_from(a_listing(name="Night Line", kind=AssetKind.CRISIS, what="Ring.", delivery=(Delivery.PHONE,)))
    answer = (await visitor.get("/community?q=suicde&sought=yes")).text
    assert "Night Line" in answer
    assert "Nothing fits" not in answer
    assert "Without" not in answer
    assert await value("SELECT count(*) FROM unmet_search") == 0


@pytest.mark.parametrize("when", ["from=2020-01-01", "when=now&day=wed", "when=today&part=morning&sort=soonest"])
async def test_urgent_support_is_shown_whatever_else_was_asked(visitor, when):
    """Also when nothing can be left of the time that was asked for: it is Sunday 10.59pm."""
    night_and_day = Pattern(Repeats.WEEKLY, weekdays=tuple(range(7)))
    line = a_listing(name="Night Line", kind=AssetKind.CRISIS, delivery=(Delivery.PHONE,), patterns=(night_and_day,))
    with clock.at(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)):
        await an_asset_from(line)
        answer = await visitor.get(f"/community?q=suicidal&{when}")
    assert answer.status_code == 200
    assert "Night Line" in answer.text


async def test_what_cannot_be_read_is_said_and_the_search_goes_on(visitor):
    await a_walk()
    answer = (await visitor.get("/community?q=walk&from=2026-02-31&age=seventy&within=2")).text
    assert "Fictional Tuesday Walk" in answer
    assert "“From” has to be a day that there is" in answer
    assert "“Age” has to be a whole number of years" in answer
    assert 'value="seventy"' in answer
    assert "Say where you are looking to see what is within 2 miles." in answer


async def test_urgent_support_comes_first_when_words_suggest_it(visitor):
    line = a_listing(
        name="Night Line",
        kind=AssetKind.CRISIS,
        what="Somebody to talk to.",
        delivery=(Delivery.PHONE,),
        covers=(Covered(everywhere=True),),
    )
    await an_asset_from(line)
    answer = await visitor.get("/community?q=I+want+to+die")
    assert (
        answer.text.index("If you need help now") < answer.text.index("Night Line") < answer.text.index("What we found")
    )


async def test_the_answer_alone_goes_to_a_script(visitor):
    await a_walk()
    answer = await visitor.get("/community?q=walk", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Fictional Tuesday Walk" in answer.text


async def test_what_is_typed_is_completed(visitor):
    await a_walk(what="Gardening and a gazebo.")
    answer = await visitor.get("/community/words?q=gard")
    assert '<option value="gardening">' in answer.text
    assert (await visitor.get("/community/words?q=%F0%9F%98%80")).status_code == 200
    assert "<option" not in (await visitor.get("/community/words")).text


async def test_only_the_map_may_ask_where_somebody_is_and_only_for_itself(visitor):
    asset = await a_walk()
    assert "geolocation=(self)" in (await visitor.get("/community")).headers["permissions-policy"]
    assert "geolocation=()" in (await visitor.get(f"/community/{asset}")).headers["permissions-policy"]
