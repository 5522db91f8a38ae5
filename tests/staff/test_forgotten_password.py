"""A forgotten password: asked for without telling who has an account, sent by real SMTP, set once, and said to its owner."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from livewell import settings as told
from livewell.kit import clock, db, deliveries
from livewell.staff import passwords, second_factor
from livewell.staff.rules import RESET_LASTS, Role
from tests.browsing import post
from tests.factories.staff import a_member
from tests.owners.conftest import a_postbox
from tests.signed_in import SETTINGS

PASSWORD, NEW = "tulip kettle marsh", "heron lantern orchard"
ASK = "/sign-in/forgotten"


@pytest.fixture(scope="module")
async def hashed():
    return await passwords.hash_password(PASSWORD)


@pytest.fixture
async def postbox(app):
    before = told.settings()
    async with a_postbox() as (box, port):
        told.use(replace(before, smtp_security="none", smtp_host="127.0.0.1", smtp_port=port))
        try:
            yield box
        finally:
            told.use(before)


async def asked(visitor, email):
    answer = await post(visitor, ASK, {"email": email})
    await deliveries.deliver_all()
    return answer


async def test_a_link_comes_sets_a_password_once_and_ends_every_sign_in(visitor, client_for, hashed, postbox, capsys):
    secret = pyotp.random_base32()
    coach = await a_member(
        Role.HEALTH_COACH,
        password_hash=hashed,
        totp_secret=second_factor.sealed(secret, key=SETTINGS.secret_key),
        totp_set_up_at=clock.now(),
    )
    elsewhere = await client_for(coach)
    assert ASK in (await visitor.get("/sign-in")).text
    answer = await asked(visitor, f" {coach.email.upper()} ")
    assert answer.headers["location"] == f"{ASK}/sent"
    assert [mail["To"] for mail in postbox.taken] == [coach.email]
    (link,) = postbox.links()
    token = link.rsplit("/", 1)[-1]
    assert token not in str(await db.rows("SELECT * FROM password_link")) + str(await db.rows("SELECT * FROM event"))
    assert (await elsewhere.get("/account")).status_code == 200

    assert (await post(visitor, link, {"password": "short"})).status_code == 422
    assert (await post(visitor, link, {"password": NEW})).headers["location"] == "/sign-in"
    await deliveries.deliver_all()
    assert (await elsewhere.get("/account")).status_code == 303
    assert "was set on" in postbox.taken[-1].get_content()
    assert postbox.taken[-1]["To"] == coach.email
    assert "http" not in postbox.taken[-1].get_content()
    assert (await visitor.get(link)).status_code == 404

    assert (await post(visitor, "/sign-in", {"email": coach.email, "password": PASSWORD})).status_code == 422
    step = await post(visitor, "/sign-in", {"email": coach.email, "password": NEW})
    assert step.headers["location"] == "/sign-in/code"
    logged = "".join(capsys.readouterr())
    assert token not in logged
    assert coach.email not in logged


async def test_nobody_learns_who_has_an_account(visitor, hashed, postbox):
    known = await a_member(Role.MANAGER, password_hash=hashed)
    closed = await a_member(Role.MANAGER, password_hash=hashed, active=False)
    answers = [await asked(visitor, email) for email in (known.email, closed.email, "nobody@livewell.example")]
    assert {(answer.status_code, answer.headers["location"], answer.text) for answer in answers} == {
        (303, f"{ASK}/sent", "")
    }
    assert [mail["To"] for mail in postbox.taken] == [known.email]
    assert await db.value("SELECT count(*) FROM event WHERE what = 'staff.password_asked'") == 3


async def test_one_mailbox_gets_three_an_hour_and_one_network_asks_for_twenty(visitor, hashed, postbox):
    known = await a_member(Role.MANAGER, password_hash=hashed)
    for _ in range(5):
        assert (await asked(visitor, known.email)).status_code == 303
    assert len(postbox.taken) == 3
    for number in range(15):
        assert (await asked(visitor, f"nobody{number}@livewell.example")).status_code == 303
    assert (await asked(visitor, "nobody@livewell.example")).status_code == 429


async def test_a_link_lasts_for_half_an_hour_and_one_that_is_used_ends_the_others(visitor, hashed, postbox):
    known = await a_member(Role.MANAGER, password_hash=hashed)
    for _ in range(2):
        await asked(visitor, known.email)
    first, second = (postbox.links(number)[0] for number in (0, 1))
    with clock.at(clock.now() + RESET_LASTS + timedelta(seconds=1)):
        assert (await visitor.get(first)).status_code == 404
    assert (await visitor.get(first)).status_code == 200
    assert (await post(visitor, second, {"password": NEW})).status_code == 303
    assert (await visitor.get(first)).status_code == 404


async def test_a_link_that_could_not_be_sent_in_time_is_not_sent_at_all(visitor, hashed, postbox):
    known = await a_member(Role.MANAGER, password_hash=hashed)
    await post(visitor, ASK, {"email": known.email})
    with clock.at(clock.now() + RESET_LASTS + timedelta(minutes=1)):
        await deliveries.deliver_all()
    assert postbox.taken == []


async def test_a_change_of_ones_own_password_is_told_too(client_for, hashed, postbox):
    coach = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    client = await client_for(coach)
    await post(client, "/account/password", {"now_password": PASSWORD, "password": NEW})
    await deliveries.deliver_all()
    assert [mail["Subject"] for mail in postbox.taken] == ["Your Live Well password was set"]


async def test_without_a_mail_server_the_page_says_whom_to_ask(visitor, client_for, hashed):
    page = await visitor.get(ASK)
    assert "Ask your manager" in page.text
    assert 'name="email"' not in page.text
    coach = await a_member(Role.HEALTH_COACH, password_hash=hashed)
    client = await client_for(coach)
    await post(client, "/account/password", {"now_password": PASSWORD, "password": NEW})
    await deliveries.deliver_all()
    assert await db.value("SELECT count(*) FROM delivery WHERE heard_at IS NULL") == 0


@pytest.mark.parametrize("typed", ["", "no address", "a@"])
async def test_what_is_no_address_comes_back(visitor, postbox, typed):
    answer = await post(visitor, ASK, {"email": typed})
    assert answer.status_code == 422
