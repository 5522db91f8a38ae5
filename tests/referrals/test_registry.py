import io
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from livewell.kit import db, news, pdf
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.errors import NotFound, RuleBroken
from livewell.people.tables import Person
from livewell.referrals import actions
from livewell.referrals.forms.registry import (
    Answer,
    Invitee,
    new_code,
    read_rows,
    tidy_code,
)
from livewell.referrals.rules import InvitationAnswer, Register
from livewell.referrals.tables import Referral, RegistryInvitation
from livewell.staff.rules import Member, Role
from tests.browsing import form_to, post
from tests.factories.people import a_person, an_identity, an_nhs_number
from tests.factories.places import a_practice
from tests.factories.referrals import a_referral
from tests.factories.staff import a_member
from tests.signed_in import ClientFor

YES = Answer(InvitationAnswer.ACCEPTED, phone="01632 960020", reason="I would like company.")


def an_invitee(**changes: Any) -> Invitee:
    return Invitee(an_identity(**({"nhs_number": an_nhs_number()} | changes)), "01632 960021", "1 High Street")


async def an_invitation(coach: Member, practice: UUID, **changes: Any) -> RegistryInvitation:
    batch = await actions.invite(
        [an_invitee(**changes)], practice=practice, register=Register.SMI, submission=uuid4(), by=coach
    )
    row = await RegistryInvitation.objects().where(RegistryInvitation.batch == batch).first()
    assert row is not None
    return row


async def a_coach_and_practice() -> tuple[Member, UUID]:
    coach = await a_member(Role.HEALTH_COACH)
    return coach, await a_practice(area=coach.area)


def csv_of(*lines: str) -> bytes:
    return "\r\n".join(["NHS Number,First name,Surname,DOB,Post_Code,Telephone", *lines]).encode()


NUMBERS = [an_nhs_number() for _ in range(4)]


