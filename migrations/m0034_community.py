"""Applications that go to the forum by themselves, the language of a wish, and what was planned for a group."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, Integer, SmallInt, Text, Varchar

ID = "m0034_community"
VERSION = "1.38.0"
DESCRIPTION = "Applications that go to the forum by themselves, the language of a wish, a group's plan"

_MAYBE = {"null": True, "default": None}
COLUMNS = (
    ("FundPot", "fund_pot", "to_forum", Boolean, {"default": False}),
    ("ForumVote", "forum_vote", "for_everybody", Boolean, {"default": False}),
    ("Nomination", "nomination", "language", Varchar, {"length": 8, "default": "en"}),
    ("CommunityGroup", "community_group", "planned_pence", Integer, _MAYBE),
    ("CommunityGroup", "community_group", "planned_minutes", Integer, _MAYBE),
    ("CommunityGroup", "community_group", "planned_people", SmallInt, _MAYBE),
    ("CommunityGroup", "community_group", "planned_until", Date, _MAYBE),
    ("CommunityGroup", "community_group", "planned_words", Text, {"default": ""}),
)


async def forwards() -> MigrationManager:
    """What Piccolo runs."""
    manager = MigrationManager(migration_id=ID, app_name="livewell", description=DESCRIPTION)
    for table, tablename, column, kind, more in COLUMNS:
        manager.add_column(
            table_class_name=table,
            tablename=tablename,
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params={"null": False, "primary_key": False, "unique": False, "index": False, "secret": False, **more},
        )
    return manager
