"""A list that anybody keeps: in a signed cookie, on paper, by e-mail, and nowhere else."""

from io import BytesIO
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from livewell.assets import actions, queries
from livewell.finding.actions import shortlist as sending
from livewell.finding.rules import shortlist as rules
from livewell.kit import cookies, notify
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, execute, value
from livewell.kit.notify import Email, SendFailedError
from tests.browsing import post
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from
from tests.finding.test_listing import HERE, TUESDAYS, a_whole_listing

COOKIE = cookies.cookie_name(cookies.SHORTLIST, secure=False)
HOME = "/community/shortlist"


async def add(visitor: httpx.AsyncClient, key: UUID) -> httpx.Response:
    return await post(visitor, f"{HOME}/add", page=f"/community/{key}")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Email]:
    """What was sent; sending is set up."""
    letters: list[Email] = []

    async def send(email: Email, *, wait: float = 0) -> None:
        letters.append(email)

    monkeypatch.setattr(sending, "send_email", send)
    monkeypatch.setattr(notify, "is_set_up", lambda: True)
    return letters


# The rules.


@given(st.lists(st.uuids(), max_size=40))
def test_a_list_comes_back_from_its_cookie(kept: list[UUID]) -> None:
    whole = tuple(dict.fromkeys(kept))[: rules.MOST]
    assert rules.from_bytes(rules.as_bytes(whole)) == whole


@given(st.binary(max_size=600))
def test_any_bytes_are_some_list(told: bytes) -> None:
    assert len(rules.from_bytes(told)) <= rules.MOST


def test_a_list_keeps_the_order_and_each_once() -> None:
    one, two, three = uuid4(), uuid4(), uuid4()
    kept = rules.with_one(rules.with_one(rules.with_one((), one), two), one)
    assert kept == (one, two)
    assert rules.without(kept, one) == (two,)
    assert rules.without(kept, three) == kept
    assert rules.earlier((one, two, three), three) == (one, three, two)
    assert rules.earlier((one, two), one) == (one, two)
    assert rules.earlier((one, two), three) == (one, two)


def test_a_full_list_takes_no_more() -> None:
    full = tuple(uuid4() for _ in range(rules.MOST))
    assert rules.with_one(full, uuid4()) == full


# The pages.


async def test_a_listing_is_put_on_the_list_and_taken_off_again(visitor: httpx.AsyncClient) -> None:
    first, second = await an_asset_from(a_whole_listing()), await an_asset(name="Chess")
    answer = await add(visitor, first)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/community/{first}"
    there = await visitor.get(f"/community/{first}")
    assert "It is on your list." in there.text
    assert "Take off my list" in there.text
    assert "My list (1)" in there.text
    await add(visitor, second)
    page = await visitor.get(HOME)
    assert page.text.index("Strollers") < page.text.index("Chess")
    for words in (
        "Tuesdays 2pm to 4pm",
        "Tuesday ",
        "The library steps",
        "Beryl, <a",
        "01632 960001</a>",
        "Usual £2.50",
    ):
        assert words in page.text
    assert "Nobody Shown" not in page.text
    await post(visitor, f"{HOME}/earlier", {"asset": str(second)}, page=HOME)
    page = await visitor.get(HOME)
    assert page.text.index("Chess") < page.text.index("Strollers")
    await post(visitor, f"{HOME}/remove", {"asset": str(second)}, page=HOME)
    page = await visitor.get(HOME)
    assert "Chess" not in page.text
    await post(visitor, f"{HOME}/empty", page=HOME)
    assert "There is nothing on your list yet" in (await visitor.get(HOME)).text
    assert COOKIE not in visitor.cookies


async def test_the_cookie_says_which_places_and_lasts_as_long_as_the_browser(visitor: httpx.AsyncClient) -> None:
    answer = await add(visitor, await an_asset())
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if COOKIE in one]
    assert "HttpOnly" in cookie
    assert "Max-Age" not in cookie


