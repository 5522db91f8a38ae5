"""Small parts of the edge, one by one."""

from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.kit import said
from livewell.kit.web import address_of, go, is_local
from livewell.staff.rules import Role

BASE = "https://livewell.example/sign-in"
TRICKS = [
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "///evil.example",
]
TRICKS += [
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " /x",
    "/x\n",
    "",
    "?a",
    "#a",
    "x",
    "/\u2028x",
]


@given(st.one_of(st.text(max_size=30), st.sampled_from(TRICKS), st.text(alphabet="/\\:.@?#%a\t\r\n ", max_size=12)))
def test_a_path_we_take_for_our_own_stays_with_us(path):
    if not is_local(path):
        with pytest.raises(ValueError):
            go(path)
        return
    location = go(path).headers["location"]
    assert location.isascii()
    assert location.isprintable()
    # Browsers read a backslash as a slash, and drop tabs and line ends: https://url.spec.whatwg.org/#url-parsing
    as_read = location.replace("\\", "/").replace("\t", "").replace("\r", "").replace("\n", "")
    assert urlsplit(urljoin(BASE, as_read)).netloc == "livewell.example"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/caseload?page=2&stage=link_work#top", "/caseload?page=2&stage=link_work#top"),
        ("/search?q=caf%C3%A9", "/search?q=caf%C3%A9"),
        ("/café ŵ", "/caf%C3%A9%20%C5%B5"),
    ],
)
def test_a_way_on_is_said_as_it_is(path, location):
    assert go(path).headers["location"] == location


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        (("192.0.2.7", 1), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 1), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.7", 1), "192.0.2.7"),
        (("not an address", 1), "unknown"),
        (None, "unknown"),
    ],
)
def test_tries_are_counted_by_address_or_by_network(client, counted):
    assert address_of(SimpleNamespace(scope={"client": client})) == counted


@given(st.text(max_size=300), st.text(max_size=40))
def test_a_sentence_comes_back_only_under_the_same_secret(sentence, other):
    signed = said.sign(sentence, secret="one secret of the house")
    assert said.read(signed, secret="one secret of the house") == sentence
    assert said.read(signed, secret="another") is None
    assert said.read(other, secret="one secret of the house") is None


def test_a_sentence_that_no_cookie_holds_is_a_bug():
    with pytest.raises(ValueError):
        said.sign("x" * 301, secret="one secret of the house")


async def test_somebody_signed_in_stays_signed_in_on_a_page_that_says_sorry(client_for):
    manager = await client_for(Role.MANAGER)
    page = await manager.get("/nowhere")
    assert page.status_code == 404
    assert manager.member.name in page.text
    piece = await manager.get("/nowhere", headers={"HX-Request": "true"})
    assert piece.status_code == 404
    assert "<html" not in piece.text
    assert "<h1" in piece.text
