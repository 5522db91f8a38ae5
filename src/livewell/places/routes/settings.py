"""/places/settings: the choices the service has made."""

from typing import Any

from litestar import Response, get, post

from livewell.kit import web
from livewell.kit.forms import Form
from livewell.kit.web import Asked
from livewell.places import actions, queries
from livewell.places.forms import read_settings
from livewell.places.rules import CHOICES

# The value of staff.permissions.Permission.CHANGE_SETTINGS; staff stands above places, so it is not imported.
CHANGE = "settings:change"


@get("/places/settings", permission=CHANGE, name="places.settings")
async def settings(request: Asked) -> Response[str]:
    """Every choice, as it is now."""
    form = Form.blank(dict(await queries.settings()))
    return web.page(request, "places/settings.html", {"form": form, "choices": list(CHOICES.values())})


@post("/places/settings", permission=CHANGE, name="places.change_settings")
async def change_settings(request: Asked) -> Response[Any]:
    """Keep what was chosen."""
    form = Form(await request.form())
    chosen = read_settings(form)
    if chosen is None:
        context = {"form": form, "choices": list(CHOICES.values())}
        return web.page(request, "places/settings.html", context, status_code=422)
    changed = await actions.change_settings(chosen, by=web.actor(request))
    return web.go("/places/settings", said="The settings are saved." if changed else "Nothing was different.")


HANDLERS = [settings, change_settings]
