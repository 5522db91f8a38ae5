"""A link opens one door, for a while, and is nowhere but in the message."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.kit import clock, doorkeys
from livewell.kit.db import row, rows, transaction, value
from livewell.kit.errors import RuleBroken

DAY = timedelta(days=1)
SENT_TO = "hello@bramble.example"


async def make(**more):
    subject = more.pop("subject", None) or uuid4()
    said = {"holder": SENT_TO, "lasts": DAY} | more
    return subject, await doorkeys.make_key(said.pop("purpose", "listing_update"), subject, **said)


async def test_the_key_opens_its_door_as_often_as_needed_and_says_who_was_sent_it():
    subject, token = await make()
    opened = await doorkeys.open_key(token, "listing_update")
    assert (opened.subject, opened.holder) == (subject, SENT_TO)
    await doorkeys.use_key(opened.key_id)
    await doorkeys.use_key(opened.key_id)
    assert await doorkeys.open_key(token, "listing_update") == opened


async def test_opening_leaves_no_trace_so_a_mail_scanner_spends_nothing():
    _, token = await make(single_use=True)
    first = await doorkeys.open_key(token, "listing_update")
    assert await doorkeys.open_key(token, "listing_update") == first
    assert await value("SELECT used_at FROM door_key") is None


async def test_the_token_is_not_kept_anywhere():
    _, token = await make()
    kept = await row("SELECT * FROM door_key")
    assert len(token) == 43
    assert token not in str(kept)
    assert token.encode() not in kept["token_hash"]
    assert len(kept["token_hash"]) == 32


async def test_no_two_tokens_are_alike():
    subject = uuid4()
    assert len({(await make(subject=subject))[1] for _ in range(50)}) == 50


@pytest.mark.parametrize("change", ["last", "case", "shorter", "longer", "newline", "empty", "not ascii", "nul"])
async def test_a_token_that_is_nearly_right_opens_nothing(change):
    _, token = await make()
    other = {
        "last": token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        "case": token.swapcase(),
        "shorter": token[:-1],
        "longer": token + "A",
        "newline": token + "\n",
        "empty": "",
        "not ascii": "é" * 43,
        "nul": "\x00" * 43,
    }[change]
    assert await doorkeys.open_key(other, "listing_update") is None


async def test_a_key_of_one_door_opens_no_other():
    _, token = await make()
    assert await doorkeys.open_key(token, "small_fund") is None


async def test_a_key_runs_out_on_the_instant():
    _, token = await make()
    opened = await doorkeys.open_key(token, "listing_update")
    with clock.at(clock.now() + DAY - timedelta(seconds=5)):
        assert await doorkeys.open_key(token, "listing_update")
    with clock.at(clock.now() + DAY):
        assert await doorkeys.open_key(token, "listing_update") is None
        with pytest.raises(RuleBroken):
            await doorkeys.use_key(opened.key_id)


async def test_a_key_for_one_use_is_used_up():
    _, token = await make(single_use=True)
    opened = await doorkeys.open_key(token, "listing_update")
    await doorkeys.use_key(opened.key_id)
    assert await doorkeys.open_key(token, "listing_update") is None
    with pytest.raises(RuleBroken, match="Ask for a new one"):
        await doorkeys.use_key(opened.key_id)


async def test_a_failure_spends_nothing():
    _, token = await make(single_use=True)
    opened = await doorkeys.open_key(token, "listing_update")
    with pytest.raises(OSError):
        async with transaction():
            await doorkeys.use_key(opened.key_id)
            raise OSError
    assert await doorkeys.open_key(token, "listing_update") == opened


async def test_of_ten_at_the_same_moment_one_goes_on(committed_db):
    _, token = await make(single_use=True)
    opened = await doorkeys.open_key(token, "listing_update")

    async def use():
        async with transaction():
            await doorkeys.use_key(opened.key_id)
            await asyncio.sleep(0.02)

    ended = await asyncio.gather(*(use() for _ in range(10)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in ended) == ["NoneType"] + ["RuleBroken"] * 9


async def test_keys_are_taken_back_for_everybody_or_for_one():
    subject, mine = await make()
    _, theirs = await make(subject=subject, holder="Rowan@Bramble.example")
    _, elsewhere = await make()
    _, other_door = await make(subject=subject, purpose="small_fund")
    await doorkeys.end_keys("listing_update", subject, holder=" rowan@bramble.example ")
    assert await doorkeys.open_key(theirs, "listing_update") is None
    assert await doorkeys.open_key(mine, "listing_update")
    await doorkeys.end_keys("listing_update", subject)
    assert await doorkeys.open_key(mine, "listing_update") is None
    assert await doorkeys.open_key(elsewhere, "listing_update")
    assert await doorkeys.open_key(other_door, "small_fund")


async def test_taking_back_again_keeps_the_first_time():
    subject, _ = await make()
    await doorkeys.end_keys("listing_update", subject)
    first = await value("SELECT ended_at FROM door_key")
    with clock.at(clock.now() + DAY):
        await doorkeys.end_keys("listing_update", subject)
    assert await value("SELECT ended_at FROM door_key") == first


async def test_a_key_taken_back_while_its_page_was_open_is_refused():
    subject, token = await make()
    opened = await doorkeys.open_key(token, "listing_update")
    await doorkeys.end_keys("listing_update", subject)
    with pytest.raises(RuleBroken):
        await doorkeys.use_key(opened.key_id)


@pytest.mark.parametrize(
    "wrong", [{"purpose": "Two words"}, {"purpose": ""}, {"holder": " "}, {"lasts": timedelta(0)}, {"lasts": -DAY}]
)
async def test_a_key_to_nothing_for_nobody_or_for_no_time_is_a_fault(wrong):
    with pytest.raises(ValueError):
        await make(**wrong)
    assert await rows("SELECT id FROM door_key") == []


async def test_old_keys_are_forgotten_a_year_after_they_stopped_opening():
    long_ago = clock.now() - doorkeys.KEPT - DAY
    with clock.at(long_ago - DAY):
        await make()
        taken_back, _ = await make(lasts=timedelta(days=3650))
        still_good, _ = await make(lasts=timedelta(days=3650))
        await doorkeys.end_keys("listing_update", taken_back)
    recent, _ = await make()
    await doorkeys.forget_old()
    assert {one["subject"] for one in await rows("SELECT subject FROM door_key")} == {still_good, recent}
