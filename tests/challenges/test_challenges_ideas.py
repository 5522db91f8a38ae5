"""A challenge as it is worked on: begun once, filled, decided, moved, closed; and what it refuses."""

from uuid import uuid4

import pytest

from livewell.challenges import actions, queries
from livewell.challenges.forms.ideas import MoveTyped, is_web_address
from livewell.challenges.rules.ideas import Evidence, IdeaState
from livewell.forum import actions as forum
from livewell.forum.actions import put_on_agenda
from livewell.forum.queries import items_about
from livewell.kit.errors import NotFound, RuleBroken, Stale
from tests.factories.challenges import a_challenge, a_decision, a_voice, about, decided_on, known
from tests.factories.forum import a_decision as forum_decides
from tests.factories.forum import a_held_meeting
from tests.factories.gaps import a_gap


async def move(challenge, to, by, words="We learned something.", decision=None):
    seen = await queries.challenge(challenge)
    await actions.move_challenge(
        challenge, MoveTyped(to, words, decision), version=seen.version, submission=uuid4(), by=by
    )


async def test_a_challenge_goes_its_whole_way(facilitator):
    owner = await a_voice(facilitator, "Bilal")
    gap = await a_gap(facilitator, title="A bus in the evening")
    challenge = await a_challenge(facilitator, gap=gap, owner=owner)
    seen = await queries.challenge(challenge)
    assert (seen.gap_title, seen.owner_name, seen.state) == ("A bus in the evening", "Bilal", IdeaState.DISCUSSED)
    assert seen.balance.startswith("There is no evidence")
    await known(challenge, Evidence.EXPERIENCE, by=facilitator, given_by=owner)
    assert (await queries.challenge(challenge)).balance.startswith("Do not rely on one kind.")
    for kind in (Evidence.RESEARCH, Evidence.PRACTICE, Evidence.LOCAL_DATA):
        await known(challenge, kind, by=facilitator)
    assert (await queries.challenge(challenge)).balance == ""
    option = await actions.suggest_option(challenge, "Lifts in pairs", "", submission=uuid4(), by=facilitator)
    await move(challenge, IdeaState.DEVELOPED, facilitator)
    with pytest.raises(RuleBroken, match="Choose first"):
        await move(challenge, IdeaState.TESTING, facilitator)
    decision = await decided_on(challenge, by=facilitator)
    await actions.choose_option(challenge, option, decision=decision, by=facilitator)
    await move(challenge, IdeaState.TESTING, facilitator, decision=decision)
    await move(challenge, IdeaState.AMENDED, facilitator, words="Fridays only.")
    await move(challenge, IdeaState.TESTING, facilitator)
    await move(challenge, IdeaState.EVALUATED, facilitator, words="Nobody walked home alone.")
    seen = await queries.challenge(challenge)
    assert [one.to_state.value for one in seen.moves] == [
        "evaluated", "testing", "amended", "testing", "developed", "discussed"
    ]  # fmt: skip
    assert seen.moves[3].text.endswith("Decided: We try lifts in pairs.")
    assert (seen.chosen.title, seen.chosen.decision) == ("Lifts in pairs", "We try lifts in pairs.")
    await actions.close_challenge(challenge, why="It goes on by itself.", version=seen.version, by=facilitator)
    seen = await queries.challenge(challenge)
    assert (seen.is_open, seen.closed_why) == (False, "It goes on by itself.")
    assert seen.next_choices == []
    for refused in (
        known(challenge, Evidence.RESEARCH, by=facilitator),
        actions.suggest_option(challenge, "More", "", submission=uuid4(), by=facilitator),
        actions.put_on_next_agenda(challenge, words="?", submission=uuid4(), by=facilitator),
        actions.close_challenge(challenge, why="Again", version=seen.version, by=facilitator),
        actions.change_challenge(challenge, about(), version=seen.version, by=facilitator),
    ):
        with pytest.raises(RuleBroken, match="closed"):
            await refused
    assert ([one.id for one in (await queries.challenges(closed=True))[0]], (await queries.challenges())[1]) == (
        [challenge],
        0,
    )


