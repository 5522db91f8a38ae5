"""The Jinja environment: strict, escaping everything, with the NHS macros beside it and our words for days, numbers and places."""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from typing import Any

from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from litestar.plugins.jinja import JinjaTemplateEngine
from markupsafe import Markup

from livewell.kit import clock, csrf, dates, geo, languages, nhs
from livewell.kit.folders import folder
from livewell.kit.static import asset_url, integrity

# https://htmx.org/docs/#config : same host only, no style element of its own, nothing kept in the browser's storage.
HTMX_CONFIG = '{"includeIndicatorCSS":false,"mode":"same-origin","defaultTimeout":15000,"history":"reload"}'

CSRF_TOKEN: ContextVar[str] = ContextVar("csrf_token")
"""The token of the page being rendered. A context variable, because macros imported from a file do not see a page's context."""


def csrf_field() -> Markup:
    """The hidden field that every form which posts begins with. LookupError when the page was rendered without a token."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(csrf.FIELD, CSRF_TOKEN.get())


def bytecode() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept between starts, private to the user; nowhere on a machine without a writable /tmp."""
    try:
        return FileSystemBytecodeCache()
    except (RuntimeError, OSError):
        return None


class NhsMacros:
    """
    The macros of nhsuk-frontend-jinja by their own names: `nhsuk.button({"text": "Send"})`.

    They lean on undefined values being silent, so they live in an environment of their own and ours stays strict.
    """

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("nhsuk_frontend_jinja"),
            autoescape=True,
            undefined=ChainableUndefined,
            auto_reload=False,
            bytecode_cache=bytecode(),
        )
        self._files: dict[str, str] = {}
        for name in self._environment.list_templates(filter_func=lambda path: path.endswith("/macro.jinja")):
            source = self._environment.loader.get_source(self._environment, name)[0] if self._environment.loader else ""
            for macro in re.findall(r"{%-?\s*macro\s+(\w+)", source):
                self._files[macro] = name

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        """Give the macro of that name, ready to call."""
        if name.startswith("_") or name not in self._files:
            raise AttributeError(f"nhsuk-frontend has no macro {name}")
        macro: Callable[..., Markup] = getattr(self._environment.get_template(self._files[name]).module, name)
        return macro


def say_time(moment: datetime | time) -> str:
    """A time of day as people write it, an instant on a London clock: 2:30pm."""
    return languages.say_time(dates.in_london(moment).time() if isinstance(moment, datetime) else moment)


def age(born: date, on: date | None = None) -> int:
    """Whole years on the day given, else today in London."""
    return dates.age(born, on or clock.today())


def paragraphs(text: str) -> Markup:
    """Words that somebody typed, escaped, with their line breaks kept as paragraphs and lines."""
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block]
    lines = (Markup("<br>").join(block.split("\n")) for block in blocks)
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


@cache
def environment() -> Environment:
    """The environment of every page. Templates end `.html`, so nothing can escape being escaped."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=bytecode(),
        cache_size=-1,  # All of them stay: there are more than Jinja would keep, and no name comes from outside.
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # The extension brings it.
        languages.gettext,
        languages.ngettext,
        newstyle=True,
        pgettext=languages.pgettext,
        npgettext=languages.npgettext,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.globals.update(
        nhsuk=NhsMacros(),
        asset_url=asset_url,
        integrity=integrity,
        csrf_field=csrf_field,
        htmx_config=HTMX_CONFIG,
        today=clock.today,
    )
    made.filters.update(
        day=languages.say_day,
        weekday=languages.say_weekday,
        instant=languages.say_instant,
        time=say_time,
        # For words that are not written in a template: `_()` takes what it is given for markup of ours.
        translated=languages.gettext,
        markup=Markup,
        nhs_number=nhs.say_nhs_number,
        age=age,
        miles=geo.say_distance,
        paragraphs=paragraphs,
    )
    return made


def engine() -> JinjaTemplateEngine:
    """The same environment in the shape that Litestar takes."""
    return JinjaTemplateEngine.from_environment(environment())


def render(name: str, context: Mapping[str, Any]) -> str:
    """Render a whole page. `context["csrf_token"]`, where there is one, becomes the token of `csrf_field()`."""
    token = CSRF_TOKEN.set(str(context.get("csrf_token") or ""))
    try:
        return environment().get_template(name).render(context)
    finally:
        CSRF_TOKEN.reset(token)


def render_block(name: str, block: str, context: Mapping[str, Any]) -> str:
    """Render one block of a page: the piece that htmx swaps, from the same file as the page around it."""
    template = environment().get_template(name)
    token = CSRF_TOKEN.set(str(context.get("csrf_token") or ""))
    try:
        return "".join(template.blocks[block](template.new_context(dict(context))))
    finally:
        CSRF_TOKEN.reset(token)
