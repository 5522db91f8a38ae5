"""What is done quickly says the same as what is done slowly: in a process beside, and along the short ways through."""

import os
import signal
from datetime import date
from uuid import uuid4, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livewell.assets.rules.vocabulary import Vocabulary
from livewell.openreferral.actions import understanding
from livewell.openreferral.actions.understanding import Understanding, understood
from livewell.openreferral.queries.catalogue import the_catalogue
from livewell.openreferral.reading.splitting import Splitter, services_in
from livewell.openreferral.rules import addresses, cleaning, identity
from livewell.openreferral.rules.envelope import without_empty
from livewell.openreferral.rules.taxonomies import catalogue
from tests.openreferral.feeds import a_service

TODAY = date(2026, 11, 22)
FEED = uuid4()
SERVICES = [*(a_service(n) for n in range(20)), {"id": "x"}, "no service", {"name": "Nameless"}]


@pytest.fixture
def at_once(monkeypatch):
    """Every service is worth a process."""
    monkeypatch.setattr(understanding, "WORTH_IT", 0)


@pytest.mark.usefixtures("at_once")
async def test_a_process_beside_understands_the_same_and_ends_with_its_work():
    terms = await the_catalogue()
    here = understood(SERVICES, FEED, terms, TODAY)
    assert (len(here[0]), len(here[1])) == (20, 3)
    async with Understanding(FEED, terms) as them:
        assert [await them.of(SERVICES, TODAY) for _ in range(3)] == [here] * 3
        beside = them._beside
        assert beside.returncode is None
    assert beside.returncode is not None


@pytest.mark.usefixtures("at_once")
async def test_a_process_that_dies_is_done_without():
    terms = catalogue((), (), {})
    here = understood(SERVICES, FEED, terms, TODAY)
    async with Understanding(FEED, terms) as them:
        assert await them.of(SERVICES, TODAY) == here
        os.kill(them._beside.pid, signal.SIGKILL)
        assert [await them.of(SERVICES, TODAY) for _ in range(2)] == [here] * 2
        assert them._beside is None


@pytest.mark.usefixtures("at_once")
async def test_what_goes_wrong_beside_is_raised_here():
    async with Understanding(FEED, Vocabulary()) as them:
        with pytest.raises(AttributeError):
            await them.of([{"id": "1", "name": "Choir", "attributes": [{"taxonomy_term": {"name": "Song"}}]}], TODAY)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("odd", [2**70, "\ud800"])
async def test_what_no_message_can_hold_is_understood_here(odd):
    terms = catalogue((), (), {})
    odd_one = a_service(1) | {"minimum_age": odd}
    async with Understanding(FEED, terms) as them:
        assert await them.of([odd_one], TODAY) == understood([odd_one], FEED, terms, TODAY)


@pytest.mark.parametrize(
    "line", ['{"id": 1e400}', '{"id": NaN}', '{"a": 1} {"b": 2}', '{"a":\n1}', "7", '{"a": "\\ud800"}']
)
def test_a_line_is_split_the_short_way_as_the_long(line, monkeypatch):
    said = f'{{"name": "first"}}\n{line}\n{{"name": "last"}}\n'.encode()
    quick = list(services_in([said]))
    monkeypatch.setattr(Splitter, "_line", lambda *_: None)
    assert repr(quick) == repr(list(services_in([said])))


async def test_few_services_need_no_process():
    async with Understanding(FEED, catalogue((), (), {})) as them:
        await them.of(SERVICES, TODAY)
        assert them._beside is None


@pytest.mark.parametrize(
    "parts", [(), ("",), ("phone", FEED), ("schedule", 0, -1), ("café \U0001f375", "\x1f"), ("a" * 999,)]
)
def test_a_stable_identifier_is_a_uuid_of_its_name(parts):
    name = "\x1f".join(map(str, parts))
    assert str(uuid5(identity.OURS, name)) == identity.stable_text(name) == str(identity.stable(name))


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(0.0) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "serviceId", "service_id", "ID", "1", ""]), inner, max_size=4)
    ),
)


@given(st.dictionaries(st.text(max_size=4), ANY_JSON))
def test_a_document_without_capitals_stays_as_it_is(document):
    assert cleaning.snake(document) == cleaning._snaked(document, 0)


@given(ANY_JSON)
def test_nothing_empty_is_said_and_nothing_else_is_lost(document):
    def slowly(said):
        if isinstance(said, dict):
            kept = {name: slowly(one) for name, one in said.items()}
            return {name: one for name, one in kept.items() if one not in (None, "", [], {})}
        return [one for one in map(slowly, said) if one not in (None, "", [], {})] if isinstance(said, list) else said

    assert without_empty(document) == slowly(document)


@pytest.mark.parametrize("scheme", ["http", "https", "HTTP", "ftp"])
@given(
    host=st.text("ab9-.A", max_size=70) | st.just("group.example"),
    path=st.text("/ab-._~%?#é ", max_size=8),
)
def test_a_plain_address_is_read_the_short_way_as_the_long(scheme, host, path):
    uri = f"{scheme}://{host}{path}"
    quick = addresses.as_uri(uri)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_LONGEST_HOST", 0)
        assert quick == addresses.as_uri(uri)
