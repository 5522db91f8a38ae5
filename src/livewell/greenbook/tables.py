"""The Green Book: its templates, the books people have, their pages, and who each page is shared with."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class BookTemplate(Table, db=DB):
    """The leaves a new book has: their questions and their order. Approved by the forum, and then never changed."""

    id = UUID(primary_key=True)
    name = Varchar(length=20, unique=True, help_text="2026-11: it stands at the foot of every leaf.")
    leaves = JSONB(help_text="[{key, part, title, lead, prompts: [{key, words, lines}]}]")
    state = Varchar(length=10, default="draft", help_text="draft, put (to the forum) or approved.")
    change = Text(default="", help_text="What is different from the one before.")
    made_at = Timestamptz()
    made_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    approved_how = Text(default="", help_text="At which meeting of the forum.")
    version = Integer(default=1)


class GreenBook(Table, db=DB):
    """One person's book. It belongs to them, survives the end of a journey, and keeps the template it began with."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, unique=True)
    template = ForeignKey(BookTemplate, null=False, on_delete=OnDelete.restrict)
    look = Varchar(length=12, default="usual", help_text="How they like it printed: usual, large or easy_read.")
    issued_at = Timestamptz()
    issued_by = UUID(null=True, default=None)
    given_how = Varchar(length=20, default="", help_text="printed, posted, handed or online; empty while it waits.")
    given_at = Timestamptz(null=True, default=None)
    emptied_at = Timestamptz(null=True, default=None, help_text="When they deleted what was in it.")
    version = Integer(default=1)


class BookPage(Table, db=DB):
    """One page of one book: a leaf of the template, a note, or a page from the library. Private until they share it."""

    id = UUID(primary_key=True)
    book = ForeignKey(GreenBook, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=12, help_text="leaf, note or library")
    leaf = Varchar(length=30, default="", help_text="The key of the template's leaf.")
    title = Varchar(length=160, default="", help_text="Of a note; a leaf has its template's title.")
    position = SmallInt(default=1)
    words = JSONB(
        default="{}",
        help_text="The key of a prompt -> what they wrote; a note has one, words; source is the library's.",
    )
    item = UUID(null=True, default=None, help_text="The library item, and")
    item_version = SmallInt(default=0, help_text="the version that was put in: it stays when the library's goes.")
    sharing = Varchar(length=10, default="me", help_text="me, worker or gp; me until they say otherwise.")
    written_how = Varchar(length=10, default="", help_text="self, together or paper; empty while nothing is in it.")
    changed_at = Timestamptz(null=True, default=None)
    changed_by = UUID(null=True, default=None, help_text="The staff account when it was written together.")
    removed_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)


class PageBefore(Table, db=DB):
    """What a page said before it was changed. As private as the page; gone with it when the owner deletes it."""

    id = UUID(primary_key=True)
    page = ForeignKey(BookPage, null=False, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=160, default="")
    words = JSONB(default="{}")
    written_at = Timestamptz()
    written_how = Varchar(length=10, default="")


class PageShared(Table, db=DB):
    """Who a page was shared with, from when, until when."""

    id = UUID(primary_key=True)
    page = ForeignKey(BookPage, null=False, on_delete=OnDelete.restrict, index=True)
    sharing = Varchar(length=10)
    began_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)


class PageSeen(Table, db=DB):
    """The last time somebody a page is shared with opened it: what has changed since is marked for them."""

    id = UUID(primary_key=True)
    page = ForeignKey(BookPage, null=False, on_delete=OnDelete.restrict, index=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    seen_at = Timestamptz()

    one_row_for_each_reader = Unique([page, staff_user])


class PrintRun(Table, db=DB):
    """Many books made into files to print, one file after another, with how far it has got. Gone after a day."""

    id = UUID(primary_key=True)
    asked_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict, index=True)
    asked_at = Timestamptz(index=True)
    paper = Varchar(length=10)
    look = Varchar(length=12)
    sides = Varchar(length=10)
    language = Varchar(length=10, default="en")
    number = SmallInt(help_text="How many books.")
    empty = Boolean(default=True, help_text="Empty books, or each with what is shared with who asked.")
    books = Array(base_column=UUID(), default=list)
    done = SmallInt(default=0, help_text="How many of the books are in files.")
    left_out = SmallInt(default=0, help_text="Books that who asked may no longer see.")
    state = Varchar(length=10, default="waiting", index=True)
    tries = SmallInt(default=0, help_text="How often the file that is next was begun.")
    leased_until = Timestamptz(null=True, default=None)
    why = Text(default="", help_text="Why it stopped.")
    finished_at = Timestamptz(null=True, default=None)


class PrintFile(Table, db=DB):
    """One file of a run: a few books, ready to print."""

    id = UUID(primary_key=True)
    run = ForeignKey(PrintRun, null=False, on_delete=OnDelete.restrict, index=True)
    number = SmallInt()
    first = SmallInt(help_text="Which books of the run are in it.")
    last = SmallInt()
    books = Array(base_column=UUID(), default=list)
    pages = Integer()
    content = Bytea()
    made_at = Timestamptz()

    one_file_of_each_number = Unique([run, number])
