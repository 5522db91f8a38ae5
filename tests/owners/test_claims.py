"""Claims: taken once, the same answer for every address, decided with a sentence; invitations, and those who leave."""

from uuid import uuid4

import pytest

from livewell.kit import deliveries
from livewell.kit.db import rows, value
from livewell.kit.errors import NotFound, RuleBroken
from livewell.owners import actions, queries
from livewell.owners.forms import Named
from livewell.owners.rules import CLAIMS_AN_HOUR, ClaimState, How
from livewell.staff.rules import Role
from tests.browsing import form_to, post
from tests.factories.assets import an_asset, an_organisation
from tests.factories.owners import a_claim, a_keeper, came
from tests.factories.staff import a_member

CLAIM = {"name": "Olu Adeyemi", "email": "Olu@group.example", "belongs": "runs", "words": "I have the keys."}
SENTENCE = "Please ring us first, so that we know it is you."


async def decided(claim, worker, to=ClaimState.APPROVED, sentence=""):
    version = (await queries.claim(claim)).version
    await actions.decide(claim, to=to, sentence=sentence, version=version, by=worker)


async def test_anybody_may_say_that_they_run_something(visitor):
    asset = await an_asset(contact_name="Olu", contact_email="olu@group.example")
    answer = await post(visitor, f"/community/{asset}/mine", CLAIM)
    assert answer.headers["location"] == f"/community/{asset}/mine/sent"
    assert (await visitor.get(answer.headers["location"])).status_code == 200
    (one,) = await queries.claims(waiting=True)
    assert (one.email, one.is_on_listing, one.is_waiting) == ("olu@group.example", True, True)
    assert one.belongs_label == "I run it, or am on its committee"


async def test_known_and_unknown_addresses_read_the_same(visitor, postbox):
    asset = await an_asset(name="Beans and company")
    await a_keeper(asset, email="olu@group.example")
    answers = [
        await post(visitor, f"/community/{asset}/mine", CLAIM | {"email": email})
        for email in ("olu@group.example", "stranger@group.example")
    ]
    assert len({(one.status_code, one.headers["location"], one.text) for one in answers}) == 1
    assert [one.email for one in await queries.claims(waiting=True)] == ["stranger@group.example"]
    await deliveries.deliver_all()
    assert [one["To"] for one in postbox.taken] == ["olu@group.example"]


