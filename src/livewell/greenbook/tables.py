"""The books that were given out."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person


class GreenBook(Table, db=DB):
    """One person's book. It belongs to them, survives the end of a journey, and keeps the template it began with."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, unique=True)
    template_version = Varchar(length=20)
    issued_at = Timestamptz()
    issued_by = UUID(null=True, default=None)
    given_how = Varchar(length=20, default="", help_text="printed, posted or handed; empty while it waits.")
    given_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)
