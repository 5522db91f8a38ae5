"""Votes: one voice each whatever the way, nothing before the end, nothing changed after it, and secret means secret."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from asyncpg import RestrictViolationError

from livewell.challenges import actions, queries
from livewell.challenges.forms.votes import CountTyped
from livewell.challenges.rules.votes import How, Phase
from livewell.forum import actions as forum
from livewell.kit import clock
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import execute, row, rows, transaction, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.challenges import a_voice, a_vote, asked
from tests.factories.staff import a_member


async def cast(vote, *chosen, member, submission=None):
    options = {words: option for option, words in vote.options}
    await actions.cast(
        vote.id,
        tuple(options[one] for one in chosen),
        member=member,
        submission=submission or uuid4(),
        by=PUBLIC_VISITOR,
    )


async def count(vote, by, *, room=(), writing=(), **counted):
    options = {words: option for option, words in vote.options}
    typed = CountTyped(tuple(room), tuple(writing), {options[words]: number for words, number in counted.items()})
    await actions.count_room(vote.id, typed, version=(await queries.vote(vote.id)).version, by=by)


async def closed(vote, by):
    with clock.at(vote.closes_at):
        await actions.close_vote(vote.id, by=by)
    return await queries.vote(vote.id)


async def test_members_vote_in_three_ways_and_what_came_out_is_shown_at_the_end(facilitator):
    here = [await a_voice(facilitator) for _ in range(6)]
    vote = await a_vote(facilitator)
    await cast(vote, "Friday", member=here[0])
    await count(vote, facilitator, room=here[1:4], writing=[here[4]], Monday=1, Friday=3)
    seen = await queries.vote(vote.id)
    assert seen.result is None
    assert seen.turnout.by_way == {How.ROOM: 3, How.REMOTE: 1, How.WRITING: 1}
    with pytest.raises(RuleBroken, match="still have time"):
        await actions.close_vote(vote.id, by=facilitator)
    seen = await closed(vote, facilitator)
    assert [(one.words, one.voices) for one in seen.result.options] == [("Monday", 1), ("Tuesday", 0), ("Friday", 4)]
    assert seen.result.outcome.sentence == "“Friday” was chosen, with 4 voices."
    assert seen.turnout.sentence == "5 of 6 members voted: 3 in the room, 1 from elsewhere, 1 in writing."


async def test_a_tie_is_a_tie(facilitator):
    first, second = await a_voice(facilitator), await a_voice(facilitator)
    vote = await a_vote(facilitator)
    await cast(vote, "Monday", member=first)
    await cast(vote, "Friday", member=second)
    await actions.close_vote(vote.id, by=facilitator)
    assert (await queries.vote(vote.id)).result.outcome.is_tie


async def test_everybody_has_voted_so_it_may_close_before_its_time(facilitator):
    member = await a_voice(facilitator)
    vote = await a_vote(facilitator)
    assert not vote.may_be_closed
    await cast(vote, "Monday", member=member)
    assert (await queries.vote(vote.id)).may_be_closed
    await actions.close_vote(vote.id, by=facilitator)
    await actions.close_vote(vote.id, by=facilitator)
    assert (await queries.vote(vote.id)).phase is Phase.CLOSED


async def test_one_voice_each(facilitator):
    member, other = await a_voice(facilitator, "Ann"), await a_voice(facilitator)
    vote = await a_vote(facilitator)
    form = uuid4()
    await cast(vote, "Monday", member=member, submission=form)
    await cast(vote, "Friday", member=member, submission=form)
    with pytest.raises(RuleBroken, match="voted already"):
        await cast(vote, "Friday", member=member)
    with pytest.raises(RuleBroken, match="Ann has voted from elsewhere"):
        await count(vote, facilitator, room=[member], Monday=1)
    await count(vote, facilitator, room=[other], Monday=1)
    with pytest.raises(RuleBroken, match="voted already"):
        await cast(vote, "Friday", member=other)
    seen = await closed(vote, facilitator)
    assert [one.voices for one in seen.result.options] == [2, 0, 0]


async def test_hands_can_be_put_right_until_the_end(facilitator):
    members = [await a_voice(facilitator) for _ in range(3)]
    vote = await a_vote(facilitator)
    await count(vote, facilitator, room=members, Monday=3)
    with pytest.raises(RuleBroken, match="More hands"):
        await count(vote, facilitator, room=members[:1], Monday=2)
    await count(vote, facilitator, room=members[:2], Monday=1, Friday=1)
    with pytest.raises(RuleBroken, match="Somebody else counted"):
        await actions.count_room(vote.id, CountTyped((), (), {}), version=1, by=facilitator)
    with pytest.raises(RuleBroken, match="once"):
        await count(vote, facilitator, room=[uuid4()])
    await cast(vote, "Friday", member=members[2])
    seen = await closed(vote, facilitator)
    assert [one.voices for one in seen.result.options] == [1, 0, 2]
    with pytest.raises(RuleBroken, match="closed"):
        await count(vote, facilitator, room=members, Monday=3)


async def test_whoever_left_has_no_voice_and_whoever_voted_keeps_theirs(facilitator):
    stays, leaves, left = [await a_voice(facilitator) for _ in range(3)]
    vote = await a_vote(facilitator)
    await cast(vote, "Monday", member=leaves)
    for one in (leaves, left):
        await forum.leave(one, by=facilitator)
    with pytest.raises(RuleBroken, match="Only members"):
        await cast(vote, "Monday", member=left)
    with pytest.raises(RuleBroken, match="no voice"):
        await count(vote, facilitator, room=[left], Monday=1)
    await cast(vote, "Monday", member=stays)
    await actions.close_vote(vote.id, by=facilitator)
    seen = await queries.vote(vote.id)
    assert (seen.result.outcome.voices, seen.turnout.sentence) == (2, "2 of 2 members voted: 2 from elsewhere.")
    await a_voice(facilitator)
    assert (await queries.vote(vote.id)).turnout.members == 2


async def test_before_and_after_its_time_nobody_votes(facilitator):
    member = await a_voice(facilitator)
    now = clock.now()
    vote = await a_vote(facilitator, opens_at=now + timedelta(hours=1))
    with pytest.raises(RuleBroken, match="not open yet"):
        await cast(vote, "Monday", member=member)
    with pytest.raises(RuleBroken, match="not open yet"):
        await count(vote, facilitator, room=[member], Monday=1)
    with clock.at(vote.closes_at), pytest.raises(RuleBroken, match="time to vote is over"):
        await cast(vote, "Monday", member=member)
    with clock.at(vote.closes_at - timedelta(seconds=1)):
        await cast(vote, "Monday", member=member)
    with pytest.raises(NotFound):
        await actions.close_vote(uuid4(), by=facilitator)


async def test_several_may_be_chosen_where_it_says_so(facilitator):
    member = await a_voice(facilitator)
    vote = await a_vote(facilitator, most=2)
    with pytest.raises(RuleBroken, match="at most 2"):
        await cast(vote, "Monday", "Tuesday", "Friday", member=member)
    await cast(vote, "Monday", "Friday", member=member)
    seen = await closed(vote, facilitator)
    assert [one.voices for one in seen.result.options] == [1, 0, 1]


async def test_an_open_vote_shows_who_chose_what_and_a_secret_one_does_not(facilitator):
    ann = await a_voice(facilitator, "Ann")
    for secret, names in ((False, ("Ann",)), (True, ())):
        vote = await a_vote(facilitator, secret=secret)
        await cast(vote, "Monday", member=ann)
        await actions.close_vote(vote.id, by=facilitator)
        assert (await queries.vote(vote.id)).result.options[0].names == names


async def test_secret_means_that_no_row_joins_a_member_and_a_choice(facilitator):
    members = [await a_voice(facilitator) for _ in range(4)]
    vote = await a_vote(facilitator)
    for member, chosen in zip(members, ("Monday", "Tuesday", "Friday", "Monday"), strict=True):
        await cast(vote, chosen, member=member)
    assert await value("SELECT count(*) FROM ballot WHERE member IS NOT NULL") == 0
    columns = {
        one["column_name"]
        for one in await rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'ballot'")
    }
    assert columns == {"id", "vote", "choices", "member"}
    told = await rows("SELECT details FROM event WHERE what = 'forum.voted'")
    assert [one["details"] for one in told] == ["{}"] * 4
    assert await value("SELECT count(*) FROM submission WHERE kind = 'challenges.cast' AND answer <> ''") == 0
    with pytest.raises(RestrictViolationError, match="says not who"):
        async with transaction():
            await execute(
                "INSERT INTO ballot (id, vote, choices, member) VALUES ($1, $2, '{}', $3)", uuid4(), vote.id, members[0]
            )


async def test_not_even_the_transactions_tell(committed_db):
    """Each voice is a transaction of its own here: PostgreSQL numbers them, and rows lie in some order."""
    facilitator = await a_member(Role.FORUM_FACILITATOR)
    members = [await a_voice(facilitator) for _ in range(12)]
    vote = await a_vote(facilitator)
    for member in members:
        await cast(vote, "Monday", member=member)
    assert await value("SELECT count(DISTINCT xmin::text) FROM ballot") == 1
    assert await value("SELECT count(DISTINCT xmin::text) FROM voted") == len(members)


async def test_a_hundred_at_once_are_each_counted_once(committed_db):
    facilitator = await a_member(Role.FORUM_FACILITATOR)
    members = [await a_voice(facilitator) for _ in range(50)]
    vote = await a_vote(facilitator)
    found = await asyncio.gather(*(cast(vote, "Friday", member=one) for one in members * 2), return_exceptions=True)
    assert sum(one is None for one in found) == 50
    assert all(isinstance(one, RuleBroken) for one in found if one is not None)
    assert await value("SELECT count(*) FROM ballot") == await value("SELECT count(*) FROM voted") == 50
    await actions.close_vote(vote.id, by=facilitator)
    assert (await queries.vote(vote.id)).result.outcome.voices == 50


async def test_a_closed_vote_never_changes_whatever_writes(facilitator):
    *members, other = [await a_voice(facilitator) for _ in range(4)]
    vote = await a_vote(facilitator)
    for member in members:
        await cast(vote, "Monday", member=member)
    await closed(vote, facilitator)
    for statement in (
        "UPDATE forum_vote SET closed_at = NULL",
        "UPDATE forum_vote SET question = 'Another'",
        "DELETE FROM forum_vote",
        "UPDATE vote_option SET counted = 9",
        "UPDATE ballot SET choices = '{}'",
        "DELETE FROM ballot",
        "DELETE FROM voted",
    ):
        with pytest.raises(RestrictViolationError):
            async with transaction():
                await execute(statement)
    with pytest.raises(RestrictViolationError):
        async with transaction():
            await execute(
                "INSERT INTO voted (id, vote, member, how, voted_at) VALUES ($1, $2, $3, 'room', now())",
                uuid4(),
                vote.id,
                other,
            )
    assert (await row("SELECT count(*) AS n FROM ballot"))["n"] == 3


@pytest.mark.parametrize("elsewhere", [1, 2])
async def test_of_few_secret_ballots_only_the_total_is_kept(facilitator, elsewhere):
    remote, room = [await a_voice(facilitator) for _ in range(elsewhere)], await a_voice(facilitator)
    vote = await a_vote(facilitator)
    for member in remote:
        await cast(vote, "Friday", member=member)
    await count(vote, facilitator, room=[room], Monday=1)
    assert (await queries.vote(vote.id)).may_be_worked_out
    seen = await closed(vote, facilitator)
    assert [one.voices for one in seen.result.options] == [1, 0, elsewhere], "Nothing of the total is hidden."
    assert seen.turnout.by_way == {How.ROOM: 1, How.REMOTE: elsewhere, How.WRITING: 0}
    assert not seen.may_be_worked_out
    assert await value("SELECT count(*) FROM ballot") == 0, "No row tells a ballot from a hand."
    assert [one["counted"] for one in await rows("SELECT counted FROM vote_option ORDER BY position")] == [
        1,
        0,
        elsewhere,
    ]
    await actions.close_vote(vote.id, by=facilitator)
    assert (await queries.vote(vote.id)).result == seen.result


async def test_of_several_choices_each_is_added_once(facilitator):
    one, other = await a_voice(facilitator), await a_voice(facilitator)
    vote = await a_vote(facilitator, most=2)
    await cast(vote, "Monday", "Friday", member=one)
    await cast(vote, "Friday", member=other)
    seen = await closed(vote, facilitator)
    assert [each.voices for each in seen.result.options] == [1, 0, 2]


async def test_an_open_vote_keeps_each_ballot_with_its_name(facilitator):
    ann = await a_voice(facilitator, "Ann")
    vote = await a_vote(facilitator, secret=False)
    await cast(vote, "Monday", member=ann)
    assert not (await queries.vote(vote.id)).may_be_worked_out
    seen = await closed(vote, facilitator)
    assert (seen.result.options[0].voices, seen.result.options[0].names) == (1, ("Ann",))
    assert await value("SELECT count(*) FROM ballot") == 1


async def test_before_it_is_closed_nothing_of_a_ballot_is_shown_and_after_it_nothing_of_the_hands(
    facilitator, client_for
):
    members = [await a_voice(facilitator, name) for name in ("Ann", "Ben", "Cat", "Dan")]
    vote = await a_vote(facilitator)
    await cast(vote, "Friday", member=members[0])
    await count(vote, facilitator, room=members[1:3], Monday=2)
    client = await client_for(facilitator)
    page, counting = f"/forum/votes/{vote.id}", f"/forum/votes/{vote.id}/count"
    for path in (page, counting):
        assert "Fewer than three members voted from elsewhere" in (await client.get(path)).text, path
    shown = form_to(await client.get(counting), counting).data
    assert [shown[f"count-{option}"] for option, _words in vote.options] == [["2"], ["0"], ["0"]], "Hands alone."
    await closed(vote, facilitator)
    assert (await client.get(counting)).status_code == 409
    assert (await client.post(counting, data=shown)).status_code == 409
    text = (await client.get(page)).text
    assert "3 of 4 members voted: 2 in the room, 1 from elsewhere." in text
    assert "Fewer than three" not in text


async def test_three_hide_each_other_and_are_kept(facilitator):
    members = [await a_voice(facilitator) for _ in range(3)]
    vote = await a_vote(facilitator)
    for member in members:
        await cast(vote, "Friday", member=member)
    assert not (await queries.vote(vote.id)).may_be_worked_out
    await closed(vote, facilitator)
    assert await value("SELECT count(*) FROM ballot") == 3


async def test_a_question_is_asked_once(facilitator):
    form = uuid4()
    first = await actions.begin_vote(asked(), submission=form, by=facilitator)
    assert await actions.begin_vote(asked(), submission=form, by=facilitator) == first
    with pytest.raises(NotFound):
        await actions.begin_vote(asked(), challenge=uuid4(), submission=uuid4(), by=facilitator)
    with pytest.raises(RuleBroken, match="the same"):
        await actions.begin_vote(asked(options=("A", "a")), submission=uuid4(), by=facilitator)


# ── for everybody ──


async def five_and_two(facilitator, **changes):
    """A vote in which five chose Monday and two chose Friday."""
    here = [await a_voice(facilitator) for _ in range(7)]
    vote = await a_vote(facilitator, **changes)
    await count(vote, facilitator, room=here, Monday=5, Friday=2)
    return await closed(vote, facilitator)


async def test_everybody_reads_how_many_chose_what_and_no_small_number(facilitator, visitor):
    await five_and_two(facilitator, secret=False, for_everybody=True)
    page = (await visitor.get("/forum/voted")).text
    for said in ("Which evening?", "“Monday” was chosen.", "Fewer than 5", "Voices in all: At least 6"):
        assert said in page, said
    assert ">7<" not in page
    assert "2 voices" not in page


@pytest.mark.parametrize("changes", [{}, {"secret": False}])
async def test_a_secret_vote_and_one_that_was_not_asked_so_stay_with_the_forum(facilitator, visitor, changes):
    await five_and_two(facilitator, **changes)
    assert "Which evening?" not in (await visitor.get("/forum/voted")).text


async def test_nothing_of_an_open_vote_is_shown(facilitator, visitor):
    vote = await a_vote(facilitator, secret=False, for_everybody=True)
    assert "Everybody may read then" in vote.kind_words
    assert "Which evening?" not in (await visitor.get("/forum/voted")).text


async def test_a_secret_vote_is_never_for_everybody(facilitator, client_for):
    with pytest.raises(RuleBroken, match="stays with the forum"):
        await a_vote(facilitator, secret=True, for_everybody=True)
    client = await client_for(facilitator)
    typed = {"question": "Which evening?", "options": "Monday\nFriday", "secret": "yes", "for_everybody": "yes"}
    wrong = await post(client, "/forum/votes/new", typed)
    assert (wrong.status_code, "stays with the forum" in wrong.text) == (422, True)
    assert (await post(client, "/forum/votes/new", {**typed, "secret": "no"})).status_code == 303


async def test_hostile_pages_of_it_are_answered(visitor):
    for page in ("0", "-1", "x", "99999999999"):
        assert (await visitor.get(f"/forum/voted?page={page}")).status_code == 200
