"""Two listings that were made one remember what each said and what came along, so that they can be two again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Array, Integer

ID = "m0031_upkeep"
VERSION = "1.38.0"
DESCRIPTION = "What undoing a merge of two listings needs"

_PLAIN = {"primary_key": False, "unique": False, "index": False, "secret": False}


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)
    manager.add_column(
        table_class_name="LikelyDuplicate",
        tablename="likely_duplicate",
        column_name="kept_version",
        db_column_name="kept_version",
        column_class_name="Integer",
        column_class=Integer,
        params={**_PLAIN, "default": None, "null": True},
    )
    manager.add_column(
        table_class_name="LikelyDuplicate",
        tablename="likely_duplicate",
        column_name="brought",
        db_column_name="brought",
        column_class_name="Array",
        column_class=Array,
        params={**_PLAIN, "default": list, "null": False, "base_column": UUID()},
    )
    return manager