@pytest.mark.parametrize("cookie", ["", "x", "AAAA.BBBB", "a" * 3000, "é".encode().decode("latin-1"), "AAAA="])
async def test_a_cookie_that_is_not_ours_is_an_empty_list(visitor: httpx.AsyncClient, cookie: str) -> None:
    page = await visitor.get(HOME, headers={"cookie": f"{COOKIE}={cookie}".encode("latin-1")})
    assert page.status_code == 200
    assert "There is nothing on your list yet" in page.text


async def test_a_cookie_that_was_changed_is_an_empty_list(visitor: httpx.AsyncClient) -> None:
    await add(visitor, await an_asset(name="Chess"))
    kept = visitor.cookies[COOKIE]
    visitor.cookies.clear()
    changed = ("B" if kept[0] == "A" else "A") + kept[1:]
    page = await visitor.get(HOME, headers={"cookie": f"{COOKIE}={changed}"})
    assert "There is nothing on your list yet" in page.text


async def test_what_is_gone_falls_off_with_a_sentence_once(visitor: httpx.AsyncClient) -> None:
    stays, goes, other = await an_asset(name="Stays"), await an_asset(name="Goes"), await an_asset(name="Merged")
    for key in (goes, stays, other):
        await add(visitor, key)
    await execute("UPDATE asset SET published = false WHERE id = $1", goes)
    seen = await queries.asset(stays)
    await actions.merge(stays, other, listing=seen.listing, by=SYSTEM)
    page = await visitor.get(HOME)
    assert "One listing that was on your list is no longer in the directory" in page.text
    assert "Goes" not in page.text
    assert page.text.count("Everything about it") == 1
    assert "no longer in the directory" not in (await visitor.get(HOME)).text


async def test_nothing_that_is_not_there_goes_on_the_list(visitor: httpx.AsyncClient) -> None:
    shown, hidden = await an_asset(), await an_asset(published=False)
    for asset in (str(hidden), str(uuid4()), "x", ""):
        answer = await post(visitor, f"{HOME}/add", {"asset": asset}, page=f"/community/{shown}")
        assert answer.status_code == 303
    assert COOKIE not in visitor.cookies


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/sign-out", "", "/communityx\n"])
async def test_nobody_is_led_elsewhere(visitor: httpx.AsyncClient, back: str) -> None:
    key = await an_asset()
    answer = await post(visitor, f"{HOME}/add", {"back": back}, page=f"/community/{key}")
    assert answer.headers["location"] == HOME


