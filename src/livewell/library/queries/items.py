"""An item, what it says in each of its versions, and the files that belong to it."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup

from livewell.kit.db import row, rows
from livewell.kit.errors import NotFound
from livewell.library.rules import (
    CONDITION_TAGS,
    FIVE_WAYS,
    KIND_LABELS,
    LABELS,
    LANGUAGE_TAGS,
    NEED_TAGS,
    READERS_LABELS,
    RIGHT_TO_LEFT,
    WHOM_TAGS,
    FiveWay,
    Kind,
    Readers,
    State,
    may_write,
    spoken_as,
)
from livewell.library.rules.markdown import as_html


@dataclass(frozen=True)
class FileSeen:
    """A file of an item without what is in it. `alt` is what a picture shows, or the words of a recording."""

    id: UUID
    name: str
    media_type: str
    alt: str
    size: int

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/library/files/{self.id}"

    @property
    def is_picture(self) -> bool:
        """Whether it can stand in the text."""
        return self.media_type.startswith("image/")

    @property
    def is_recording(self) -> bool:
        """Whether it is to be listened to."""
        return self.media_type.startswith("audio/")

    @property
    def what(self) -> str:
        """What it is and how large, in words."""
        kind = "PDF" if self.media_type == "application/pdf" else "Recording" if self.is_recording else "Picture"
        large = self.size >= _A_MEGABYTE
        return f"{kind}, {self.size / _A_MEGABYTE:.1f} MB" if large else f"{kind}, {max(1, self.size // 1024)} kB"


_A_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of them. `approved_at` is None while it is being written."""

    number: int
    title: str
    made_at: datetime
    made_by: str
    approved_at: datetime | None
    approved_by: str


@dataclass(frozen=True)
class VersionSeen:
    """What an item says in one version. `language` and `direction` are those of its words; `html` is safe."""

    item: UUID
    number: int
    title: str
    summary: str
    body: str
    html: Markup
    language: str
    direction: str
    wrote: UUID | None
    made_at: datetime
    made_by: str
    approved_at: datetime | None
    approved_by: str


@dataclass(frozen=True)
class ForumLook:
    """What the coproduction forum said of an item: at which meeting, of which version, and whether it found it right."""

    on: date
    number: int
    approved: bool
    said: str


@dataclass(frozen=True)
class ItemSeen:
    """One item, whatever its words: those stand in its versions. `label` is its state in words and a colour."""

    id: UUID
    slug: str
    kind: Kind
    kind_label: str
    readers: Readers
    readers_label: str
    language: str
    language_label: str
    easy: bool
    conditions: Sequence[str]
    needs: Sequence[str]
    ways: Sequence[str]
    whom: Sequence[str]
    credit: str
    state: State
    label: tuple[str, str]
    owner: UUID | None
    owner_name: str
    owner_title: str
    review_on: date | None
    published: int
    submitted_at: datetime
    submitted_by: str
    wants_answer: bool
    sentence: str
    told_at: datetime | None
    withdrawn_why: str
    version: int
    title: str
    """Of its published version, else of its last."""
    last: int
    """The number of its last version, published or not."""
    files: tuple[FileSeen, ...]
    forum_asked_at: datetime | None
    """Since when the forum has it before it; None while it has not."""
    forum: ForumLook | None

    @property
    def may_be_put(self) -> bool:
        """Whether the forum may be asked to look at it."""
        return self.is_published and self.forum_asked_at is None

    @property
    def is_published(self) -> bool:
        """Whether it is shown."""
        return self.state is State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was shown once, and is not any more."""
        return self.state is State.WITHDRAWN

    @property
    def is_new(self) -> bool:
        """Whether nobody has begun to read what was given."""
        return self.state is State.SUBMITTED

    @property
    def went_back(self) -> bool:
        """Whether it went back to whoever gave it."""
        return self.state is State.SENT_BACK

    @property
    def may_go_back(self) -> bool:
        """Whether it may be sent back to whoever gave it."""
        return self.state in (State.SUBMITTED, State.IN_REVIEW)

    @property
    def may_be_written(self) -> bool:
        """Whether its words may be worked on."""
        return may_write(self.state)

    @property
    def is_staff_only(self) -> bool:
        """Whether only staff may read it."""
        return self.readers is Readers.STAFF

    @property
    def has_draft(self) -> bool:
        """Whether somebody writes a version that nobody has published."""
        return self.last > self.published

    @property
    def tags(self) -> list[str]:
        """Everything it is found by, in words."""
        ways = [FIVE_WAYS[FiveWay(one)] for one in self.ways]
        said = [NEED_TAGS[one] for one in self.needs] + [CONDITION_TAGS[one] for one in self.conditions]
        return [*said, *ways, *(WHOM_TAGS[one] for one in self.whom), *(["Easy Read"] if self.easy else [])]

    @property
    def pictures(self) -> dict[str, str]:
        """The address of each of its pictures by its name."""
        return {one.name: one.address for one in self.files if one.is_picture}

    @property
    def to_take(self) -> list[FileSeen]:
        """Its files that do not stand in the text."""
        return [one for one in self.files if not one.is_picture]


_ITEM = """
    SELECT i.*, coalesce(o.name, '') AS owner_name, coalesce(o.job_title, '') AS owner_title,
           coalesce(s.name, '') AS submitted_name,
           (SELECT title FROM library_version v WHERE v.item = i.id AND (i.published = 0 OR v.number = i.published)
            ORDER BY v.number DESC LIMIT 1) AS title,
           (SELECT max(number) FROM library_version v WHERE v.item = i.id) AS last
    FROM library_item i
    LEFT JOIN staff_user o ON o.id = i.owner
    LEFT JOIN staff_user s ON s.id = i.submitted_by
