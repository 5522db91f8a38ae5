"""Stories people give, and how far each may go."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class Story(Table, db=DB):
    """Somebody's story in their own words, with the consent it stands on. Withdrawn, it is read no more."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    title = Varchar(length=160, default="")
    words = Text()
    reach = Varchar(length=10, help_text="team, reports or public: how far it may go.")
    named_as = Varchar(length=120, default="", help_text="How they wish to be named; empty for nobody named.")
    wording_version = Varchar(length=20, help_text="Of the consent they gave.")
    state = Varchar(length=12, default="given", index=True)
    given_at = Timestamptz(index=True)
    written_down_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody when they wrote it themself."
    )
    edited_words = Text(default="", help_text="As it may be shown, when the person agreed to a shorter form.")
    read_at = Timestamptz(null=True, default=None)
    read_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    withdrawn_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    story_has_words = Check("words <> '' OR state = 'withdrawn'")
