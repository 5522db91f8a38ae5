"""Somebody asks for themself without an NHS number; the coach finds that Live Well knows them already."""

from datetime import date
from uuid import UUID

import httpx

from livewell.feedback.tables import Message
from livewell.kit import db
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.people import a_person, an_nhs_number
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member

PAGES = [
    (
        "about-you",
        {
            "first_name": "Mary",
            "family_name": "Okafar",
            "born-day": "12",
            "born-month": "3",
            "born-year": "1948",
        },
    ),
    ("reach-you", {"phone": "07700 900123", "email": "marie@home.example", "preferred_contact": "phone"}),
    ("practice", {}),
    ("going-on", {"needs": ["lonely"], "reason": "I would like company on Sundays."}),
    ("taking-part", {"access_needs": ["transport"]}),
    ("safety", {"safety": "none_known"}),
    ("agree", {"service": "yes", "evaluation": "yes"}),
]


async def test_somebody_known_comes_back_by_themself(client_for, visitor: httpx.AsyncClient):
    area = await an_area(name="South")
    practice = await a_practice(area=area, name="River Surgery")
    coach = await client_for(await a_member(Role.HEALTH_COACH, area=area, name="Ruth Coach"))
    number = an_nhs_number()
    known = await a_person(nhs_number=number, first_name="Mary", family_name="Okafor", born_on=date(1948, 3, 12))

    for slug, typed in PAGES:
        answer = await post(
            visitor, f"/refer/self/{slug}", {"practice": str(practice)} if slug == "practice" else typed
        )
        assert answer.status_code == 303, answer.text
    assert (await post(visitor, "/refer/check-answers")).headers["location"] == "/refer/done"
    referral: UUID = await db.value("SELECT id FROM referral")
    reference = await db.value("SELECT reference FROM referral")
    assert reference in (await visitor.get("/refer/done")).text

    # Nobody was merged by the program: the referral stands with a new record, and triage shows the two side by side.
    assert await db.value("SELECT person FROM referral") != known
    triage = f"/triage/{referral}"
    assert "Mary Okafar" in (await coach.get("/triage")).text
    page = (await coach.get(triage)).text
    assert "Is this the same person?" in page
    assert f"{number[:3]} {number[3:6]} {number[6:]}" in page
    assert (await post(coach, f"{triage}/compare", {"same": "yes"}, page=triage)).status_code == 303
    assert await db.value("SELECT person FROM referral") == known

    accepted = await post(coach, f"{triage}/accept", page=triage)
    record = await coach.get(accepted.headers["location"])
    assert record.status_code == 200
    assert "Mary" in record.text
    assert await db.value("SELECT person FROM journey") == known

    # They hear at every turn, at the address they gave, and no message names them.
    await deliver_all()
    assert await db.value("SELECT count(*) FROM green_book WHERE person = $1", known) == 1
    messages = await Message.select(Message.kind, Message.to, Message.body).order_by(Message.made_at)
    assert [(one["kind"], one["to"]) for one in messages] == [
        ("receipt", "marie@home.example"),
        ("accepted", "marie@home.example"),
    ]
    assert all(reference in one["body"] and "Okaf" not in one["body"] for one in messages)
