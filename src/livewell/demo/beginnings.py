"""New groups of Rushcliffe: a walk that stands by itself, a café with a programme, an idea; and the link workers' weeks."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from livewell.demo.community import THE_WALKERS
from livewell.demo.first_minutes import Table
from livewell.demo.giving import Giving
from livewell.demo.missing import Missing
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.gaps import actions as gaps
from livewell.groups import actions as groups
from livewell.groups.forms.keeping import Leading
from livewell.groups.forms.outreach import Met, Promise
from livewell.groups.forms.programme import Entry
from livewell.groups.rules import Kind, Stage, Step
from livewell.groups.rules.planning import Plan
from livewell.groups.rules.programme import EntryKind
from livewell.kit import clock
from livewell.kit.db import rows
from livewell.staff.rules import Member
from livewell.stories.rules import Reach
from livewell.updates import actions as updates
from livewell.updates.forms import WORDS, Miracle, Week
from livewell.updates.rules import monday

WALK_INPUT = (150, 120, 120, 90, 90, 60, 60, 45, 30, 30, 20, 15)
"""Minutes the team gave to the walk, week by week from the idea on."""

PROGRAMME = (
    (-9, EntryKind.DROP_IN, "Coffee and company", "", "Dorothy"),
    (-2, EntryKind.TALK, "What helps when memory fails", "The county’s advisers bring leaflets and stay for questions.", "Dorothy"),
    (5, EntryKind.PEER, "Carers’ table", "For those who look after somebody, while somebody else does.", "Mary"),
    (12, EntryKind.LEARNING, "A taste of drawing", "Nobody has to show what they drew.", "Jean"),
    (19, EntryKind.ADVICE, "Money and benefits", "Bring your letters.", "Colin"),
)  # fmt: skip

WEEK_WORDS = (
    ("The walk is led without us now.", "The café owner, who would lend her back room on Mondays."),
    ("We looked for a second helper for the café.", "A retired nurse who would like to be useful again."),
    ("Nothing new; three groups are well.", "The new minister, over a leaking roof."),
)
MIRACLES = (
    ("A man who had not left his street since March carried the tea urn. “Somebody has to,” he said.", Reach.PUBLIC),
    ("Two women found out that they were at the same school, sixty years ago.", Reach.REPORTS),
    ("The dog came back with the group this time.", Reach.TEAM),
)  # fmt: skip


async def begin_groups(here: Neighbourhood, missing: Missing, table: Table) -> None:
    """All of it, through the rooms' own actions, on the days on which it happened."""
    await _the_walk(here, table)
    with clock.at(ago(3, 11)):
        await gaps.settle(
            missing["walk"],
            "group",
            "There is a short walk every Thursday, with tea after it.",
            by=await here.link_worker(2),
        )
    await _the_cafe(here, table)
    await _out_and_about(here)
    with clock.at(ago(4, 10)):
        await groups.begin(
            "Sunday table", gap=missing["sunday"], supporter=(await here.link_worker(1)).id,
            about="Dinner with other people, on the longest day of the week.", submission=here.new_id(), by=await here.link_worker(1),
        )  # fmt: skip
    await write_weeks(here)
    with clock.at(ago(1, 6)):
        await groups.watch_all()


