"""A listing that the directory it came from does not list any more: it stands where the team looks, until it is back."""

from datetime import timedelta
from uuid import UUID, uuid4

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.kit import clock, deliveries
from livewell.kit.news import Heard
from livewell.listeners import POLICY
from livewell.staff.rules import Role
from livewell.upkeep import actions, queries
from livewell.upkeep.forms import TOPIC_CHOICES
from livewell.upkeep.rules.freshness import Since
from livewell.upkeep.rules.problems import ProblemState, Topic
from tests.browsing import post
from tests.factories.assets import an_asset
from tests.factories.upkeep import a_report, made_sure
from tests.openreferral.feeds import a_service
from tests.openreferral.test_in import a_file_feed, bring, imported

REASON = "The directory it came from does not list it any more"


async def heard(what: str, asset: UUID, *, later: timedelta = timedelta()) -> Heard:
    """Somebody listening is told; gives what they were told, for telling it again."""
    one = Heard(
        event=uuid4(),
        what=what,
        subject=asset,
        journey=None,
        person=None,
        by_id=None,
        happened_at=clock.now() + later,
        details={"feed": str(uuid4())},
    )
    for listener in POLICY[what].values():
        await listener(one)
    return one


async def test_what_is_gone_from_its_feed_stands_in_the_queue_with_the_reason_until_it_is_back(app):
    feed = await a_file_feed()
    await bring(feed, [a_service(0), a_service(1)])
    gone = (await imported(feed))["Fictional allotment 1"].id
    for asset in [one.id for one in (await imported(feed)).values()]:
        await made_sure(asset, days_ago=3)
    await bring(feed, [a_service(0)])
    await deliveries.deliver_all()
    (waits,) = (await queries.queue(since=Since.NINE)).rows
    assert (waits.asset.id, waits.open_problems, waits.reported) == (gone, 1, (REASON,))
    await bring(feed, [a_service(0), a_service(1)])
    await deliveries.deliver_all()
    assert (await queries.queue(since=Since.NINE)).rows == ()
    (report,) = await queries.problems(waiting=False)
    assert (report.label[0], report.sentence) == ("The listing was right", "The directory it came from lists it again.")
    assert (await listings.asset(gone)).open_problems == 0


async def test_the_reason_is_on_the_pages_where_the_team_looks(client_for):
    asset = await an_asset(name="Allotment")
    await heard("feed.service_gone", asset)
    (report,) = await queries.problems(waiting=True)
    worker = await client_for(Role.LINK_WORKER)
    for path in ("/directory/problems", f"/directory/problems/{report.id}", f"/directory/{asset}/upkeep"):
        assert REASON in (await worker.get(path)).text, path
    assert REASON.lower() in (await worker.get("/directory/freshness")).text
    # Nobody chooses it: it is noticed.
    assert REASON not in (await worker.get(f"/community/{asset}/wrong")).text
    refused = await post(worker, f"/community/{asset}/wrong", {"topic": "gone", "words": "Gone"})
    assert refused.status_code == 422
    await heard("feed.service_back", asset, later=timedelta(minutes=1))
    page = (await worker.get(f"/directory/problems/{report.id}")).text
    assert "lists it again" in page
    assert "None" not in page


async def test_news_heard_twice_is_one_report():
    asset = await an_asset()
    told = await heard("feed.service_gone", asset)
    await actions.note_gone(told)
    await heard("feed.service_gone", asset, later=timedelta(hours=1))
    assert len(await queries.problems(waiting=True)) == 1
    await heard("feed.service_back", asset, later=timedelta(hours=2))
    await actions.note_gone(told)
    assert await queries.problems(waiting=True) == []


async def test_coming_back_answers_nothing_that_people_reported(worker):
    asset = await an_asset()
    await a_report(asset)
    await heard("feed.service_gone", asset)
    await heard("feed.service_back", asset, later=timedelta(minutes=1))
    (left,) = await queries.problems(waiting=True)
    assert left.topic == "The days or times"
    assert (await listings.asset(asset)).open_problems == 1


async def test_somebody_of_the_team_may_answer_it_too_and_it_may_go_again(worker):
    asset = await an_asset()
    await heard("feed.service_gone", asset)
    (report,) = await queries.problems(waiting=True)
    await actions.decide(
        report.id, to=ProblemState.DISMISSED, sentence="They rang: all is well.", version=report.version, by=worker
    )
    await heard("feed.service_back", asset, later=timedelta(hours=1))
    await heard("feed.service_gone", asset, later=timedelta(hours=2))
    assert len(await queries.problems(waiting=True)) == 1


async def test_what_was_merged_is_reported_where_it_leads(worker):
    kept, merged = await an_asset(name="Allotment"), await an_asset(name="The allotment")
    await assets.merge(kept, merged, listing=(await listings.asset(kept)).listing, by=worker)
    await heard("feed.service_gone", merged)
    assert [(one.asset, one.topic) for one in await queries.problems(waiting=True)] == [(kept, REASON)]
    await heard("feed.service_back", merged, later=timedelta(minutes=1))
    assert await queries.problems(waiting=True) == []


def test_every_topic_can_be_chosen_but_the_one_that_is_noticed():
    assert {topic.value for topic in Topic} - {code for code, _ in TOPIC_CHOICES} == {"gone"}
