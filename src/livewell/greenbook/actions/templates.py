"""New versions of the book: written, put to the forum, approved, and then never changed."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid4

from livewell.greenbook.rules import Leaf, as_json, read_leaves
from livewell.greenbook.rules.leaves import check_template
from livewell.greenbook.rules.template import TemplateState, check_move, may_change, placed, with_leaf, without_leaf
from livewell.greenbook.tables import BookTemplate
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.db import transaction
from livewell.kit.errors import NotFound, RuleBroken, Stale

_BEGIN = "greenbook.template"
_LEAF = "greenbook.leaf"


async def begin_template(*, name: str, submission: UUID, by: Actor) -> UUID:
    """
    Begin a new version as a copy of the newest approved one; gives its id. RuleBroken when the name is taken, or
    another version is being written: one at a time, so that nobody approves the wrong one.
    """
    async with transaction():
        before = await once.already_done(submission, _BEGIN)
        if before is not None:
            return UUID(before)
        every = await BookTemplate.objects().order_by(BookTemplate.approved_at, ascending=False).lock_rows("UPDATE")
        if any(one.name == name for one in every):
            raise RuleBroken(f"There is a version {name} already. Give this one another name.")
        if any(one.state != TemplateState.APPROVED for one in every):
            raise RuleBroken("A new version is being written already. Finish that one first.")
        newest = max(every, key=lambda one: one.approved_at)
        made = BookTemplate(
            id=uuid4(),
            name=name,
            leaves=newest.leaves,
            state=TemplateState.DRAFT.value,
            made_at=clock.now(),
            made_by=by.staff_id,
        )
        await made.save()
        await news.tell("greenbook.template_begun", subject=made.id, by=by)
        await once.remember(submission, _BEGIN, str(made.id))
    return UUID(str(made.id))


async def write_leaf(template_id: UUID, leaf: Leaf, *, version: int | None, submission: UUID, by: Actor) -> None:
    """Put a leaf into a draft, in the place of the one of its key. NotFound, Stale, RuleBroken as its rules say."""
    async with transaction():
        if await once.already_done(submission, _LEAF) is not None:
            return
        template = await _draft(template_id)
        leaves = read_leaves(json.loads(template.leaves))
        if template.version != version:
            theirs = next((one for one in leaves if one.key == leaf.key), None)
            raise Stale(theirs=in_words(theirs), yours=in_words(leaf))
        await _keep(template, with_leaf(leaves, leaf), by)


async def move_leaf(template_id: UUID, key: str, *, up: bool, by: Actor) -> None:
    """Move a leaf of a draft one place up or down in its part."""
    async with transaction():
        template = await _draft(template_id)
        await _keep(template, placed(read_leaves(json.loads(template.leaves)), key, up=up), by)


async def drop_leaf(template_id: UUID, key: str, *, by: Actor) -> None:
    """Take a leaf out of a draft. What people wrote on theirs stays in their books."""
    async with transaction():
        template = await _draft(template_id)
        await _keep(template, without_leaf(read_leaves(json.loads(template.leaves)), key), by)


async def say_change(template_id: UUID, *, change: str, by: Actor) -> None:
    """Say in words what is different in a draft: people read it before they move up."""
    async with transaction():
        template = await _draft(template_id)
        template.change = change
        template.version += 1
        await template.save()
        await news.tell("greenbook.template_changed", subject=template.id, by=by)


async def put_to_forum(template_id: UUID, *, by: Actor) -> None:
    """Put a draft to the forum. RuleBroken when it does not say what is different, or its leaves cannot be a book."""
    async with transaction():
        template = await _held(template_id)
        check_move(TemplateState(template.state), TemplateState.PUT)
        if not template.change.strip():
            raise RuleBroken("Say first what is different from the version before: people read it before they move up.")
        check_template(read_leaves(json.loads(template.leaves)))
        await _to(template, TemplateState.PUT)
        await news.tell("greenbook.template_put", subject=template.id, by=by)


async def take_back(template_id: UUID, *, by: Actor) -> None:
    """The forum would like something changed: it is a draft again."""
    async with transaction():
        template = await _held(template_id)
        check_move(TemplateState(template.state), TemplateState.DRAFT)
        await _to(template, TemplateState.DRAFT)
        await news.tell("greenbook.template_taken_back", subject=template.id, by=by)


async def approve(template_id: UUID, *, meeting: str, by: Actor) -> None:
    """The forum approved it at this meeting: new books have it from now on, and it never changes."""
    async with transaction():
        template = await _held(template_id)
        check_move(TemplateState(template.state), TemplateState.APPROVED)
        template.approved_at = clock.now()
        template.approved_by = by.staff_id
        template.approved_how = meeting
        await _to(template, TemplateState.APPROVED)
        await news.tell("greenbook.template_approved", subject=template.id, by=by)


async def _held(template_id: UUID) -> BookTemplate:
    found = await BookTemplate.objects().where(BookTemplate.id == template_id).lock_rows("UPDATE").first()
    if found is None:
        raise NotFound
    return found


async def _draft(template_id: UUID) -> BookTemplate:
    found = await _held(template_id)
    may_change(TemplateState(found.state))
    return found


async def _to(template: BookTemplate, state: TemplateState) -> None:
    template.state = state.value
    template.version += 1
    await template.save()


async def _keep(template: BookTemplate, leaves: Sequence[Leaf], by: Actor) -> None:
    check_template(leaves)
    template.leaves = json.dumps(as_json(leaves))
    template.version += 1
    await template.save()
    await news.tell("greenbook.template_changed", subject=template.id, by=by)


def in_words(leaf: Leaf | None) -> dict[str, str]:
    """What a leaf says as labels and texts, to show two versions beside each other."""
    asked = "\n".join(f"{one.words} ({one.lines} lines)" for one in leaf.prompts) if leaf else ""
    return {"Title": leaf.title if leaf else "", "First words": leaf.lead if leaf else "", "Questions": asked}