async def _the_walk(here: Neighbourhood, table: Table) -> None:
    """From the forum's decision to nineteen Thursdays and a lead of its own: the team has stepped back."""
    by = await here.link_worker(2)
    listing = here.named(THE_WALKERS)
    first = await _first_meeting_of(listing)
    begun = first - timedelta(days=35)
    with clock.at(_evening(begun)):
        group = await groups.begin(
            THE_WALKERS, gap=None, item=table.items["walk"], supporter=by.id, begun_on=begun,
            about="A short walk every Thursday, and tea after it.", idea="Somebody who walks there every day met us at the health week.",
            submission=here.new_id(), by=by,
        )  # fmt: skip
        plan = Plan(
            31_000, 900, 20, begun + timedelta(days=365), "What the walk in the next village came to in its first year."
        )
        await groups.plan_group(group, plan, version=None, by=by)
    steps = (
        (Step.PEOPLE, 28, "Four who would come at once."),
        (Step.PLACE, 21, "The steps of the hall at half past one; the café after."),
        (Step.FLYER, 14, "Made together, in large letters."),
    )
    with clock.at(_evening(first - timedelta(days=30))):
        await groups.move(group, Stage.FORMING, by=by)
    for step, before, words in steps:
        with clock.at(_evening(first - timedelta(days=before))):
            await groups.tick(group, step, on=first - timedelta(days=before), words=words, by=by)
    with clock.at(_evening(first - timedelta(days=12))):
        await groups.link_listing(group, listing, by=by)
        await groups.give_flyers(
            group,
            place="The surgery, the library and the bakery",
            number=120,
            on=first - timedelta(days=12),
            submission=here.new_id(),
            by=by,
        )
    with clock.at(_evening(first)):
        await groups.tick(group, Step.FIRST_SESSION, on=first, words="Four, and a dog.", by=by)
        await groups.move(group, Stage.SUPPORTED, on=first, by=by)
    for week, minutes in enumerate(WALK_INPUT):
        on = begun + timedelta(days=7 * week)
        with clock.at(_evening(on)):
            await groups.give_time(
                group,
                minutes=minutes,
                on=on,
                what="Walked along" if week > 4 else "Setting it up",
                submission=here.new_id(),
                by=by,
            )
    led = begun + timedelta(days=7 * (len(WALK_INPUT) - 2))
    with clock.at(_evening(led)):
        await groups.name_lead(group, Leading(since_on=led, name="Anne Widmerpole"), submission=here.new_id(), by=by)
    alone = begun + timedelta(days=7 * len(WALK_INPUT) + 30)
    with clock.at(_evening(alone)):
        await groups.hold_review(
            group, {"people": "Eighteen have come, six each week.", "lead": "Anne, and Roy when she is away.", "welcome": "Somebody waits by the steps."},
            held_on=alone, agreed="We ring once a quarter.", submission=here.new_id(), by=by,
        )  # fmt: skip
        await groups.move(
            group, Stage.INDEPENDENT, on=alone, why="Anne leads it, and we have not been needed for a month.", by=by
        )


async def hand_over(here: Neighbourhood, giving: Giving) -> None:
    """The café is led by a volunteer from last week on, and the walk for a month: Anne walks along still."""
    group = (await rows("SELECT id FROM community_group WHERE kind = 'cafe'"))[0]["id"]
    since = clock.today() - timedelta(days=6)
    leading = Leading(since_on=since, volunteer=giving.hosts[0], role=giving.roles["host"])
    await groups.name_lead(group, leading, submission=here.new_id(), by=await here.link_worker(0))
    walk = (await rows("SELECT id FROM community_group WHERE name = $1", THE_WALKERS))[0]["id"]
    for walker in giving.walkers[-1:]:
        leading = Leading(since_on=clock.today() - timedelta(days=30), volunteer=walker, role=giving.roles["walk"])
        await groups.name_lead(walk, leading, submission=here.new_id(), by=await here.link_worker(2))


async def _first_meeting_of(listing: UUID) -> date:
    found = await rows("SELECT min(met_on) AS first FROM gathering WHERE asset = $1", listing)
    first: date = found[0]["first"]
    return first


