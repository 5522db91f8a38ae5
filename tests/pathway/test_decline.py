"""A coach asks, hears the answer, and declines with something the person can still use; the practice is told why."""

from uuid import UUID

from livewell.feedback.tables import Message
from livewell.kit import db
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Role
from tests.browsing import post
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.referring import a_professional_referral


async def test_a_decline_is_explained(client_for):
    area = await an_area()
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=await a_practice(area=area), job_title="GP"))
    coach = await client_for(await a_member(Role.HEALTH_COACH, area=area))
    link_worker = await client_for(await a_member(Role.LINK_WORKER, area=area))
    typed = a_professional_referral(family_name="Declinedperson", reply_to="gp@practice.example")
    receipt = (await post(gp, "/refer/professional", typed)).headers["location"]
    referral = UUID(receipt.rsplit("/", 1)[1])
    triage = f"/triage/{referral}"

    await post(coach, f"{triage}/ask", {"question": "Is she under the memory clinic?"}, page=triage)
    asked = await db.value("SELECT id FROM information_request")
    assert "memory clinic" in (await gp.get(receipt)).text
    await post(gp, f"{receipt}/answer/{asked}", {"answer": "Yes, since last week."}, page=receipt)
    assert "Yes, since last week." in (await coach.get(triage)).text

    await post(
        coach,
        f"{triage}/decline",
        {"decline_reason": "other_service", "suggestion": "The memory café on Tuesdays is open to her."},
        page=triage,
    )
    # No journey, no book, and no link worker ever saw it.
    assert await db.value("SELECT count(*) FROM journey") == 0
    assert await db.value("SELECT count(*) FROM green_book") == 0
    assert (await link_worker.get(triage)).status_code == 403
    assert "Declinedperson" not in (await coach.get("/triage")).text
    assert "Declinedperson" in (await coach.get("/triage?show=declined")).text
    assert "Declined" in (await gp.get(receipt)).text

    mine = await gp.get(f"/my-referrals/{referral}")
    assert mine.status_code == 200
    assert "another service fits better" in mine.text.lower()
    assert "The memory café on Tuesdays" in mine.text
    await deliver_all()
    told = await Message.select(Message.kind, Message.body).order_by(Message.made_at)
    assert [one["kind"] for one in told] == ["receipt", "question", "declined"]
    assert "another service fits better" in told[2]["body"].lower()
    assert all("Declinedperson" not in one["body"] for one in told)

    # What was decided stands.
    tries = await gp.get(receipt)
    assert f"/answer/{asked}" not in tries.text
