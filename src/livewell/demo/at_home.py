"""What people do in their own space, and what their team does with them there: through the rooms' own actions."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from livewell.assets.rules import Way
from livewell.coaching import actions as coaching
from livewell.coaching.actions import GoalWords, StepWords
from livewell.coaching.forms import IndicatorWords
from livewell.coaching.rules import Domain
from livewell.connections import actions as connections
from livewell.connections.rules import ForMe
from livewell.crisis.actions.plans import agree_plan, say_about_plan
from livewell.crisis.queries.plans import plan
from livewell.demo import own_words, words
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.demo.own_words import Told, Written
from livewell.demo.sheets import fill_in, fill_in_some
from livewell.demo.spaces import AtHome, choose, give_addresses
from livewell.greenbook import actions as greenbook
from livewell.greenbook.rules.pages import Sharing
from livewell.kit import clock
from livewell.kit.db import row, rows, value
from livewell.messages import actions as messages
from livewell.residents.actions import plan as own_plan
from livewell.residents.actions.wishes import ask_about_session
from livewell.residents.rules import WishFor
from livewell.stories import actions as stories
from livewell.stories.forms import StoryTyped

WALKS = (1, 1, 2, 2, 3, 4)
"""How many in a week, one a week up to last week."""
SUGAR = (64, 61, 58)
"""A long-term blood sugar in mmol/mol, of somebody whose goal is about it, three times in two months."""


async def come_home(here: Neighbourhood) -> None:
    """One space with something of everything, three in other languages, and a little of it for two dozen more."""
    main, others, more = await choose(here)
    await give_addresses((main, *others.values()))
    await _live_in(here, main)
    for language, one in others.items():
        await _in_own_language(here, one, language)
    for number, one in enumerate(more):
        await _a_little(here, one, number)
    for number, one in enumerate((main, *more[:3])):
        await _tell(here, one, own_words.STORIES[number], days=9 - 2 * number)


async def _live_in(here: Neighbourhood, one: AtHome) -> None:
    await fill_in(here, one)
    for leaf in own_words.BOOK:
        await _write(here, one, leaf)
    await _a_note_and_a_page(here, one)
    goals = await _goals(here, one)
    await _count(here, one, goals[0], IndicatorWords("Walks in a week", "walks", Decimal(4)), WALKS, every=7)
    with clock.at(ago(4, 19)):
        await own_plan.say_how_far(goals[0], level=0, submission=here.new_id(), by=one.me)
    await _places(here, one, goals[0])
    await _write_to_each_other(here, one, 0)
    with clock.at(ago(2, 9)):
        await messages.send(one.journey, words=own_words.LAST_FROM_WORKER, submission=here.new_id(), by=one.worker)
    with clock.at(ago(1, 18)):
        await messages.send(one.journey, words=own_words.LAST_FROM_PERSON, submission=here.new_id(), by=one.me)
    await _agree_on_a_plan(here, one)
    session = await value(
        "SELECT id FROM session WHERE journey = $1 AND status = 'booked' AND planned_for > $2 ORDER BY planned_for LIMIT 1",
        one.journey,
        clock.now(),
    )
    with clock.at(ago(1, 19)):
        if session is not None:
            await ask_about_session(
                session, what=WishFor.MOVE, words=own_words.WISH, submission=here.new_id(), by=one.me
            )


async def _in_own_language(here: Neighbourhood, one: AtHome, language: str) -> None:
    """They write as they speak. Goals are agreed with the worker, in English."""
    await _goals(here, one)
    await _write(here, one, Written("when_well", own_words.IN_OWN_LANGUAGE[language], Sharing.ME, 7))
    if language == "pl":
        with clock.at(ago(3, 17)):
            await messages.send(one.journey, words=own_words.POLISH, submission=here.new_id(), by=one.me)
    await fill_in_some(here, one, 3)


async def _a_little(here: Neighbourhood, one: AtHome, number: int) -> None:
    await fill_in_some(here, one, number)
    await _write(here, one, own_words.LEAVES[number % len(own_words.LEAVES)])
    if number % 3:
        await _write_to_each_other(here, one, number)
    about = await rows(
        "SELECT id, domain FROM goal WHERE journey = $1 AND status = 'agreed' ORDER BY position", one.journey
    )
    for goal in about[:1]:
        if goal["domain"] in {Domain.DIET, Domain.CONDITION}:
            sugar = IndicatorWords("HbA1c", "mmol/mol", Decimal(53), lower_is_better=True)
            await _count(here, one, goal["id"], sugar, SUGAR, every=4)
        elif number % 2:
            await _count(here, one, goal["id"], IndicatorWords("Times out of the house", "a week"), (2, 3, 3), every=4)


async def _goals(here: Neighbourhood, one: AtHome) -> list[UUID]:
    """Their agreed goals, about moving first; one is agreed with whoever had none."""
    found = await rows(
        "SELECT id FROM goal WHERE journey = $1 AND status = 'agreed' ORDER BY domain <> $2, position",
        one.journey,
        Domain.EXERCISE,
    )
    if found:
        return [goal["id"] for goal in found]
    goal = words.GOALS[1]
    said = GoalWords(goal.in_words, Way(goal.way), Domain(goal.domain), 8, 6, *goal.levels, may_share=True)
    with clock.at(ago(10, 12)):
        made = await coaching.draft_goal(
            one.journey,
            words=said,
            steps=[StepWords(what, clock.today() + timedelta(days=20)) for what in goal.steps],
            submission=here.new_id(),
            by=one.coach,
        )
        version = await value("SELECT version FROM goal WHERE id = $1", made)
        await coaching.agree_goal(made, baseline=-1, version=version, by=one.coach)
    return [made]


async def _count(
    here: Neighbourhood, one: AtHome, goal: UUID, said: IndicatorWords, readings: tuple[int, ...], *, every: int
) -> None:
    """Begun with the worker, then read every so many days, the last time a few days ago."""
    with clock.at(ago(every * len(readings), 9)):
        indicator = await coaching.begin_indicator(goal, said, submission=here.new_id(), by=one.worker)
    for number, reading in enumerate(readings):
        with clock.at(ago(every * (len(readings) - number) - 1, 15)):
            await coaching.read_indicator(
                indicator, reading=Decimal(reading), on=clock.today(), submission=here.new_id(), by=one.worker
            )


async def _write(here: Neighbourhood, one: AtHome, leaf: Written) -> None:
    with clock.at(ago(leaf.days, 18)):
        await greenbook.open_own(person=one.person, by=one.me)
        page = await row(
            """
            SELECT p.id, p.version FROM book_page p JOIN green_book b ON b.id = p.book
             WHERE b.person = $1 AND p.leaf = $2 ORDER BY p.position LIMIT 1
            """,
            one.person,
            leaf.leaf,
        )
        assert page is not None  # Every leaf is in a book from the beginning.
        await greenbook.write(
            page["id"], words=leaf.words, title="", version=page["version"], submission=here.new_id(), by=one.me
        )
        await greenbook.share(page["id"], sharing=leaf.sharing, by=one.me)


async def _a_note_and_a_page(here: Neighbourhood, one: AtHome) -> None:
    """An own page, and one from the library."""
    title, said = own_words.NOTE
    with clock.at(ago(5, 20)):
        note = await greenbook.add_note(title=title, submission=here.new_id(), by=one.me)
        await greenbook.write(note, words={"words": said}, title=title, version=1, submission=here.new_id(), by=one.me)
        item = await row(
            """
            SELECT i.id, i.published FROM library_item i
             WHERE i.state = 'published' AND i.audience = 'public' ORDER BY i.submitted_at LIMIT 1
            """
        )
        assert item is not None  # The library is stocked before.
        await greenbook.add_library_page(person=one.person, item=item["id"], version=item["published"], by=one.me)


async def _places(here: Neighbourhood, one: AtHome, goal: UUID) -> None:
    """They have been to one and it was for them, were at another twice, and one waits to be tried."""
    known = {found["asset"] for found in await rows("SELECT asset FROM connection WHERE journey = $1", one.journey)}
    wanted = [asset for asset in map(here.first, ("walk", "cafe", "sing", "shed")) if asset not in known]
    for number, asset in enumerate(wanted[:3]):
        with clock.at(ago(9 - number, 11)):
            made = await connections.suggest(
                one.journey,
                asset=asset,
                goal=None if number else goal,
                why_this="You said that you would like company on the way." if not number else "",
                submission=here.new_id(),
                by=one.worker,
            )
        for days in ((6, 3), (4,), ())[number]:
            with clock.at(ago(days, 17)):
                await own_plan.went(
                    made,
                    went_on=clock.today(),
                    for_me=ForMe.NOT_SURE if number else ForMe.YES,
                    submission=here.new_id(),
                    by=one.me,
                )


async def _write_to_each_other(here: Neighbourhood, one: AtHome, number: int) -> None:
    """The worker wrote, they read it and answered; every third answer is not read yet."""
    with clock.at(ago(9, 10)):
        said = own_words.FROM_WORKER[number % len(own_words.FROM_WORKER)]
        await messages.send(one.journey, words=said, submission=here.new_id(), by=one.worker)
    with clock.at(ago(8, 19)):
        await messages.mark_own_read(one.me)
        said = own_words.FROM_PERSON[number % len(own_words.FROM_PERSON)]
        await messages.send(one.journey, words=said, submission=here.new_id(), by=one.me)
    if number % 3 != 2:
        with clock.at(ago(7, 20)):
            await messages.mark_read(one.journey, by=one.worker)


async def _agree_on_a_plan(here: Neighbourhood, one: AtHome) -> None:
    before = await plan(one.person)
    with clock.at(ago(18, 12)):
        await agree_plan(
            one.journey,
            words=own_words.PLAN,
            with_whom="",
            together=True,
            agreed_on=clock.today(),
            review_on=clock.today() + timedelta(days=90),
            version=before.number if before else 0,
            by=one.coach,
        )
    with clock.at(ago(3, 19)):
        await say_about_plan(words=own_words.ABOUT_THE_PLAN, submission=here.new_id(), by=one.me)


async def _tell(here: Neighbourhood, one: AtHome, told: Told, *, days: int) -> None:
    named = one.called if told.read else ""
    with clock.at(ago(days, 20)):
        typed = StoryTyped(told.title, told.words, told.reach, named)
        story = await stories.give(typed, submission=here.new_id(), by=one.me)
    if told.read:
        with clock.at(ago(days - 1, 21)):
            await stories.mark_read(story, version=1, by=one.coach)
