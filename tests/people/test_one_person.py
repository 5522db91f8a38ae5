from typing import Any
from uuid import uuid4

import pytest

from livewell.kit import db, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people import actions, queries
from livewell.people.rules import Agreed, ConsentKind
from tests.factories.people import a_person, an_identity, an_nhs_number
from tests.factories.staff import a_member


async def test_two_records_are_one_and_the_number_goes_over() -> None:
    coach = await a_member()
    number = an_nhs_number()
    older, newer = await a_person(nhs_number=None), await a_person(nhs_number=number)
    await actions.record_consent(
        newer, answers=[Agreed(ConsentKind.SERVICE, given=True)], how="spoken", by=PUBLIC_VISITOR
    )
    referral = uuid4()
    decision = await actions.decide_same(goes_on=older, other=newer, moved=[referral], by=coach)
    assert await queries.with_nhs_number(number) is not None
    found = await queries.with_nhs_number(number)
    assert found is not None
    assert found.id == older
    # What was agreed on the other record counts, and the other record is not shown by itself.
    assert ConsentKind.SERVICE in await queries.consents(older)
    alike = await queries.possible_duplicates(an_identity(nhs_number=number))
    assert [one.person.id for one in alike] == [older]
    assert await queries.decided(older) == {newer: True}

    assert await actions.undo_same(decision, by=coach) == [referral]
    found = await queries.with_nhs_number(number)
    assert found is not None
    assert found.id == newer
    assert await queries.consents(older) == {}
    assert await queries.decided(older) == {}
    with pytest.raises(RuleBroken):
        await actions.undo_same(decision, by=coach)


async def test_two_people_stay_two_and_are_not_asked_about_again() -> None:
    coach = await a_member()
    one, other = await a_person(), await a_person()
    await actions.decide_different(person=one, other=other, by=coach)
    assert await queries.decided(one) == {other: False}
    assert await queries.decided(other) == {one: False}


async def test_only_staff_decide_and_only_about_people_who_are_there() -> None:
    one, other = await a_person(), await a_person()
    with pytest.raises(RuleBroken):
        await actions.decide_same(goes_on=one, other=other, moved=[], by=PUBLIC_VISITOR)
    with pytest.raises(RuleBroken):
        await actions.decide_different(person=one, other=other, by=PUBLIC_VISITOR)
    with pytest.raises(NotFound):
        await actions.decide_same(goes_on=one, other=uuid4(), moved=[], by=await a_member())
    with pytest.raises(NotFound):
        await actions.undo_same(uuid4(), by=await a_member())


async def test_nothing_is_left_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    coach = await a_member()
    number = an_nhs_number()
    older, newer = await a_person(nhs_number=None), await a_person(nhs_number=number)
    kept = await actions.decide_same(goes_on=older, other=newer, moved=[], by=coach)

    async def broken(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(news, "tell", broken)
    with pytest.raises(OSError):
        await actions.undo_same(kept, by=coach)
    with pytest.raises(OSError):
        await actions.decide_different(person=older, other=newer, by=coach)
    with pytest.raises(OSError):
        await actions.decide_same(goes_on=newer, other=older, moved=[], by=coach)
    found = await queries.with_nhs_number(number)
    assert found is not None
    assert found.id == older
    assert await db.value("SELECT count(*) FROM same_person") == 1