def test_a_file_is_read_line_by_line() -> None:
    number = f"{NUMBERS[0][:3]} {NUMBERS[0][3:6]} {NUMBERS[0][6:]}"
    rows, wrong = read_rows(
        csv_of(
            f"{number},Mary,O'Kafor,12/03/1948,ng26ab,01632 960001",
            f"{NUMBERS[1]},Siân,Jones,1950-02-28,,",
            f"{NUMBERS[2]},Ann,Lee,31-Dec-60,NG2 6AB,",
            "",
            "123,Bob,,31/02/1950,nowhere,none",
            f"{NUMBERS[0]},Mary,Again,12/03/1948,,",
        )
    )
    assert wrong is None
    assert [row.line for row in rows] == [2, 3, 4, 5, 6]
    mary = rows[0].invitee
    assert mary is not None
    assert mary.identity.nhs_number == NUMBERS[0]
    assert mary.identity.postcode == "NG2 6AB"
    assert mary.identity.born_on == date(1948, 3, 12)
    sian = rows[1].invitee
    assert sian is not None
    assert (sian.identity.first_name, sian.identity.born_on) == ("Siân", date(1950, 2, 28))
    assert rows[3].invitee is None
    assert len(rows[3].errors) == 5
    assert rows[4].errors == [f"The same NHS number is on line {2}"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a,b\n1,2", "Missing: nhs number, first name, family name, date of birth"),
        (b"NHS number;Forename;Surname;DOB\n", "no people"),
        (b"PK\x03\x04\x00\x00", "not a CSV file"),
        (csv_of(*(f"{n},A,B,1/1/1950,," for n in range(501))), "501 people"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(content: bytes, sentence: str) -> None:
    rows, wrong = read_rows(content)
    assert rows == []
    assert wrong is not None
    assert sentence in wrong


def test_files_of_older_spreadsheets() -> None:
    text = f"NHS No;Forename;Last name;Date of birth\r\n{NUMBERS[3]};Zoë;Müller;1.2.1950\r\n"
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.replace(";", "\t").encode()):
        rows, wrong = read_rows(content)
        assert wrong is None
        assert rows[0].invitee is not None
        assert rows[0].invitee.identity.first_name == "Zoë"


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    rows, wrong = read_rows(content)
    assert rows or wrong


@given(st.text(max_size=200))
def test_no_text_under_the_right_heads_breaks_the_reader(text: str) -> None:
    rows, wrong = read_rows(("nhs number,first name,surname,dob\n" + text).encode("utf-8", "replace"))
    assert rows or wrong


def test_codes_on_letters() -> None:
    code = new_code()
    assert tidy_code(code) == code
    assert tidy_code("7k4f 92qx") == "7K4F-92QX"
    assert tidy_code("OIL0-1234") == "0110-1234"
    for wrong in ("", "7K4F-92Q", "7K4F-92QU", "7K4F-92QXX"):
        assert tidy_code(wrong) is None


async def test_inviting_leaves_out_whoever_is_here_already() -> None:
    coach, practice = await a_coach_and_practice()
    numbers = [an_nhs_number() for _ in range(5)]
    with_us, waiting, never, invited, new = numbers
    born = date(1950, 1, 1)
    await actions.accept(
        await a_referral(person=await a_person(nhs_number=with_us, born_on=born), area=coach.area), by=coach
    )
    await a_referral(person=await a_person(nhs_number=waiting, born_on=born), area=coach.area)
    await a_person(nhs_number=never, born_on=born, never_contact=True)
    await an_invitation(coach, practice, nhs_number=invited, born_on=born)
    everybody = [an_invitee(nhs_number=number, born_on=born) for number in numbers]
    submission = uuid4()
    batch = await actions.invite(everybody, practice=practice, register=Register.COPD, submission=submission, by=coach)
    rows = await RegistryInvitation.objects().where(RegistryInvitation.batch == batch)
    assert [row.register for row in rows] == ["copd"]
    assert await db.value("SELECT nhs_number FROM person WHERE id = $1", rows[0].person) == new
    again = await actions.invite(everybody, practice=practice, register=Register.COPD, submission=submission, by=coach)
    assert again == batch
    with pytest.raises(RuleBroken, match="already"):
        await actions.invite(everybody, practice=practice, register=Register.COPD, submission=uuid4(), by=coach)


async def test_only_for_practices_of_the_own_area() -> None:
    coach, _ = await a_coach_and_practice()
    elsewhere = await a_practice()
    with pytest.raises(NotFound):
        await an_invitation(coach, elsewhere)
    await an_invitation(await a_member(Role.MANAGER), elsewhere)


async def test_a_yes_becomes_a_referral_by_the_practice_once() -> None:
    coach, practice = await a_coach_and_practice()
    invitation = await an_invitation(coach, practice, born_on=date(1961, 5, 2))

    async def answer(said: Answer, born_on: date = date(1961, 5, 2)) -> UUID | None:
        return await actions.answer_invitation(
            invitation.code, born_on=born_on, answer=said, submission=uuid4(), by=PUBLIC_VISITOR
        )

    with pytest.raises(NotFound):
        await answer(YES, date(1961, 5, 3))
    # "Not now" may become a yes later; a yes stands.
    assert await answer(Answer(InvitationAnswer.DECLINED)) is None
    referral = await answer(YES)
    assert referral is not None
    assert await answer(Answer(InvitationAnswer.DECLINED)) == referral
    assert await answer(YES) == referral
    row = await Referral.objects().where(Referral.id == referral).first()
    assert row is not None
    assert (row.pathway, row.referrer_type, row.practice, row.area, row.person) == (
        "registry",
        "gp",
        practice,
        coach.area,
        invitation.person,
    )
    assert row.reason == "I would like company."
    assert await Referral.count() == 1
    after = await RegistryInvitation.objects().where(RegistryInvitation.id == invitation.id).first()
    assert after is not None
    assert (after.answer, after.referral) == ("accepted", referral)


async def test_a_code_that_is_none_finds_nobody() -> None:
    for code in (None, "0000-0000"):
        with pytest.raises(NotFound):
            await actions.answer_invitation(
                code, born_on=date(1961, 5, 2), answer=YES, submission=uuid4(), by=PUBLIC_VISITOR
            )


async def test_nothing_is_left_behind_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    coach, practice = await a_coach_and_practice()
    invitation = await an_invitation(coach, practice, born_on=date(1961, 5, 2))
    people = await Person.count()

    async def broken(what: str, **_: Any) -> None:
        if what.startswith("registry."):
            raise OSError

    monkeypatch.setattr(news, "tell", broken)
    with pytest.raises(OSError):
        await an_invitation(coach, practice)
    with pytest.raises(OSError):
        await actions.answer_invitation(
            invitation.code, born_on=date(1961, 5, 2), answer=YES, submission=uuid4(), by=PUBLIC_VISITOR
        )
    assert await RegistryInvitation.count() == 1
    assert await Person.count() == people
    assert await Referral.count() == 0
    assert await db.value("SELECT answer FROM registry_invitation") == ""


async def test_one_letter_by_hand(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    practice = await a_practice(area=coach.member.area, name="River Surgery")
    typed = {
        "practice": str(practice),
        "register": "diabetes",
        "nhs_number": an_nhs_number(),
        "first_name": "Mary",
        "family_name": "Okafor",
        "born-day": "12",
        "born-month": "3",
        "born-year": "1948",
        "address": "1 High Street",
        "postcode": "NG2 6AB",
    }
    wrong = await post(coach, "/invitations/new", {**typed, "nhs_number": "", "register": []})
    assert wrong.status_code == 422
    assert form_to(wrong, "/invitations/new").data["address"][0].strip() == "1 High Street"
    answer = await post(coach, "/invitations/new", typed)
    assert answer.status_code == 303
    batch = await coach.get(answer.headers["location"])
    code = await db.value("SELECT code FROM registry_invitation")
    assert code in batch.text
    listed = (await coach.get("/invitations")).text
    assert "Mary Okafor" in listed
    assert "No reply yet" in listed
    other = await client_for(Role.HEALTH_COACH)
    assert (await other.get(answer.headers["location"])).status_code == 404
    assert "Mary Okafor" not in (await other.get("/invitations")).text
    invitation = await db.value("SELECT id FROM registry_invitation")
    assert (await other.get(f"/invitations/{invitation}/letter.pdf")).status_code == 404
    if pdf.available():
        letter = await coach.get(f"/invitations/{invitation}/letter.pdf")
        text = PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
        for words in ("Mary Okafor", "River Surgery", code, "/invitation", "NG2 6AB"):
            assert words in text, words
        # Whoever opens the envelope does not learn what register it is.
        assert "iabetes" not in text
        # Printing a letter is opening a record, alone and in a batch.
        await coach.get(answer.headers["location"] + "/letters.pdf")
        opened = await db.rows(
            "SELECT opening.page, opening.person = registry_invitation.person AS right_person FROM opening"
            " JOIN registry_invitation ON registry_invitation.id = opening.record WHERE kind = 'invitation' ORDER BY page"
        )
        assert opened == [
            {"page": "referrals.batch_letters", "right_person": True},
            {"page": "referrals.letter", "right_person": True},
        ]


async def test_a_list_by_hand(client_for: ClientFor) -> None:
    coach = await client_for(Role.HEALTH_COACH)
    assert coach.member is not None
    practice = await a_practice(area=coach.member.area)
    here, new, twin = (an_nhs_number() for _ in range(3))
    await a_referral(person=await a_person(nhs_number=here), area=coach.member.area)
    content = csv_of(
        f"{here},Known,Already,12/03/1948,,",
        f"{new},Brand,Newperson,12/03/1948,NG2 6AB,01632 960001",
        f"{twin},Second,Newperson,1/2/1950,,",
        "123,Wrong,Number,1/2/1950,,",
    )
    form = form_to(await coach.get("/invitations/upload"), "/invitations/upload")
    data = {**form.data, "practice": str(practice), "register": "smi"}
    preview = await coach.post("/invitations/upload", data=data, files={"file": ("register.csv", content, "text/csv")})
    assert preview.status_code == 200, preview.text[preview.text.find("nhsuk-error-summary") :][:800]
    for words in ("Make 2 letters", "Has been referred already", "To put right", "Brand Newperson"):
        assert words in preview.text, words
    assert await RegistryInvitation.count() == 0
    confirm = form_to(preview, "/invitations/confirm")
    first = await coach.post("/invitations/confirm", data=confirm.data)
    assert first.status_code == 303
    assert (await coach.post("/invitations/confirm", data=confirm.data)).status_code in {303, 409}
    assert await RegistryInvitation.count() == 2
    page = (await coach.get(first.headers["location"])).text
    assert "2 letters to print" in page
    if pdf.available():
        letters = await coach.get(f"{first.headers['location']}/letters.pdf")
        assert len(PdfReader(io.BytesIO(letters.content)).pages) == 2
    # Somebody else's list is nobody's to confirm.
    other = await client_for(Role.HEALTH_COACH)
    csrf = form_to(await other.get("/invitations/new"), "/invitations/new").data["csrf"]
    stolen = await other.post("/invitations/confirm", data={"csrf": csrf, "submission": confirm.data["submission"]})
    assert stolen.status_code == 404


@pytest.mark.parametrize("content", [b"", b"PK\x00\x00", b"a,b\n1,2"])
async def test_a_list_that_cannot_be_read_by_hand(client_for: ClientFor, content: bytes) -> None:
    manager = await client_for(Role.MANAGER)
    practice = await a_practice()
    form = form_to(await manager.get("/invitations/upload"), "/invitations/upload")
    data = {**form.data, "practice": str(practice), "register": "smi"}
    answer = await manager.post("/invitations/upload", data=data, files={"file": ("x.csv", content, "text/csv")})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert form_to(answer, "/invitations/upload").data["register"] == ["smi"]
    assert (await manager.post("/invitations/upload", data=data)).status_code == 422


async def test_the_answer_by_hand(visitor: httpx.AsyncClient) -> None:
    coach, practice = await a_coach_and_practice()
    invitation = await an_invitation(coach, practice, born_on=date(1961, 5, 2), first_name="Secretname")
    typed: dict[str, Any] = {
        "code": invitation.code.lower().replace("-", " "),
        "born-day": "2",
        "born-month": "5",
        "born-year": "1961",
        "answer": "accepted",
        "phone": "01632 960020",
        "safety": "none_known",
        "service": "yes",
        "reason": "I would like company.",
    }
    for changes, field in (
        ({"phone": ""}, "phone"),
        ({"service": []}, "service"),
        ({"answer": []}, "answer"),
        ({"safety": []}, "safety"),
        ({"born-year": "1962"}, "code"),
        ({"code": "not a code"}, "code"),
    ):
        wrong = await post(visitor, "/invitation", {**typed, **changes})
        assert wrong.status_code == 422
        assert f'id="{field}-error"' in wrong.text, field
        assert "Secretname" not in wrong.text
        assert form_to(wrong, "/invitation").data["reason"][0].strip() == "I would like company."
    answer = await post(visitor, "/invitation", typed)
    assert answer.headers["location"] == "/refer/done"
    done = (await visitor.get("/refer/done")).text
    assert await db.value("SELECT reference FROM referral") in done
    assert "Secretname" not in done


async def test_not_now_by_hand_and_codes_cannot_be_tried_out(visitor: httpx.AsyncClient) -> None:
    coach, practice = await a_coach_and_practice()
    invitation = await an_invitation(coach, practice, born_on=date(1961, 5, 2))
    typed = {"code": invitation.code, "born-day": "2", "born-month": "5", "born-year": "1961", "answer": "declined"}
    answer = await post(visitor, "/invitation", typed)
    assert answer.status_code == 200
    assert "We will not ring you" in answer.text
    assert await Referral.count() == 0
    assert await db.value("SELECT answer FROM registry_invitation") == "declined"
    form = form_to(await visitor.get("/invitation"), "/invitation")
    tries = [
        (await visitor.post("/invitation", data={**form.data, **typed, "code": f"0000-{n:04}"})).status_code
        for n in range(10)
    ]
    assert tries == [422] * 9 + [429]
