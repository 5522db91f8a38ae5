"""Collections of listings that staff put together, and what was looked for and not found."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.assets.tables import Asset
from livewell.kit.db import DB


class Collection(Table, db=DB):
    """Listings put together by staff for a need, or for somebody in a certain situation, with words about why."""

    id = UUID(primary_key=True)
    name = Varchar(length=120)
    words = Text(default="", help_text="Whom it is for and how to use it.")
    need = Varchar(length=40, default="", help_text="The code of a need in our vocabulary.")
    persona = Varchar(
        length=160, default="", help_text="Somebody it is for, in words: a new parent, a man living alone."
    )
    published = Boolean(default=False)
    created_at = Timestamptz()
    changed_at = Timestamptz()
    version = Integer(default=1)

    collection_has_a_name = Check(name != "")


class CollectionItem(Table, db=DB):
    """One listing in a collection."""

    id = UUID(primary_key=True)
    collection = ForeignKey(Collection, null=False, on_delete=OnDelete.restrict, index=True)
    asset = ForeignKey(Asset, null=False, on_delete=OnDelete.restrict, index=True)
    position = SmallInt(default=0)


class UnmetSearch(Table, db=DB):
    """
    How often a day something was looked for near a ward and not found, in codes of our own vocabulary.

    No words that were typed, no place smaller than a ward, nobody who asked.
    """

    id = UUID(primary_key=True)
    on = Date(index=True, help_text="The London day.")
    ward = Varchar(length=12, default="", help_text="The ONS code; empty when no place was asked, or none we hold.")
    need = Varchar(length=40, default="")
    activity = Varchar(length=40, default="")
    kind = Varchar(length=20, default="")
    way = Varchar(length=20, default="")
    when = Varchar(length=20, default="", help_text="A code: now, weekend, tue_afternoon; empty for any time.")
    times = Integer(default=1, help_text="How often that day.")
