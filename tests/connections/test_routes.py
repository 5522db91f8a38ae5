import pytest

from livewell.assets.rules import Audience, Capacity, Joining, Running
from livewell.assets.rules.times import Pattern, Repeats
from livewell.connections.tables import Connection, Visit
from livewell.journeys.rules import Stage
from livewell.kit import clock, db
from livewell.kit.access_log import Opening
from livewell.kit.geo import Point
from livewell.kit.geo_tables import Postcode
from livewell.kit.pdf import available
from livewell.staff.rules import Role
from tests.browsing import form_to, forms_in, post
from tests.factories.assets import an_asset
from tests.factories.coaching import an_agreed_goal
from tests.factories.connections import a_connection, the_connection
from tests.factories.journeys import an_open_journey
from tests.factories.places import an_area
from tests.factories.staff import a_member

HOME = Point.on_grid(458_000, 337_000)
NOTE = "Likes to sit near the door."
WORKS = {Role.HEALTH_COACH, Role.LINK_WORKER, Role.MANAGER}


@pytest.fixture
async def coach():
    return await a_member(Role.HEALTH_COACH, area=await an_area(), phone="01632 960123")


@pytest.fixture
async def journey(coach):
    return await an_open_journey(coach, stage=Stage.COACHING, first_name="Edith", postcode="NG2 6AB")


@pytest.fixture
async def connection(coach, journey):
    return await a_connection(journey, coach, asset=await an_asset(name="Friday walkers", contact_name="Anne"))


@pytest.fixture
async def home():
    if not await Postcode.exists().where(Postcode.postcode == "NG26AB"):
        await Postcode(
            postcode="NG26AB",
            easting=HOME.easting,
            northing=HOME.northing,
            latitude=HOME.latitude,
            longitude=HOME.longitude,
            district="E07000176",
        ).save()


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_open_the_pages(client_for, coach, journey, connection, role):
    area = {"area": coach.area} if role in {Role.HEALTH_COACH, Role.LINK_WORKER} else {}
    client = await client_for(role, **area)
    expected = 403 if role not in WORKS else 404 if role is Role.LINK_WORKER else 200
    for page in (f"/journeys/{journey}/connections/new", f"/connections/{connection}"):
        assert (await client.get(page)).status_code == expected


async def test_another_area_finds_nothing(client_for, journey, connection):
    client = await client_for(Role.HEALTH_COACH)
    for page in (
        f"/journeys/{journey}/connections/new",
        f"/connections/{connection}",
        f"/connections/{connection}/slip",
    ):
        assert (await client.get(page)).status_code == 404


async def test_the_nearest_stands_first_and_the_postcode_stays_here(client_for, coach, journey, home):
    await an_asset(name="Far walkers", at=Point.on_grid(HOME.easting + 5000, HOME.northing))
    await an_asset(name="Near walkers", at=Point.on_grid(HOME.easting + 700, HOME.northing))
    page = await (await client_for(coach)).get(f"/journeys/{journey}/connections/new?q=walkers&within=10")
    assert page.text.index("Near walkers") < page.text.index("Far walkers")
    assert "<b>From home:</b> 0.4 miles away" in page.text
    assert "NG2 6AB" not in page.text
    assert "NG26AB" not in str(page.url)


async def test_distance_leaves_out_what_is_too_far(client_for, coach, journey, home):
    await an_asset(name="Far walkers", at=Point.on_grid(HOME.easting + 9000, HOME.northing))
    client = await client_for(coach)
    assert "Far walkers" in (await client.get(f"/journeys/{journey}/connections/new?within=10")).text
    assert "Far walkers" not in (await client.get(f"/journeys/{journey}/connections/new?within=1")).text


async def test_without_a_place_for_home_everything_is_still_found(client_for, coach):
    journey = await an_open_journey(coach, stage=Stage.COACHING, postcode="")
    await an_asset(name="Friday walkers")
    page = await (await client_for(coach)).get(f"/journeys/{journey}/connections/new")
    assert "Friday walkers" in page.text
    assert "distances are not shown" in page.text


