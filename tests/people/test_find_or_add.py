import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from livewell.kit import db, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.people import actions, queries
from livewell.people.rules import AccessNeed, Agreed, ConsentKind
from livewell.people.tables import Consent, Person
from tests.factories.people import a_person, an_identity, an_nhs_number, some_details

YES = Agreed(ConsentKind.SERVICE, given=True)
NO = Agreed(ConsentKind.EVALUATION, given=False)


async def told() -> list[str]:
    return [one["what"] for one in await db.rows("SELECT what FROM event ORDER BY told_in")]


async def test_somebody_new_is_added_with_what_they_agreed_to() -> None:
    identity = an_identity(nhs_number=an_nhs_number())
    found = await actions.find_or_add(identity=identity, details=some_details(), agreed=[YES, NO], by=PUBLIC_VISITOR)
    known = await queries.person(found)
    assert known is not None
    assert known.identity == identity
    assert known.details.phone == "01632 960001"
    answers = await queries.consents(found)
    assert {kind: answer.given for kind, answer in answers.items()} == {
        ConsentKind.SERVICE: True,
        ConsentKind.EVALUATION: False,
    }
    assert await told() == ["person.added"]


async def test_the_same_nhs_number_and_birthday_is_the_same_person() -> None:
    number = an_nhs_number()
    first = await a_person(nhs_number=number, born_on=date(1948, 3, 12), phone="", email="", access_needs=["quiet"])
    found = await actions.find_or_add(
        identity=an_identity(nhs_number=number, born_on=date(1948, 3, 12), postcode="LE12 6EX"),
        details=some_details(access_needs=(AccessNeed.QUIET, AccessNeed.HEARING)),
        agreed=[YES],
        by=PUBLIC_VISITOR,
    )
    assert found == first
    known = await queries.person(first)
    assert known is not None
    # What was empty is filled in; what was there stays.
    assert known.details.phone == "01632 960001"
    assert known.identity.postcode == "NG2 6AB"
    assert known.details.access_needs == (AccessNeed.QUIET, AccessNeed.HEARING)
    assert known.version == 2
    assert (await queries.consents(first))[ConsentKind.SERVICE].given
    assert await told() == ["person.details_changed"]
    # The next time nothing is new but the answers.
    await actions.find_or_add(
        identity=an_identity(nhs_number=number, born_on=date(1948, 3, 12)),
        details=some_details(),
        agreed=[NO],
        by=PUBLIC_VISITOR,
    )
    assert (await queries.consents(first))[ConsentKind.EVALUATION].given is False
    assert await told() == ["person.details_changed", "person.consent_recorded"]


async def test_a_birthday_that_is_not_known_does_not_speak_against_it() -> None:
    number = an_nhs_number()
    first = await a_person(nhs_number=number, born_on=None)
    found = await actions.find_or_add(
        identity=an_identity(nhs_number=number, born_on=date(1948, 3, 12)), details=some_details(), by=PUBLIC_VISITOR
    )
    assert found == first
    known = await queries.person(first)
    assert known is not None
    assert known.identity.born_on == date(1948, 3, 12)


async def test_another_birthday_never_merges_and_the_number_stays_with_the_first() -> None:
    number = an_nhs_number()
    first = await a_person(nhs_number=number, born_on=date(1948, 3, 12))
    identity = an_identity(nhs_number=number, born_on=date(1971, 7, 7))
    second = await actions.find_or_add(identity=identity, details=some_details(), by=PUBLIC_VISITOR)
    assert second != first
    known = await queries.person(second)
    assert known is not None
    assert known.identity == replace(identity, nhs_number=None)
    holder = await queries.with_nhs_number(number)
    assert holder is not None
    assert holder.id == first


async def test_without_a_number_nobody_is_merged_even_when_everything_else_is_equal() -> None:
    identity = an_identity()
    first = await actions.find_or_add(identity=identity, details=some_details(), by=PUBLIC_VISITOR)
    second = await actions.find_or_add(identity=identity, details=some_details(), by=PUBLIC_VISITOR)
    assert first != second
    alike = await queries.possible_duplicates(identity, apart_from=[second])
    assert [(one.person.id, one.likeness.value) for one in alike] == [(first, "same")]


async def test_possible_duplicates_are_found_by_a_slip_in_the_birthday_or_the_same_home() -> None:
    first = await a_person(nhs_number=None, first_name="Mary", family_name="Okafor", born_on=date(1948, 3, 12))
    await a_person(nhs_number=None, first_name="Grace", family_name="Bell", born_on=date(1948, 3, 12))
    for born_on, postcode in ((date(1948, 12, 3), "LE12 6EX"), (None, "NG2 6AB"), (date(1948, 3, 12), "")):
        identity = an_identity(first_name="Mary", family_name="Okafor", born_on=born_on, postcode=postcode)
        assert [one.person.id for one in await queries.possible_duplicates(identity)] == [first]


async def test_nothing_is_left_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(news, "tell", broken)
    with pytest.raises(OSError):
        await actions.find_or_add(identity=an_identity(), details=some_details(), agreed=[YES], by=PUBLIC_VISITOR)
    assert await Person.count() == 0
    assert await Consent.count() == 0


async def test_two_at_the_same_moment_add_one_person(committed_db: str) -> None:
    identity = an_identity(nhs_number=an_nhs_number())
    found = await asyncio.gather(
        *(actions.find_or_add(identity=identity, details=some_details(), by=PUBLIC_VISITOR) for _ in range(4))
    )
    assert len(set(found)) == 1
    assert await Person.count() == 1
