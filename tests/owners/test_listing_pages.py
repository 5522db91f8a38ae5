"""Somebody at their listings: what goes live, what waits, what was sent back, photos, drafts, and two at once."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from livewell.assets import actions as assets
from livewell.assets import queries as listings
from livewell.assets.rules import AssetKind, Audience, Checked, Running
from livewell.assets.rules.listing import ContactPerson
from livewell.assets.rules.times import Pattern, Repeats
from livewell.kit import deliveries
from livewell.kit.db import value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.owners import actions, queries
from livewell.owners.rules import How
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import a_listing, an_asset, an_asset_from, an_organisation
from tests.factories.owners import a_keeper, came, let_in

BERYL = "beryl@group.example"
TUESDAYS = Pattern(Repeats.WEEKLY, weekdays=(1,), opens=840, closes=960)
SENTENCE = "Tell us the house number too."


async def a_walk(**changes):
    """A listing as somebody wrote it, with a place and a time."""
    listing = a_listing(name="Fictional Walkers", patterns=(TUESDAYS,), who_for="Anybody", **changes)
    return await an_asset_from(listing)


def a_photo(width=40):
    data = BytesIO()
    Image.new("RGB", (width, 30), "green").save(data, "JPEG")
    return data.getvalue()


async def test_home_says_what_is_missing_and_how_fresh_each_is(visitor):
    await let_in(visitor, await a_keeper(await a_walk()))
    page = (await visitor.get("/own")).text
    assert "Still missing:" in page
    assert "where it is" in page
    assert "Not checked since we began" in page


async def test_still_right_confirms_once_and_never_what_was_not_read(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset, name="Beryl Khan"))
    path = f"/own/listings/{asset}/right"
    form = form_to(await visitor.get("/own"), path)
    for _ in range(2):
        assert (await visitor.post(path, data=form.data)).headers["location"] == "/own"
    assert await value("SELECT count(*) FROM assurance") == 1
    assert (await listings.asset(asset)).assured_how is Checked.OWNER
    form = form_to(await visitor.get("/own"), path)
    here = await came(await a_keeper(asset))
    seen = await listings.asset(asset)
    changed = replace(seen.listing, what="We run now.")
    await actions.change(asset, changed, version=seen.version, submission=uuid4(), by=here)
    assert (await visitor.post(path, data=form.data)).status_code == 409


async def test_times_go_live_at_once(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset, name="Beryl Khan"))
    path = f"/own/listings/{asset}/edit/times"
    assert "Everybody sees this at once." in (await visitor.get(path)).text
    answer = await post(visitor, path, {"opens_0": "3pm", "closes_0": "4:30pm"})
    assert answer.headers["location"] == f"/own/listings/{asset}"
    assert (await listings.asset(asset)).when_words == "Tuesdays 3pm to 4:30pm"
    assert "Everybody sees this now." in (await visitor.get(answer.headers["location"])).text
    (before,) = await listings.versions(asset)
    assert before.replaced_by == "Beryl Khan"


async def test_a_line_more_and_words_read_change_nothing_yet(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    path = f"/own/listings/{asset}/edit/times"
    more = await post(visitor, path, {"do": "add"})
    assert more.status_code == 200
    assert "Time 2" in more.text
    wrong = await post(visitor, path, {"opens_0": "", "note_0": "Bring boots"})
    assert wrong.status_code == 422
    assert "Bring boots" in wrong.text
    assert (await listings.asset(asset)).listing.patterns == (TUESDAYS,)
    assert (await visitor.get(f"/own/listings/{asset}/edit/nonsense")).status_code == 404


async def test_who_it_is_for_waits_shows_in_the_preview_and_can_be_taken_back(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    path = f"/own/listings/{asset}"
    answer = await post(visitor, f"{path}/edit/who", {"who_for": "Men who like soup"})
    assert answer.status_code == 303
    assert (await listings.asset(asset)).listing.who_for == "Anybody"
    page = await visitor.get(path)
    assert "A link worker looks at this first" in page.text
    assert "Men who like soup" in (await visitor.get(f"{path}/preview")).text
    assert "Men who like soup" in (await visitor.get(f"{path}/edit/who")).text
    (change,) = await listings.waiting_for(asset)
    assert (await post(visitor, f"{path}/withdraw/{change.id}", page=path)).status_code == 303
    assert "Men who like soup" not in (await visitor.get(f"{path}/edit/who")).text


async def test_saving_another_part_keeps_what_waits(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    await post(visitor, f"/own/listings/{asset}/edit/who", {"who_for": "Men who like soup"})
    saved = await post(visitor, f"/own/listings/{asset}/edit/times", {"opens_0": "3pm"})
    assert "Saved. Everybody sees this now." in (await visitor.get(saved.headers["location"])).text
    await post(visitor, f"/own/listings/{asset}/edit/about", {"name": "Men’s Walk", "what": "A stroll."})
    (change,) = await listings.waiting_for(asset)
    assert set(change.fields) == {"who_for", "name"}
    assert (change.listing.who_for, change.listing.name) == ("Men who like soup", "Men’s Walk")
    seen = await listings.asset(asset)
    assert (seen.name, seen.listing.what) == ("Fictional Walkers", "A stroll.")


async def test_what_closed_waits_and_another_part_does_not_close_it():
    asset = await a_walk()
    by = await came(await a_keeper(asset))
    for _ in range(2):
        await actions.say_closed(asset, by=by)
    (change,) = await listings.waiting_for(asset)
    assert change.fields == ("running", "alert")
    seen = await listings.asset(asset)
    base = await queries.wanted(seen, by)
    await actions.change(asset, replace(base, what="We rest."), version=seen.version, submission=uuid4(), by=by)
    assert (await listings.asset(asset)).running is Running.INACTIVE
    assert len(await listings.waiting_for(asset)) == 1


async def test_two_keepers_at_once_see_both_texts(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    path = f"/own/listings/{asset}/edit/about"
    form = form_to(await visitor.get(path), path)
    other, seen = await came(await a_keeper(asset)), await listings.asset(asset)
    changed = replace(seen.listing, what="Their new words.")
    await actions.change(asset, changed, version=seen.version, submission=uuid4(), by=other)
    said = await visitor.post(path, data={**form.data, "what": "My own words."})
    assert said.status_code == 409
    assert "Their new words." in said.text
    assert "My own words." in said.text
    with pytest.raises(Stale):
        await actions.change(asset, changed, version=1, submission=uuid4(), by=other)


async def test_a_draft_is_kept_for_its_writer_alone_and_thrown_away(visitor, app):
    asset = await a_walk()
    keeper = await a_keeper(asset)
    await let_in(visitor, keeper)
    path = f"/own/listings/{asset}/edit/about"
    form = form_to(await visitor.get(path), path)
    kept = await visitor.post(f"{path}/draft", data={**form.data, "what": "Half a sent"})
    assert kept.status_code == 204
    page = await visitor.get(path)
    assert "Half a sent" in page.text
    assert "This is what you began" in page.text
    visitor.cookies.clear()
    await let_in(visitor, await a_keeper(asset))
    assert "Half a sent" not in (await visitor.get(path)).text
    visitor.cookies.clear()
    await let_in(visitor, keeper)
    await post(visitor, f"{path}/draft/drop", page=path)
    assert "Half a sent" not in (await visitor.get(path)).text


async def test_a_photo_comes_with_words_and_goes_again(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    path = f"/own/listings/{asset}/photos"
    form = form_to(await visitor.get(path), path)
    file = {"photo": ("door.jpg", a_photo(), "image/jpeg")}
    for data, files in (
        ({"alt": ""}, file),
        ({"alt": "A door"}, {}),
        ({"alt": "A door"}, {"photo": ("x.svg", b"<svg/>")}),
    ):
        answer = await visitor.post(path, data={**form.data, **data}, files=files or {"other": ("", b"")})
        assert answer.status_code == 422
    for _ in range(2):
        assert (await visitor.post(path, data={**form.data, "alt": "The blue door"}, files=file)).status_code == 303
    (photo,) = (await listings.asset(asset)).photos
    assert photo.alt == "The blue door"
    await post(visitor, f"{path}/{photo.id}", page=path)
    assert (await listings.asset(asset)).photos == ()
    other = await came(await a_keeper(await an_asset()))
    with pytest.raises(NotFound):
        await actions.remove_photo(asset, photo.id, by=other)


async def test_what_was_decided_comes_by_email_with_the_sentence(worker, postbox, visitor):
    asset = await a_walk()
    keeper = await a_keeper(asset, email=BERYL)
    by, seen = await came(keeper), await listings.asset(asset)
    wanted = replace(seen.listing, who_for="Men")
    done = await actions.change(asset, wanted, version=seen.version, submission=uuid4(), by=by)
    await assets.send_back(done.change_id, sentence=SENTENCE, version=1, by=worker)
    await deliveries.deliver_all()
    assert SENTENCE in postbox.taken[-1].get_content()
    assert "cannot go in as it is" in postbox.taken[-1].get_content()
    await let_in(visitor, keeper)
    page = (await visitor.get(f"/own/listings/{asset}")).text
    assert SENTENCE in page
    assert "You wrote, who it is for: Men" in page
    done = await actions.change(asset, wanted, version=seen.version, submission=uuid4(), by=by)
    await assets.approve(done.change_id, version=1, by=worker)
    await deliveries.deliver_all()
    got = postbox.taken[-1]
    assert (got["To"], got["Subject"]) == (BERYL, "About Fictional Walkers")
    assert "everybody can read it now" in got.get_content()
    assert f"/community/{asset}" in got.get_content()
    assert len(postbox.taken) == 2


async def test_who_has_a_letter_is_written_to_by_nobody(worker, postbox):
    asset = await a_walk()
    by, seen = await came(await a_keeper(asset, email="")), await listings.asset(asset)
    wanted = replace(seen.listing, who_for="Men")
    done = await actions.change(asset, wanted, version=seen.version, submission=uuid4(), by=by)
    await assets.approve(done.change_id, version=1, by=worker)
    await deliveries.deliver_all()
    assert postbox.taken == []


async def test_another_listing_waits_and_is_theirs_once_it_is_there(visitor, worker, postbox):
    organisation = await an_organisation(name="Fictional Trust")
    keeper = await a_keeper(await an_asset(organisation=organisation), email=BERYL, name="Beryl Khan")
    await let_in(visitor, keeper)
    sent = {"name": "Soup Club", "kind": "club", "what": "Soup and cards."}
    assert (await post(visitor, "/own/new", {**sent, "what": ""})).status_code == 422
    assert (await post(visitor, "/own/new", sent)).headers["location"] == "/own"
    assert "Soup Club" in (await visitor.get("/own")).text
    (change,) = await listings.waiting()
    assert (change.organisation_id, change.listing.organisation_name) == (organisation, "Fictional Trust")
    asset = await assets.approve(change.id, version=1, by=worker)
    await deliveries.deliver_all()
    await deliveries.deliver_all()
    assert (await listings.asset(asset)).published
    (kept,) = await queries.keepers_of(asset)
    assert (kept.email, kept.how) == (BERYL, How.WROTE)
    assert len(postbox.taken) == 1


async def test_who_keeps_things_of_several_says_who_runs_a_new_one(visitor):
    await let_in(visitor, await a_keeper(await an_asset()))
    assert "Who runs it" in (await visitor.get("/own/new")).text


async def test_an_editor_with_an_account_gets_no_keeping_by_asking(worker, postbox, client_for):
    organisation = await an_organisation()
    client = await client_for(Role.ORGANISATION_EDITOR, organisation=organisation)
    done = await assets.propose(
        None,
        a_listing(),
        based_on=None,
        submission=uuid4(),
        organisation=organisation,
        proposed_by=client.member.name,
        reply_to=client.member.email,
        by=client.member,
    )
    await assets.approve(done.change_id, version=1, by=worker)
    await deliveries.deliver_all()
    assert "/my-listings" in postbox.taken[-1].get_content()
    assert await value("SELECT count(*) FROM keeper") == 0


async def test_who_left_their_last_listing_is_out(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    page = await visitor.get(f"/own/listings/{asset}/leave")
    assert "Nobody else can change it then" in page.text
    answer = await post(visitor, f"/own/listings/{asset}/leave")
    assert answer.headers["location"] == "/own/link"
    assert (await visitor.get("/own")).headers["location"] == "/own/link"


async def test_who_leaves_one_of_two_goes_on_with_the_other(visitor):
    first, second = await a_walk(), await an_asset(name="The other one")
    await let_in(visitor, await a_keeper(first, email=BERYL))
    await a_keeper(second, email=BERYL)
    assert (await post(visitor, f"/own/listings/{first}/leave")).headers["location"] == "/own"
    page = (await visitor.get("/own")).text
    assert "The other one" in page
    assert "Fictional Walkers" not in page


@pytest.mark.parametrize(
    "path", ["", "/preview", "/closed", "/name", "/leave", "/photos", "/edit/where", "/edit/people"]
)
async def test_every_page_of_a_full_listing_opens(visitor, path):
    asset = await a_walk(
        kind=AssetKind.GROUP,
        audiences=(Audience.MEN,),
        contacts=(ContactPerson("Beryl", "Chair", "01632 960 001", BERYL),),
        when_note="Not in August.",
    )
    await let_in(visitor, await a_keeper(asset))
    page = await visitor.get(f"/own/listings/{asset}{path}")
    assert page.status_code == 200
    assert len(re.findall("<h1", page.text)) == 1


async def test_hostile_words_stay_words(visitor, worker, client_for):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    hostile = "<script>alert(1)</script> 🌻 '; DROP TABLE keeper; --"
    await post(visitor, f"/own/listings/{asset}/name", {"name": hostile, "email": "x@group.example"})
    client = await client_for(worker)
    page = (await client.get("/directory/claims")).text
    assert "<script>alert(1)" not in page
    assert "🌻" in page


async def test_a_megabyte_is_too_much_and_a_long_text_is_said_to_be(visitor):
    asset = await a_walk()
    await let_in(visitor, await a_keeper(asset))
    path = f"/own/listings/{asset}/edit/about"
    form = form_to(await visitor.get(path), path)
    assert (await visitor.post(path, data={**form.data, "what": "x" * 1_000_000})).status_code == 413
    said = await visitor.post(path, data={**form.data, "what": "x" * 5_000})
    assert said.status_code == 422
    assert "characters or fewer" in said.text


async def test_a_change_that_fails_leaves_nothing(mute):
    asset = await a_walk()
    by, seen = await came(await a_keeper(asset)), await listings.asset(asset)
    mute()
    for act in (
        actions.change(asset, replace(seen.listing, what="X"), version=1, submission=uuid4(), by=by),
        actions.say_right(asset, version=1, submission=uuid4(), by=by),
        actions.say_closed(asset, by=by),
    ):
        with pytest.raises(RuntimeError, match="no news"):
            await act
    after = await listings.asset(asset)
    assert (after.listing, after.assured_at) == (seen.listing, None)
    assert await listings.waiting_for(asset) == []


async def test_a_change_with_an_old_date_is_said(visitor):
    asset = await an_asset_from(
        a_listing(patterns=(Pattern(Repeats.ON_DATES, dates=(date(2027, 1, 5),), opens=600, closes=660),))
    )
    await let_in(visitor, await a_keeper(asset))
    said = await post(visitor, f"/own/listings/{asset}/edit/times", {"dates_0": "31 February 2027"})
    assert said.status_code == 422
    assert "February 2027 has only 28 days" in said.text
    with pytest.raises(RuleBroken):
        await actions.answer_right("x", version=1)


async def test_a_keeper_sees_the_whole_page_as_it_will_be_hidden_or_not(visitor):
    asset = await an_asset_from(a_listing(name="Fictional Walkers", who_for="Anybody", published=False))
    keeper = await a_keeper(asset)
    await let_in(visitor, keeper)
    here = await came(keeper)
    await actions.add_photo(asset, a_photo(), alt="The blue door", submission=uuid4(), by=here)
    await post(visitor, f"/own/listings/{asset}/edit/who", {"who_for": "Men who like soup"})
    page = (await visitor.get(f"/own/listings/{asset}/preview")).text
    assert "Preview" in page
    assert "until a link worker approves this: who it is for." in page
    assert "Men who like soup" in page
    assert f'href="/own/listings/{asset}"' in page
    # Its photo is theirs to see while nobody else may.
    (photo,) = set(re.findall(r'src="(/own/photos/[^"/]+)"', page))
    for path in (photo, f"{photo}/small"):
        assert (await visitor.get(path)).headers["content-type"].startswith("image/")
    assert (await visitor.get(photo.replace("/own", "/community"))).status_code == 404
    await let_in(visitor, await a_keeper(await a_walk(), email="other@group.example"))
    assert (await visitor.get(photo)).status_code == 404
    visitor.cookies.clear()
    assert (await visitor.get(photo)).headers["location"] == "/own/link"


async def test_another_listing_that_may_be_there_already_is_shown_first(visitor):
    await let_in(visitor, await a_keeper(await a_walk()))
    there = await an_asset(name="Fictional Singers")
    typed = {"name": "Fictional Singers", "kind": "group", "what": "We sing.", "organisation_name": "Singers"}
    warned = await post(visitor, "/own/new", typed)
    assert warned.status_code == 422
    assert f"/community/{there}" in warned.text
    assert "We sing." in warned.text
    assert await listings.waiting() == []
    form = form_to(warned, "/own/new").data | typed | {"is_new": "yes"}
    assert (await visitor.post("/own/new", data=form)).headers["location"] == "/own"
    assert len(await listings.waiting()) == 1
