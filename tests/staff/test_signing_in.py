from datetime import timedelta
from urllib.parse import urlsplit

import pyotp
import pytest

from livewell.kit import clock, cookies, db, news
from livewell.kit.errors import NotFound
from livewell.staff import actions, passwords, second_factor
from livewell.staff.actions import signing_in
from livewell.staff.actions.signing_in import TooOften
from livewell.staff.queries import finder, hash_of
from livewell.staff.rules import Role
from livewell.staff.tables import SignIn, StaffUser
from tests.browsing import post
from tests.factories.staff import a_member, a_sign_in
from tests.signed_in import SETTINGS

PASSWORD = "tulip kettle marsh"
KEY = SETTINGS.secret_key


@pytest.fixture(scope="module")
async def hashed():
    return await passwords.hash_password(PASSWORD)


async def somebody(hashed, role=Role.MANAGER, **changes):
    return await a_member(role, password_hash=hashed, **changes)


async def events():
    return [row["what"] for row in await db.rows("SELECT what FROM event ORDER BY told_in")]


async def test_the_right_password_opens_the_door(visitor, hashed):
    manager = await somebody(hashed)
    answer = await post(visitor, "/sign-in", {"email": f" {manager.email.upper()} ", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/home"
    assert (await visitor.get("/account")).status_code == 200
    assert (await visitor.get("/home")).headers["location"] == "/account/second-factor"
    kept = await SignIn.select().first()
    token = visitor.cookies[cookies.SIGN_IN]
    assert cookies.is_token(token)
    assert kept["token_hash"] == hash_of(token)
    assert token not in str(kept)
    assert await events() == ["staff.signed_in"]


async def test_the_cookie_of_a_sign_in_is_out_of_reach_of_scripts_and_other_sites(visitor, hashed):
    manager = await somebody(hashed)
    answer = await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(cookies.SIGN_IN))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Max-Age" not in cookie


async def test_a_wrong_password_and_no_account_get_the_same_answer(visitor, hashed):
    manager = await somebody(hashed)
    closed = await somebody(hashed, active=False)
    invited = await a_member(Role.MANAGER)
    pages = []
    for email in (manager.email, closed.email, invited.email, "nobody@livewell.example"):
        password = "another long one" if email == manager.email else PASSWORD
        answer = await post(visitor, "/sign-in", {"email": email, "password": password})
        assert answer.status_code == 422
        assert cookies.SIGN_IN not in answer.headers.get("set-cookie", "")
        pages.append(answer.text.replace(email, "…"))
    for page in pages:
        assert "do not go together" in page
        assert 'value="…"' in page
        assert PASSWORD not in page
    assert len({len(page) for page in pages}) == 1
    assert await SignIn.count() == 0
    assert await events() == ["staff.sign_in_failed"] * 4


async def test_tries_by_one_address_for_one_account_are_few(hashed):
    manager = await somebody(hashed)
    for _ in range(5):
        assert await actions.prove(email=manager.email, password="wrong and long", address="192.0.2.7") is None
    with pytest.raises(TooOften):
        await actions.prove(email=manager.email, password=PASSWORD, address="192.0.2.7")
    assert await actions.prove(email=manager.email, password=PASSWORD, address="192.0.2.8")
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert await actions.prove(email=manager.email, password=PASSWORD, address="192.0.2.7")


async def test_strangers_cannot_lock_somebody_out_of_their_own_desk(hashed):
    manager = await somebody(hashed)
    await a_sign_in(manager, address="192.0.2.100")
    for number in range(20):
        await actions.prove(email=manager.email, password="wrong and long", address=f"198.51.100.{number}")
    with pytest.raises(TooOften):
        await actions.prove(email=manager.email, password="wrong and long", address="198.51.100.99")
    assert await actions.prove(email=manager.email, password=PASSWORD, address="192.0.2.100")


async def test_tries_are_counted_for_accounts_that_do_not_exist_too(visitor):
    for _ in range(5):
        answer = await post(visitor, "/sign-in", {"email": "nobody@livewell.example", "password": "wrong and long"})
        assert answer.status_code == 422
    answer = await post(visitor, "/sign-in", {"email": "nobody@livewell.example", "password": "wrong and long"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "nobody@livewell.example" in answer.text


@pytest.mark.parametrize(
    ("back", "where"),
    [
        ("/caseload?page=2", "/caseload?page=2"),
        ("//evil.example", "/home"),
        ("https://evil.example", "/home"),
        ("/\\evil.example", "/home"),
        ("/a\nb", "/home"),
        ("javascript:alert(1)", "/home"),
        ("/sign-out", "/home"),
        ("", "/home"),
    ],
)
async def test_after_signing_in_nobody_is_led_elsewhere(visitor, hashed, back, where):
    manager = await somebody(hashed)
    data = {"email": manager.email, "password": PASSWORD, "next": back}
    answer = await post(visitor, "/sign-in", data)
    assert answer.headers["location"] == where
    assert (await visitor.get("/sign-in", params={"next": back})).headers["location"] == where


async def test_a_new_sign_in_takes_the_place_of_the_one_before_in_the_same_browser(visitor, hashed):
    manager = await somebody(hashed)
    await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD})
    first = visitor.cookies[cookies.SIGN_IN]
    find = finder(second_factor=False)
    assert await find(first)
    visitor_form = await visitor.get("/account")
    assert visitor_form.status_code == 200
    on = await find(first)
    new = await actions.sign_in(staff_user=manager.id, address="192.0.2.1", browser="Firefox", in_place_of=on.sign_in)
    assert await find(first) is None
    assert (await find(new.token)).member.id == manager.id


async def test_a_browser_that_plants_a_cookie_gets_another_one(visitor, hashed):
    manager = await somebody(hashed)
    planted = "P" * 43
    visitor.cookies.set(cookies.SIGN_IN, planted, domain="livewell.example")
    await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD})
    assert visitor.cookies.get(cookies.SIGN_IN, domain="livewell.example") != planted
    assert await finder(second_factor=False)(planted) is None


