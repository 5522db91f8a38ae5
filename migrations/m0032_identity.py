"""What was put right of somebody's name, date of birth or NHS number."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Check
from piccolo.table import Table

ID = "m0032_identity"
VERSION = "1.38.0"
DESCRIPTION = "What was put right of somebody's identity"


class Person(Table, tablename="person"):
    """As the key refers to it."""

    id = UUID(primary_key=True)


class StaffUser(Table, tablename="staff_user"):
    """As the key refers to it."""

    id = UUID(primary_key=True)


_KEY: dict[str, Any] = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
COLUMNS: tuple[tuple[str, type, dict[str, Any]], ...] = (
    ("id", UUID, {"default": UUID4(), "primary_key": True}),
    ("person", ForeignKey, {**_KEY, "references": Person, "index": True}),
    ("field", Varchar, {"length": 20, "default": ""}),
    ("was", Varchar, {"length": 80, "default": ""}),
    ("now", Varchar, {"length": 80, "default": ""}),
    ("why", Text, {"default": ""}),
    ("corrected_at", Timestamptz, {"default": TimestamptzNow()}),
    ("corrected_by", ForeignKey, {**_KEY, "references": StaffUser}),
)
CHECKS = {
    "identity_correction_has_a_reason": "\"why\" != ''",
    "identity_correction_changes_something": '"was" != "now"',
}
_PLAIN: dict[str, Any] = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)
    manager.add_table(class_name="IdentityCorrection", tablename="identity_correction", schema=None, columns=None)
    for column, kind, more in COLUMNS:
        manager.add_column(
            table_class_name="IdentityCorrection",
            tablename="identity_correction",
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params={**_PLAIN, **more},
            schema=None,
        )
    for name, condition in CHECKS.items():
        manager.add_constraint(
            table_class_name="IdentityCorrection",
            tablename="identity_correction",
            constraint_name=name,
            constraint_class=Check,
            params={"condition": condition},
            schema=None,
        )
    return manager
