"""The person, and what they have agreed to."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.places.tables import Practice
from livewell.staff.tables import StaffUser


class Person(Table, db=DB):
    """Somebody who came to Live Well, or was brought to it."""

    id = UUID(primary_key=True)
    nhs_number = Varchar(length=10, null=True, default=None, unique=True, help_text="Ten digits, modulus 11.")
    first_name = Varchar(length=80)
    family_name = Varchar(length=80)
    preferred_name = Varchar(length=80, default="")
    pronouns = Varchar(length=40, default="")
    born_on = Date(null=True, default=None, index=True)
    phone = Varchar(length=30, default="")
    email = Varchar(length=254, default="")
    address = Text(default="", help_text="Lines of the home address, without the postcode.")
    postcode = Varchar(length=10, default="", index=True, help_text="As NG2 6AB; empty when not known.")
    practice = ForeignKey(Practice, null=True, default=None, on_delete=OnDelete.restrict)
    other_practice = Varchar(length=120, default="", help_text="In words, when it is not a listed one.")
    preferred_contact = Varchar(length=10, default="phone")
    may_leave_voicemail = Boolean(null=True, default=None)
    may_text = Boolean(null=True, default=None)
    may_write = Boolean(null=True, default=None)
    when_not_to_contact = Text(default="")
    never_contact = Boolean(default=False, help_text="A safety choice: nothing is sent and nobody rings.")
    language = Varchar(length=40, default="English")
    needs_interpreter = Boolean(default=False)
    access_needs = Array(base_column=Varchar(length=20), default=list)
    access_needs_detail = Text(default="")
    protected_address = Boolean(default=False)
    created_at = Timestamptz()
    version = Integer(default=1)

    person_has_a_first_name = Check(first_name != "")
    person_has_a_family_name = Check(family_name != "")


class Consent(Table, db=DB):
    """One answer to one question about sharing. The newest answer of a kind holds."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    kind = Varchar(length=20)
    given = Boolean()
    wording_version = Varchar(length=20)
    said_to = UUID(null=True, default=None, help_text="The member of staff who heard it, if any.")
    how = Varchar(length=20, help_text="form, spoken, written or via_referrer")
    said_at = Timestamptz()


class IdentityCorrection(Table, db=DB):
    """One fact of somebody's identity that was put right: what it was, what it is, why, when and by whom."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    field = Varchar(length=20, help_text="A key of people.rules.IDENTITY_LABELS.")
    was = Varchar(length=80, default="", help_text="As it stood: a day as 1951-04-09; empty when it was not known.")
    now = Varchar(length=80, default="")
    why = Text()
    corrected_at = Timestamptz()
    corrected_by = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)

    identity_correction_has_a_reason = Check(why != "")
    identity_correction_changes_something = Check(was != now)


class SamePerson(Table, db=DB):
    """A coach's decision that two records are, or are not, one person. `person` is the record that goes on."""

    id = UUID(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    other = ForeignKey(Person, null=False, on_delete=OnDelete.restrict, index=True)
    same = Boolean()
    decided_at = Timestamptz()
    decided_by = UUID()
    moved = Array(
        base_column=UUID(),
        default=list,
        help_text="The referrals that went over to the record that goes on; no key, for they stand above people.",
    )
    moved_nhs_number = Boolean(default=False, help_text="The NHS number went over too.")
    undone_at = Timestamptz(null=True, default=None)
    undone_by = UUID(null=True, default=None)

    same_person_two_records = Check(person != other)
    same_person_undone_pair = Check(
        (undone_at.is_null() & undone_by.is_null()) | (undone_at.is_not_null() & undone_by.is_not_null())
    )
