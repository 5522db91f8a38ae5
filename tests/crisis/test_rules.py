"""When a pathway is ready, what can be said at a step, and what makes a safety plan one."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.crisis.rules import pathways as rules
from livewell.crisis.rules.first_pathways import CAME_WITH_LIVE_WELL, EMERGENCY, FIRST_PATHWAYS, SHOUT
from livewell.crisis.rules.pathways import Contact, Step, StepDone
from livewell.crisis.rules.plans import PARTS, check_plan
from livewell.kit.errors import RuleBroken
from livewell.safety.rules import SUPPLIED_LOCALLY

TODAY = date(2026, 11, 22)
READY = Step("Call", "Call the duty contact.")
OPEN = Step("Call")


@pytest.mark.parametrize(
    ("steps", "owner", "review_on", "says"),
    [
        ([], True, TODAY + timedelta(1), ["It has no steps."]),
        ([OPEN, READY], True, TODAY + timedelta(1), ["Step 1:"]),
        ([OPEN, READY, Step("x", "  ")], True, TODAY + timedelta(1), ["Steps 1, 3:"]),
        ([Step("x", SUPPLIED_LOCALLY)], True, TODAY + timedelta(1), ["Step 1:"]),
        ([READY], False, TODAY + timedelta(1), ["Nobody owns it"]),
        ([READY], True, None, ["It has no review date."]),
        ([READY], True, TODAY, ["Its review date has gone by."]),
        ([OPEN], False, None, ["Step 1:", "Nobody owns it", "It has no review date."]),
        ([READY], True, TODAY + timedelta(1), []),
    ],
)
def test_what_stands_against_approving_a_pathway(steps, owner, review_on, says):
    found = rules.missing(steps, [], owner=owner, review_on=review_on, today=TODAY)
    assert len(found) == len(says)
    assert all(sentence.startswith(begins) for sentence, begins in zip(found, says, strict=True))


def test_nobody_approves_without_a_name():
    later = TODAY + timedelta(30)
    rules.check_ready([READY], [], owner=True, review_on=later, approved_as="Dr Lee, lead", today=TODAY)
    with pytest.raises(RuleBroken, match="by name and role"):
        rules.check_ready([READY], [], owner=True, review_on=later, approved_as=" ", today=TODAY)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from([OPEN, READY]), max_size=6), st.booleans(), st.dates(), st.text(max_size=5))
def test_whatever_is_ready_has_words_at_every_step(steps, owner, review_on, approved_as):
    try:
        rules.check_ready(steps, [], owner=owner, review_on=review_on, approved_as=approved_as, today=TODAY)
    except RuleBroken:
        return
    assert steps
    assert all(step.words.strip() for step in steps)
    assert owner
    assert review_on > TODAY
    assert approved_as.strip()


@pytest.mark.parametrize("pathway", FIRST_PATHWAYS, ids=lambda one: one.key)
def test_no_pathway_that_comes_with_live_well_can_be_approved_as_it_is(pathway):
    waiting = [step for step in pathway.steps if step.to_supply]
    assert len(waiting) >= 4
    assert all(step.shown == SUPPLIED_LOCALLY for step in waiting)
    # What has words speaks of what Live Well itself does, never of what to do with a person.
    for step in pathway.steps:
        if not step.to_supply:
            assert "safety matter" in step.words
    with pytest.raises(RuleBroken, match="cannot be approved yet"):
        rules.check_ready(
            pathway.steps,
            pathway.contacts,
            owner=True,
            review_on=TODAY + timedelta(9),
            approved_as="Dr Lee, lead",
            today=TODAY,
        )


def test_a_number_that_nobody_checked_keeps_a_pathway_from_being_approved():
    later = TODAY + timedelta(30)
    checked = Contact("Samaritans", "116 123", checked_on="2026-11-22")
    assert rules.missing([READY], [checked], owner=True, review_on=later, today=TODAY) == []
    found = rules.missing([READY], [checked, EMERGENCY, SHOUT], owner=True, review_on=later, today=TODAY)
    assert found == [f"Ring or look up these numbers, and write down the day: {EMERGENCY.name}, Shout."]


def test_every_public_number_says_where_it_is_found_and_waits_for_the_site_to_check_it():
    for pathway in FIRST_PATHWAYS:
        assert pathway.contacts[0].phone == "999"
        for contact in pathway.contacts:
            assert contact.source.startswith("https://")
            assert contact.checked is None
            assert contact.href
    assert {"999", "111", "116 123", "Text SHOUT to 85258"} == {one.phone for one in FIRST_PATHWAYS[0].contacts}
    assert len(CAME_WITH_LIVE_WELL) == len(FIRST_PATHWAYS) >= 4


@pytest.mark.parametrize(
    ("phone", "href"),
    [
        ("116 123", "tel:116123"),
        ("Text SHOUT to 85258", "sms:85258"),
        ("+44 1632 960123", "tel:+441632960123"),
        ("", ""),
        ("ask at the desk", ""),
    ],
)
def test_what_a_telephone_understands(phone, href):
    assert Contact("Somebody", phone).href == href


@pytest.mark.parametrize(
    ("number", "what", "words", "fits"),
    [
        (1, StepDone.DONE, "", True),
        (3, StepDone.DONE, "Rang", True),
        (0, StepDone.DONE, "", False),
        (4, StepDone.DONE, "", False),
        (1, StepDone.NOT_NEEDED, "", False),
        (1, StepDone.NOT_NEEDED, "She is with her sister", True),
        (1, StepDone.COULD_NOT, "  ", False),
        (1, StepDone.COULD_NOT, "Nobody answered", True),
    ],
)
def test_what_can_be_said_at_a_step(number, what, words, fits):
    if fits:
        rules.check_step(number, 3, what, words)
        return
    with pytest.raises(RuleBroken):
        rules.check_step(number, 3, what, words)


@pytest.mark.parametrize(
    ("review_on", "due"),
    [(None, True), (TODAY, True), (TODAY + timedelta(30), True), (TODAY + timedelta(31), False)],
)
def test_when_a_review_is_due(review_on, due):
    assert rules.is_due(review_on, TODAY) is due


@pytest.mark.parametrize(
    ("words", "together", "agreed_on", "review_on", "says"),
    [
        ({}, True, TODAY, TODAY + timedelta(9), "at least one thing"),
        ({"feels_safe": " "}, True, TODAY, TODAY + timedelta(9), "at least one thing"),
        ({"feels_safe": "Joan"}, False, TODAY, TODAY + timedelta(9), "agreed with the person"),
        ({"feels_safe": "Joan"}, True, TODAY + timedelta(1), TODAY + timedelta(9), "still to come"),
        ({"feels_safe": "Joan"}, True, TODAY, TODAY, "later day"),
        ({"feels_safe": "Joan"}, True, TODAY, TODAY + timedelta(1), ""),
    ],
)
def test_what_makes_a_plan_one(words, together, agreed_on, review_on, says):
    if not says:
        check_plan(words, together=together, agreed_on=agreed_on, review_on=review_on, today=TODAY)
        return
    with pytest.raises(RuleBroken, match=says):
        check_plan(words, together=together, agreed_on=agreed_on, review_on=review_on, today=TODAY)


def test_a_plan_has_no_numbers_to_fill_in():
    assert list(PARTS) == ["feels_safe", "triggers", "keep_small", "staff_do", "who_to_call", "choice"]
