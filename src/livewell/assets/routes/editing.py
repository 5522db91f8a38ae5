"""A listing as a list of tasks, each a small form that keeps its own draft: the same at /directory and /my-listings."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from livewell.assets import forms, queries
from livewell.assets.onwards import or_onwards
from livewell.assets.queries import AssetSeen
from livewell.assets.routes.home import Home, seen_by
from livewell.kit import drafts, web
from livewell.kit.forms import Form
from livewell.kit.web import Asked

_DRAFT = "listing"


def handlers(home: Home) -> list[HTTPRouteHandler]:
    """The routes of the tasks and of each part's form."""
    here, may = home.path + "/{asset_id:uuid}", home.permission

    @get(here, permission=may, name=f"assets.listing{home.named}")
    async def listing(request: Asked, asset_id: FromPath[UUID]) -> Response[Any]:
        """A listing as a list of tasks. The address of a merged one leads on."""
        return await or_onwards(_tasks_page(request, home, asset_id), asset_id, home.path + "/{}")

    @get(here + "/edit/{part:str}", permission=may, name=f"assets.part{home.named}")
    async def part_form(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[str]:
        """The form of one part: as it was left half written, else with what the listing says."""
        asset = await seen_by(request, asset_id)
        forms.a_part(part)
        draft = await drafts.kept(*_draft(request, asset.id, part))
        form = Form(draft) if draft is not None else forms.filled(part, asset.listing)
        return await _part_page(request, home, asset, part, form)

    @post(here + "/edit/{part:str}", permission=may, name=f"assets.save_part{home.named}")
    async def save_part(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[Any]:
        """Save one part, or show its form again with a line more or less, or with what has to be put right."""
        asset = await seen_by(request, asset_id)
        forms.a_part(part)
        form = Form(await request.form())
        arranged = await forms.arranged(form, part)
        if arranged is not None:
            return await _part_page(request, home, asset, part, arranged)
        read = await forms.read_part(form, part, asset.listing)
        if read is None:
            return await _part_page(request, home, asset, part, form)
        said = await home.save(request, asset, read, form)
        await drafts.drop(*_draft(request, asset.id, part))
        return web.go(f"{home.path}/{asset.id}", said=said)

    @post(here + "/edit/{part:str}/draft", permission=may, name=f"assets.keep_draft{home.named}")
    async def keep_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
        """Keep what somebody has typed so far, and which version they began from."""
        asset = await seen_by(request, asset_id)
        forms.a_part(part)
        form = Form(await request.form())
        typed = {**form.everything(), "began_from": form.typed("version")}
        await drafts.keep(*_draft(request, asset.id, part), typed)
        return Response(b"", status_code=204)

    @post(here + "/edit/{part:str}/draft/drop", permission=may, name=f"assets.drop_draft{home.named}")
    async def drop_draft(request: Asked, asset_id: FromPath[UUID], part: FromPath[str]) -> Response[bytes]:
        """Forget it."""
        asset = await seen_by(request, asset_id)
        forms.a_part(part)
        await drafts.drop(*_draft(request, asset.id, part))
        return web.go(f"{home.path}/{asset.id}/edit/{part}", said="The draft is gone.")

    return [listing, part_form, save_part, keep_draft, drop_draft]


async def _tasks_page(request: Asked, home: Home, asset_id: UUID) -> Response[str]:
    """A listing with its parts, each said in a line and leading to its form."""
    asset = await seen_by(request, asset_id)
    tasks = [
        (part.title, part.hint, f"{home.path}/{asset.id}/edit/{part.code}", part.says(asset.listing), part.needed)
        for part in forms.PARTS.values()
    ]
    context = {
        "home": home,
        "asset": asset,
        "tasks": tasks,
        "waiting": await queries.waiting_for(asset.id),
        "mine": web.member(request).email,
        "alike": await queries.alike(asset.name, asset.point, but=asset.id) if home.decides else [],
        "versions": len(await queries.versions(asset.id)),
    }
    return web.page(request, "assets/listing.html", context)


async def _part_page(request: Asked, home: Home, asset: AssetSeen, code: str, form: Form) -> Response[str]:
    began_from = form.typed("began_from")
    context = await forms.part_page_context(code, form, asset.listing)
    context |= {
        "home": home,
        "asset": asset,
        "part": forms.a_part(code),
        "begun": bool(began_from),
        # Whoever comes back to a draft reads that others have changed it before they write over it.
        "changed_since": began_from not in ("", str(asset.version)),
    }
    return web.page(request, "assets/part.html", context, status_code=200 if form.ok else 422)


def _draft(request: Asked, asset_id: UUID, code: str) -> tuple[str, str, str]:
    return f"staff:{web.member(request).id}", _DRAFT, f"{asset_id}:{code}"
