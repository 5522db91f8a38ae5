"""Writing a pathway, having it approved, and taking it out of use."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID, uuid4

from livewell.crisis.queries.pathways import Content
from livewell.crisis.rules import pathways as rules
from livewell.crisis.rules.pathways import Contact, PathwayState, Step
from livewell.crisis.tables import Pathway, PathwayBefore
from livewell.kit import clock, news, once
from livewell.kit.dates import say_day
from livewell.kit.db import transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale
from livewell.safety.rules import KIND_LABELS, SafetyKind
from livewell.staff.permissions import Permission
from livewell.staff.rules import Member


@dataclass(frozen=True)
class PathwayWords:
    """A pathway as it is written on the page."""

    content: Content
    owner: UUID | None
    review_on: date | None


async def add_pathway(words: PathwayWords, *, submission: UUID, by: Member) -> UUID:
    """Begin a pathway for another situation: a draft. Gives its id; the same form sent twice is one."""
    _check_may(by)
    async with transaction():
        before = await once.already_done(submission, "pathway.add")
        if before is not None:
            return UUID(before)
        key = rules.slug(words.content.title)
        taken = await value("SELECT count(*) FROM pathway WHERE key = $1", key)
        row = Pathway(id=uuid4(), key=key if not taken else f"{key[:31]}_{uuid4().hex[:8]}")
        _write(row, words)
        await row.save()
        await news.tell("pathway.written", subject=row.id, by=by)
        await once.remember(submission, "pathway.add", str(row.id))
    return UUID(str(row.id))


async def change_pathway(pathway_id: UUID, words: PathwayWords, *, version: int, by: Member) -> None:
    """
    Write on a pathway. Whatever was approved stays in use until the new text is approved.

    NotFound when there is none; RuleBroken when it was withdrawn; Stale when somebody else saved meanwhile.
    """
    _check_may(by)
    async with transaction():
        row = await _held(pathway_id)
        if row.version != version:
            raise Stale(_in_words(_words_of(row)), _in_words(words))
        state = PathwayState(row.state)
        if state is PathwayState.WITHDRAWN:
            raise RuleBroken("This pathway is withdrawn. Take it up again before you write on it.")
        _write(row, words)
        row.state = PathwayState.DRAFT.value
        row.version += 1
        await row.save()
        await news.tell("pathway.written", subject=row.id, by=by)


async def approve_pathway(pathway_id: UUID, *, approved_as: str, version: int, by: Member) -> int:
    """
    Put the text into use as it stands; gives the number of the version.

    `approved_as` is who answers for it, by name and role. RuleBroken while a step is still to be supplied, a
    number was never checked, nobody owns it or it has no review date to come; Stale when it was changed after the page was read.
    """
    _check_may(by)
    async with transaction():
        row = await _held(pathway_id)
        words = _words_of(row)
        if row.version != version:
            raise Stale(_in_words(words), {"Approved by": approved_as})
        rules.check_move(PathwayState(row.state), PathwayState.APPROVED)
        rules.check_ready(
            words.content.steps,
            words.content.contacts,
            owner=words.owner is not None,
            review_on=words.review_on,
            approved_as=approved_as,
            today=clock.today(),
        )
        now = clock.now()
        number = 1 + int(await value("SELECT coalesce(max(number), 0) FROM pathway_before WHERE pathway = $1", row.id))
        await PathwayBefore(
            id=uuid4(),
            pathway=row.id,
            number=number,
            content=words.content.as_json(),
            approved_at=now,
            approved_by=by.id,
            approved_as=approved_as.strip(),
        ).save()
        row.state = PathwayState.APPROVED.value
        row.approved_at, row.approved_by, row.approved_as = now, by.id, approved_as.strip()
        row.in_use = number
        row.version += 1
        await row.save()
        await news.tell("pathway.approved", subject=row.id, by=by, number=number)
    return number


async def withdraw_pathway(pathway_id: UUID, *, by: Member) -> None:
    """Take a pathway out of use at once. Walks under way go on as they were begun. Asked twice, it is once."""
    await _turn(pathway_id, PathwayState.WITHDRAWN, "pathway.withdrawn", by)


async def take_up_pathway(pathway_id: UUID, *, by: Member) -> None:
    """Write again on a pathway that was withdrawn: a draft, not ready until it is approved anew."""
    await _turn(pathway_id, PathwayState.DRAFT, "pathway.taken_up", by)


async def _turn(pathway_id: UUID, to: PathwayState, what: str, by: Member) -> None:
    _check_may(by)
    async with transaction():
        row = await _held(pathway_id)
        if row.state == to.value:
            return
        rules.check_move(PathwayState(row.state), to)
        row.state = to.value
        row.in_use = None
        row.version += 1
        await row.save()
        await news.tell(what, subject=row.id, by=by)


def _check_may(by: Member) -> None:
    if Permission.MANAGE_PATHWAYS not in by.can:
        raise NotFound


async def _held(pathway_id: UUID) -> Pathway:
    row = await Pathway.objects().where(Pathway.id == pathway_id).lock_rows("UPDATE").first()
    if row is None:
        raise NotFound
    return row


def _write(row: Pathway, words: PathwayWords) -> None:
    content = words.content
    row.title, row.trigger, row.external_author = content.title, content.trigger, content.external_author
    row.kind, row.urgent = content.kind.value, content.urgent
    row.steps = json.dumps([asdict(one) for one in content.steps])
    row.contacts = json.dumps([asdict(one) for one in content.contacts])
    row.owner, row.review_on = words.owner, words.review_on


def _words_of(row: Pathway) -> PathwayWords:
    content = Content(
        title=row.title,
        trigger=row.trigger,
        external_author=row.external_author,
        kind=SafetyKind(row.kind),
        urgent=row.urgent,
        steps=tuple(Step(**one) for one in json.loads(row.steps)),
        contacts=tuple(Contact(**one) for one in json.loads(row.contacts)),
    )
    return PathwayWords(content, row.owner, row.review_on)


def _in_words(words: PathwayWords) -> dict[str, str]:
    """For two people's versions side by side."""
    content = words.content
    return {
        "Title": content.title,
        "When it is for": content.trigger,
        "Kind of safety matter": KIND_LABELS[content.kind],
        "Steps": "\n".join(f"{number}. {one.title}: {one.words}" for number, one in enumerate(content.steps, 1)),
        "Contacts": "\n".join(f"{one.name}: {one.phone} {one.when}".strip() for one in content.contacts),
        "Written with": content.external_author,
        "Review on": "" if words.review_on is None else say_day(words.review_on),
    }
