"""Two places of one name and kind may stand in different districts; before, one took the other's place."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.constraints import Unique

ID = "m0041_places"
VERSION = "1.38.0"
DESCRIPTION = "Places of one name stand in their districts"

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
_TABLE: dict[str, Any] = {"table_class_name": "PlaceName", "tablename": "place_name"}


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)
    for column in ("within", "plain_within"):
        manager.add_column(
            **_TABLE,
            column_name=column,
            db_column_name=column,
            column_class_name="Varchar",
            column_class=Varchar,
            params={**_PLAIN, "length": 80, "default": ""},
        )
    manager.add_constraint(
        **_TABLE,
        constraint_name="one_place_of_a_name_and_kind_in_a_district",
        constraint_class=Unique,
        params={"columns": ["plain_name", "kind", "plain_within"], "nulls_distinct": True},
    )
    manager.drop_constraint(**_TABLE, constraint_name="one_place_of_a_name_and_kind")
    return manager
