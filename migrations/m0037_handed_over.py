"""Which photographs of a hand-over file were brought in, so that none is brought in twice."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, ForeignKey
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.defaults.uuid import UUID4
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Unique
from piccolo.table import Table

ID = "m0037_handed_over"
VERSION = "1.38.0"
DESCRIPTION = "Photographs of a hand-over file"


class Feed(Table, tablename="feed"):
    """As the key refers to it."""

    id = UUID(primary_key=True)


class Asset(Table, tablename="asset"):
    """As the key refers to it."""

    id = UUID(primary_key=True)


_KEY: dict[str, Any] = {"on_delete": OnDelete.restrict, "on_update": OnUpdate.cascade, "target_column": None}
COLUMNS: tuple[tuple[str, type, dict[str, Any]], ...] = (
    ("id", UUID, {"default": UUID4(), "primary_key": True}),
    ("feed", ForeignKey, {**_KEY, "references": Feed}),
    ("source_id", UUID, {"default": UUID4()}),
    ("asset", ForeignKey, {**_KEY, "references": Asset, "index": True}),
    ("photo", UUID, {"default": UUID4()}),
)
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
    manager.add_table(class_name="ImportedPhoto", tablename="imported_photo", schema=None, columns=None)
    for column, kind, more in COLUMNS:
        manager.add_column(
            table_class_name="ImportedPhoto",
            tablename="imported_photo",
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params={**_PLAIN, **more},
            schema=None,
        )
    manager.add_constraint(
        table_class_name="ImportedPhoto",
        tablename="imported_photo",
        constraint_name="once_of_a_feed",
        constraint_class=Unique,
        params={"columns": ["feed", "source_id"], "nulls_distinct": True},
        schema=None,
    )
    return manager