async def test_the_same_form_and_the_same_address_are_one_claim(visitor):
    asset = await an_asset()
    form = form_to(await visitor.get(f"/community/{asset}/mine"), f"/community/{asset}/mine")
    for words in ("I have the keys.", "I have the keys."):
        await visitor.post(f"/community/{asset}/mine", data={**form.data, **CLAIM, "words": words})
    await post(visitor, f"/community/{asset}/mine", CLAIM | {"words": "Ask Beryl."})
    (one,) = await queries.claims(waiting=True)
    assert (one.words, one.version) == ("Ask Beryl.", 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": []}, "Enter a name"),
        ({"email": "no"}, "must be an email address"),
        ({"belongs": []}, "Choose how you belong"),
        ({"words": "x" * 1001}, "must be 1,000 characters or fewer"),
    ],
)
async def test_what_is_wrong_is_said_and_every_word_kept(visitor, changes, sentence):
    asset = await an_asset()
    answer = await post(visitor, f"/community/{asset}/mine", CLAIM | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "words" in changes or "I have the keys." in answer.text


async def test_nobody_claims_by_the_hundred_or_what_is_not_there(visitor):
    asset = await an_asset()
    assert (await visitor.get(f"/community/{uuid4()}/mine")).status_code == 404
    assert (await visitor.get(f"/community/{await an_asset(published=False)}/mine")).status_code == 404
    form = form_to(await visitor.get(f"/community/{asset}/mine"), f"/community/{asset}/mine")
    statuses = []
    for n in range(CLAIMS_AN_HOUR + 1):
        data = {**form.data, **CLAIM, "email": f"o{n}@group.example", "submission": str(uuid4())}
        statuses.append((await visitor.post(f"/community/{asset}/mine", data=data)).status_code)
    assert (statuses[0], statuses[-1]) == (303, 429)


async def test_an_approved_claim_gets_a_link_and_a_refused_one_a_sentence(worker, postbox, client_for):
    asset = await an_asset(name="Beans and company")
    yes, no = await a_claim(asset, email="yes@group.example"), await a_claim(asset, email="no@group.example")
    client = await client_for(worker)
    assert "Olu Adeyemi" in (await client.get("/directory/claims")).text
    answer = await post(client, f"/directory/claims/{yes}", {"decision": "approved"})
    assert answer.headers["location"] == "/directory/claims"
    assert (await post(client, f"/directory/claims/{no}", {"decision": "refused"})).status_code == 422
    assert (
        await post(client, f"/directory/claims/{no}", {"decision": "refused", "sentence": SENTENCE})
    ).status_code == 303
    (keeper,) = await queries.keepers_of(asset)
    assert (keeper.email, keeper.how, keeper.approved_by) == ("yes@group.example", How.CLAIMED, worker.name)
    await deliveries.deliver_all()
    texts = {one["To"]: one.get_content() for one in postbox.taken}
    assert "/own/" in texts["yes@group.example"]
    assert SENTENCE in texts["no@group.example"]
    assert "/own/" not in texts["no@group.example"]
    assert "Approved" in (await client.get("/directory/claims?show=decided")).text
    assert SENTENCE in (await client.get(f"/directory/claims/{no}")).text


async def test_a_claim_is_decided_once_and_as_it_was_read(worker):
    asset = await an_asset()
    claim = await a_claim(asset)
    with pytest.raises(RuleBroken, match="again since"):
        await actions.decide(claim, to=ClaimState.APPROVED, sentence="", version=9, by=worker)
    with pytest.raises(RuleBroken, match="Say why"):
        await decided(claim, worker, ClaimState.REFUSED, " ")
    await decided(claim, worker)
    with pytest.raises(RuleBroken, match="already approved"):
        await decided(claim, worker, ClaimState.REFUSED, SENTENCE)
    with pytest.raises(NotFound):
        await queries.claim(uuid4())


async def test_a_decision_that_fails_leaves_nothing(worker, mute):
    asset = await an_asset()
    claim = await a_claim(asset)
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await decided(claim, worker)
    with pytest.raises(RuntimeError, match="no news"):
        await a_claim(asset, email="other@group.example")
    assert await queries.keepers_of(asset) == []
    assert [one.id for one in await queries.claims(waiting=True)] == [claim]


async def test_who_may_not_edit_listings_sees_no_claims(client_for):
    asset = await an_asset()
    claim = await a_claim(asset)
    for role in (Role.EVALUATOR, Role.PRACTICE_REFERRER, Role.ORGANISATION_EDITOR):
        client = await client_for(role)
        for path in ("/directory/claims", f"/directory/claims/{claim}", f"/directory/{asset}/invite"):
            assert (await client.get(path)).status_code == 403


async def test_a_keeper_names_somebody_who_waits_like_a_claim(worker):
    asset = await an_asset()
    keeper = await came(await a_keeper(asset))
    await actions.name_somebody(asset, Named("Dev Patel", "dev@group.example"), submission=uuid4(), by=keeper)
    (one,) = await queries.claims(waiting=True)
    assert one.belongs_label == f"Named by {keeper.name}, who keeps it"
    await decided(one.id, worker)
    assert {one.how for one in await queries.keepers_of(asset)} == {How.INVITED, How.NAMED}
    with pytest.raises(RuleBroken, match="already"):
        await actions.name_somebody(asset, Named("Dev Patel", "dev@group.example"), submission=uuid4(), by=keeper)
    with pytest.raises(NotFound):
        await actions.name_somebody(await an_asset(), Named("X", "x@y.example"), submission=uuid4(), by=keeper)


async def test_the_team_invites_for_one_listing_or_all_of_an_organisation(worker, postbox, client_for):
    organisation = await an_organisation(name="Fictional Village Hall Trust")
    first, second = await an_asset(organisation=organisation), await an_asset(organisation=organisation)
    client = await client_for(worker)
    page = f"/directory/{first}/invite"
    sent = {"name": "Beryl Khan", "email": "Beryl@group.example", "scope": "organisation"}
    assert (await post(client, page, sent)).headers["location"] == page
    await post(client, page, sent)
    for asset in (first, second):
        assert [one.email for one in await queries.keepers_of(asset)] == ["beryl@group.example"]
    assert "Keeps every listing of Fictional Village Hall Trust" in (await client.get(page)).text
    await deliveries.deliver_all()
    assert postbox.taken[0]["Subject"] == "Your listing: Fictional Village Hall Trust"
    assert (await post(client, page, {"name": "", "email": ""})).status_code == 422


async def test_a_listing_of_no_organisation_has_no_keeper_of_all(worker):
    with pytest.raises(RuleBroken, match="no organisation"):
        await actions.invite(
            await an_asset(), name="B", email="b@g.example", whole_organisation=True, submission=uuid4(), by=worker
        )


async def test_a_letter_is_a_pdf_with_a_link_that_stands_nowhere_else(worker, client_for):
    asset = await an_asset(name="Letter writers")
    client = await client_for(worker)
    answer = await post(
        client, f"/directory/{asset}/invite/letter", {"letter_name": "Beryl Khan"}, page=f"/directory/{asset}/invite"
    )
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    (keeper,) = await queries.keepers_of(asset)
    assert (keeper.name, keeper.email) == ("Beryl Khan", "")
    assert "has a letter" in (await client.get(f"/directory/{asset}/invite")).text
    ended = await post(client, f"/directory/{asset}/keepers/{keeper.id}/end", page=f"/directory/{asset}/invite")
    assert ended.status_code == 303
    assert await queries.keepers_of(asset) == []
    with pytest.raises(RuleBroken, match="already"):
        await actions.end(keeper.id, by=worker)
    with pytest.raises(NotFound):
        await actions.end(uuid4(), by=worker)


async def test_an_owner_who_left_is_told_to_the_team(worker, client_for):
    asset = await an_asset(name="Beans and company")
    keeper = await came(await a_keeper(asset, name="Beryl Khan"))
    await actions.leave(asset, by=keeper)
    (left,) = await queries.left_behind()
    assert (left.asset, left.name) == (asset, "Beryl Khan")
    assert "Beryl Khan left on" in (await (await client_for(worker)).get("/directory/claims")).text
    with pytest.raises(NotFound):
        await actions.leave(asset, by=keeper)
    await a_keeper(asset)
    assert await queries.left_behind() == []


async def test_leaving_that_fails_leaves_them_there(mute):
    asset = await an_asset()
    keeper = await came(await a_keeper(asset))
    mute()
    with pytest.raises(RuntimeError, match="no news"):
        await actions.leave(asset, by=keeper)
    assert len(await queries.keepers_of(asset)) == 1


async def test_a_keeper_is_kept_once(worker):
    asset = await an_asset()
    for _ in range(2):
        await actions.invite(
            asset, name="B", email="b@group.example", whole_organisation=False, submission=uuid4(), by=worker
        )
    assert await value("SELECT count(*) FROM keeper") == 1
    stranger = await a_member(Role.ORGANISATION_EDITOR, organisation=await an_organisation())
    with pytest.raises(NotFound):
        await actions.invite(
            asset, name="B", email="c@group.example", whole_organisation=False, submission=uuid4(), by=stranger
        )
    assert {one["what"] for one in await rows("SELECT what FROM event WHERE what LIKE 'keeper.%'")} == {
        "keeper.invited"
    }
