"""Parts that come with the frameworks and were seen to fail stay out."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from livewell.app import a_house
from livewell.kit import cookies, templates
from livewell.kit.edge import handlers_of
from livewell.settings import read
from tests.security.a_house import browser

SOURCE = Path(__file__).parents[2] / "src" / "livewell"
FILES = sorted(SOURCE.rglob("*.py"))
BANNED_NAMES = {
    "AllowedHostsConfig",
    "CSRFConfig",
    "RateLimitConfig",
    "ServerSideSessionConfig",
    "CookieBackendConfig",
    "SessionAuth",
    "BaseUser",
    "ResponseCacheConfig",
    "select_autoescape",
    "StaticFilesConfig",
    "create_static_files_router",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_leans_on_them(path):
    tree = ast.parse(path.read_text())
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert not names & BANNED_NAMES
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    handlers = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"get", "post", "route"}]
    for call in handlers:
        assert not {"cache", "exclude", "exclude_from_auth"} & {word.arg for word in call.keywords}, ast.unparse(call)
    environments = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Environment"]
    for call in environments:
        escaping = next((word.value for word in call.keywords if word.arg == "autoescape"), None)
        assert isinstance(escaping, ast.Constant), ast.unparse(call)
        assert escaping.value is True or ("html" not in path.name and "notify" not in str(path)), ast.unparse(call)


def test_no_route_keeps_its_answer_for_the_next_person(app):
    kept = [route.path for route in app.routes for handler in handlers_of(route) if getattr(handler, "cache", False)]
    assert not kept


def test_there_is_no_schema_to_read(app):
    assert app.openapi_config is None
    assert app.debug is False


TEMPLATES = sorted(path for path in (SOURCE.parents[1] / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_escapes_everything(path):
    name = str(path.relative_to(SOURCE.parents[1] / "templates"))
    environment = templates.environment()
    assert environment.autoescape is True
    tree = environment.parse(path.read_text(), name)
    assert "safe" not in {found.name for found in tree.find_all(nodes.Filter)}, f"{name} calls something safe"
    assert not list(tree.find_all(nodes.EvalContextModifier)), f"{name} switches escaping off"
    # Every value the template prints goes through escape(), or is known text.
    compiled = environment.compile(path.read_text(), name, raw=True)
    assert "autoescape = False" not in compiled


def test_a_hostile_value_is_escaped_wherever_it_is_printed():
    hostile = "<script>alert(1)</script>"
    made = templates.environment().from_string("<p title='{{ x }}'>{{ x }}{{ x | paragraphs }}{{ x | upper }}</p>")
    assert "<script" not in made.render(x=hostile).lower()


async def test_hostile_words_come_back_harmless(visitor):
    from tests.browsing import post

    hostile = "\"'><script>alert(1)</script>"
    answer = await post(visitor, "/sign-in", {"email": hostile, "password": hostile, "next": hostile})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_over_https_every_cookie_is_for_this_host_alone():
    async with browser(secure=True) as visitor:
        visitor.cookies.clear()
        page = await visitor.get("/rule")
        for cookie in page.headers.get_list("set-cookie"):
            assert cookie.startswith("__Host-")
    for name in cookies.EVERY_COOKIE:
        header = cookies.a_cookie(name, "x", secure=True).to_header(header="")
        assert header.startswith(f"__Host-{name}=")
        assert re.search(r"\bSecure\b", header)
        assert re.search(r"\bHttpOnly\b", header)
        assert "SameSite=lax" in header
        assert "Path=/" in header
        assert "Domain" not in header


def test_an_address_with_https_makes_cookies_secure():
    key = {"LIVEWELL_SECRET_KEY": "x" * 40}
    assert a_house(read(key | {"LIVEWELL_PUBLIC_URL": "https://livewell.example"})).secure
    house = a_house(read(key | {"LIVEWELL_PUBLIC_URL": "https://livewell.example"}))
    assert house.hosts == {"livewell.example"}
    assert not a_house(read(key)).secure
    assert not a_house(read(key)).demo
