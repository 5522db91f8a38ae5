import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from livewell.kit import clock, db, geo, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.geo import Point, PostcodePlace
from livewell.people.tables import Person
from livewell.referrals import actions
from livewell.referrals.tables import Referral, ReferralEntry
from tests.factories.people import a_person, an_identity, an_nhs_number, some_details
from tests.factories.places import NORTH, a_practice, an_area
from tests.factories.referrals import a_command


async def the(referral: UUID) -> Referral:
    row = await Referral.objects().where(Referral.id == referral).first()
    assert row is not None
    return row


@pytest.fixture
def postcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """NG2 6AB is in the North square, LE12 6EX outside it, and no other is known."""
    known = {"NG2 6AB": Point(458000, 337000, 52.94, -1.12), "LE12 6EX": Point(455000, 326000, 52.83, -1.18)}

    async def find(text: str) -> PostcodePlace | None:
        return PostcodePlace(text, known[text], "") if text in known else None

    monkeypatch.setattr(geo, "find_postcode", find)


async def test_it_is_kept_as_it_was_sent_and_told() -> None:
    practice = await a_practice()
    command = a_command(details=some_details(practice=practice), as_sent={"reason": ["As  typed"], "needs": ["a", "b"]})
    with clock.at(datetime(2026, 11, 20, 16, tzinfo=UTC)):
        referral = await the(await actions.receive(command, submission=uuid4(), by=PUBLIC_VISITOR))
    # A Friday afternoon: two working days later is Tuesday.
    assert referral.triage_due_on == date(2026, 11, 24)
    entry = await db.row("SELECT as_sent, channel FROM referral_entry WHERE referral = $1", referral.id)
    assert entry == {"as_sent": '{"needs": ["a", "b"], "reason": ["As  typed"]}', "channel": "professional"}
    told = await db.row("SELECT * FROM event WHERE what = 'referral.received'")
    assert told is not None
    assert (told["subject"], told["person"], told["by_kind"]) == (referral.id, referral.person, "public")
    assert "Lonely" not in told["details"]


async def test_the_area_is_that_of_the_practice_else_of_the_home_else_of_the_referrer(postcodes: None) -> None:
    north, south = await an_area(name="North", boundary=NORTH), await an_area(name="South")
    practice, referring = await a_practice(area=south), await a_practice(area=north)

    async def area(postcode: str, *, registered: UUID | None, sender: UUID | None = None) -> Any:
        command = a_command(identity=an_identity(postcode=postcode), details=some_details(practice=registered))
        command = replace(command, referrer=replace(command.referrer, practice=sender))
        row = await the(await actions.receive(command, submission=uuid4(), by=PUBLIC_VISITOR))
        return row.area, row.eligible, row.not_eligible_why

    assert await area("NG2 6AB", registered=practice) == (south, True, "")
    assert await area("NG2 6AB", registered=None) == (north, True, "")
    assert await area("LE12 6EX", registered=None, sender=referring) == (north, None, "place_unknown")
    assert await area("ZZ1 1ZZ", registered=None) == (None, None, "place_unknown")
    unlisted = await a_practice(area=south, listed=False)
    assert await area("LE12 6EX", registered=unlisted) == (south, False, "outside_area")
    assert await area("NG2 6AB", registered=unlisted) == (north, True, "")


async def test_the_service_sets_the_age_and_the_days() -> None:
    for key, text in (("minimum_age", "16"), ("triage_working_days", "5")):
        await db.execute(
            "INSERT INTO service_setting (key, value, changed_at) VALUES ($1, $2, $3)", key, text, clock.now()
        )
    practice = await a_practice()
    with clock.at(datetime(2026, 11, 20, 16, tzinfo=UTC)):
        command = a_command(identity=an_identity(born_on=date(2010, 1, 1)), details=some_details(practice=practice))
        referral = await the(await actions.receive(command, submission=uuid4(), by=PUBLIC_VISITOR))
    assert referral.eligible is True
    assert referral.triage_due_on == date(2026, 11, 27)


async def test_nobody_is_turned_away_by_the_check() -> None:
    command = a_command(identity=an_identity(born_on=clock.today()), details=some_details(practice=await a_practice()))
    referral = await the(await actions.receive(command, submission=uuid4(), by=PUBLIC_VISITOR))
    assert (referral.status, referral.eligible, referral.not_eligible_why) == ("received", False, "under_age")


async def test_a_second_referral_for_the_same_nhs_number_is_about_the_same_person() -> None:
    number = an_nhs_number()
    person = await a_person(nhs_number=number, born_on=date(1948, 3, 12))
    command = a_command(identity=an_identity(nhs_number=number, born_on=date(1948, 3, 12)))
    assert (await the(await actions.receive(command, submission=uuid4(), by=PUBLIC_VISITOR))).person == person


async def test_a_taken_reference_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = await the(await actions.receive(a_command(), submission=uuid4(), by=PUBLIC_VISITOR))
    drawn = iter([first.reference, first.reference, "LW-0000-00"])
    monkeypatch.setattr("livewell.kit.ids.new_reference", lambda: next(drawn))
    second = await the(await actions.receive(a_command(), submission=uuid4(), by=PUBLIC_VISITOR))
    assert second.reference == "LW-0000-00"


async def test_nothing_is_left_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(what: str, **_: Any) -> None:
        if what == "referral.received":
            raise OSError

    monkeypatch.setattr(news, "tell", broken)
    submission = uuid4()
    with pytest.raises(OSError):
        await actions.receive(a_command(), submission=submission, by=PUBLIC_VISITOR)
    assert await Referral.count() == 0
    assert await Person.count() == 0
    monkeypatch.undo()
    # The form can be sent again.
    await actions.receive(a_command(), submission=submission, by=PUBLIC_VISITOR)
    assert await Referral.count() == 1


async def test_the_same_form_sent_five_times_at_once_is_one_referral(committed_db: str) -> None:
    command, submission = a_command(), uuid4()
    found = await asyncio.gather(
        *(actions.receive(command, submission=submission, by=PUBLIC_VISITOR) for _ in range(5))
    )
    assert len(set(found)) == 1
    assert (await Referral.count(), await ReferralEntry.count(), await Person.count()) == (1, 1, 1)
