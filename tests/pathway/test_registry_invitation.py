"""A practice's register of serious mental illness, a letter, a yes, and a health coach's assessment (U11)."""

import io
from typing import Any

import httpx
from pypdf import PdfReader

from livewell.kit import db, pdf
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.people import an_nhs_number
from tests.factories.places import a_practice, an_area
from tests.factories.staff import a_member


async def test_from_the_register_to_the_assessment(client_for, visitor: httpx.AsyncClient):
    area = await an_area(name="North")
    practice = await a_practice(area=area, name="River Surgery")
    coach = await client_for(await a_member(Role.HEALTH_COACH, area=area))

    # The practice's list, looked at first, then made into letters.
    yes, silent = an_nhs_number(), an_nhs_number()
    content = (
        "NHS number,First name,Family name,Date of birth,Postcode,Address\n"
        f"{yes},Grace,Invitedperson,12/03/1968,NG2 6AB,1 High Street\n"
        f"{silent},Peter,Silentperson,1/2/1970,NG2 6AB,2 High Street\n"
        "999,Wrong,Line,1/2/1970,,\n"
    )
    form = form_to(await coach.get("/invitations/upload"), "/invitations/upload")
    preview = await coach.post(
        "/invitations/upload",
        data={**form.data, "practice": str(practice), "register": "smi"},
        files={"file": ("smi.csv", content.encode(), "text/csv")},
    )
    assert "Make 2 letters" in preview.text
    made = await coach.post("/invitations/confirm", data=form_to(preview, "/invitations/confirm").data)
    batch = made.headers["location"]
    code = await db.value(
        "SELECT code FROM registry_invitation JOIN person ON person.id = person WHERE nhs_number = $1", yes
    )
    if pdf.available():
        letters = PdfReader(io.BytesIO((await coach.get(f"{batch}/letters.pdf")).content))
        words = "".join(page.extract_text() for page in letters.pages)
        assert code in words
        assert "mental" not in words.lower()

    # Grace answers with the code and her date of birth.
    typed: dict[str, Any] = {
        "code": code,
        "born-day": "12",
        "born-month": "3",
        "born-year": "1968",
        "answer": "accepted",
        "phone": "07700 900123",
        "safety": "none_known",
        "service": "yes",
    }
    assert (await post(visitor, "/invitation", typed)).headers["location"] == "/refer/done"
    listed = (await coach.get("/invitations")).text
    assert "Would like to come" in listed
    assert "No reply yet" in listed

    # Invited again, she is left out.
    again = await coach.post(
        "/invitations/upload",
        data={**form.data, "practice": str(practice), "register": "smi"},
        files={"file": ("smi.csv", content.encode(), "text/csv")},
    )
    assert "Has been referred already" in again.text
    assert "Was invited and has not replied" in again.text

    # Triage, first contact, assessment.
    referral = await db.value("SELECT id FROM referral")
    assert await db.value("SELECT pathway FROM referral") == "registry"
    triage = f"/triage/{referral}"
    accepted = await post(coach, f"{triage}/accept", page=triage)
    journey = accepted.headers["location"]
    await post(coach, f"{journey}/attempts/new", {"method": "phone", "outcome": "reached"})
    answer = await post(coach, f"{journey}/assessment", {"strengths": "Paints birds.", "what_matters": "Her brother."})
    assert answer.status_code == 303, answer.text
    assert await db.value("SELECT stage FROM journey") == "coaching"
    assert await db.value("SELECT person FROM journey") == await db.value(
        "SELECT id FROM person WHERE nhs_number = $1", yes
    )