async def test_a_sign_in_ends_after_a_quarter_of_an_hour_of_nothing():
    member = await a_member()
    token = await a_sign_in(member)
    find = finder(second_factor=True)
    start = clock.now()
    for minutes in (10, 20, 34):
        with clock.at(start + timedelta(minutes=minutes)):
            assert await find(token), minutes
    with clock.at(start + timedelta(minutes=34 + 15)):
        assert await find(token) is None


async def test_a_sign_in_ends_after_twelve_hours_whatever_happens():
    member = await a_member()
    token = await a_sign_in(member)
    find = finder(second_factor=True)
    start = clock.now()
    for minutes in range(0, 12 * 60, 10):
        with clock.at(start + timedelta(minutes=minutes)):
            assert await find(token), minutes
    with clock.at(start + timedelta(hours=12)):
        assert await find(token) is None


async def test_the_last_request_is_written_down_at_most_once_a_minute():
    token = await a_sign_in(await a_member())
    find = finder(second_factor=True)
    start = (await SignIn.select().first())["last_seen_at"]
    with clock.at(start + timedelta(seconds=59)):
        await find(token)
    assert (await SignIn.select().first())["last_seen_at"] == start
    with clock.at(start + timedelta(seconds=61)), db.count_queries() as ran:
        await find(token)
    assert (await SignIn.select().first())["last_seen_at"] > start
    assert ran.count == 1


async def test_signing_out_ends_it_at_once_and_for_good(client_for):
    client = await client_for(Role.MANAGER)
    token = client.cookies[cookies.SIGN_IN]
    answer = await post(client, "/sign-out", page="/account")
    assert answer.status_code == 303
    assert "storage" in answer.headers["clear-site-data"]
    client.cookies.set(cookies.SIGN_IN, token)
    assert (await client.get("/account")).status_code == 303
    row = await SignIn.select().first()
    await actions.stay(row["id"])
    assert await finder(second_factor=True)(token) is None


