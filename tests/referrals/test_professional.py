import re
from datetime import date
from uuid import UUID

import httpx
import pytest

from livewell.kit import db
from livewell.kit.ids import tidy_reference
from livewell.referrals.tables import Referral, ReferralEntry
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.people import a_person, an_nhs_number
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member
from tests.signed_in import ClientFor

URL = "/refer/professional"
NUMBER = an_nhs_number()
TYPED: dict[str, str | list[str]] = {
    "nhs_number": f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}",
    "first_name": "Mary",
    "family_name": "Okafor",
    "born-day": "12",
    "born-month": "3",
    "born-year": "1948",
    "postcode": "ng26ab",
    "phone": "01632 960001",
    "needs": ["lonely", "inactive"],
    "reason": "Lonely since her husband died. Used to swim.",
    "safety": "none_known",
    "consent": "yes",
    "tell_referrer": "yes",
    "referrer_type": "gp",
    "reply_to": "dr@practice.example",
}


async def sent(answer: httpx.Response) -> UUID:
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1])


async def test_a_gp_refers_and_gets_a_reference_to_read_aloud(client_for: ClientFor) -> None:
    area = await an_area(name="North")
    practice = await a_practice(area=area, name="River Surgery")
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice, job_title="GP"))
    answer = await post(gp, URL, TYPED)
    referral = await sent(answer)
    page = await gp.get(answer.headers["location"])
    row = await Referral.objects().where(Referral.id == referral).first()
    assert row is not None
    assert tidy_reference(row.reference) == row.reference
    assert row.reference in page.text
    assert "North" in page.text
    assert "Okafor" not in page.text
    assert (row.area, row.practice, row.status, row.eligible) == (area, practice, "received", True)
    assert row.needs == ["lonely", "inactive"]
    assert row.pathway == "consultation"
    entry = await ReferralEntry.objects().where(ReferralEntry.referral == referral).first()
    assert entry is not None
    assert "ng26ab" in str(entry.as_sent)
    assert gp.member is not None
    assert row.referrer == gp.member.id
    # The next form begins with what was chosen this time.
    again = form_to(await gp.get(URL), URL)
    assert again.data["reply_to"] == ["dr@practice.example"]
    assert again.data["referrer_type"] == ["gp"]
    assert again.data["practice"] == [str(practice)]


