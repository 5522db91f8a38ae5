"""School terms: what one may be, and how they are kept."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import db, news
from livewell.kit.actor import SYSTEM
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.places import actions, queries
from livewell.places.rules import LONGEST_TERM_WEEKS, Term, wrong_with_term
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.places import a_term

AUTUMN = Term("Autumn 2026, first half", date(2026, 9, 2), date(2026, 10, 16))


def of(first, last, name="Another"):
    return Term(name, date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        (of("2026-10-17", "2026-12-18"), {}),
        (of("2026-08-31", "2026-09-01"), {}),
        (of("2026-11-02", "2026-11-02"), {}),
        (of("2026-12-18", "2026-11-02"), {"last_on": "The last day must be on or after the first day"}),
        (of("2026-11-02", "2027-03-21"), {}),
        (of("2026-11-02", "2027-03-22"), {"last_on": "A term is at most 20 weeks. This one would have 141 days"}),
        (of("2026-10-16", "2026-12-18"), {"first_on": "These days overlap with Autumn 2026, first half"}),
        (of("2026-08-31", "2026-09-02"), {"first_on": "These days overlap with Autumn 2026, first half"}),
        (of("2026-09-10", "2026-09-11"), {"first_on": "These days overlap with Autumn 2026, first half"}),
        (of("2026-08-10", "2026-11-11"), {"first_on": "These days overlap with Autumn 2026, first half"}),
    ],
)
def test_what_a_term_may_be(term, wrong):
    assert wrong_with_term(term, [AUTUMN]) == wrong


days = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(days, days, days, days)
def test_two_terms_that_may_be_share_no_day(first, last, other_first, other_last):
    one, other = Term("One", first, last), Term("Other", other_first, other_last)
    if not wrong_with_term(other, ()) and not wrong_with_term(one, [other]):
        inside = {first + timedelta(n) for n in range((last - first).days + 1)}
        assert 0 < len(inside) <= LONGEST_TERM_WEEKS * 7
        assert not any(other_first <= day <= other_last for day in inside)


async def test_terms_are_given_in_order():
    await a_term(date(2027, 1, 4), date(2027, 2, 12))
    await a_term(date(2026, 9, 2), date(2026, 10, 16))
    assert await queries.terms() == (
        (date(2026, 9, 2), date(2026, 10, 16)),
        (date(2027, 1, 4), date(2027, 2, 12)),
    )


async def test_a_term_is_added_once_however_often_its_form_is_sent():
    form = uuid4()
    first = await actions.add_term(AUTUMN, submission=form, by=SYSTEM)
    assert await actions.add_term(AUTUMN, submission=form, by=SYSTEM) == first
    assert len(await queries.terms()) == 1
    with pytest.raises(RuleBroken, match=r"overlap with Autumn 2026, first half\."):
        await actions.add_term(AUTUMN, submission=uuid4(), by=SYSTEM)


async def test_a_term_is_changed_and_removed():
    term = await actions.add_term(AUTUMN, submission=uuid4(), by=SYSTEM)
    # Its own days are no overlap.
    await actions.change_term(term, of("2026-09-03", "2026-10-16", "Autumn"), version=1, by=SYSTEM)
    seen = await queries.term(term)
    assert (seen.name, seen.first_on, seen.version) == ("Autumn", date(2026, 9, 3), 2)
    with pytest.raises(Stale) as stale:
        await actions.change_term(term, AUTUMN, version=1, by=SYSTEM)
    assert stale.value.theirs == {"Name": "Autumn", "First day": "3 September 2026", "Last day": "16 October 2026"}
    with pytest.raises(Stale):
        await actions.remove_term(term, version=1, by=SYSTEM)
    await actions.remove_term(term, version=2, by=SYSTEM)
    await actions.remove_term(term, version=2, by=SYSTEM)
    assert await queries.terms() == ()
    assert await queries.term(term) is None
    with pytest.raises(NotFound):
        await actions.change_term(term, AUTUMN, version=2, by=SYSTEM)
    told = await db.rows("SELECT what FROM event WHERE subject = $1 ORDER BY told_in", term)
    assert [row["what"] for row in told] == ["term.added", "term.changed", "term.removed"]


@pytest.mark.parametrize("wrong", [of("2026-10-01", "2026-09-01"), of("2026-01-01", "2026-09-01")])
async def test_what_cannot_be_a_term_is_refused(wrong):
    term = await a_term(date(2025, 9, 2), date(2025, 10, 17))
    with pytest.raises(RuleBroken):
        await actions.add_term(wrong, submission=uuid4(), by=SYSTEM)
    with pytest.raises(RuleBroken):
        await actions.change_term(term, wrong, version=1, by=SYSTEM)
    assert await queries.terms() == ((date(2025, 9, 2), date(2025, 10, 17)),)


@pytest.mark.parametrize("which", ["add", "change", "remove"])
async def test_what_cannot_be_told_is_not_done(monkeypatch, which):
    term = await a_term(date(2025, 9, 2), date(2025, 10, 17))
    before = await queries.terms_seen()

    async def lost(*_, **__):
        raise OSError

    monkeypatch.setattr(news, "tell", lost)
    with pytest.raises(OSError):
        match which:
            case "add":
                await actions.add_term(AUTUMN, submission=uuid4(), by=SYSTEM)
            case "change":
                await actions.change_term(term, AUTUMN, version=1, by=SYSTEM)
            case "remove":
                await actions.remove_term(term, version=1, by=SYSTEM)
    assert await queries.terms_seen() == before


async def test_of_two_overlapping_terms_added_at_the_same_moment_one_stays(committed_db):
    results = await asyncio.gather(
        *(actions.add_term(AUTUMN, submission=uuid4(), by=SYSTEM) for _ in range(4)), return_exceptions=True
    )
    assert len([result for result in results if isinstance(result, UUID)]) == 1
    assert all(isinstance(result, UUID | RuleBroken) for result in results)
    assert len(await queries.terms()) == 1


# ── pages ──


def boxes(first, last, name="Autumn 2026"):
    return {"name": name} | {
        f"{field}-{box}": part
        for field, day in (("first_on", first), ("last_on", last))
        for box, part in zip(("day", "month", "year"), day.split(), strict=True)
    }


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR])
async def test_whoever_manages_places_keeps_the_terms(client_for, role):
    client = await client_for(role)
    assert "There are no school terms yet." in (await client.get("/places")).text
    answer = await post(client, "/places/terms/new", boxes("2 9 2026", "16 10 2026"))
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "The term is added." in page.text
    assert "2 September 2026 to 16 October 2026" in page.text
    (term,) = await queries.terms_seen()
    path = f"/places/terms/{term.id}"
    assert (await post(client, path, {"last_on-day": "17"})).status_code == 303
    assert (await queries.term(term.id)).last_on == date(2026, 10, 17)
    old = form_to(await client.get(path), f"{path}/remove")
    await post(client, path, {"name": "Autumn"})
    assert (await client.post(old.action, data=old.data)).status_code == 409
    assert (await post(client, f"{path}/remove", page=path)).status_code == 303
    assert await queries.terms() == ()
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence", "box"),
    [
        (boxes("16 10 2026", "2 9 2026"), "The last day must be on or after the first day", "last_on-day"),
        (boxes("2 9 2026", "2 9 2027"), "A term is at most 20 weeks", "last_on-day"),
        (boxes("1 9 2025", "1 10 2025"), "These days overlap with Autumn 2025", "first_on-day"),
        (boxes("2 9 2026", "16 10 2026", name=""), "Enter the name of the term", "name"),
        (boxes("31 9 2026", "16 10 2026"), "First day", "first_on"),
        ({"name": "Autumn 2026"}, "Enter the first day of the term", "first_on-day"),
    ],
)
async def test_what_is_wrong_with_a_term_is_said_and_every_word_kept(client_for, typed, sentence, box):
    manager = await client_for(Role.MANAGER)
    term = await a_term(date(2025, 9, 2), date(2025, 10, 17), name="Autumn 2025")
    other = await a_term(date(2026, 1, 5), date(2026, 2, 13))
    for path in ("/places/terms/new", f"/places/terms/{other}"):
        blank = dict.fromkeys(boxes("1 1 1", "1 1 1"), "")
        answer = await post(manager, path, blank | typed)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'href="#{box}' in answer.text
        for word in typed.values():
            assert f'value="{word}"' in answer.text or not word
    assert await queries.terms() == (
        (date(2025, 9, 2), date(2025, 10, 17)),
        (date(2026, 1, 5), date(2026, 2, 13)),
    )
    assert (await queries.term(term)).version == 1
