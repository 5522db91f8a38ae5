from typing import Any

import httpx
import pytest

from livewell.kit import db
from livewell.people import queries as people
from livewell.referrals.tables import Referral
from tests.browsing import form_to, post

URL = "/refer/someone"
TYPED: dict[str, Any] = {
    "agrees": "yes",
    "referrer_type": "family",
    "referrer_name": "Ann Neighbour",
    "referrer_phone": "01632 960010",
    "first_name": "George",
    "family_name": "Testperson",
    "phone": "01632 960011",
    "reason": "He used to play bowls and now stays in.",
    "safety": "yes",
    "safety_detail": "He falls at times.",
    "tell_referrer": "no",
}


async def test_a_neighbour_asks_for_somebody_who_agrees(visitor: httpx.AsyncClient) -> None:
    answer = await post(visitor, URL, TYPED)
    assert answer.headers["location"] == "/refer/done"
    row = await Referral.objects().first()
    assert row is not None
    assert (row.referrer_type, row.referrer_name, row.safety, row.safety_detail) == (
        "family",
        "Ann Neighbour",
        "yes",
        "He falls at times.",
    )
    person = await people.person(row.person)
    assert person is not None
    assert (person.name, person.identity.born_on) == ("George Testperson", None)
    done = (await visitor.get("/refer/done")).text
    assert row.reference in done
    assert "George" not in done


async def test_without_agreement_nothing_is_kept(visitor: httpx.AsyncClient) -> None:
    answer = await post(visitor, URL, {**TYPED, "agrees": "no"})
    assert answer.status_code == 200
    assert "Talk with them first" in answer.text
    assert await Referral.count() == 0
    assert await db.value("SELECT count(*) FROM person") == 0
    assert await db.value("SELECT count(*) FROM draft") == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agrees": []}, "agrees"),
        ({"referrer_type": []}, "referrer_type"),
        ({"referrer_type": "self"}, "referrer_type"),
        ({"referrer_type": "gp"}, "referrer_type"),
        ({"referrer_type": "social_services"}, "referrer_organisation"),
        ({"referrer_phone": ""}, "referrer_phone"),
        ({"phone": ""}, "phone"),
        ({"preferred_contact": "letter", "phone": ""}, "address"),
        ({"reason": ""}, "reason"),
        ({"safety": []}, "safety"),
        ({"tell_referrer": []}, "tell_referrer"),
        ({"family_name": ""}, "family_name"),
    ],
)
async def test_what_has_to_be_put_right(visitor: httpx.AsyncClient, changes: dict[str, Any], field: str) -> None:
    answer = await post(visitor, URL, {**TYPED, **changes})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = form_to(answer, URL).data
    assert kept["safety_detail"][0].strip() == "He falls at times."
    assert kept["first_name"] == ["George"]
    assert await Referral.count() == 0


async def test_sent_twice_is_one(visitor: httpx.AsyncClient) -> None:
    form = form_to(await visitor.get(URL), URL)
    for _ in range(2):
        await visitor.post(URL, data={**form.data, **TYPED})
    assert await Referral.count() == 1


async def test_a_robot_is_slowed_down(visitor: httpx.AsyncClient) -> None:
    form = form_to(await visitor.get(URL), URL)
    del form.data["submission"]
    answers = [await visitor.post(URL, data={**form.data, **TYPED}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert answers[-1].headers["retry-after"] == "60"