async def test_staying_counts_as_being_there(client_for):
    client = await client_for(Role.MANAGER)
    before = (await SignIn.select().first())["last_seen_at"]
    with clock.at(before + timedelta(minutes=5)):
        answer = await post(client, "/account/stay", page="/account")
    assert answer.status_code == 204
    assert (await SignIn.select().first())["last_seen_at"] == before + timedelta(minutes=5)


async def test_a_sign_in_that_cannot_be_told_of_does_not_begin(monkeypatch):
    member = await a_member()

    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    with pytest.raises(OSError):
        await actions.sign_in(staff_user=member.id, address="", browser="")
    assert await SignIn.count() == 0


async def test_a_closed_account_does_not_begin_a_sign_in():
    member = await a_member(active=False)
    with pytest.raises(NotFound):
        await actions.sign_in(staff_user=member.id, address="", browser="")


# ── the second step ──


async def with_second_step(hashed, role=Role.HEALTH_COACH):
    secret = pyotp.random_base32()
    member = await somebody(hashed, role, totp_secret=second_factor.sealed(secret, key=KEY), totp_set_up_at=clock.now())
    return member, pyotp.TOTP(secret)


async def test_a_password_alone_opens_nothing_once_there_is_a_second_step(visitor, hashed):
    coach, totp = await with_second_step(hashed)
    answer = await post(visitor, "/sign-in", {"email": coach.email, "password": PASSWORD, "next": "/caseload"})
    assert answer.headers["location"] == "/sign-in/code"
    assert cookies.SIGN_IN not in visitor.cookies
    assert await SignIn.count() == 0
    answer = await post(visitor, "/sign-in/code", {"code": "000000"})
    assert answer.status_code == 422
    code = totp.at(clock.now())
    answer = await post(visitor, "/sign-in/code", {"code": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/caseload"
    assert (await SignIn.select().first())["second_factor_at"] is not None


async def test_a_code_works_once(hashed):
    coach, totp = await with_second_step(hashed)
    code = totp.at(clock.now())
    assert await actions.use_code(staff_user=coach.id, code=code, key=KEY, address="192.0.2.1")
    assert not await actions.use_code(staff_user=coach.id, code=code, key=KEY, address="192.0.2.2")


@pytest.mark.parametrize(("seconds", "right"), [(-61, False), (-30, True), (0, True), (30, True), (90, False)])
async def test_a_clock_may_be_half_a_minute_off(hashed, seconds, right):
    coach, totp = await with_second_step(hashed)
    now = clock.now().replace(second=15, microsecond=0)
    with clock.at(now):
        code = totp.at(now + timedelta(seconds=seconds))
        assert await actions.use_code(staff_user=coach.id, code=code, key=KEY, address="192.0.2.1") is right


async def test_guesses_of_a_code_are_few(hashed):
    coach, totp = await with_second_step(hashed)
    for _ in range(5):
        assert not await actions.use_code(staff_user=coach.id, code="000000", key=KEY, address="192.0.2.1")
    with pytest.raises(TooOften):
        await actions.use_code(staff_user=coach.id, code=totp.at(clock.now()), key=KEY, address="192.0.2.1")


async def test_half_way_is_five_minutes_and_one_browser(visitor, app, hashed):
    from tests.signed_in import a_client

    coach, _ = await with_second_step(hashed)
    await post(visitor, "/sign-in", {"email": coach.email, "password": PASSWORD})
    assert (await visitor.get("/sign-in/code")).status_code == 200
    async with a_client(app) as other:
        other.cookies.set(cookies.HALF_WAY, visitor.cookies[cookies.HALF_WAY])
        assert (await other.get("/sign-in/code")).headers["location"] == "/sign-in"
    visitor.cookies.set(cookies.HALF_WAY, visitor.cookies[cookies.HALF_WAY] + "x", domain="livewell.example")
    assert urlsplit((await visitor.get("/sign-in/code")).headers["location"]).path == "/sign-in"


async def test_without_a_second_step_no_record_opens(app, visitor, hashed):
    coach = await somebody(hashed, Role.HEALTH_COACH)
    await post(visitor, "/sign-in", {"email": coach.email, "password": PASSWORD})
    answer = await visitor.get("/caseload")
    on = await finder(second_factor=True)(visitor.cookies[cookies.SIGN_IN])
    assert "journeys:caseload" in on.closed_until_second_factor
    assert "journeys:caseload" not in on.member.can
    assert "account:own" in on.member.can
    assert answer.status_code in {303, 404}
    in_demo = await finder(second_factor=False)(visitor.cookies[cookies.SIGN_IN])
    assert "journeys:caseload" in in_demo.member.can


async def test_setting_up_a_second_step_shows_ten_codes_and_turns_the_sign_in_over(visitor, hashed):
    coach = await somebody(hashed, Role.HEALTH_COACH)
    elsewhere = await a_sign_in(coach)
    await post(visitor, "/sign-in", {"email": coach.email, "password": PASSWORD})
    before = visitor.cookies[cookies.SIGN_IN]
    page = await visitor.get("/account/second-factor")
    assert "<svg" in page.text
    assert "style=" not in page.text
    secret = "".join(page.text.split('<code class="lw-key">')[1].split("</code>")[0].split())
    wrong = await post(visitor, "/account/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    from tests.browsing import form_to

    form = form_to(page, "/account/second-factor")
    totp = pyotp.TOTP(secret)
    answer = await visitor.post("/account/second-factor", data=form.data | {"code": totp.at(clock.now())})
    assert answer.status_code == 200
    codes = [part.split("<")[0] for part in answer.text.split("<li><code>")[1:]]
    assert len(set(codes)) == 10
    assert visitor.cookies[cookies.SIGN_IN] != before
    find = finder(second_factor=True)
    assert await find(before) is None
    assert await find(elsewhere) is None
    assert "journeys:caseload" in (await find(visitor.cookies[cookies.SIGN_IN])).member.can
    kept = await StaffUser.select().where(StaffUser.id == coach.id).first()
    assert secret.encode() not in kept["totp_secret"]
    assert (await post(visitor, "/sign-out", page="/account")).status_code == 303
    for once in (True, False):
        proved = await actions.use_recovery_code(
            staff_user=coach.id, code=codes[0].lower().replace("-", " "), key=KEY, address="192.0.2.1"
        )
        assert proved is once


async def test_a_second_step_is_changed_only_with_the_password(visitor, hashed):
    coach, _ = await with_second_step(hashed)
    visitor.cookies.set(cookies.SIGN_IN, await a_sign_in(coach))
    page = await visitor.get("/account/second-factor")
    secret = "".join(page.text.split('<code class="lw-key">')[1].split("</code>")[0].split())
    from tests.browsing import form_to

    data = form_to(page, "/account/second-factor").data | {"code": pyotp.TOTP(secret).at(clock.now())}
    assert (await visitor.post("/account/second-factor", data=data)).status_code == 422
    refused = await visitor.post("/account/second-factor", data=data | {"now_password": "not this one at all"})
    assert refused.status_code == 422
    assert "not your password" in refused.text
    done = await visitor.post("/account/second-factor", data=data | {"now_password": PASSWORD})
    assert done.status_code == 200


async def test_a_set_up_page_of_somebody_else_is_worth_nothing():
    one, other = await a_member(), await a_member()
    begun = second_factor.begin(user=one.id, email=one.email, key=KEY)
    assert second_factor.again(begun.sealed, user=other.id, email=other.email, key=KEY) is None
    assert second_factor.again(begun.sealed, user=one.id, email=one.email, key="another key") is None
    assert second_factor.again("é", user=one.id, email=one.email, key=KEY) is None
    assert second_factor.again(begun.sealed, user=one.id, email=one.email, key=KEY).secret == begun.secret
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert second_factor.again(begun.sealed, user=one.id, email=one.email, key=KEY) is None


# ── one's own account ──


async def test_changing_a_password_signs_every_other_browser_out(visitor, hashed):
    manager = await somebody(hashed)
    elsewhere = await a_sign_in(manager)
    await post(visitor, "/sign-in", {"email": manager.email, "password": PASSWORD})
    before = visitor.cookies[cookies.SIGN_IN]
    new = "orchard violin spoon"
    wrong = await post(visitor, "/account/password", {"now_password": "not this one", "password": new})
    assert wrong.status_code == 422
    weak = await post(visitor, "/account/password", {"now_password": PASSWORD, "password": "password1234"})
    assert weak.status_code == 422
    assert "fewer people use" in weak.text
    done = await post(visitor, "/account/password", {"now_password": PASSWORD, "password": new})
    assert done.status_code == 303
    find = finder(second_factor=True)
    assert await find(before) is None
    assert await find(elsewhere) is None
    assert await find(visitor.cookies[cookies.SIGN_IN])
    assert await actions.prove(email=manager.email, password=PASSWORD, address="192.0.2.50") is None
    assert await actions.prove(email=manager.email, password=new, address="192.0.2.50")


async def test_one_sees_and_ends_ones_own_sign_ins_only(client_for):
    client = await client_for(Role.MANAGER)
    elsewhere = await a_sign_in(client.member, browser="Firefox on a train")
    stranger = await a_sign_in(await a_member(), browser="Somebody else’s")
    page = await client.get("/account")
    assert "Firefox on a train" in page.text
    assert "Somebody else" not in page.text
    ids = {row["browser"]: row["id"] for row in await SignIn.select()}
    answer = await client.post(f"/account/sign-ins/{ids['Somebody else’s']}/end", data={"csrf": _token(page)})
    assert answer.status_code == 404
    assert await finder(second_factor=True)(stranger)
    answer = await post(client, f"/account/sign-ins/{ids['Firefox on a train']}/end", page="/account")
    assert answer.status_code == 303
    assert await finder(second_factor=True)(elsewhere) is None
    third = await a_sign_in(client.member)
    assert (await post(client, "/account/sign-ins/end-others", page="/account")).status_code == 303
    assert await finder(second_factor=True)(third) is None
    assert (await client.get("/account")).status_code == 200


def _token(page):
    from tests.browsing import forms_in

    return forms_in(page)[0].data["csrf"][0]


def test_the_buckets_hold_what_we_say():
    assert signing_in.BY_ADDRESS_AND_ACCOUNT[0] == 5
    assert signing_in.BY_ADDRESS[0] > signing_in.BY_ACCOUNT[0] > signing_in.BY_ADDRESS_AND_ACCOUNT[0]


async def test_old_sign_ins_are_forgotten_at_the_next():
    member = await a_member()
    await a_sign_in(member, ends_at=clock.now() - timedelta(days=91))
    await a_sign_in(member, ends_at=clock.now() - timedelta(days=89))
    await actions.sign_in(staff_user=member.id, address="", browser="")
    assert await SignIn.count() == 2


async def test_a_code_used_by_two_at_once_lets_one_in(committed_db, hashed):
    import asyncio

    coach, totp = await with_second_step(hashed)
    code = totp.at(clock.now())
    tries = [actions.use_code(staff_user=coach.id, code=code, key=KEY, address=f"192.0.2.{n}") for n in range(5)]
    assert sorted(await asyncio.gather(*tries)) == [False] * 4 + [True]
