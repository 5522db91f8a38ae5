"""Scores whatever the instrument, the licences some of them need, and what this site has switched on."""

from piccolo.columns import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.people.tables import Person
from livewell.staff.tables import StaffUser


class LicencePack(Table, db=DB):
    """Wording, table and cut-points that a licence holder brought, with who said that they may be used here."""

    id = UUID(primary_key=True)
    instrument = Varchar(length=30, index=True)
    pack_version = Varchar(length=60, help_text="The holder's own name for this calibration.")
    holder = Varchar(length=160)
    reference = Varchar(length=120)
    contexts = Array(base_column=Varchar(length=20), default=list)
    starts_on = Date()
    ends_on = Date(null=True, default=None)
    content = JSONB(help_text="The pack as it was read: items, scale, table, cut-points, minimum answered.")
    file_hash = Varchar(length=64, help_text="SHA-256 of the file.")
    attestation = Text()
    attested_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    attested_at = Timestamptz()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    withdrawn_why = Text(default="")


class InstrumentChoice(Table, db=DB):
    """Whether this site uses an instrument, and for one with a safety rule its pathway and duty contact."""

    id = UUID(primary_key=True)
    instrument = Varchar(length=30, unique=True)
    on = Boolean(default=True)
    pathway = Text(default="", help_text="What the site does when an answer asks for it, in its own words.")
    duty_contact = ForeignKey(StaffUser, null=True, default=None, on_delete=OnDelete.restrict)
    changed_at = Timestamptz()
    changed_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=1)


class Score(Table, db=DB):
    """
    One person's answers to one instrument on one day and what they come to, or the reason why there are none.

    Never changed: a correction and a re-scoring are new rows.
    """

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    journey = UUID(index=True, help_text="The journey it was taken in; journeys stand above measures.")
    instrument = Varchar(length=30, index=True)
    instrument_version = Varchar(length=60, default="")
    algorithm = Varchar(
        length=30, default="", help_text="How the score came from the answers; empty when it came as a score."
    )
    answers = JSONB(null=True, default=None, help_text="Item -> answer; nothing when only a score came.")
    score = Numeric(digits=(6, 2), null=True, default=None, help_text="Nothing for an instrument without one figure.")
    level = SmallInt(null=True, default=None)
    band = Varchar(length=40, default="", help_text="The code of the band the score lies in.")
    parts = JSONB(default="{}", help_text="Sub-scores and the bands of single items.")
    cuts = Varchar(length=60, default="", help_text="The version of the cut-points the level was read from.")
    table_hash = Varchar(length=64, default="", help_text="SHA-256 of the conversion table that was used.")
    pack = ForeignKey(LicencePack, null=True, default=None, on_delete=OnDelete.restrict)
    not_done = Varchar(
        length=20, default="", help_text="declined, not_done or not_suitable; empty when there is an answer."
    )
    not_done_why = Varchar(length=300, default="")
    how = Varchar(length=20, default="score_only", help_text="self, together, proxy, paper or score_only")
    flags = Array(base_column=Varchar(length=30), default=list)
    taken_at = Timestamptz()
    noted_at = Timestamptz(help_text="When it was written down.")
    taken_by = ForeignKey(
        StaffUser, null=True, default=None, on_delete=OnDelete.restrict, help_text="Nobody when the person did it."
    )
    replaces = UUID(null=True, default=None, help_text="The score this one corrects or scores again.")
    replaced_how = Varchar(length=10, default="", help_text="corrected or rescored, when it replaces one.")
    sequence = Integer(default=1, help_text="1 is the baseline of this instrument in this journey.")

    answer_or_reason = Check("(not_done = '') = (score IS NOT NULL OR answers IS NOT NULL)")
