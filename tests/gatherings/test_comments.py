"""What people say: taken once, read by the team first, shown from five on, answered once."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.gatherings import actions, queries
from livewell.gatherings.rules.comments import CommentState, Reason
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import row, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Role
from tests.factories.assets import an_asset, an_organisation
from tests.factories.gatherings import a_comment, said
from tests.factories.staff import a_member

APPROVED, DECLINED = CommentState.APPROVED, CommentState.DECLINED


async def declined(comment, worker, *, reason=Reason.UNKIND, version=1):
    await actions.decide(comment, to=DECLINED, reason=reason, version=version, by=worker)


async def test_nothing_is_read_by_anybody_before_the_team_has(worker):
    asset = await an_asset()
    comment = await said(asset)
    assert await queries.ratings(asset) == queries.Ratings(0, None, None, None, ())
    assert [one.id for one in await queries.comments(waiting=True)] == [comment]
    await actions.decide(comment, to=APPROVED, version=1, by=worker)
    (shown,) = (await queries.ratings(asset)).comments
    assert (shown.words, shown.first_name, shown.answer) == ("Everybody said hello.", "Ann", "")
    assert await queries.comments(waiting=True) == []
    (decided,) = await queries.comments(waiting=False)
    assert (decided.label, decided.decided_by) == (("Everybody may read it", "green"), worker.name)


async def test_a_mean_is_shown_from_five_on_and_each_question_counts_for_itself(worker):
    asset = await an_asset()
    for stars in (5, 5, 4, 2):
        await said(asset, decided=APPROVED, by=worker, overall=stars, welcome=4, access=None)
    few = await queries.ratings(asset)
    assert (few.count, few.overall, few.is_shown) == (4, None, False)
    await said(asset)
    assert (await queries.ratings(asset)).overall is None
    await said(asset, decided=APPROVED, by=worker, overall=3, welcome=5, access=1)
    enough = await queries.ratings(asset)
    assert (enough.count, enough.overall, enough.welcome, enough.access) == (5, Fraction(19, 5), Fraction(21, 5), None)
    assert dict(enough.rows) == {
        "Overall": "3.8 out of 5",
        "How welcome people felt": "4.2 out of 5",
        "Getting in and taking part": "Too few to show yet",
    }


async def test_a_comment_has_a_month_and_no_day(worker):
    asset = await an_asset()
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        await said(asset, decided=APPROVED, by=worker)
    assert (await queries.ratings(asset)).comments[0].month == "July 2026"


async def test_the_same_form_twice_is_one_comment():
    asset = await an_asset()
    submission = uuid4()
    for _ in "ab":
        await actions.say(asset, a_comment(), submission=submission, by=PUBLIC_VISITOR)
    assert await value("SELECT count(*) FROM asset_comment") == 1


async def test_words_about_danger_come_first_in_the_queue():
    asset = await an_asset()
    await said(asset)
    urgent = await said(asset, words="The man who runs it hits me")
    assert (await queries.comments(waiting=True))[0].id == urgent
    assert (await queries.comment(urgent)).urgent


async def test_what_nobody_can_see_cannot_be_rated():
    for asset in (await an_asset(published=False), uuid4()):
        with pytest.raises(NotFound):
            await said(asset)


async def test_a_comment_that_is_not_shown_says_why_and_is_forgotten_after_three_months(worker):
    asset = await an_asset()
    comment, shown = await said(asset), await said(asset, decided=APPROVED, by=worker)
    with pytest.raises(RuleBroken, match="Say why"):
        await actions.decide(comment, to=DECLINED, version=1, by=worker)
    await declined(comment, worker)
    assert (await queries.comment(comment)).reason == "It is unkind to somebody"
    assert (await queries.ratings(asset)).count == 1
    with clock.at(clock.now() + timedelta(days=91)):
        await actions.forget_declined()
    kept = await row("SELECT words, first_name, overall FROM asset_comment WHERE id = $1", comment)
    assert kept == {"words": "", "first_name": "", "overall": 5}
    assert (await queries.comment(shown)).words == "Everybody said hello."


async def test_a_comment_can_be_taken_down_and_not_put_up_again(worker):
    asset = await an_asset()
    comment = await said(asset, decided=APPROVED, by=worker)
    await declined(comment, worker, version=2)
    assert (await queries.ratings(asset)).comments == ()
    with pytest.raises(RuleBroken, match="already"):
        await actions.decide(comment, to=APPROVED, version=3, by=worker)


async def test_two_who_decide_are_one(worker):
    comment = await said(await an_asset())
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.decide(comment, to=APPROVED, version=9, by=worker)
    await actions.decide(comment, to=APPROVED, version=1, by=worker)
    with pytest.raises(RuleBroken, match="Read it again"):
        await declined(comment, worker, version=1)
    with pytest.raises(NotFound):
        await actions.decide(uuid4(), to=APPROVED, version=1, by=worker)


async def test_only_the_team_decides(worker):
    ours = await an_organisation()
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=ours)
    comment = await said(await an_asset(organisation=ours))
    with pytest.raises(NotFound):
        await actions.decide(comment, to=APPROVED, version=1, by=editor)
    with pytest.raises(NotFound):
        await actions.decide_answer(comment, to=APPROVED, version=1, by=editor)


async def test_an_answer_of_the_team_is_shown_at_once_and_there_is_one(worker):
    asset = await an_asset()
    comment = await said(asset, decided=APPROVED, by=worker)
    assert await actions.answer(comment, "Thank you, Ann.", submission=uuid4(), by=worker)
    assert (await queries.ratings(asset)).comments[0].answer == "Thank you, Ann."
    with pytest.raises(RuleBroken, match="answered already"):
        await actions.answer(comment, "And again.", submission=uuid4(), by=worker)


async def test_an_answer_of_an_editor_waits_and_may_be_written_again_when_it_is_not_shown(worker):
    ours = await an_organisation()
    editor = await a_member(Role.ORGANISATION_EDITOR, organisation=ours)
    asset = await an_asset(organisation=ours)
    comment = await said(asset, decided=APPROVED, by=worker)
    submission = uuid4()
    for _ in "ab":
        assert not await actions.answer(comment, "It was her own fault.", submission=submission, by=editor)
    assert (await queries.ratings(asset)).comments[0].answer == ""
    (waiting,) = await queries.comments(waiting=True)
    assert (waiting.id, waiting.answer_waits) == (comment, True)
    await actions.decide_answer(comment, to=DECLINED, version=1, by=worker)
    await actions.answer(comment, "We have a ramp now.", submission=uuid4(), by=editor)
    with pytest.raises(RuleBroken, match="Read it again"):
        await actions.decide_answer(comment, to=APPROVED, version=1, by=worker)
    await actions.decide_answer(comment, to=APPROVED, version=3, by=worker)
    assert (await queries.ratings(asset)).comments[0].answer == "We have a ramp now."
    assert await queries.comments(waiting=True) == []


async def test_only_those_who_run_it_answer_and_only_what_is_shown(worker):
    stranger = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    asset = await an_asset()
    comment = await said(asset)
    with pytest.raises(RuleBroken, match="everybody may read"):
        await actions.answer(comment, "Hello.", submission=uuid4(), by=worker)
    await actions.decide(comment, to=APPROVED, version=1, by=worker)
    with pytest.raises(NotFound):
        await actions.answer(comment, "Hello.", submission=uuid4(), by=stranger)
    for missing in (comment, uuid4()):
        with pytest.raises(NotFound):
            await actions.decide_answer(missing, to=APPROVED, version=1, by=worker)


async def test_what_fails_leaves_nothing(worker, mute):
    asset = await an_asset()
    comment = await said(asset)
    mute()
    for failing in (
        said(asset),
        actions.decide(comment, to=APPROVED, version=1, by=worker),
    ):
        with pytest.raises(RuntimeError, match="no news"):
            await failing
    assert await value("SELECT count(*) FROM asset_comment") == 1
    assert (await queries.comment(comment)).is_waiting


async def test_what_people_say_goes_with_a_listing_that_is_merged(worker):
    kept, other = await an_asset(), await an_asset()
    await said(other, decided=APPROVED, by=worker)
    await assets.merge(kept, other, listing=(await listings.asset(kept)).listing, by=worker)
    assert (await queries.ratings(kept)).count == 1
    assert len(await queries.comments_of(kept)) == 1


async def test_words_that_look_like_sql_or_html_are_words(worker):
    words = "'; DROP TABLE asset; <script>alert(1)</script> 🌻"
    comment = await said(await an_asset(), words=words)
    assert (await queries.comment(comment)).words == words
