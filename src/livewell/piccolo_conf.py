"""Where Piccolo's own commands find the engine and the one app."""

from piccolo.conf.apps import AppRegistry

from livewell.kit.db import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(apps=["livewell.piccolo_app"])
