from datetime import timedelta
from typing import Any

import httpx
import pytest

from livewell.kit import clock, cookies, db
from livewell.people import queries as people
from livewell.people.rules import ConsentKind
from livewell.referrals import come_back
from livewell.referrals.forms.self_referral import STEPS
from livewell.referrals.tables import Referral
from tests.browsing import form_to, post
from tests.factories.places import a_practice, an_area

ANSWERS: dict[str, dict[str, Any]] = {
    "about-you": {
        "first_name": "Asha",
        "family_name": "Testperson",
        "born-day": "2",
        "born-month": "May",
        "born-year": "1961",
    },
    "reach-you": {"phone": "07700 900123", "preferred_contact": "text", "postcode": "NG2 6AB"},
    "practice": {"practice": "none"},
    "going-on": {"needs": ["lonely"], "reason": "I would like to sing again."},
    "taking-part": {"access_needs": ["company"]},
    "safety": {"safety": "none_known"},
    "agree": {"service": "yes", "evaluation": "no"},
}
CHECK = "/refer/check-answers"


async def answer_all(visitor: httpx.AsyncClient, **changes: dict[str, Any]) -> None:
    """Every page in order, each leading to the next."""
    where = "/refer/self/about-you"
    for step in STEPS:
        assert where == f"/refer/self/{step.slug}"
        answer = await post(visitor, where, {**ANSWERS[step.slug], **changes.get(step.slug.replace("-", "_"), {})})
        assert answer.status_code == 303, answer.text
        where = answer.headers["location"]
    assert where == CHECK


async def the_referral() -> Referral:
    row = await Referral.objects().first()
    assert row is not None
    return row


async def test_somebody_refers_themself(visitor: httpx.AsyncClient) -> None:
    practice = await a_practice(area=await an_area(name="South"), name="River Surgery")
    assert (await visitor.get("/refer")).status_code == 200
    assert await db.value("SELECT count(*) FROM draft") == 0
    await answer_all(visitor, practice={"practice": str(practice)})
    check = (await visitor.get(CHECK)).text
    for words in (
        "Asha",
        "2 May 1961",
        "07700 900123",
        "River Surgery",
        "I would like to sing again.",
        "I feel lonely",
    ):
        assert words in check, words
    answer = await post(visitor, CHECK)
    assert answer.headers["location"] == "/refer/done"
    row = await the_referral()
    assert (row.referrer_type, row.pathway, row.referrer, row.eligible) == ("self", "other", None, True)
    person = await people.person(row.person)
    assert person is not None
    assert person.identity.nhs_number is None
    assert person.identity.postcode == "NG2 6AB"
    consents = await people.consents(row.person)
    assert (consents[ConsentKind.SERVICE].given, consents[ConsentKind.EVALUATION].given) == (True, False)
    done = (await visitor.get("/refer/done")).text
    assert row.reference in done
    assert "South" in done
    assert "Asha" not in done
    # Nothing that was typed is left in the draft.
    assert "Asha" not in await db.value("SELECT string_agg(data::text, '') FROM draft")


async def test_answers_are_read_back_in_words_of_ones_own(visitor: httpx.AsyncClient) -> None:
    await answer_all(visitor, taking_part={"access_needs": ["home_visit", "other"]}, safety={"safety": "none_known"})
    check = (await visitor.get(CHECK)).text
    for words in ("It is hard for me to leave home, Something else", "No, nothing that I know of"):
        assert words in check, words
    for words in ("Finds it hard", "None known", "Another practice", "Likes to be called"):
        assert words not in check, words


async def test_sending_twice_is_one_referral(visitor: httpx.AsyncClient) -> None:
    await answer_all(visitor)
    form = form_to(await visitor.get(CHECK), CHECK)
    for _ in range(2):
        assert (await visitor.post(CHECK, data=form.data)).headers["location"] == "/refer/done"
    assert await Referral.count() == 1


