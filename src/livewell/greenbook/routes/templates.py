"""/book-templates: the versions of the Green Book, and how a new one comes about with the forum."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from livewell.greenbook import actions, forms, queries
from livewell.greenbook.queries import TemplateSeen
from livewell.greenbook.rules import PART_LABELS, Leaf
from livewell.greenbook.rules.leaves import KIND_LABELS
from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.staff.permissions import Permission

_ALL = "/book-templates"
_ONE = f"{_ALL}/{{template_id:uuid}}"
_LEAF = f"{_ONE}/leaves/{{key:str}}"
_MANAGE = Permission.CHANGE_SETTINGS


@get(_ALL, permission=_MANAGE, name="greenbook.templates")
async def every(request: Asked) -> Response[str]:
    """Every version, and the form to begin a new one."""
    return await _every(request, Form.blank())


async def _every(request: Asked, form: Form) -> Response[str]:
    context = {"templates": await queries.templates(), "form": form}
    return web.page(request, "greenbook/templates.html", context, status_code=200 if form.ok else 422)


@post(_ALL, permission=_MANAGE, name="greenbook.begin_template")
async def begin(request: Asked) -> Response[Any]:
    """Begin a new version as a copy of the newest."""
    form = Form(await request.form())
    name = forms.read_template_name(form)
    if name is None:
        return await _every(request, form)
    made = await actions.begin_template(name=name, submission=form.submission, by=web.member(request))
    return web.go(f"{_ALL}/{made}", said="The new version is a copy of the one before. Change what should change.")


@get(_ONE, permission=_MANAGE, name="greenbook.template")
async def one(request: Asked, template_id: FromPath[UUID]) -> Response[str]:
    """One version: its leaves, and what can be done with it."""
    return await _one(request, template_id, Form.blank())


async def _one(request: Asked, template_id: UUID, form: Form) -> Response[str]:
    found = await queries.template(template_id)
    if form.ok and not form.typed("change"):
        form = Form.blank({"change": found.change})
    context = {"template": found, "form": form, "part_labels": PART_LABELS}
    return web.page(request, "greenbook/template.html", context, status_code=200 if form.ok else 422)


@post(f"{_ONE}/change", permission=_MANAGE, name="greenbook.say_change")
async def say_change(request: Asked, template_id: FromPath[UUID]) -> Response[Any]:
    """Say what is different in it."""
    form = Form(await request.form())
    change = forms.read_change(form)
    if change is None:
        return await _one(request, template_id, form)
    await actions.say_change(template_id, change=change, by=web.member(request))
    return web.go(f"{_ALL}/{template_id}", said="Saved what is different.")


@post(f"{_ONE}/put", permission=_MANAGE, name="greenbook.put_to_forum")
async def put(request: Asked, template_id: FromPath[UUID]) -> Response[bytes]:
    """Put it to the forum."""
    await actions.put_to_forum(template_id, by=web.member(request))
    return web.go(f"{_ALL}/{template_id}", said="The version is with the forum. Nothing in it changes meanwhile.")


@post(f"{_ONE}/back", permission=_MANAGE, name="greenbook.take_template_back")
async def back(request: Asked, template_id: FromPath[UUID]) -> Response[bytes]:
    """Take it back before the forum spoke of it."""
    await actions.take_back(template_id, by=web.member(request))
    return web.go(f"{_ALL}/{template_id}", said="You can change it again.")


@get(f"{_ONE}/leaf", permission=_MANAGE, name="greenbook.new_leaf")
async def new_leaf(request: Asked, template_id: FromPath[UUID]) -> Response[str]:
    """An empty leaf to write."""
    return _leaf_page(request, await queries.template(template_id), None, forms.filled_leaf(None))


@post(f"{_ONE}/leaf", permission=_MANAGE, name="greenbook.add_leaf")
async def add_leaf(request: Asked, template_id: FromPath[UUID]) -> Response[Any]:
    """Put it in."""
    return await _save_leaf(request, await queries.template(template_id), None)


@get(_LEAF, permission=_MANAGE, name="greenbook.template_leaf")
async def leaf(request: Asked, template_id: FromPath[UUID], key: FromPath[str]) -> Response[str]:
    """One leaf to change."""
    template = await queries.template(template_id)
    found = template.leaf(key)
    return _leaf_page(request, template, found, forms.filled_leaf(found))


@post(_LEAF, permission=_MANAGE, name="greenbook.write_leaf")
async def write_leaf(request: Asked, template_id: FromPath[UUID], key: FromPath[str]) -> Response[Any]:
    """Save it."""
    template = await queries.template(template_id)
    return await _save_leaf(request, template, template.leaf(key))


async def _save_leaf(request: Asked, template: TemplateSeen, before: Leaf | None) -> Response[Any]:
    form = Form(await request.form())
    leaves, prompts = await queries.keys_taken()
    read = forms.read_leaf(form, before, leaves_taken=leaves, prompts_taken=prompts)
    if read is None:
        return _leaf_page(request, template, before, form)
    await actions.write_leaf(
        template.id, read, version=form.version, submission=form.submission, by=web.member(request)
    )
    return web.go(f"{_ALL}/{template.id}#leaf-{read.key}", said="The leaf is saved.")


def _leaf_page(request: Asked, template: TemplateSeen, before: Leaf | None, form: Form) -> Response[str]:
    context = {
        "template": template,
        "leaf": before,
        "form": form,
        "boxes": forms.boxes_of(before),
        "parts": [(part.value, label) for part, label in PART_LABELS.items()],
        "kind": KIND_LABELS[before.kind] if before else "",
        "version": form.version if form.version is not None else template.version,
    }
    return web.page(request, "greenbook/template_leaf.html", context, status_code=200 if form.ok else 422)


@post(f"{_LEAF}/up", permission=_MANAGE, name="greenbook.move_leaf_up")
async def leaf_up(request: Asked, template_id: FromPath[UUID], key: FromPath[str]) -> Response[bytes]:
    """One place up."""
    await actions.move_leaf(template_id, key, up=True, by=web.member(request))
    return web.go(f"{_ALL}/{template_id}")


@post(f"{_LEAF}/down", permission=_MANAGE, name="greenbook.move_leaf_down")
async def leaf_down(request: Asked, template_id: FromPath[UUID], key: FromPath[str]) -> Response[bytes]:
    """One place down."""
    await actions.move_leaf(template_id, key, up=False, by=web.member(request))
    return web.go(f"{_ALL}/{template_id}")


@post(f"{_LEAF}/out", permission=_MANAGE, name="greenbook.drop_leaf")
async def leaf_out(request: Asked, template_id: FromPath[UUID], key: FromPath[str]) -> Response[bytes]:
    """Take it out."""
    await actions.drop_leaf(template_id, key, by=web.member(request))
    return web.go(
        f"{_ALL}/{template_id}", said="The leaf is out of this version. What people wrote stays in their books."
    )


HANDLERS = [
    every,
    begin,
    one,
    say_change,
    put,
    back,
    new_leaf,
    add_leaf,
    leaf,
    write_leaf,
    leaf_up,
    leaf_down,
    leaf_out,
]