async def test_the_way_comes_from_the_goal_until_another_is_chosen(client_for, coach, journey):
    goal = await an_agreed_goal(journey, coach)
    await an_asset(name="Friday walkers", ways=["be_active"])
    await an_asset(name="Chess at the library", ways=["learn"])
    client, base = await client_for(coach), f"/journeys/{journey}/connections/new?goal={goal}"
    first = (await client.get(base)).text
    assert "Friday walkers" in first
    assert "Chess" not in first
    assert "Chess" in (await client.get(f"{base}&way=learn")).text
    both = (await client.get(f"{base}&way=")).text
    assert "Friday walkers" in both
    assert "Chess" in both


async def test_words_nobody_should_type_find_nothing_and_break_nothing(client_for, coach, journey):
    page = f"/journeys/{journey}/connections/new"
    client = await client_for(coach)
    for asked in ("?q='%3B--", "?way=nothing&within=999", "?goal=not-an-id", "?q=%3Cscript%3E"):
        answer = await client.get(page + asked)
        assert answer.status_code == 200
        assert "<script>" not in answer.text


async def test_suggesting_for_a_goal(client_for, coach, journey):
    goal, asset = await an_agreed_goal(journey, coach), await an_asset(name="Friday walkers")
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new?goal={goal}"
    answer = await post(client, f"/journeys/{journey}/connections", page=page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/journeys/{journey}")
    [kept] = await Connection.select()
    assert (kept["asset"], kept["goal"], kept["made_by"]) == (asset, goal, coach.id)
    assert "Already one of Edith’s connections" in (await client.get(page)).text


async def test_each_button_is_its_own_and_a_double_click_is_one(client_for, coach, journey):
    await an_asset(name="Friday walkers")
    await an_asset(name="Chess at the library")
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new"
    buttons = [form.data for form in forms_in(await client.get(page)) if form.action.endswith("/connections")]
    assert len(buttons) == 2
    for data in (buttons[0], buttons[0], buttons[1]):
        assert (await client.post(f"/journeys/{journey}/connections", data=data)).status_code == 303
    assert await Connection.count() == 2


async def test_a_goal_fills_in_the_search_and_every_condition_can_be_changed(client_for, coach, home):
    journey = await an_open_journey(coach, stage=Stage.COACHING, postcode="NG2 6AB", access_needs=("step_free",))
    goal = await an_agreed_goal(journey, coach)
    usual = {"at": HOME, "ways": ["be_active"], "activities": ("walking",), "features": ["step_free"]}
    await an_asset(name="Step-free walkers", **usual)
    await an_asset(name="Hill walkers", **usual | {"features": []})
    await an_asset(name="Swimmers", **usual | {"activities": ("swimming",)})
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new?goal={goal}"
    opened = await client.get(page)
    [begun] = [form.data for form in forms_in(opened) if form.action.endswith("/connections/new")]
    assert begun["place"] == ["home"]
    assert (begun["way"], begun["activity"], begun["feature"]) == (["be_active"], ["walking"], ["step_free"])
    assert "Step-free walkers" in opened.text
    assert "Hill walkers" not in opened.text
    assert "Swimmers" not in opened.text
    changed = (await client.get(f"/journeys/{journey}/connections/new", params=begun | {"feature": [], "q": ""})).text
    assert "Hill walkers" in changed
    assert "The listing does not say: step-free" in changed
    assert "Suggest it all the same" in changed
    assert "Swimmers" in (await client.get(page + "&q=&activity=&feature=step_free")).text
    assert "NG2 6AB" not in opened.text


async def test_a_guess_that_finds_nothing_is_left_out_and_says_so(client_for, coach, journey, home):
    goal = await an_agreed_goal(journey, coach)
    await an_asset(name="Friday walkers", at=HOME)
    text = (await (await client_for(coach)).get(f"/journeys/{journey}/connections/new?goal={goal}")).text
    assert "Friday walkers" in text
    assert "Nothing near is listed under “Walking”" in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minimum_age": 90}, "It is for people aged 90 and over."),
        ({"maximum_age": 30}, "It is for people up to the age of 30."),
        ({"capacity": Capacity.FULL}, "It is full, or has a waiting list."),
        ({"joining": Joining.REFERRAL}, "Somebody has to refer people to it."),
        ({"running": Running.PAUSED}, "It is not running at the moment."),
        ({"audiences": (Audience.MEN,)}, "It is for men."),
    ],
)
async def test_what_may_not_suit_says_why_and_can_be_suggested_all_the_same(
    client_for, coach, journey, home, changes, sentence
):
    asset = await an_asset(name="Friday walkers", at=HOME, **changes)
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new"
    opened = await client.get(page)
    assert sentence in opened.text
    assert "It may not suit Edith" in opened.text
    await post(client, f"/journeys/{journey}/connections", page=page)
    assert [one["asset"] for one in await Connection.select()] == [asset]