async def test_a_form_to_put_right_comes_back_with_every_word(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    words = {
        **TYPED,
        "nhs_number": "999 000 0019",
        "reason": "Some words <b>that</b> must stay",
        "needs": [],
        "safety": [],
        "consent": [],
        "when_not_to_contact": "Not on Fridays",
        "access_needs_detail": "A quiet room",
        "pathway": "annual_check",
        "born-year": "48x",
    }
    answer = await post(gp, URL, words)
    assert answer.status_code == 422
    back = form_to(answer, URL).data
    for name in ("nhs_number", "reason", "when_not_to_contact", "access_needs_detail", "born-year", "family_name"):
        assert [text.strip() for text in back[name]] == [words[name]]
    assert back["pathway"] == ["annual_check"]
    for field in ("nhs_number", "needs", "safety", "consent", "check_condition", "born"):
        assert f'id="{field}-error"' in answer.text, field
    assert "<title>Error: " in answer.text
    assert await Referral.count() == 0


async def test_an_unknown_nhs_number_has_to_be_said(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    answer = await post(gp, URL, {**TYPED, "nhs_number": ""})
    assert answer.status_code == 422
    await sent(await post(gp, URL, {**TYPED, "nhs_number": "", "nhs_number_unknown": "yes"}))


async def test_a_likely_duplicate_is_said_first_and_tells_nothing_about_anybody(client_for: ClientFor) -> None:
    await a_person(nhs_number=NUMBER, first_name="Mary", family_name="Secretname", born_on=date(1948, 3, 12))
    gp = await client_for(Role.PRACTICE_REFERRER)
    answer = await post(gp, URL, TYPED)
    assert answer.status_code == 422
    assert "may already know" in answer.text
    assert "Secretname" not in answer.text
    assert not re.search(r"[ >(]LW-", answer.text)
    assert await Referral.count() == 0
    # Everything typed is still there, and one tick sends it.
    form = form_to(answer, URL)
    assert form.data["reason"][0].strip() == TYPED["reason"]
    await sent(await gp.post(URL, data={**form.data, "send_anyway": "yes"}))


async def test_a_practice_is_told_of_its_own_referral(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    first = await sent(await post(gp, URL, TYPED))
    reference = await db.value("SELECT reference FROM referral WHERE id = $1", first)
    assert reference in (await post(gp, URL, TYPED)).text
    stranger = await client_for(Role.PRACTICE_REFERRER)
    answer = await post(stranger, URL, TYPED)
    assert answer.status_code == 422
    assert reference not in answer.text


async def test_sent_twice_is_one_referral(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    form = form_to(await gp.get(URL), URL)
    whole = {**form.data, **TYPED}
    first = await gp.post(URL, data=whole)
    second = await gp.post(URL, data=whole)
    assert first.headers["location"] == second.headers["location"]
    assert await Referral.count() == 1


async def test_the_check_while_typing(client_for: ClientFor) -> None:
    await a_person(nhs_number=NUMBER)
    gp = await client_for(Role.PRACTICE_REFERRER)
    csrf = form_to(await gp.get(URL), URL).data["csrf"]
    check = f"{URL}/check"
    htmx = {"hx-request": "true"}
    wrong = await gp.post(check, data={"csrf": csrf, "nhs_number": "999 000 0019"}, headers=htmx)
    assert wrong.status_code == 422
    assert "<html" not in wrong.text
    known = await gp.post(check, data={"csrf": csrf, "nhs_number": NUMBER}, headers=htmx)
    assert known.status_code == 200
    assert "may already know" in known.text
    fine = await gp.post(check, data={"csrf": csrf, "nhs_number": an_nhs_number()}, headers=htmx)
    assert "valid NHS number" in fine.text
    nothing = await gp.post(check, data={"csrf": csrf, "first_name": "Mary"}, headers=htmx)
    assert nothing.status_code == 200
    assert nothing.text.strip() == ""
    whole = await gp.post(check, data={"csrf": csrf, "nhs_number": NUMBER})
    assert "<h1" in whole.text


async def test_a_referral_takes_twelve_queries_at_most(client_for: ClientFor) -> None:
    gp = await client_for(Role.PRACTICE_REFERRER)
    form = form_to(await gp.get(URL), URL)
    with db.count_queries() as ran:
        await sent(await gp.post(URL, data={**form.data, **TYPED}))
    assert ran.count <= 12, "\n".join(ran.statements)
    # The same for somebody who is known, where something is filled in.
    await db.execute("UPDATE person SET phone = ''")
    form = form_to(await gp.get(URL), URL)
    with db.count_queries() as ran:
        await sent(await gp.post(URL, data={**form.data, **TYPED, "send_anyway": "yes"}))
    assert ran.count <= 12, "\n".join(ran.statements)
    assert await db.value("SELECT phone FROM person") == "01632 960001"


@pytest.mark.parametrize(
    "role", [Role.EVALUATOR, Role.VOLUNTEER_COORDINATOR, Role.ORGANISATION_EDITOR, Role.ADMINISTRATOR]
)
async def test_others_may_not_refer(client_for: ClientFor, role: Role) -> None:
    client = await client_for(role)
    assert (await client.get(URL)).status_code == 403


async def test_a_receipt_is_for_the_practice_that_sent_it(client_for: ClientFor, visitor: httpx.AsyncClient) -> None:
    practice = await a_practice()
    gp = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice))
    colleague = await client_for(await a_member(Role.PRACTICE_REFERRER, practice=practice))
    stranger = await client_for(Role.PRACTICE_REFERRER)
    receipt = f"/refer/received/{await sent(await post(gp, URL, TYPED))}"
    assert (await colleague.get(receipt)).status_code == 200
    assert (await stranger.get(receipt)).status_code == 404
    assert (await visitor.get(receipt)).status_code in {303, 401}


async def test_a_coach_refers_for_social_services(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    practice = await a_practice()
    answer = await post(coach, URL, {**TYPED, "referrer_type": "social_services", "practice": str(practice)})
    referral = await sent(answer)
    row = await Referral.objects().where(Referral.id == referral).first()
    assert row is not None
    assert (row.referrer_type, row.practice) == ("social_services", None)
