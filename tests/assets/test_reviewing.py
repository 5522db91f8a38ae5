"""What a link worker sees of a change before they decide: which words are different, and the page as it would be."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

from livewell.assets import actions, queries
from livewell.assets.rules.listing import Venue
from livewell.kit.actor import SYSTEM
from livewell.kit.db import value
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import a_listing, an_asset, an_asset_from, an_organisation
from tests.factories.staff import a_member
from tests.kit.test_geo import a_postcode
from tests.signed_in import ClientFor

WHO = "Anybody who likes a walk by the river, at their own pace."


async def asked(key: UUID, **wanted: object) -> UUID:
    """Somebody who runs a listing asks for it to say this; gives the change that waits."""
    seen = await queries.asset(key, hidden_too=True)
    done = await actions.propose(
        key,
        replace(seen.listing, **wanted),
        based_on=seen.version,
        submission=uuid4(),
        proposed_by="Beryl Khan",
        reply_to="beryl@group.example",
    )
    assert done.change_id is not None
    return done.change_id


def read(part: str) -> str:
    """What a screen reader says of a piece of a page."""
    return " ".join(re.sub(r"<[^>]*>", "", part).split())


async def test_changed_words_within_a_text_are_marked(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(name="Strollers", who_for=WHO))
    change = await asked(key, who_for=WHO.replace("the river", "the canal"))
    worker = await client_for(Role.LINK_WORKER)
    page = (await worker.get(f"/directory/changes/{change}")).text
    (gone,), (come,) = re.findall(r"<del>(.*?)</del>", page), re.findall(r"<ins>(.*?)</ins>", page)
    assert read(gone) == "(taken out: river)"
    assert read(come) == "(put in: canal)"
    assert "Anybody who likes a walk by the (taken out: river), at their own pace." in read(page)
    assert "Anybody who likes a walk by the (put in: canal), at their own pace." in read(page)


async def test_marked_words_are_never_markup(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(name="Strollers", who_for=WHO))
    change = await asked(key, who_for=f"{WHO}\n\n<script>alert(1)</script>")
    worker = await client_for(Role.LINK_WORKER)
    page = (await worker.get(f"/directory/changes/{change}")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


async def test_a_reviewer_sees_the_page_as_it_would_be_and_publishes_nothing_by_it(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(name="Strollers", who_for=WHO, what="A walk with tea."))
    change = await asked(key, name="Edwalton Strollers", who_for="Men who like soup")
    worker = await client_for(Role.LINK_WORKER)
    assert f"/directory/changes/{change}/preview" in (await worker.get(f"/directory/changes/{change}")).text
    page = (await worker.get(f"/directory/changes/{change}/preview")).text
    assert "<title>Preview: Edwalton Strollers" in page
    assert "Nothing is published by looking at it." in page
    assert (
        "Everybody still reads what was approved before, until a link worker approves this: name, who it is for."
        in page
    )
    assert "Men who like soup" in page
    assert "A walk with tea." in page
    # Nothing can be done to a page that is not there.
    for address in ("/wrong", "/mine", "/say", "flyer", ".ics", "shortlist", "put-in"):
        assert address not in read_main(page), address
    everybody = (await worker.get(f"/community/{key}")).text
    assert WHO in everybody
    assert "soup" not in everybody


async def test_a_new_listing_is_seen_as_it_would_be_before_it_is_there(client_for: ClientFor) -> None:
    await a_postcode("NG2 6AB", 458500, 337500)
    listing = a_listing(name="Carols", what="We sing.", venues=(Venue(name="The green", postcode="NG2 6AB"),))
    done = await actions.propose(
        None, listing, based_on=None, submission=uuid4(), proposed_by="Marion", reply_to="marion@group.example"
    )
    worker = await client_for(Role.LINK_WORKER)
    page = (await worker.get(f"/directory/changes/{done.change_id}/preview")).text
    assert "It is not in the directory until a link worker approves it." in page
    assert "The green" in page
    assert "openstreetmap.org" in page
    assert "Nobody has made sure of this yet." in page
    assert "for a year" not in page
    assert await value("SELECT count(*) FROM asset") == 0


async def test_an_editor_sees_their_page_with_what_waits_and_nobody_elses(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    mine, theirs = await an_asset(name="Beans", organisation=own), await an_asset(name="Chess")
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    assert (
        "Nothing waits: everybody sees the page like this." in (await editor.get(f"/my-listings/{mine}/preview")).text
    )
    await post(editor, f"/my-listings/{mine}/edit/about", {"name": "Beans and Peas"})
    page = (await editor.get(f"/my-listings/{mine}/preview")).text
    assert '<h1 class="nhsuk-heading-l">Beans and Peas</h1>' in page
    assert (await editor.get(f"/my-listings/{theirs}/preview")).status_code == 404


def read_main(page: str) -> str:
    """What stands in the middle of a page."""
    return page.split("<main", 1)[1].split("</main>", 1)[0]


async def test_what_changed_while_a_reviewer_amended_is_not_written_over(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(name="Strollers", what="A walk with tea."))
    change = await asked(key, name="Edwalton Strollers")
    worker = await client_for(Role.LINK_WORKER)
    path = f"/directory/changes/{change}/amend"
    opened = form_to(await worker.get(path), path)
    seen = await queries.asset(key)
    await actions.change(key, replace(seen.listing, what="No tea any more."), version=seen.version, by=SYSTEM)
    late = await worker.post(path, data=opened.data)
    assert late.status_code == 409
    assert "No tea any more." in late.text
    assert (await queries.asset(key)).name == "Strollers"
    assert (await post(worker, path, {"name": "Edwalton Strollers"})).status_code == 303
    assert (await queries.asset(key)).listing.what == "No tea any more."


async def test_an_old_draft_says_that_the_listing_was_changed_since(client_for: ClientFor) -> None:
    key = await an_asset_from(a_listing(name="Strollers", what="A walk with tea."))
    worker = await client_for(Role.LINK_WORKER)
    path = f"/directory/{key}/edit/about"
    form = form_to(await worker.get(path), path).data | {"what": "A walk with cake."}
    assert (await worker.post(f"{path}/draft", data=form)).status_code == 204
    page = (await worker.get(path)).text
    assert "This is the draft you began." in page
    assert "changed the listing since" not in page
    seen = await queries.asset(key)
    await actions.change(key, replace(seen.listing, what="No tea any more."), version=seen.version, by=SYSTEM)
    page = (await worker.get(path)).text
    assert "Somebody has changed the listing since." in page
    assert "A walk with cake." in page


async def test_an_editor_takes_back_what_they_asked_for_and_nobody_elses(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    mine = await an_asset(name="Beans", organisation=own)
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    await post(editor, f"/my-listings/{mine}/edit/about", {"name": "Beans and Peas"})
    of_another = await asked(mine, name="Beans and Carrots")
    (own_change,) = [one for one in await queries.waiting() if one.id != of_another]
    page = f"/my-listings/{mine}"
    back = await post(editor, f"{page}/withdraw/{own_change.id}", page=page)
    assert back.headers["location"] == page
    assert [one.id for one in await queries.waiting()] == [of_another]
    assert "/withdraw/" not in (await editor.get(page)).text
    token = form_to(await editor.get(f"{page}/edit/about"), f"{page}/edit/about").data
    assert (await editor.post(f"{page}/withdraw/{of_another}", data=token)).status_code == 404
    assert [one.id for one in await queries.waiting()] == [of_another]


async def test_who_adds_a_listing_is_told_what_may_be_it_and_nothing_hidden(client_for: ClientFor) -> None:
    own = await an_organisation(name="Fictional Growers")
    shown = await an_asset(name="Edwalton Strollers")
    await an_asset(name="Edwalton Strollers and friends", published=False)
    editor = await client_for(await a_member(Role.ORGANISATION_EDITOR, organisation=own))
    typed = {"name": "Edwalton Strollers", "kind": "group", "what": "We walk."}
    warned = await post(editor, "/my-listings/new", typed)
    assert warned.status_code == 422
    assert "This may be there already." in warned.text
    assert f"/community/{shown}" in warned.text
    assert "and friends" not in warned.text
    assert await queries.waiting() == []
    assert (
        await post(editor, "/my-listings/new", typed | {"is_new": "yes"}, page="/my-listings/new")
    ).status_code == 303
    assert len(await queries.waiting()) == 1
