"""Whatever a stranger sends, the house does not fall over."""

from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livewell.kit import csrf, db
from livewell.kit.door import PUBLIC
from livewell.kit.edge import handlers_of
from tests.security.test_matrix import filled
from tests.signed_in import SETTINGS, a_client

VISITOR = "V" * 43
TOKEN = csrf.token_for(VISITOR, secret=SETTINGS.secret_key)

NAMES = [
    "email",
    "password",
    "next",
    "code",
    "persona",
    "submission",
    "version",
    "born-day",
    "born-month",
    "born-year",
    "name",
    "first_name",
    "family_name",
    "postcode",
    "phone",
    "nhs_number",
    "needs",
    "reason",
    "consent",
    "q",
    "step",
    "answer",
]
ODD = """0 -1 1e400 NaN yes on 31 2026 0000 NG26AB ' "><script> {{7*7}} %00 ../../etc/passwd ٣٢ \u202e \ud7ff \ufffe \U0010ffff"""
names = st.sampled_from(NAMES)
words = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789-+ .:/", max_size=20),
    st.sampled_from([*ODD.split(), "", "9" * 400, "a" * 5000, "\r\nSet-Cookie: x=1", "' OR 1=1 --"]),
)
forms = st.dictionaries(names | st.text(max_size=12), words | st.lists(words, max_size=3), max_size=12)
raws = st.tuples(
    st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-16",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/json",
            "text/xml",
            "",
        ]
    ),
    st.binary(max_size=400)
    | st.sampled_from(
        [b"[" * 50_000, b"&" * 499, b"=" * 60_000, b"%" * 60_000, b"--x\r\n\r\n--x--", b"a=%ff&b=%c0%80"]
    ),
)


def public_posts(app):
    return sorted(
        route.path
        for route in app.routes
        for handler in handlers_of(route)
        if "POST" in handler.http_methods and handler.opt["permission"] == PUBLIC
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_no_public_form_falls_over(app, data):
    path = data.draw(st.sampled_from(public_posts(app)))
    raw = data.draw(st.booleans())
    async with a_client(app) as stranger, undone_again():
        stranger.cookies.set("livewell_visitor", VISITOR)
        if raw:
            kind, body = data.draw(raws)
            headers = {"content-type": kind, "x-csrf-token": TOKEN}
            answer = await stranger.post(filled(path), content=body, headers=headers)
        else:
            answer = await stranger.post(filled(path), data={**data.draw(forms), "csrf": TOKEN})
    assert answer.status_code < 500, answer.text[-2000:]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
async def test_no_address_falls_over(app, data):
    paths = sorted({route.path for route in app.routes})
    path = filled(data.draw(st.sampled_from(paths)))
    query = data.draw(st.dictionaries(names | st.text(max_size=8), words, max_size=5))
    async with a_client(app) as stranger, undone_again():
        answer = await stranger.get(path, params=query)
    assert answer.status_code < 500 or path == "/readyz", answer.text[-2000:]


class Undo(Exception):
    """The end of an example."""


@asynccontextmanager
async def undone_again():
    """Each example is undone by itself, so that one that fails does not make the next fail."""
    with suppress(Undo):
        async with db.transaction():
            yield
            undo()


def undo():
    raise Undo


@pytest.mark.parametrize(
    "path",
    [
        "/%",
        "/%zz",
        "/%c0%80",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/../app.py",
        "/a" * 1500,
        "/\u202e",
    ],
)
async def test_odd_addresses_are_not_found(visitor, path):
    answer = await visitor.get(path)
    assert 400 <= answer.status_code < 500
    assert "[build-system]" not in answer.text