"""


async def item(slug_or_id: str | UUID, *, staff: bool) -> ItemSeen:
    """An item that is published. NotFound for every other, and for one of staff only when it is not `staff` who ask."""
    which = "i.id" if isinstance(slug_or_id, UUID) else "i.slug"
    found = await row(
        f"{_ITEM} WHERE {which} = $1 AND i.state = 'published' AND (i.audience = 'public' OR $2)",
        slug_or_id,
        staff,
    )
    return await _seen(found)


async def any_item(item_id: UUID) -> ItemSeen:
    """An item wherever it stands, for those who keep the library. NotFound when there is none."""
    return await _seen(await row(f"{_ITEM} WHERE i.id = $1", item_id))


async def _seen(found: dict[str, Any] | None) -> ItemSeen:
    if found is None:
        raise NotFound
    files = await rows(
        """
        SELECT id, name, media_type, alt, size FROM library_file WHERE item = $1 AND removed_at IS NULL
        ORDER BY added_at, id
        """,
        found["id"],
    )
    kind, readers, state = Kind(found["kind"]), Readers(found["audience"]), State(found["state"])
    return ItemSeen(
        id=found["id"],
        slug=found["slug"],
        kind=kind,
        kind_label=KIND_LABELS[kind],
        readers=readers,
        readers_label=READERS_LABELS[readers],
        language=found["language"],
        language_label=LANGUAGE_TAGS[found["language"]],
        easy=found["easy_read"],
        conditions=found["conditions"],
        needs=found["needs"],
        ways=found["ways"],
        whom=found["for_whom"],
        credit=found["credit"],
        state=state,
        label=LABELS[state],
        owner=found["owner"],
        owner_name=found["owner_name"],
        owner_title=found["owner_title"],
        review_on=found["review_on"],
        published=found["published"],
        submitted_at=found["submitted_at"],
        submitted_by=found["submitted_name"],
        wants_answer=bool(found["reply_to"]),
        sentence=found["sentence"],
        told_at=found["told_at"],
        withdrawn_why=found["withdrawn_why"],
        version=found["version"],
        title=found["title"],
        last=found["last"],
        files=tuple(FileSeen(**one) for one in files),
        forum_asked_at=found["forum_asked_at"],
        forum=ForumLook(found["forum_looked_on"], found["forum_version"], found["forum_approved"], found["forum_said"])
        if found["forum_looked_on"]
        else None,
    )


_VERSION = """
    SELECT v.*, coalesce(m.name, '') AS maker, coalesce(a.name, '') AS approver, i.language
    FROM library_version v JOIN library_item i ON i.id = v.item
    LEFT JOIN staff_user m ON m.id = v.made_by LEFT JOIN staff_user a ON a.id = v.approved_by
"""


async def version_of(item_id: UUID, number: int, *, on_paper: bool = False, below: int = 1) -> VersionSeen:
    """
    What an item said in a version that was published, also when it is withdrawn by now: it may stand in a book.

    Its pictures are addresses, or with `on_paper` in the HTML itself. Headings begin beneath the level `below`.
    NotFound when there is no such published version. Whether somebody may have the item is for `item` to say.
    """
    found = await row(
        f"{_VERSION} WHERE v.item = $1 AND v.number = $2 AND v.approved_at IS NOT NULL",
        item_id,
        number,
    )
    if found is None:
        raise NotFound
    return _version(found, await _pictures(item_id, on_paper=on_paper), below=below)


async def any_version(item_id: UUID, number: int) -> VersionSeen:
    """A version, published or not, for those who keep the library. NotFound when there is none."""
    found = await row(f"{_VERSION} WHERE v.item = $1 AND v.number = $2", item_id, number)
    if found is None:
        raise NotFound
    return _version(found, await _pictures(item_id, on_paper=False))


def _version(found: dict[str, Any], pictures: Mapping[str, str], *, below: int = 1) -> VersionSeen:
    language = found["language"]
    return VersionSeen(
        item=found["item"],
        number=found["number"],
        title=found["title"],
        summary=found["summary"],
        body=found["body"],
        html=as_html(found["body"], pictures=pictures, below=below),
        language=spoken_as(language),
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        wrote=found["made_by"],
        made_at=found["made_at"],
        made_by=found["maker"],
        approved_at=found["approved_at"],
        approved_by=found["approver"],
    )


async def _pictures(item_id: UUID, *, on_paper: bool) -> dict[str, str]:
    """The address of each picture by its name; with `on_paper` one that holds the picture."""
    found = await rows(
        """
        SELECT id, name, media_type, CASE WHEN $2 THEN content END AS content FROM library_file
        WHERE item = $1 AND media_type LIKE 'image/%' AND removed_at IS NULL
        """,
        item_id,
        on_paper,
    )
    return {
        one["name"]: f"data:{one['media_type']};base64,{base64.b64encode(one['content']).decode()}"
        if on_paper
        else f"/library/files/{one['id']}"
        for one in found
    }


async def versions(item_id: UUID) -> list[VersionLine]:
    """Every version of an item, the last first."""
    found = await rows(
        """
        SELECT v.number, v.title, v.made_at, coalesce(m.name, '') AS made_by, v.approved_at,
               coalesce(a.name, '') AS approved_by
        FROM library_version v LEFT JOIN staff_user m ON m.id = v.made_by LEFT JOIN staff_user a ON a.id = v.approved_by
        WHERE v.item = $1 ORDER BY v.number DESC
        """,
        item_id,
    )
    return [VersionLine(**one) for one in found]
