"""A group begins: from a gap, an item of the forum, something promised at an outreach, or an idea; and is put right."""

from datetime import date
from uuid import UUID, uuid4, uuid5

from livewell.gaps import actions as gaps
from livewell.groups import rules
from livewell.groups.forms.groups import Details
from livewell.groups.queries.held import held
from livewell.groups.rules import Kind, Stage, Step
from livewell.groups.tables import CommunityGroup, GroupMove, GroupStep
from livewell.kit import clock, news, once
from livewell.kit.actor import Actor
from livewell.kit.dates import say_day
from livewell.kit.db import execute, row, transaction, value
from livewell.kit.errors import NotFound, RuleBroken, Stale

_BEGUN = "group.begun"


async def begin(
    name: str,
    kind: Kind | str = Kind.GROUP,
    *,
    gap: UUID | None = None,
    item: UUID | None = None,
    about: str = "",
    area: UUID | None = None,
    supporter: UUID | None = None,
    funder: str = "",
    begun_on: date | None = None,
    idea: str = "",
    submission: UUID,
    by: Actor,
) -> UUID:
    """
    A group begins as an idea; gives its id. The same form sent twice is one group.

    A gap is taken up with it, also that of an `item` of the forum. `begun_on` may lie in the past and is today unless
    said; `idea` says where it came up. Raises `NotFound` for a gap or an item that is not there, and `RuleBroken` when
    the gap is settled, there is no name, or the day has not come.
    """
    if not name.strip():
        raise RuleBroken("Give the group a name, if only for now.")
    today = clock.today()
    day = begun_on or today
    rules.check_day(day, today=today)
    key = uuid5(submission, _BEGUN)
    async with transaction():
        before = await once.already_done(key, _BEGUN)
        if before is not None:
            return UUID(before)
        gap = gap or await _gap_of(item)
        if gap is not None:
            await gaps.take_up(gap, by=by)
        made = uuid4()
        await CommunityGroup(
            id=made,
            name=" ".join(name.split())[: rules.LONGEST_NAME],
            kind=Kind(kind).value,
            about=about.strip(),
            gap=gap,
            item=item,
            area=area,
            supporter=supporter,
            funder=funder.strip(),
            begun_on=day,
            made_at=clock.now(),
            made_by=by.staff_id,
        ).save()
        await note_move(made, None, Stage.IDEA, on=day, by=by)
        await note_step(made, Step.IDEA, on=day, words=idea, by=by)
        await news.tell(_BEGUN, subject=made, by=by, kind=Kind(kind).value, gap=gap, item=item)
        await once.remember(key, _BEGUN, str(made))
    return made


async def _gap_of(item: UUID | None) -> UUID | None:
    if item is None:
        return None
    found = await row("SELECT gap FROM agenda_item WHERE id = $1", item)
    if found is None:
        raise NotFound
    return UUID(str(found["gap"])) if found["gap"] else None


async def put_right(group_id: UUID, details: Details, *, version: int | None, by: Actor) -> None:
    """
    Change what is said of a group. Raises `NotFound`, `Stale` with both texts when somebody else was first, and
    `RuleBroken` for no name, or a beginning after something that followed it.
    """
    if not details.name.strip():
        raise RuleBroken("Give the group a name, if only for now.")
    async with transaction():
        await held(group_id)
        found = await row(
            "SELECT name, kind, about, area, supporter, funder, begun_on, version FROM community_group WHERE id = $1",
            group_id,
        )
        if found is None:
            raise NotFound
        kept = Details(
            **{name: found[name] for name in ("name", "about", "area", "supporter", "funder", "begun_on")},
            kind=Kind(found["kind"]),
        )
        if version is not None and found["version"] != version:
            raise Stale(theirs=await _in_words(kept), yours=await _in_words(details))
        day = details.begun_on or found["begun_on"]
        rules.check_day(day, today=clock.today())
        await _fits(group_id, day)
        await execute(
            """
            UPDATE community_group SET name = $2, kind = $3, about = $4, area = $5, supporter = $6, funder = $7,
                   begun_on = $8, version = version + 1
            WHERE id = $1
            """,
            group_id,
            " ".join(details.name.split()),
            details.kind.value,
            details.about.strip(),
            details.area,
            details.supporter,
            details.funder.strip(),
            day,
        )
        await execute("UPDATE group_step SET done_on = $2 WHERE community_group = $1 AND step = 'idea'", group_id, day)
        await execute(
            "UPDATE group_move SET moved_on = $2 WHERE community_group = $1 AND from_stage = ''", group_id, day
        )
        await news.tell("group.changed", subject=group_id, by=by, kind=details.kind.value)


async def _fits(group_id: UUID, begun_on: date) -> None:
    """Nothing of a group is before its beginning."""
    first = await value(
        """
        SELECT least((SELECT min(done_on) FROM group_step WHERE community_group = $1 AND step <> 'idea'),
                     (SELECT min(moved_on) FROM group_move WHERE community_group = $1 AND from_stage <> ''))
        """,
        group_id,
    )
    if first is not None and begun_on > first:
        raise RuleBroken(f"Something of this group is noted on {say_day(first)}, so it began then or before.")


async def _in_words(details: Details) -> dict[str, str]:
    area = await value("SELECT name FROM area WHERE id = $1", details.area)
    supporter = await value("SELECT name FROM staff_user WHERE id = $1", details.supporter)
    return {
        "Name": details.name,
        "Kind": rules.KIND_LABELS[details.kind],
        "What it is": details.about,
        "Area": area or "",
        "Who looks after it": supporter or "",
        "Who pays": details.funder,
        "When it began": say_day(details.begun_on) if details.begun_on else "",
    }


async def note_move(group_id: UUID, now: Stage | None, to: Stage, *, on: date, why: str = "", by: Actor) -> None:
    """Write down a change of stage. Inside the caller's transaction."""
    await GroupMove(
        id=uuid4(),
        community_group=group_id,
        from_stage=now.value if now else "",
        to_stage=to.value,
        moved_on=on,
        why=why.strip(),
        noted_at=clock.now(),
        noted_by=by.staff_id,
    ).save()


async def note_step(group_id: UUID, step: Step, *, on: date, words: str = "", by: Actor) -> None:
    """Write down a line of the set-up list, over what was there. Inside the caller's transaction."""
    await execute("DELETE FROM group_step WHERE community_group = $1 AND step = $2", group_id, step.value)
    await GroupStep(
        id=uuid4(),
        community_group=group_id,
        step=step.value,
        done_on=on,
        words=words.strip(),
        noted_at=clock.now(),
        noted_by=by.staff_id,
    ).save()