async def _the_cafe(here: Neighbourhood, table: Table) -> None:
    by = await here.link_worker(0)
    begun = ago(133).date()
    with clock.at(_evening(begun)):
        group = await groups.begin(
            "The Chapel Café", Kind.CAFE, item=table.items["memory_cafe"], supporter=by.id, begun_on=begun, funder="The chapel, and the small fund",
            about="A café like any other, where nobody minds.", submission=here.new_id(), by=by,
        )  # fmt: skip
        plan = Plan(60_000, 1800, 40, begun + timedelta(days=365), "The county’s advisers, and two cafés like it.")
        await groups.plan_group(group, plan, version=None, by=by)
        await groups.move(group, Stage.FORMING, by=by)
    listing = here.first("cafe")
    first = await _first_meeting_of(listing)
    for step, on in ((Step.PEOPLE, begun + timedelta(days=12)), (Step.PLACE, begun + timedelta(days=20))):
        with clock.at(_evening(on)):
            await groups.tick(group, step, on=on, by=by)
    with clock.at(_evening(first)):
        await groups.link_listing(group, listing, by=by)
        await groups.tick(group, Step.FIRST_SESSION, on=first, by=by)
        await groups.move(group, Stage.SUPPORTED, on=first, by=by)
    for week in range(10):
        on = clock.today() - timedelta(days=7 * week + 2)
        with clock.at(_evening(on)):
            await groups.give_time(
                group, minutes=90 - 5 * (10 - week), on=on, what="In the kitchen", submission=here.new_id(), by=by
            )
    for days, kind, title, words, host in PROGRAMME:
        entry = Entry(
            title,
            clock.today() + timedelta(days=days),
            600,
            720,
            kind,
            words,
            host,
            "Tea, coffee and cake, pay what you like",
        )
        with clock.at(ago(max(3, 10 - days), 12)):
            await groups.plan_entry(group, entry, submission=here.new_id(), by=by)


async def _out_and_about(here: Neighbourhood) -> None:
    """“Meet your village”: a golf club that would walk at dusk, and a lead nobody has followed yet."""
    by = await here.link_worker(3)
    day = ago(45).date()
    with clock.at(_evening(day)):
        outreach = await groups.note_outreach(
            Met("Meet your village", day, "The memorial hall", ("The Rotary club", "The golf club", "The surgery"), "Cake, and a map to put pins into.", 70),
            submission=here.new_id(), by=by,
        )  # fmt: skip
        golf = await groups.add_promise(
            outreach,
            Promise("The course is empty at dusk. A walk round it, with lamps?", "The golf club"),
            submission=here.new_id(),
            by=by,
        )
        await groups.add_promise(
            outreach,
            Promise("Would lend trestle tables and a marquee.", "The Rotary club"),
            submission=here.new_id(),
            by=by,
        )
    with clock.at(ago(38, 12)):
        await groups.promise_becomes_group(
            golf, "Dusk walkers", about="Once round the golf course as the light goes.", supporter=by.id, submission=here.new_id(), by=by
        )  # fmt: skip


async def write_weeks(here: Neighbourhood) -> None:
    """Every link worker's last twelve weeks: most are sent, one was away, one has not come yet."""
    this = monday(clock.today())
    team = [await here.link_worker(number) for number in range(sum(map(len, here.hand.cast.link_workers.values())))]
    for number, by in enumerate(team):
        for back in range(12, 0, -1):
            week = this - timedelta(days=7 * back)
            with clock.at(datetime.combine(week + timedelta(days=4), time(16), tzinfo=clock.LONDON)):
                await _week(here, week, number, back, by)


async def _week(here: Neighbourhood, week: date, number: int, back: int, by: Member) -> None:
    if (number + back) % 11 == 0:
        await updates.be_away(week, "On leave", by=by)
        return
    if back == 1 and number % 4 == 3:
        return
    supported, contacts = WEEK_WORDS[(number + back) % len(WEEK_WORDS)]
    words = dict.fromkeys(WORDS, "") | {"groups_words": supported, "contacts_words": contacts}
    await updates.send(week, Week(words, 2 + (number + back) % 4, 180 + 30 * ((number * back) % 5)), version=0, by=by)
    for told, (text, reach) in enumerate(MIRACLES):
        if (number, back) == (told, told + 1):
            miracle = Miracle(text, about_somebody=False, journey=None, agreed=False, reach=reach, named_as="")
            await updates.tell_miracle(week, miracle, submission=here.new_id(), by=by)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18), tzinfo=clock.LONDON)