async def test_an_answer_is_changed_from_check_answers(visitor: httpx.AsyncClient) -> None:
    await answer_all(visitor)
    page = await visitor.get(CHECK)
    assert "/refer/self/going-on?change=yes" in page.text
    url = "/refer/self/going-on?change=yes"
    form = form_to(await visitor.get(url), url)
    assert form.data["reason"][0].strip() == "I would like to sing again."
    assert form.data["needs"] == ["lonely"]
    answer = await post(visitor, url, {"reason": "I would like to swim again.", "needs": []})
    assert answer.headers["location"] == CHECK
    check = (await visitor.get(CHECK)).text
    assert "swim again" in check
    assert "I feel lonely" not in check


@pytest.mark.parametrize(
    ("slug", "typed", "field"),
    [
        ("helper", {}, "helped_by"),
        ("about-you", {"first_name": "Words kept", "born-day": "31", "born-month": "2", "born-year": "1961"}, "born"),
        ("about-you", {"nhs_number": "999 000 0019"}, "nhs_number"),
        ("reach-you", {"preferred_contact": "email"}, "email"),
        ("reach-you", {"postcode": "nowhere"}, "postcode"),
        ("practice", {}, "practice"),
        ("going-on", {"needs": ["lonely"]}, "reason"),
        ("safety", {}, "safety"),
        ("safety", {"safety": "yes"}, "safety_detail"),
        ("agree", {"evaluation": "yes"}, "service"),
        ("agree", {"service": "yes"}, "evaluation"),
    ],
)
async def test_each_page_says_what_has_to_be_put_right(
    visitor: httpx.AsyncClient, slug: str, typed: dict[str, Any], field: str
) -> None:
    url = f"/refer/self/{slug}"
    answer = await post(visitor, url, typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = form_to(answer, url).data
    for name, text in typed.items():
        assert kept[name] == ([text] if isinstance(text, str) else text)
    assert await db.value("SELECT count(*) FROM draft") == 0


async def test_pages_may_not_be_skipped(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(CHECK)).headers["location"] == "/refer"
    await post(visitor, "/refer/self/going-on", ANSWERS["going-on"])
    assert (await visitor.get(CHECK)).headers["location"] == "/refer/self/about-you"
    csrf = form_to(await visitor.get("/refer/self/agree"), "/refer/self/agree").data["csrf"]
    assert (await visitor.post(CHECK, data={"csrf": csrf})).headers["location"] == "/refer/self/about-you"
    assert await Referral.count() == 0
    assert (await visitor.get("/refer/done")).headers["location"] == "/refer"
    assert (await visitor.get("/refer/self/nothing")).status_code == 404


async def test_somebody_who_helps_is_named(visitor: httpx.AsyncClient) -> None:
    answer = await post(visitor, "/refer/self/helper", {"helped_by": "Ann, my neighbour"})
    assert answer.headers["location"] == "/refer/self/about-you"
    await answer_all(visitor)
    assert "Ann, my neighbour" in (await visitor.get(CHECK)).text
    await post(visitor, CHECK)
    assert (await the_referral()).helped_by == "Ann, my neighbour"


async def test_whoever_is_worried_is_helped_at_once_and_may_go_on(visitor: httpx.AsyncClient) -> None:
    assert "/refer/worried" in (await visitor.get("/refer")).text
    page = (await visitor.get("/refer/worried")).text
    for words in ("999", "111", "116 123", "/refer/self/about-you"):
        assert words in page


async def test_save_and_come_back_on_another_computer(
    app: Any, visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(come_back, "new_code", lambda: "river-lantern-olive-0042")
    await post(visitor, "/refer/self/about-you", ANSWERS["about-you"])
    saved = await post(visitor, "/refer/self/reach-you", {"phone": "not yet a number", "save": "yes"})
    assert saved.status_code == 200
    assert "river-lantern-olive-0042" in saved.text
    stored = await db.value("SELECT string_agg(owner || data::text, '') FROM draft")
    assert "lantern" not in stored

    from tests.signed_in import a_client

    async with a_client(app) as elsewhere:
        wrong = await post(elsewhere, "/refer/come-back", {"code": "river lantern olive 0043"})
        assert wrong.status_code == 422
        assert "could not find" in wrong.text
        answer = await post(elsewhere, "/refer/come-back", {"code": " River Lantern  olive-0042 "})
        assert answer.headers["location"] == "/refer/self/reach-you"
        page = await elsewhere.get("/refer/self/reach-you")
        assert form_to(page, "/refer/self/reach-you").data["phone"] == ["not yet a number"]
        with clock.at(clock.now() + timedelta(days=15)):
            late = await post(elsewhere, "/refer/come-back", {"code": "river lantern olive 0042"})
            assert late.status_code == 422


async def test_codes_cannot_be_tried_out(visitor: httpx.AsyncClient) -> None:
    form = form_to(await visitor.get("/refer/come-back"), "/refer/come-back")
    answers = [
        (await visitor.post("/refer/come-back", data={**form.data, "code": f"river lantern olive {n:04}"})).status_code
        for n in range(11)
    ]
    assert answers == [422] * 10 + [429]


async def test_answers_are_cleared(visitor: httpx.AsyncClient) -> None:
    await post(visitor, "/refer/self/about-you", ANSWERS["about-you"])
    await post(visitor, "/refer/self/practice", {"save": "yes"})
    assert await db.value("SELECT count(*) FROM draft") == 2
    answer = await post(visitor, "/refer/forget", page="/refer/self/about-you")
    assert answer.headers["location"] == "/refer"
    assert await db.value("SELECT count(*) FROM draft") == 0
    assert "You have begun" not in (await visitor.get("/refer")).text


async def test_whoever_lives_elsewhere_is_told_what_is_open_to_them(visitor: httpx.AsyncClient) -> None:
    await answer_all(visitor, about_you={"born-year": "2015"})
    await post(visitor, CHECK)
    page = (await visitor.get("/refer/done")).text
    assert "What is open to you already" in page
    assert "adults" in page
    assert "/community" in page
    assert (await the_referral()).eligible is False


async def test_the_cookie_is_out_of_reach_and_says_nothing(visitor: httpx.AsyncClient) -> None:
    answer = await post(visitor, "/refer/self/about-you", ANSWERS["about-you"])
    (cookie,) = [line for line in answer.headers.get_list("set-cookie") if cookies.UNFINISHED in line]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "max-age" not in cookie.lower()
    assert "Asha" not in cookie
    # A number that nobody gave out opens nothing, and is not taken over.
    visitor.cookies.set(cookies.UNFINISHED, "A" * 43)
    assert "Asha" not in (await visitor.get("/refer/self/about-you")).text


async def test_two_drafts_do_not_mix(app: Any, visitor: httpx.AsyncClient) -> None:
    from tests.signed_in import a_client

    await post(visitor, "/refer/self/about-you", ANSWERS["about-you"])
    async with a_client(app) as other:
        await post(other, "/refer/self/about-you", {**ANSWERS["about-you"], "first_name": "Bilal"})
        assert "Asha" not in (await other.get("/refer/self/about-you")).text
    assert "Bilal" not in (await visitor.get("/refer/self/about-you")).text


def test_codes_to_come_back_by() -> None:
    assert len(set(come_back.WORDS)) == 128
    code = come_back.new_code()
    assert come_back.tidy_code(code) == code
    assert come_back.tidy_code(code.replace("-", " ").upper()) == code
    for wrong in (
        "",
        "river lantern 0042",
        "river lantern olive",
        "river lantern olive 42",
        "river lantern nothere 0042",
    ):
        assert come_back.tidy_code(wrong) is None
    assert come_back.hashed(code, secret="a") != come_back.hashed(code, secret="b")
