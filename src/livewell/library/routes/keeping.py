"""/library/review and /library/items/…: what waits, one item with everything about it, and what is decided on it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.interests.queries import leads_on
from livewell.kit import clock, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.library import actions, forms, queries
from livewell.library.rules import REVIEWED_EVERY
from livewell.library.rules.differences import differences
from livewell.staff.permissions import Permission

KEEP = Permission.EDIT_LIBRARY


@get("/library/review", permission=KEEP, name="library.review")
async def review(request: Asked) -> Response[str]:
    """Everything that waits for those who keep the library."""
    context = {
        "waiting": await queries.waiting(),
        "due": await queries.due(),
        "opinions": await queries.opinions(),
        "leads": await leads_on("library"),
    }
    return web.page(request, "library/review.html", context)


@post("/library/opinions/{opinion_id:uuid}/seen", permission=KEEP, name="library.opinion_seen")
async def opinion_seen(request: Asked, opinion_id: FromPath[UUID]) -> Response[Any]:
    """Somebody has read it."""
    await actions.seen(opinion_id, by=web.member(request))
    return web.go("/library/review", said="It is read.")


@get("/library/items/{item_id:uuid}", permission=KEEP, name="library.keep")
async def keep(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """One item with everything about it."""
    found = await queries.any_item(item_id)
    context = {
        "item": found,
        "version": await queries.any_version(item_id, found.last),
        "versions": await queries.versions(item_id),
        "use": await queries.use_of(item_id),
        "opinions": await queries.opinions(item_id),
        "leads": await leads_on("library"),
    }
    return web.page(request, "library/keep.html", context)


@post("/library/items/{item_id:uuid}/begin", permission=KEEP, name="library.begin")
async def begin(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Say that somebody reads it."""
    form = Form(await request.form())
    await actions.begin(item_id, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said="It says now that you read it.")


@post("/library/items/{item_id:uuid}/forum", permission=KEEP, name="library.put_to_forum")
async def put_to_forum(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Ask the forum to look at it."""
    form = Form(await request.form())
    await actions.put_to_forum(item_id, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said="The forum is asked to look at it. It waits for the next agenda.")


@get("/library/items/{item_id:uuid}/publish", permission=KEEP, name="library.publish_page")
async def publish_page(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """What would be published, what changed, and who keeps it right."""
    found = await queries.any_item(item_id)
    return await _publish_page(request, found, _dated(found, web.member(request).id))


@post("/library/items/{item_id:uuid}/publish", permission=KEEP, name="library.publish")
async def publish(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Publish it."""
    form = Form(await request.form())
    said = forms.read_publishing(form, await queries.keepers())
    if said is None:
        return await _publish_page(request, await queries.any_item(item_id), form)
    number = await actions.publish(item_id, said, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said=f"Version {number} is published.")


async def _publish_page(request: Asked, found: queries.ItemSeen, form: Form) -> Response[str]:
    version = await queries.any_version(found.id, found.last)
    before = await queries.any_version(found.id, found.published) if found.published and found.has_draft else None
    context = {
        "item": found,
        "version": version,
        "before": before,
        "lines": differences(before.body, version.body) if before else [],
        "form": form,
        "owners": await queries.keepers(),
        "wrote_it": version.wrote == web.member(request).id,
    }
    return web.page(request, "library/publish.html", context, status_code=200 if form.ok else 422)


def _dated(found: queries.ItemSeen, by: UUID | None) -> Form:
    """The form with the owner there is, or whoever opened it, and a day a year from now."""
    return Form.blank({"owner": found.owner or by, "review": clock.today() + REVIEWED_EVERY})


@get("/library/items/{item_id:uuid}/still-right", permission=KEEP, name="library.still_right_page")
async def still_right_page(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """The form to say that it is still right."""
    found = await queries.any_item(item_id)
    return await _still_right_page(request, found, _dated(found, web.member(request).id))


@post("/library/items/{item_id:uuid}/still-right", permission=KEEP, name="library.still_right")
async def still_right(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """It is still right."""
    form = Form(await request.form())
    said = forms.read_publishing(form, await queries.keepers())
    if said is None:
        return await _still_right_page(request, await queries.any_item(item_id), form)
    await actions.still_right(item_id, said, version=form.version, by=web.member(request))
    return web.go("/library/review", said="It is still right. The next day to look at it is set.")


async def _still_right_page(request: Asked, found: queries.ItemSeen, form: Form) -> Response[str]:
    context = {"item": found, "form": form, "owners": await queries.keepers()}
    return web.page(request, "library/still_right.html", context, status_code=200 if form.ok else 422)


@get("/library/items/{item_id:uuid}/back", permission=KEEP, name="library.back_page")
async def back_page(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """The form to send back what was given."""
    return await _sentence_page(request, item_id, Form.blank(), "library/back.html")


@post("/library/items/{item_id:uuid}/back", permission=KEEP, name="library.back")
async def back(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Send it back."""
    form = Form(await request.form())
    sentence = forms.read_sentence(form, "sentence", "Say in a sentence why it goes back")
    if sentence is None:
        return await _sentence_page(request, item_id, form, "library/back.html")
    await actions.send_back(item_id, sentence=sentence, version=form.version, by=web.member(request))
    return web.go("/library/review", said="It is sent back.")


@get("/library/items/{item_id:uuid}/withdraw", permission=KEEP, name="library.withdraw_page")
async def withdraw_page(request: Asked, item_id: FromPath[UUID]) -> Response[str]:
    """The form to withdraw it."""
    return await _sentence_page(request, item_id, Form.blank(), "library/withdraw.html")


@post("/library/items/{item_id:uuid}/withdraw", permission=KEEP, name="library.withdraw")
async def withdraw(request: Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw it."""
    form = Form(await request.form())
    why = forms.read_sentence(form, "why", "Say why it is withdrawn")
    if why is None:
        return await _sentence_page(request, item_id, form, "library/withdraw.html")
    await actions.withdraw(item_id, why=why, version=form.version, by=web.member(request))
    return web.go(f"/library/items/{item_id}", said="It is withdrawn: nobody is shown it any more.")


async def _sentence_page(request: Asked, item_id: UUID, form: Form, template: str) -> Response[str]:
    context = {"item": await queries.any_item(item_id), "form": form}
    return web.page(request, template, context, status_code=200 if form.ok else 422)


HANDLERS = [
    review,
    opinion_seen,
    keep,
    begin,
    put_to_forum,
    publish_page,
    publish,
    still_right_page,
    still_right,
    back_page,
    back,
    withdraw_page,
    withdraw,
]