async def test_a_full_list_says_so(visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST", 1)
    await add(visitor, await an_asset())
    answer = await add(visitor, await an_asset())
    assert answer.status_code == 409
    assert "Your list holds 1 already" in answer.text


async def test_a_long_list_asks_few_questions(visitor: httpx.AsyncClient) -> None:
    for number in range(12):
        await add(visitor, await an_asset(name=f"Walk {number}"))
    with count_queries() as counted:
        page = await visitor.get(HOME)
    assert page.text.count("Everything about it") == 12
    assert counted.count <= 6


async def test_a_hidden_place_stays_hidden_on_a_list(visitor: httpx.AsyncClient, sent: list[Email]) -> None:
    venue = a_venue(HERE, name="Refuge House", postcode="NG2 6AB", hidden=True, patterns=(TUESDAYS,))
    other = a_venue(name="The hall", patterns=(TUESDAYS,))
    await add(visitor, await an_asset_from(a_listing(venues=(venue, other))))
    page = await visitor.get(HOME)
    await post(visitor, f"{HOME}/send", {"email": "sam@home.example"}, page=HOME)
    pdf = PdfReader(BytesIO((await visitor.get(f"{HOME}.pdf")).content))
    for said in (page.text, sent[0].text, pdf.pages[0].extract_text()):
        assert "Refuge" not in said
        assert "NG2 6AB" not in said
        assert "We tell you the address" in " ".join(said.split())


async def test_the_list_is_a_pdf(visitor: httpx.AsyncClient) -> None:
    await add(visitor, await an_asset_from(a_whole_listing()))
    answer = await visitor.get(f"{HOME}.pdf")
    pdf = PdfReader(BytesIO(answer.content))
    assert len(pdf.pages) == 1
    assert "Strollers" in pdf.pages[0].extract_text()
    assert pdf.metadata is not None
    assert pdf.metadata.title == "My list"


# By e-mail.


async def test_a_list_is_sent_once_and_the_address_is_not_kept(visitor: httpx.AsyncClient, sent: list[Email]) -> None:
    key = await an_asset_from(a_whole_listing())
    await add(visitor, key)
    submission = {"email": "sam@home.example", "submission": str(uuid4())}
    for _ in range(2):
        answer = await post(visitor, f"{HOME}/send", submission, page=HOME)
        assert answer.status_code == 303
    [letter] = sent
    assert letter.to == "sam@home.example"
    for words in ("Strollers", "Tuesdays 2pm", "Next: Tuesday", "Beryl, 01632 960001", f"/community/{key}"):
        assert words in letter.text
    assert "nobody shown" not in letter.text.lower()
    assert "if the address is right" in (await visitor.get(HOME)).text
    assert not await value("SELECT count(*) FROM event AS e WHERE e::text LIKE '%sam@home%'")
    assert not await value("SELECT count(*) FROM submission WHERE answer LIKE '%sam%'")


async def test_an_address_that_cannot_be_one_is_kept_as_it_was_typed(
    visitor: httpx.AsyncClient, sent: list[Email]
) -> None:
    await add(visitor, await an_asset())
    for typed in ("", "sam", "sam@home.example, all@home.example"):
        answer = await post(visitor, f"{HOME}/send", {"email": typed}, page=HOME)
        assert answer.status_code == 422
        assert "There is a problem" in answer.text
        assert not typed or f'value="{typed}"' in answer.text
    assert not sent


async def test_one_address_gets_few_letters_and_nobody_is_told(
    visitor: httpx.AsyncClient, sent: list[Email], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LETTERS_A_DAY", 1)
    await add(visitor, await an_asset())
    answers = [
        await post(visitor, f"{HOME}/send", {"email": typed}, page=HOME)
        for typed in ("sam@home.example", "SAM@home.example", "kim@home.example")
    ]
    assert {answer.status_code for answer in answers} == {303}
    assert [letter.to for letter in sent] == ["sam@home.example", "kim@home.example"]


async def test_one_network_address_sends_few_letters(
    visitor: httpx.AsyncClient, sent: list[Email], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "FROM_ONE_NETWORK", 1)
    await add(visitor, await an_asset())
    await post(visitor, f"{HOME}/send", {"email": "sam@home.example"}, page=HOME)
    answer = await post(visitor, f"{HOME}/send", {"email": "kim@home.example"}, page=HOME)
    assert answer.status_code == 422
    assert "We have sent enough lists from here for today" in answer.text
    assert len(sent) == 1


async def test_a_letter_that_cannot_go_is_said_and_can_be_tried_again(
    visitor: httpx.AsyncClient, sent: list[Email], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(email: Email, *, wait: float = 0) -> None:
        raise SendFailedError(str(wait))

    good = sending.send_email
    await add(visitor, await an_asset())
    monkeypatch.setattr(sending, "send_email", fail)
    answer = await post(visitor, f"{HOME}/send", {"email": "sam@home.example"}, page=HOME)
    assert answer.status_code == 422
    assert "We could not send it now" in answer.text
    assert 'value="sam@home.example"' in answer.text
    monkeypatch.setattr(sending, "send_email", good)
    assert (await post(visitor, f"{HOME}/send", {"email": "sam@home.example"}, page=HOME)).status_code == 303
    assert len(sent) == 1


async def test_where_no_mail_can_go_the_page_says_so(visitor: httpx.AsyncClient) -> None:
    await add(visitor, await an_asset())
    page = await visitor.get(HOME)
    assert "Sending email is not set up here" in page.text
    assert f"{HOME}/send" not in page.text
