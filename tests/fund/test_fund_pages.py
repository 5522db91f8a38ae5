"""The fund's pages: asking without an account, judging, keeping; who may open what; and what comes back when it is wrong."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from livewell.assets import queries as listings
from livewell.forum.door import MEMBER_DOOR
from livewell.fund import actions
from livewell.fund.door import APPLICANT_DOOR
from livewell.fund.queries import panel, pots
from livewell.fund.queries.applications import application
from livewell.kit import clock, cookies
from livewell.kit.actor import PUBLIC_VISITOR
from livewell.kit.db import count_queries, transaction, value
from livewell.kit.deliveries import deliver_all
from livewell.staff.rules import Role
from livewell.upkeep import actions as upkeep
from livewell.upkeep.rules.visits import FollowOn
from tests.browsing import form_to, post
from tests.factories.assets import an_asset
from tests.factories.fund import (
    STANDS_BACK,
    a_forum_member,
    a_pot,
    asked,
    awarded,
    begun,
    decision,
    judged,
    opinion,
    payment,
    reported,
    sent,
)
from tests.factories.groups import a_group
from tests.factories.staff import a_member
from tests.factories.upkeep import a_find

WHO = {"name": "Mira", "email": "mira@group.example", "group_name": "The walkers"}
WHOLE = {
    "what": "A walk & tea",
    "who_for": "Anybody",
    "how_many": "15",
    "pounds": "£300.50",
    "costs": "Hall",
    "kept_safe": "Two of us",
    "do": "send",
}
DECIDED = {
    "answer": "award",
    "pounds": "300",
    "reasons": "It is near.",
    "feedback": "We liked it.",
    "onward": "Ask for the hall.",
}


@pytest.fixture
def mail(monkeypatch):
    """What was sent, in place of a mail server."""
    went = []

    async def keep(email, **_):
        went.append(email)

    monkeypatch.setattr("livewell.fund.actions.telling.send_email", keep)
    return went


async def come_in(client, door, record, holder):
    async with transaction():
        link = await door.kind.make_link(record, holder=holder)
    name = cookies.cookie_name(door.cookie, secure=False)
    client.cookies.set(name, await door.kind.come_in(link))


# ── asking ──


async def test_a_resident_asks_comes_back_and_sends_without_an_account(visitor, keeper, mail):
    pot = await pots.pot(await a_pot(keeper))
    assert pot.name in (await visitor.get("/fund")).text
    page = (await visitor.get(f"/fund/{pot.slug}")).text
    assert "Everybody may come" in page
    answer = await post(visitor, f"/fund/{pot.slug}/apply", WHO)
    here = answer.headers["location"]
    answer = await post(visitor, here, {"what": "A walk", "do": "save"})
    assert answer.headers["location"] == "/fund/mine"
    await deliver_all()
    link = re.search(r"http://livewell\.example(/fund/mine/link/\S+)", mail[0].text)[1]
    visitor.cookies.clear()
    assert (await visitor.get(here)).headers["location"] == "/fund/mine/link"
    assert (await visitor.get(link)).headers["location"] == "/fund/mine/open"
    await post(visitor, "/fund/mine/open")
    assert "A walk" in (await visitor.get(here)).text
    answer = await post(visitor, here, WHOLE)
    assert answer.status_code == 303
    await deliver_all()
    reference = await value("SELECT reference FROM fund_application")
    assert reference in mail[-1].subject
    assert mail[-1].to == "mira@group.example"
    assert await value("SELECT pence FROM fund_application") == 30_050


async def test_whoever_types_somebody_elses_address_sees_nothing_of_theirs(visitor, keeper):
    pot = await pots.pot(await a_pot(keeper))
    hers = await sent(pot.id, email="ann@group.example", words=asked(what="Her own words"))
    answer = await post(visitor, f"/fund/{pot.slug}/apply", WHO | {"email": "ann@group.example"})
    assert answer.status_code == 303
    assert "Her own words" not in (await visitor.get("/fund/mine")).text
    assert (await visitor.get(f"/fund/mine/{hers}")).status_code == 404
    assert (await visitor.get("/fund/mine")).text.count("F-0") == 1


async def test_a_link_opens_every_application_of_its_address_and_nobody_elses(visitor, keeper):
    pot = await a_pot(keeper)
    one, two = await sent(pot, email="ann@group.example"), await sent(pot, email="ann@group.example")
    other = await sent(pot)
    await come_in(visitor, APPLICANT_DOOR, two, "ann@group.example")
    assert (await visitor.get(f"/fund/mine/{one}")).status_code == 200
    for path in (f"/fund/mine/{other}", f"/fund/mine/{other}/report", f"/fund/mine/{uuid4()}"):
        assert (await visitor.get(path)).status_code == 404


async def test_what_is_not_whole_comes_back_with_every_word(visitor, keeper):
    made = await begun(await a_pot(keeper), email="a@group.example")
    await come_in(visitor, APPLICANT_DOOR, made, "a@group.example")
    answer = await post(
        visitor, f"/fund/mine/{made}", WHOLE | {"pounds": "about 12,5", "costs": "", "what": "Only <tea>"}
    )
    assert answer.status_code == 422
    for said in ("about 12,5", "Only &lt;tea&gt;", "must be pounds", "Say what it is spent on"):
        assert said in answer.text
    answer = await post(visitor, f"/fund/mine/{made}", WHOLE | {"pounds": "500.01"})
    assert "must be £500 or less" in answer.text


async def test_words_typed_and_not_kept_are_there_the_next_time(visitor, keeper):
    made = await begun(await a_pot(keeper), email="a@group.example")
    await come_in(visitor, APPLICANT_DOOR, made, "a@group.example")
    form = form_to(await visitor.get(f"/fund/mine/{made}"), f"/fund/mine/{made}")
    answer = await visitor.post(f"/fund/mine/{made}/draft", data=form.data | {"what": "Half a thou"})
    assert answer.status_code == 204
    page = (await visitor.get(f"/fund/mine/{made}")).text
    assert "Half a thou" in page
    assert "typed last time" in page
    await post(visitor, f"/fund/mine/{made}", {"do": "save"})
    assert (await application(made)).asked.what == "Half a thou"


async def test_two_tabs_do_not_overwrite_each_other(visitor, keeper):
    made = await begun(await a_pot(keeper), email="a@group.example")
    await come_in(visitor, APPLICANT_DOOR, made, "a@group.example")
    old = form_to(await visitor.get(f"/fund/mine/{made}"), f"/fund/mine/{made}").data
    await post(visitor, f"/fund/mine/{made}", {"what": "First", "do": "save"})
    answer = await visitor.post(f"/fund/mine/{made}", data=old | {"what": "Second", "do": "save"})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert (await application(made)).asked.what == "First"


async def test_a_form_sent_twice_is_one_application(visitor, keeper):
    pot = await pots.pot(await a_pot(keeper))
    form = form_to(await visitor.get(f"/fund/{pot.slug}/apply"), f"/fund/{pot.slug}/apply")
    answers = [await visitor.post(f"/fund/{pot.slug}/apply", data=form.data | WHO) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert await value("SELECT count(*) FROM fund_application") == 1


async def test_programs_and_those_who_begin_too_many_get_no_further(visitor, keeper):
    pot = await pots.pot(await a_pot(keeper))
    page = f"/fund/{pot.slug}/apply"
    assert (await post(visitor, page, WHO | {"company": "Cheap Ltd"})).headers["location"] == f"/fund/{pot.slug}"
    assert await value("SELECT count(*) FROM fund_application") == 0
    answers = [(await post(visitor, page, WHO)).status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]


async def test_a_closed_pot_says_so(visitor, keeper):
    pot = await pots.pot(await a_pot(keeper))
    form = form_to(await visitor.get(f"/fund/{pot.slug}/apply"), f"/fund/{pot.slug}/apply")
    with clock.at(clock.now() + timedelta(days=40)):
        assert "Ask for money" not in (await visitor.get(f"/fund/{pot.slug}")).text
        answer = await visitor.post(f"/fund/{pot.slug}/apply", data=form.data | WHO)
    assert answer.status_code == 409
    assert "not open today" in answer.text


async def test_an_applicant_answers_withdraws_and_reports(visitor, keeper, mail):
    pot = await a_pot(keeper)
    made = await sent(pot, email="a@group.example")
    await come_in(visitor, APPLICANT_DOOR, made, "a@group.example")
    here = f"/fund/mine/{made}"
    await actions.ask(made, "Is there a ramp?", submission=uuid4(), by=keeper)
    assert (await post(visitor, f"{here}/answer", {"answer": ""}, page=here)).status_code == 422
    assert (await post(visitor, f"{here}/answer", {"answer": "Yes, a wide one."}, page=here)).status_code == 303
    assert "Yes, a wide one." in (await visitor.get(here)).text
    assert (await post(visitor, f"{here}/withdraw", page=here)).status_code == 303
    done = await awarded(pot, keeper, email="a@group.example")
    here = f"/fund/mine/{done.id}"
    await actions.pay(done.id, payment(30_000), submission=uuid4(), by=keeper)
    report = {"story": "We walked.", "people": "12", "spent": "280.20", "reach": "public"}
    assert (await post(visitor, f"{here}/report", report | {"spent": "lots"})).status_code == 422
    assert (await post(visitor, f"{here}/report", report)).status_code == 303
    assert "We walked." in (await visitor.get(here)).text
    await deliver_all()
    assert [one.subject.split(" (")[0] for one in mail if one.to == "a@group.example"] == [
        "Your application is begun",
        "We have your application",
        "A question about your application",
        "Your application is withdrawn",
        "Your application is begun",
        "We have your application",
        "What was decided about your application",
        "Money is on its way",
    ]
    decided = next(one for one in mail if one.subject.startswith("What was decided"))
    for said in ("You are awarded £300.", "We liked the tea.", "The hall may be free"):
        assert said in decided.text
    assert (await application(done.id)).decision.told_at is not None


# ── judging ──


async def test_a_panellist_judges_on_their_own_pages(visitor, keeper):
    pot = await a_pot(keeper)
    made = await sent(pot, name="Very Private Name", words=asked(what="A quiet corner"))
    member, _ = (await panel.panel_of(pot))[0]
    here = f"/forum/me/fund/{made}"
    assert (await visitor.get("/forum/me/fund")).headers["location"] == "/forum/me/link"
    await come_in(visitor, MEMBER_DOOR, member, "panellist@forum.example")
    assert (await visitor.get(here)).status_code == 404
    await actions.put_before_panel(made, by=keeper)
    assert "A quiet corner" in (await visitor.get("/forum/me/fund")).text
    page = (await visitor.get(here)).text
    assert "A quiet corner" in page
    assert "Very Private Name" not in page
    assert (await post(visitor, here, {"words": "Kept words"})).status_code == 422
    said = {"conflict": "no", "meets": ["1"], "says": "yes", "words": "Near and new"}
    assert (await post(visitor, here, said)).status_code == 303
    assert "Near and new" in (await visitor.get(here)).text


async def test_whoever_stands_back_reads_no_opinion_on_any_page(visitor, keeper):
    pot = await a_pot(keeper, panellists=3)
    made = await sent(pot)
    await actions.put_before_panel(made, by=keeper)
    (near, _), (other, _), _ = await panel.panel_of(pot)
    await actions.give_opinion(made, other, opinion(words="Secret reasons"), version=0, by=keeper)
    await come_in(visitor, MEMBER_DOOR, near, "near@forum.example")
    assert "Secret reasons" not in (await visitor.get(f"/forum/me/fund/{made}")).text
    await actions.give_opinion(made, near, STANDS_BACK, version=0, by=PUBLIC_VISITOR)
    page = (await visitor.get(f"/forum/me/fund/{made}")).text
    assert "You stand back" in page
    assert "Secret reasons" not in page


# ── keeping ──


async def test_the_keeper_takes_it_from_the_pot_to_the_closing(client_for, keeper):
    browser = await client_for(keeper)
    today = clock.today()
    pot_words = {
        "name": "Small sparks",
        "kind": "small",
        "about": "For new things",
        "criteria": "New\nNear",
        "pounds": "1,000",
        "most": "500",
        "closes-day": str(today.day),
        "closes-month": str(today.month),
        "closes-year": str(today.year + 1),
    }
    assert (await post(browser, "/fund/desk/pots/new", pot_words | {"most": "2,000"})).status_code == 422
    here = (await post(browser, "/fund/desk/pots/new", pot_words)).headers["location"]
    pot = await pots.pot_called("small-sparks")
    assert (await post(browser, f"{here}/change", {"pounds": "900"})).status_code == 303
    assert (await post(browser, f"{here}/panel", {"member": "nobody"}, page=here)).status_code == 422
    seen = await judged(await a_pot(keeper), keeper)
    one = f"/fund/desk/applications/{seen.id}"
    answer = await post(browser, f"{one}/decide", DECIDED | {"onward": "", "reasons": "Kept reasons"})
    assert answer.status_code == 422
    assert "Kept reasons" in answer.text
    assert (await post(browser, f"{one}/decide", DECIDED)).status_code == 303
    assert (
        await post(browser, f"{one}/pay", {"kind": "paid", "pounds": "999", "how": "bank"}, page=one)
    ).status_code == 409
    assert (await post(browser, f"{one}/pay", {"kind": "paid", "pounds": "x"}, page=one)).status_code == 422
    assert (
        await post(browser, f"{one}/pay", {"kind": "paid", "pounds": "300", "how": "bank"}, page=one)
    ).status_code == 303
    report = {"story": "It was good.", "people": "9", "spent": "300", "reach": "reports"}
    assert (await post(browser, f"{one}/report", report)).status_code == 303
    assert (await post(browser, f"{one}/report/read", page=one)).status_code == 303
    assert (await post(browser, f"{one}/close", page=one)).status_code == 303
    assert "Still to pay" in (await browser.get(one)).text
    assert (await post(browser, f"{here}/close", page=here)).status_code == 303
    assert not (await pots.pot(pot.id)).is_open


async def test_somebody_without_an_address_is_helped_and_gets_a_letter(client_for, keeper, mail):
    pot = await a_pot(keeper)
    browser = await client_for(keeper)
    answer = await post(browser, f"/fund/desk/pots/{pot}/new", {"name": "Bert Fielding", "phone": "01632 960 555"})
    writing = answer.headers["location"]
    assert (await post(browser, writing, WHOLE)).status_code == 303
    made = await value("SELECT id FROM fund_application")
    here = f"/fund/desk/applications/{made}"
    assert (await browser.get(f"{here}/letter.pdf")).status_code == 404
    await actions.put_before_panel(made, by=keeper)
    for member, _ in await panel.panel_of(pot):
        said = {"conflict": "no", "says": "no", "words": "Not near"}
        assert (await post(browser, f"{here}/opinions/{member}", said)).status_code == 303
    seen = await application(made)
    await actions.decide(made, decision(0), version=seen.version, submission=uuid4(), by=keeper)
    await deliver_all()
    assert not [one for one in mail if not one.to.startswith("panellist")]
    assert "Bert Fielding" in (await browser.get("/fund/desk")).text
    pdf = PdfReader(BytesIO((await browser.get(f"{here}/letter.pdf")).content))
    text = " ".join(pdf.pages[0].extract_text().split())
    for said in ("Dear Bert Fielding", "This time it cannot be awarded.", "The hall may be free"):
        assert said in text
    assert (await post(browser, f"{here}/told", page=here)).status_code == 303
    assert (await application(made)).decision.told_at is not None


KEPT = ["/fund/desk", "/fund/desk/pots/new", "/fund/desk/export/csv", "/fund/desk/export/xlsx"]


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("role", [Role.LINK_WORKER, Role.EVALUATOR, Role.PRACTICE_REFERRER])
async def test_only_who_keeps_the_fund_opens_its_desk(client_for, path, role):
    assert (await (await client_for(role)).get(path)).status_code == 403


async def test_records_that_are_not_there_are_not_found(client_for, keeper):
    browser = await client_for(keeper)
    nobody = uuid4()
    for path in (
        f"/fund/desk/pots/{nobody}",
        f"/fund/desk/applications/{nobody}",
        f"/fund/desk/applications/{nobody}/decide",
        "/fund/no-such-pot",
        "/fund/desk/export/exe",
    ):
        assert (await browser.get(path)).status_code == 404


async def test_every_award_goes_into_a_sheet_to_the_penny(client_for, keeper):
    pot = await a_pot(keeper)
    await awarded(pot, keeper, 12_345, group_name="=SUM(A1)")
    await sent(pot, group_name="", name="Somebody Private")
    await begun(pot)
    browser = await client_for(keeper)
    lines = (await browser.get("/fund/desk/export/csv")).text.splitlines()
    assert len(lines) == 3
    assert "'=SUM(A1)" in lines[1]
    assert ",123.45," in lines[1]
    assert "Somebody Private" not in lines[2]
    sheet = load_workbook(BytesIO((await browser.get("/fund/desk/export/xlsx")).content)).active
    assert [one.value for one in sheet[2]][2:8] == ["=SUM(A1)", "Awarded", None, "Connect", "300.00", "123.45"]


async def test_figures_hide_small_numbers(client_for, keeper):
    pot = await a_pot(keeper, pence=10_000_000)
    for _ in range(5):
        await sent(pot)
    await awarded(pot, keeper, words=asked(way="learn"))
    page = (await (await client_for(Role.EVALUATOR)).get("/fund/figures")).text
    assert "Fewer than 5" in page
    for said in ("Connect", "£100,000", "Gifts in kind of £0", "in none of the sums"):
        assert said in page


@pytest.mark.parametrize("path", ["/fund", "/fund/desk", "/fund/figures", "/gifts", "pot", "application", "decide"])
async def test_pages_ask_little_however_much_there_is(client_for, keeper, path):
    pot = await a_pot(keeper, pence=10_000_000)
    seen = await judged(pot, keeper)
    for _ in range(4):
        done = await awarded(pot, keeper)
        await actions.pay(done.id, payment(30_000), submission=uuid4(), by=keeper)
        await actions.report(done.id, reported(), version=0, by=PUBLIC_VISITOR)
    here = f"/fund/desk/applications/{seen.id}"
    where = {"pot": f"/fund/desk/pots/{pot}", "application": here, "decide": f"{here}/decide"}.get(path, path)
    browser = await client_for(keeper)
    with count_queries() as counted:
        assert (await browser.get(where)).status_code == 200
    assert counted.count <= 12


async def test_an_applicants_pages_ask_little(visitor, keeper):
    made = await begun(await a_pot(keeper), email="a@group.example")
    await come_in(visitor, APPLICANT_DOOR, made, "a@group.example")
    for path in ("/fund/mine", f"/fund/mine/{made}"):
        with count_queries() as counted:
            assert (await visitor.get(path)).status_code == 200
        assert counted.count <= 12


# ── gifts ──

GIFT = {"what": "The big hall on Tuesdays", "giver": "The parish", "pounds": "120", "valued_how": "Ten weeks at £12"}


async def test_gifts_stand_beside_the_money_and_never_in_it(client_for, keeper):
    browser = await client_for(Role.LINK_WORKER)
    assert (await post(browser, "/gifts/new", GIFT | {"valued_how": ""})).status_code == 422
    assert (await post(browser, "/gifts/new", GIFT)).status_code == 303
    assert (await post(browser, "/gifts/new", GIFT | {"what": "Advice", "pounds": ""})).status_code == 303
    page = (await browser.get("/gifts")).text
    assert "<b>£120</b>" in page
    assert "1 without a value" in page
    gift = await value("SELECT id FROM gift_in_kind WHERE pence IS NOT NULL")
    assert (await post(browser, f"/gifts/{gift}/strike", page="/gifts")).status_code == 303
    assert "<b>£0</b>" in (await browser.get("/gifts")).text
    assert (await (await client_for(Role.EVALUATOR)).get("/gifts/new")).status_code == 403


async def test_what_was_offered_on_a_visit_becomes_a_gift_once(client_for):
    worker = await a_member(Role.LINK_WORKER)
    asset = await an_asset()
    visited = a_find(follow_ons=(FollowOn.MATERIAL_SUPPORT,))
    version = (await listings.asset(asset)).version
    await upkeep.record(asset, visited, version=version, submission=uuid4(), by=worker)
    browser = await client_for(worker)
    offer = await value("SELECT id FROM visit_follow_on")
    assert f"/gifts/new?offer={offer}" in (await browser.get("/gifts")).text
    page = f"/gifts/new?offer={offer}"
    form = form_to(await browser.get(page), "/gifts/new")
    answers = [await browser.post("/gifts/new", data=form.data | GIFT) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert await value("SELECT asset FROM gift_in_kind") == asset
    assert await value("SELECT done_by FROM visit_follow_on") == worker.id
    for gone in (page, f"/gifts/new?offer={uuid4()}", "/gifts/new?offer=nonsense"):
        assert (await browser.get(gone)).status_code == 404


async def test_a_pot_that_is_typed_amiss_keeps_its_words(client_for, keeper):
    browser = await client_for(keeper)
    answer = await post(
        browser, "/fund/desk/pots/new", {"name": "Sparks", "criteria": "\n".join("x" * 20), "pounds": "1.5"}
    )
    assert answer.status_code == 422
    for said in ("Sparks", "12 criteria or fewer", "must be pounds"):
        assert said in answer.text


async def test_the_panel_hears_that_something_waits_and_who_is_near_does_not(keeper, mail):
    pot = await a_pot(keeper)
    near = await a_forum_member(email="both@group.example")
    by_letter = await a_forum_member(email="")
    for member in (near, by_letter):
        await actions.seat(pot, member, by=keeper)
    made = await sent(pot, email="both@group.example", words=asked(what="Not for a mailbox"))
    await deliver_all()
    mail.clear()
    await actions.put_before_panel(made, by=keeper)
    await deliver_all()
    assert len(mail) == 2
    assert all(one.to.startswith("panellist") for one in mail)
    assert "Not for a mailbox" not in mail[0].text
    assert "/forum/me/link/" in mail[0].text


async def test_an_application_says_which_group_it_is_for(client_for, keeper):
    group = await a_group(keeper, name="The Tuesday shed")
    made = await sent(await a_pot(keeper))
    here = f"/fund/desk/applications/{made}"
    browser = await client_for(keeper)
    assert (await post(browser, f"{here}/group", {"community_group": "nothing"}, page=here)).status_code == 422
    assert (await post(browser, f"{here}/group", {"community_group": str(group)}, page=here)).status_code == 303
    assert f'href="/groups/{group}"' in (await browser.get(here)).text
