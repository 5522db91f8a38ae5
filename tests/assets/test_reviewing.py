"""What a link worker sees of a change before they decide: which words are different, and the page as it would be."""

import re
from dataclasses import replace
from uuid import UUID, uuid4

from livewell.assets import actions, queries
from livewell.staff.rules import Role
from tests.factories.assets import a_listing, an_asset_from
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