async def test_crisis_support_comes_first_and_nothing_speaks_against_it(client_for, coach, journey, home):
    await an_asset(name="Night line", kind="crisis", minimum_age=99)
    await an_asset(name="Crisis cookery", at=HOME, what="How to cook when there is a crisis.")
    text = (await (await client_for(coach)).get(f"/journeys/{journey}/connections/new?q=crisis")).text
    assert text.index("Help now") < text.index("Night line") < text.index("Crisis cookery")
    assert "It may not suit" not in text


async def test_nothing_found_says_what_would_find_something(client_for, coach, journey, home):
    await an_asset(name="Friday walkers", at=Point.on_grid(HOME.easting + 9000, HOME.northing))
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new"
    text = (await client.get(f"{page}?q=walkers&within=1")).text
    assert "Nothing fits all of this." in text
    assert "However far away</a> (1)" in text
    assert "&amp;place=home" in text
    anywhere = (await client.get(f"{page}?q=walkers&place=")).text
    assert "Friday walkers" in anywhere
    assert "From home:" not in anywhere
    nowhere = (await client.get(f"{page}?place=Nowhere-at-All")).text
    assert "We could not find Nowhere-at-All" in nowhere


async def test_a_shortlist_goes_into_a_plan(client_for, coach, journey, home):
    there, new = await an_asset(name="Friday walkers", at=HOME), await an_asset(name="Chess at the library")
    await a_connection(journey, coach, asset=there)
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new"
    assert "From my shortlist" not in (await client.get(page)).text
    for asset in (there, new):
        await post(client, "/community/shortlist/add", {"asset": str(asset)}, page=f"/community/{asset}")
    opened = await client.get(page)
    assert "From my shortlist (1)" in opened.text
    answer = await post(client, f"{page[:-4]}/shortlist", page=page)
    assert answer.status_code == 422
    assert "Tick what to suggest" in answer.text
    await post(client, f"{page[:-4]}/shortlist", {"chosen": str(new)}, page=page)
    assert {one["asset"] for one in await Connection.select()} == {there, new}
    assert "From my shortlist" not in (await client.get(page)).text


async def test_results_come_a_page_at_a_time(client_for, coach, journey, home):
    for number in range(25):
        await an_asset(name=f"Walkers {number:02}", at=Point.on_grid(HOME.easting + number * 100, HOME.northing))
    client, page = await client_for(coach), f"/journeys/{journey}/connections/new"
    first = (await client.get(f"{page}?q=walkers")).text
    assert "Walkers 19" in first
    assert "Walkers 20" not in first
    assert "q=walkers&amp;place=home&amp;page=2" in first
    assert "Walkers 20" in (await client.get(f"{page}?q=walkers&page=2")).text
    assert "Walkers 24" in (await client.get(f"{page}?q=walkers&page=99")).text


