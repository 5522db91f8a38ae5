"""The resource library: items, their versions, files and use."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.staff.tables import StaffUser


class LibraryItem(Table, db=DB):
    """One guide, toolkit, booklet, list, set of tips or leaf. What the public sees is its last published version."""

    id = UUID(primary_key=True)
    slug = Varchar(length=120, unique=True, help_text="What stands in its address.")
    kind = Varchar(length=20)
    audience = Varchar(length=10, default="public", help_text="public or staff")
    language = Varchar(length=10, default="en")
    easy_read = Boolean(default=False)
    conditions = Array(base_column=Varchar(length=30), default=list)
    needs = Array(base_column=Varchar(length=60), default=list, help_text="What it helps with.")
    ways = Array(base_column=Varchar(length=20), default=list)
    for_whom = Array(
        base_column=Varchar(length=30), default=list, help_text="Whom it has in mind; nobody for everybody."
    )
    credit = Varchar(length=200, default="", help_text="Who gave it, as they wish to be named; empty for nobody named.")
    state = Varchar(length=12, default="submitted", index=True)
    owner = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Who keeps it right.")
    review_on = Date(null=True, default=None, index=True)
    reminded_of = Date(null=True, default=None, help_text="The review day of which its owner was told.")
    published = SmallInt(default=0, help_text="The number of the version that is shown; 0 for none.")
    submitted_at = Timestamptz(index=True)
    submitted_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    reply_to = Varchar(length=254, default="", help_text="Where somebody without an account is told what came of it.")
    sentence = Text(default="", help_text="What the submitter was told.")
    told_at = Timestamptz(null=True, default=None, help_text="When they were told; their address is forgotten then.")
    withdrawn_why = Text(default="", help_text="Why nobody is shown it any more; empty while they are.")
    forum_asked_at = Timestamptz(null=True, default=None, help_text="When the forum was asked, until it answered.")
    forum_looked_on = Date(null=True, default=None, help_text="The meeting at which the forum looked at it.")
    forum_version = SmallInt(default=0, help_text="The version it looked at; 0 for none.")
    forum_approved = Boolean(default=False, help_text="Whether it found that version right.")
    forum_said = Text(default="", help_text="What it said.")
    version = Integer(default=1)


class LibraryVersion(Table, db=DB):
    """The words of one version. Never changed once published."""

    id = UUID(primary_key=True)
    item = ForeignKey(LibraryItem, null=False, on_delete=OnDelete.restrict, index=True)
    number = SmallInt()
    title = Varchar(length=160)
    summary = Varchar(length=400, default="")
    body = Text(help_text="Markdown.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)

    library_version_has_a_title = Check(title != "")
    one_version_of_each_number = Unique([item, number])


class LibraryFile(Table, db=DB):
    """A file or a picture that belongs to an item, served from where it can do no harm."""

    id = UUID(primary_key=True)
    item = ForeignKey(LibraryItem, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=160)
    media_type = Varchar(length=60)
    alt = Text(default="", help_text="What a picture shows, or the words of a recording.")
    content = Bytea()
    size = Integer()
    sha256 = Varchar(length=64)
    added_at = Timestamptz()
    added_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    removed_at = Timestamptz(null=True, default=None)


class LibraryUse(Table, db=DB):
    """How often an item was read, printed or put into a Green Book on one day; by nobody in particular."""

    id = UUID(primary_key=True)
    item = ForeignKey(LibraryItem, null=False, on_delete=OnDelete.restrict, index=True)
    day = Date(index=True)
    what = Varchar(length=10)
    times = Integer(default=0)

    one_count_a_day = Unique([item, day, what])


class LibraryOpinion(Table, db=DB):
    """Whether an item was helpful, and what somebody said beside it."""

    id = UUID(primary_key=True)
    item = ForeignKey(LibraryItem, null=False, on_delete=OnDelete.restrict, index=True)
    helpful = Boolean()
    words = Text(default="")
    said_at = Timestamptz(index=True)
    seen_at = Timestamptz(null=True, default=None)
    seen_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
