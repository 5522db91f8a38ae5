"""Wards know the name of their district, so that a search can look in it; wards that are loaded again say it."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "m0036_districts"
VERSION = "1.38.0"
DESCRIPTION = "Names of districts"

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
    manager.add_column(
        table_class_name="Ward",
        tablename="ward",
        column_name="district_name",
        db_column_name="district_name",
        column_class_name="Varchar",
        column_class=Varchar,
        params={**_PLAIN, "length": 80, "default": ""},
    )
    return manager
