"""Accounts, sign-ins and the means of proving who one is."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from livewell.kit.db import DB
from livewell.places.tables import Area, Practice


class StaffUser(Table, db=DB):
    """One person's account. Never deleted: it is named by everything they did."""

    id = UUID(primary_key=True)
    email = Varchar(length=254, unique=True, help_text="Lower case.")
    name = Varchar(length=120)
    job_title = Varchar(length=80, default="", help_text="Said to people: GP, practice nurse, health coach.")
    role = Varchar(length=30)
    phone = Varchar(length=30, default="")
    area = ForeignKey(Area, null=True, default=None, on_delete=OnDelete.restrict)
    practice = ForeignKey(Practice, null=True, default=None, on_delete=OnDelete.restrict)
    organisation = UUID(null=True, default=None, help_text="Of a community organisation editor.", index=True)
    active = Boolean(default=True)
    password_hash = Text(default="", help_text="Argon2id; empty until the invitation is taken up.")
    totp_secret = Bytea(default=b"", help_text="Encrypted with the settings key; empty when not set up.")
    totp_set_up_at = Timestamptz(null=True, default=None)
    totp_last_step = Integer(default=0, help_text="The last time step used: a code works once.")
    created_at = Timestamptz()
    deactivated_at = Timestamptz(null=True, default=None)
    version = Integer(default=1)

    staff_user_has_a_name = Check(name != "")
    staff_user_has_an_email = Check(email != "")


class SignIn(Table, db=DB):
    """A signed-in browser. Only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    token_hash = Bytea(unique=True)
    signed_in_at = Timestamptz()
    last_seen_at = Timestamptz()
    ends_at = Timestamptz(help_text="Twelve hours after sign-in, whatever happens.")
    revoked_at = Timestamptz(null=True, default=None)
    second_factor_at = Timestamptz(null=True, default=None)
    address = Varchar(length=45, default="")
    browser = Varchar(length=200, default="")


class RecoveryCode(Table, db=DB):
    """A way back in when the second factor is lost. Each works once."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    code_hash = Bytea()
    used_at = Timestamptz(null=True, default=None)


class PasswordLink(Table, db=DB):
    """A one-time link to set a password: an invitation, or a reset."""

    id = UUID(primary_key=True)
    staff_user = ForeignKey(StaffUser, null=False, on_delete=OnDelete.restrict)
    token_hash = Bytea(unique=True)
    made_at = Timestamptz()
    ends_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)
