"""One Piccolo app for the whole house: one history of the database, in migrations/."""

from piccolo.conf.apps import AppConfig, table_finder

from livewell.kit.migrate import FOLDER

ROOMS = (
    "places",
    "staff",
    "people",
    "measures",
    "library",
    "interests",
    "assets",
    "upkeep",
    "owners",
    "gatherings",
    "openreferral",
    "safety",
    "finding",
    "journeys",
    "sessions",
    "referrals",
    "coaching",
    "greenbook",
    "questionnaires",
    "linkwork",
    "connections",
    "outcomes",
    "messages",
    "stories",
    "reflections",
    "gaps",
    "volunteers",
    "forum",
    "placements",
    "challenges",
    "groups",
    "steering",
    "fund",
    "learning",
    "updates",
    "feedback",
    "crisis",
    "residents",
)

KIT = ("news", "access_log", "once", "limits", "drafts", "clockwork", "geo_tables", "doorkeys")
"""The parts of the workshop that keep rows."""

APP_CONFIG = AppConfig(
    app_name="livewell",
    migrations_folder_path=str(FOLDER),
    table_classes=table_finder(
        [*(f"livewell.kit.{part}" for part in KIT), *(f"livewell.{room}.tables" for room in ROOMS)],
        exclude_imported=True,
    ),
)
