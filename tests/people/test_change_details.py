from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from livewell.kit import db, news
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.errors import NotFound, Stale
from livewell.kit.forms import Form
from livewell.people import actions, queries
from livewell.people.forms import CHOICES, Details, PersonForm, changed, say_details
from livewell.people.rules import AccessNeed, Agreed, ConsentKind, ContactMethod
from tests.factories.people import a_person
from tests.factories.places import a_practice


async def known(person: Any) -> queries.KnownPerson:
    found = await queries.person(person)
    assert found is not None
    return found


async def test_details_change_and_the_news_says_which_without_what() -> None:
    person = await a_person()
    before = await known(person)
    wanted = replace(before.details, phone="07700 900123", never_contact=True, access_needs=(AccessNeed.QUIET,))
    await actions.change_details(person, details=wanted, version=1, practices={}, by=PUBLIC_VISITOR)
    after = await known(person)
    assert after.details == wanted
    assert after.version == 2
    event = await db.row("SELECT what, details FROM event")
    assert event is not None
    assert event["what"] == "person.details_changed"
    assert "900123" not in event["details"]
    assert "never_contact" in event["details"]


async def test_nothing_changed_is_no_news() -> None:
    person = await a_person()
    await actions.change_details(
        person, details=(await known(person)).details, version=1, practices={}, by=PUBLIC_VISITOR
    )
    assert (await known(person)).version == 1
    assert await db.value("SELECT count(*) FROM event") == 0


async def test_whoever_saves_second_sees_both_texts_and_nothing_is_lost() -> None:
    person = await a_person()
    details = (await known(person)).details
    await actions.change_details(
        person, details=replace(details, phone="07700 900111"), version=1, practices={}, by=PUBLIC_VISITOR
    )
    with pytest.raises(Stale) as stale:
        await actions.change_details(
            person, details=replace(details, phone="07700 900222"), version=1, practices={}, by=PUBLIC_VISITOR
        )
    assert stale.value.theirs == {"Phone number": "07700 900111"}
    assert stale.value.yours == {"Phone number": "07700 900222"}
    assert (await known(person)).details.phone == "07700 900111"


async def test_there_is_no_such_person() -> None:
    with pytest.raises(NotFound):
        await actions.change_details(uuid4(), details=Details(), version=1, practices={}, by=PUBLIC_VISITOR)


async def test_nothing_is_left_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    person = await a_person()

    async def broken(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(news, "tell", broken)
    with pytest.raises(OSError):
        await actions.change_details(person, details=Details(phone="1"), version=1, practices={}, by=PUBLIC_VISITOR)
    with pytest.raises(OSError):
        await actions.record_consent(
            person, answers=[Agreed(ConsentKind.SERVICE, given=True)], how="spoken", by=PUBLIC_VISITOR
        )
    assert (await known(person)).details.phone == "01632 960002"
    assert await queries.consents(person) == {}


async def test_the_newest_answer_holds_and_none_is_written_over() -> None:
    person = await a_person()
    for given in (True, False):
        await actions.record_consent(
            person, answers=[Agreed(ConsentKind.EVALUATION, given=given)], how="spoken", by=PUBLIC_VISITOR
        )
    answer = (await queries.consents(person))[ConsentKind.EVALUATION]
    assert answer.given is False
    assert await db.value("SELECT count(*) FROM consent") == 2


async def test_the_form_shows_and_reads_the_same_details() -> None:
    practice = await a_practice()
    practices = {practice: "A practice"}
    details = Details(
        preferred_name="Molly",
        pronouns="she and her",
        phone="07700 900111",
        email="molly@home.example",
        address="1 High Street\nEast Leake",
        postcode="LE12 6EX",
        practice=practice,
        preferred_contact=ContactMethod.TEXT,
        may_text=True,
        may_write=False,
        when_not_to_contact="Not before ten",
        never_contact=True,
        language="Polish",
        needs_interpreter=True,
        access_needs=(AccessNeed.COMPANY, AccessNeed.QUIET),
        access_needs_detail="A quiet corner",
        protected_address=True,
    )
    form = PersonForm.filled(details)
    assert PersonForm.read(form, practices) == details
    assert form.ok
    assert changed(details, details) == []
    assert say_details(details, practices)["GP practice"] == "A practice"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"preferred_contact": "email"}, "email"),
        ({"preferred_contact": "phone"}, "phone"),
        ({"preferred_contact": "letter", "postcode": "nowhere"}, "postcode"),
        ({"preferred_contact": "letter", "practice": "not one"}, "practice"),
    ],
)
def test_the_form_says_what_has_to_be_put_right(typed: dict[str, str], field: str) -> None:
    form = Form(typed)
    PersonForm.read(form, {})
    assert form.error_for(field)
    assert CHOICES["contact"]