async def test_suggesting_nothing_says_so(client_for, coach, journey):
    await an_asset()
    client = await client_for(coach)
    answer = await post(
        client, f"/journeys/{journey}/connections", {"asset": "x"}, page=f"/journeys/{journey}/connections/new"
    )
    assert answer.status_code == 422
    assert "Choose something from the list" in answer.text


async def test_the_whole_way_in_the_browser(client_for, coach, journey, connection):
    client, page = await client_for(coach), f"/connections/{connection}"
    opened = await client.get(page)
    assert form_to(opened, f"{page}/introduce").data["introduced_to"] == ["Anne"]
    answer = await post(client, f"{page}/introduce", {"note_for_group": NOTE, "note_agreed": "yes"}, page=page)
    assert answer.headers["location"] == f"/journeys/{journey}"
    today = clock.today()
    went = {"went_on-day": str(today.day), "went_on-month": str(today.month), "went_on-year": str(today.year)}
    await post(client, f"{page}/visits", went | {"accompanied": "yes"}, page=page)
    await post(client, f"{page}/settle", page=page)
    assert (await the_connection(connection)).status == "settled"
    await post(client, f"{page}/end", {"reason": "done"}, page=page)
    shown = (await client.get(page)).text
    assert "Got from it what they wanted" in shown
    assert "Together" in shown


async def test_nothing_typed_is_lost(client_for, coach, connection):
    client, page = await client_for(coach), f"/connections/{connection}"
    answer = await post(client, f"{page}/introduce", {"note_for_group": NOTE}, page=page)
    assert answer.status_code == 422
    assert NOTE in answer.text
    assert "has agreed to every word" in answer.text
    answer = await post(client, f"{page}/visits", {"went_on-day": "31", "went_on-month": "2"}, page=page)
    assert answer.status_code == 422
    assert 'value="31"' in answer.text
    assert "Say whether somebody from Live Well went along" in answer.text
    answer = await post(client, f"{page}/end", {"reason": "other", "end_note": ""}, page=page)
    assert answer.status_code == 422
    assert "what the other reason is" in answer.text
    assert (await the_connection(connection)).status == "suggested"
    assert not await Visit.exists()


async def test_the_slip_says_exactly_what_the_group_is_told(client_for, coach, connection):
    client, page = await client_for(coach), f"/connections/{connection}"
    assert (await client.get(f"{page}/slip")).status_code == 409
    await post(client, f"{page}/introduce", {"note_for_group": NOTE, "note_agreed": "yes"}, page=page)
    slip = (await client.get(f"{page}/slip")).text
    for words in ("To Anne, Friday walkers", "introduce Edith", NOTE, coach.name, "01632 960123"):
        assert words in slip
    assert "Testperson" not in slip
    assert "NG2 6AB" not in slip


async def test_the_slip_as_a_pdf(client_for, coach, connection):
    client, page = await client_for(coach), f"/connections/{connection}"
    await post(client, f"{page}/introduce", {"note_for_group": NOTE, "note_agreed": "yes"}, page=page)
    answer = await client.get(f"{page}/slip.pdf")
    if not available():
        assert answer.status_code == 503
        return
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "introduction.pdf" in answer.headers["content-disposition"]


async def test_opening_one_is_written_down(client_for, coach, connection):
    await (await client_for(coach)).get(f"/connections/{connection}")
    assert await Opening.count().where((Opening.record == connection) & (Opening.who == coach.id)) == 1


async def test_pages_stay_within_twelve_queries(client_for, coach, journey, connection, home):
    goal = await an_agreed_goal(journey, coach)
    for _ in range(25):
        await an_asset(at=HOME, activities=("walking",), patterns=(Pattern(Repeats.WEEKLY, (1,)),))
    client = await client_for(coach)
    for page in (
        f"/journeys/{journey}/connections/new?goal={goal}&q=walkers&within=5&day=tue",
        f"/journeys/{journey}/connections/new?goal={goal}",
        f"/connections/{connection}",
    ):
        with db.count_queries() as ran:
            assert (await client.get(page)).status_code == 200
        assert ran.count <= 12, ran.statements