async def test_the_same_form_twice_is_one(facilitator):
    form = uuid4()
    first = await actions.begin_challenge(about(), submission=form, by=facilitator)
    assert await actions.begin_challenge(about(), submission=form, by=facilitator) == first
    form = uuid4()
    one = await actions.suggest_option(first, "Once", "", submission=form, by=facilitator)
    assert await actions.suggest_option(first, "Once", "", submission=form, by=facilitator) == one
    form, typed = uuid4(), MoveTyped(IdeaState.DEVELOPED, "Yes", None)
    for _ in range(2):
        await actions.move_challenge(first, typed, version=1, submission=form, by=facilitator)
    assert len((await queries.challenge(first)).moves) == 2


async def test_two_at_once_lose_nothing(facilitator):
    challenge = await a_challenge(facilitator)
    await actions.change_challenge(challenge, about("Getting home"), version=1, by=facilitator)
    with pytest.raises(Stale) as caught:
        await actions.change_challenge(challenge, about("Going home"), version=1, by=facilitator)
    assert (caught.value.theirs["The challenge"], caught.value.yours["The challenge"]) == ("Getting home", "Going home")
    with pytest.raises(Stale):
        await actions.close_challenge(challenge, why="Done", version=1, by=facilitator)
    with pytest.raises(Stale):
        await actions.move_challenge(
            challenge, MoveTyped(IdeaState.DEVELOPED, "x", None), version=1, submission=uuid4(), by=facilitator
        )


async def test_a_choice_needs_a_decision_about_this_challenge(facilitator):
    challenge, other = await a_challenge(facilitator), await a_challenge(facilitator, "Another")
    option = await actions.suggest_option(challenge, "Lifts", "", submission=uuid4(), by=facilitator)
    elsewhere = await decided_on(other, by=facilitator)
    with pytest.raises(RuleBroken, match="about this challenge"):
        await actions.choose_option(challenge, option, decision=elsewhere, by=facilitator)
    with pytest.raises(NotFound):
        await actions.choose_option(other, option, decision=elsewhere, by=facilitator)
    assert (await queries.challenge(challenge)).chosen is None


async def test_a_decision_about_the_gap_counts_as_well(facilitator):
    gap = await a_gap(facilitator)
    challenge = await a_challenge(facilitator, gap=gap)
    option = await actions.suggest_option(challenge, "Lifts", "", submission=uuid4(), by=facilitator)
    item = await put_on_agenda(kind="gap", title="A shed", gap=gap, submission=uuid4(), by=facilitator)
    decision = await a_decision(item, by=facilitator)
    await actions.choose_option(challenge, option, decision=decision, by=facilitator)
    assert (await queries.challenge(challenge)).chosen.id == option


async def test_evidence_that_does_not_hold_is_taken_out(facilitator):
    challenge, other = await a_challenge(facilitator), await a_challenge(facilitator, "Another")
    evidence = await known(challenge, Evidence.RESEARCH, by=facilitator)
    with pytest.raises(NotFound):
        await actions.strike_evidence(other, evidence, by=facilitator)
    await actions.strike_evidence(challenge, evidence, by=facilitator)
    await actions.strike_evidence(challenge, evidence, by=facilitator)
    assert (await queries.challenge(challenge)).evidence == ()


async def test_who_is_no_member_keeps_nothing_going(facilitator):
    with pytest.raises(RuleBroken, match="member of the forum"):
        await a_challenge(facilitator, owner=uuid4())
    with pytest.raises(NotFound):
        await a_challenge(facilitator, gap=uuid4())
    with pytest.raises(NotFound):
        await a_challenge(facilitator, item=uuid4())
    with pytest.raises(NotFound):
        await queries.challenge(uuid4())
    assert (await queries.challenges())[1] == 0


@pytest.mark.parametrize(
    ("typed", "fine"),
    [
        ("https://who.example/report", True),
        ("http://who.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,hello", False),
        ("//who.example", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_where_a_link_may_lead(typed, fine):
    assert is_web_address(typed) is fine


async def test_it_is_put_on_an_agenda_again_once_its_meeting_was_held(facilitator):
    challenge = await a_challenge(facilitator)

    async def put():
        return await actions.put_on_next_agenda(challenge, words="", submission=uuid4(), by=facilitator)

    first = await put()
    assert await put() == first
    met = await a_held_meeting(facilitator)
    await forum.put_on(met, [first], by=facilitator)
    await forum_decides(facilitator, met, first)
    again = await put()
    assert again != first
    assert {one.id for one in await items_about(about=challenge)} >= {first, again}
