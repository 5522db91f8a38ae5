"""A nurse refers somebody whom a GP has referred: one person, one journey, and both hear."""

from uuid import UUID

from livewell.feedback.tables import Message
from livewell.kit import db
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.referring import a_professional_referral

FORM = "/refer/professional"


async def test_a_second_referral_joins_the_journey(client_for):
    area = await an_area(name="Central")
    practice = await a_practice(area=area)
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice, job_title="GP"))
    nurse = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=await a_practice(area=area)))
    coach = await client_for(await a_member(Role.HEALTH_COACH, area=area))
    typed = a_professional_referral(reply_to="gp@practice.example")

    first = UUID((await post(gp, FORM, typed)).headers["location"].rsplit("/", 1)[1])
    journey = (await post(coach, f"/triage/{first}/accept", page=f"/triage/{first}")).headers["location"]

    # The nurse of another practice is warned, without learning anything, and sends it anyway.
    again = {
        **typed,
        "referrer_type": "nurse",
        "pathway": "annual_check",
        "check_condition": "Diabetes",
        "reply_to": "nurse@other.example",
        "practice": str(practice),
    }
    warned = await post(nurse, FORM, again)
    assert warned.status_code == 422
    assert "may already know" in warned.text
    assert await db.value("SELECT reference FROM referral WHERE id = $1", first) not in warned.text
    form = form_to(warned, FORM)
    sent = await nurse.post(FORM, data={**form.data, "send_anyway": "yes"})
    second = UUID(sent.headers["location"].rsplit("/", 1)[1])

    assert "Has an open journey" in (await coach.get(f"/triage/{second}")).text
    joined = await post(coach, f"/triage/{second}/accept", page=f"/triage/{second}")
    assert joined.headers["location"] == journey
    assert await db.value("SELECT count(DISTINCT person) FROM referral") == 1
    assert await db.value("SELECT count(*) FROM journey") == 1
    assert await db.value("SELECT count(*) FROM referral_entry") == 2

    await deliver_all()
    assert await db.value("SELECT count(*) FROM green_book") == 1
    accepted = await Message.select(Message.to).where(Message.kind == "accepted").order_by(Message.made_at)
    assert [one["to"] for one in accepted] == ["gp@practice.example", "nurse@other.example"]
