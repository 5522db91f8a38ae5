import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.staff import passwords
from livewell.staff.passwords import TooBusy, fault_in, hash_password, is_password, needs_new_hash

NAME, EMAIL = "Priya Nair", "priya.nair@livewell.example"


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * 129,
        "password1234",
        "PASSWORD1234",
        "passwordpassword",
        "iloveyouiloveyou",
        "qwertyuiop12",
        "understanding",
        "Communication99!",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "Priya.Nair.123",
        "priya.nair@livewell.example",
        "livewell2026!",
        "Live Well 2026",
        "ｐａｓｓｗｏｒｄ１２３４",
    ],
)
def test_passwords_that_are_tried_first_are_refused(password):
    assert fault_in(password, name=NAME, email=EMAIL)


@pytest.mark.parametrize(
    "password",
    [
        "tulip kettle marsh",
        "four-horses-and-a-spoon",
        "äöü ß ñ ç 12 wörter",
        "x9$" * 3 + "Kq7!zt",
        "Nair's cat drinks tea",
        "🌳" * 6 + "tree stump",
    ],
)
def test_passwords_that_will_do(password):
    assert fault_in(password, name=NAME, email=EMAIL) is None


@given(st.text(min_size=0, max_size=140), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gets_an_answer_quickly(password, name, email):
    started = time.perf_counter()
    fault_in(password, name=name, email=email)
    assert time.perf_counter() - started < 0.5


async def test_a_hash_is_argon2id_at_the_cost_we_chose():
    kept = await hash_password("tulip kettle marsh")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not needs_new_hash(kept)
    assert await is_password("tulip kettle marsh", kept)
    assert not await is_password("tulip kettle marsh ", kept)
    assert kept != await hash_password("tulip kettle marsh")


async def test_the_same_letters_from_another_keyboard_are_the_same_password():
    assert await is_password("café au lait noir", await hash_password("cafe\u0301 au lait noir"))


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$broken", "nobody has this password"])
async def test_what_is_no_hash_is_never_right(kept):
    assert not await is_password(kept or "nobody has this password", kept)


async def test_no_account_takes_as_long_as_an_account():
    kept = await hash_password("tulip kettle marsh")
    await is_password("x", "")  # The first makes the hash to compare with.

    async def took(stored):
        times = []
        for _ in range(9):
            started = time.perf_counter()
            await is_password("wrong and long", stored)
            times.append(time.perf_counter() - started)
        return sorted(times)[4]

    known, unknown = await took(kept), await took("")
    assert 1 / 3 < known / unknown < 3


async def test_a_flood_is_turned_away_and_the_loop_stays_free():
    kept = await hash_password("tulip kettle marsh")
    flood = [asyncio.ensure_future(is_password("wrong and long", kept)) for _ in range(40)]
    longest = 0.0
    while not all(one.done() for one in flood):
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - started)
    done = await asyncio.gather(*flood, return_exceptions=True)
    assert sum(isinstance(one, TooBusy) for one in done) == 18
    assert sum(one is False for one in done) == 22
    assert longest < 0.4
    assert passwords._Line.waiting == 0
