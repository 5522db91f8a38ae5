"""/oruk/v3: every endpoint, every page and every identifier, judged by the published schemas."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from livewell.assets import actions as assets
from livewell.assets import queries as asset_queries
from livewell.assets.actions import NewListing
from livewell.assets.rules import Checked, Provenance
from livewell.assets.rules.listing import ContactPerson
from livewell.kit import clock
from livewell.kit.actor import SYSTEM
from livewell.kit.db import count_queries, execute
from livewell.kit.errors import DatabaseAway
from livewell.openreferral.queries import at_locations, services, shelf
from livewell.openreferral.routes import answers
from livewell.openreferral.rules import parameters
from livewell.openreferral.rules.parameters import Asked
from livewell.piccolo_app import APP_CONFIG
from tests.openreferral.conftest import CHOIR

LISTS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


async def get(client, path, status=200, **asked):
    answer = await client.get(f"/oruk/v3{path}", params=asked)
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json() if answer.content else None


async def walk(client, path, **asked):
    """Every page of a list, its envelope checked in passing; gives all contents."""
    found, number = [], 1
    while True:
        page = await get(client, path, page=number, **asked)
        per_page = int(asked.get("per_page", parameters.USUAL_PAGE))
        assert page["size"] == len(page["contents"]) <= per_page
        assert page["page_number"] == number
        assert page["total_pages"] == -(-page["total_items"] // per_page)
        assert page["first_page"] is (number == 1)
        assert page["last_page"] is (number == max(1, page["total_pages"]))
        assert page["empty"] is (not page["contents"])
        found += page["contents"]
        if page["last_page"]:
            assert len(found) == page["total_items"]
            return found
        number += 1


def empties(document, path=""):
    if isinstance(document, dict):
        return [bad for name, one in document.items() for bad in empties(one, f"{path}/{name}")]
    if isinstance(document, list):
        return [bad for number, one in enumerate(document) for bad in empties(one, f"{path}/{number}")]
    return [path] if document in (None, "") else []


async def test_the_root_says_what_it_is(visitor, judge):
    said = await get(visitor, "/")
    assert judge.faults("api_details", said) == []
    assert said["version"] == "HSDS-UK-3.0"


@pytest.mark.parametrize(("path", "schema"), LISTS.items())
@pytest.mark.parametrize("per_page", [1, 3, 50])
async def test_every_page_and_every_identifier_is_right_by_the_schemas(
    visitor, directory, judge, path, schema, per_page
):
    found = await walk(visitor, f"/{path}", per_page=per_page)
    assert len({one["id"] for one in found}) == len(found) > 0
    page = await get(visitor, f"/{path}", per_page=per_page)
    assert judge.faults(f"{schema}_list", page) == []
    if per_page != 50:
        return
    for one in found:
        whole = await get(visitor, f"/{path}/{one['id']}")
        assert judge.faults(schema, whole) == []
        assert empties(whole) == []
        assert whole["id"] == one["id"]
        assert {name: whole[name] for name in one if name not in {"organization", "location"}} == {
            name: value for name, value in one.items() if name not in {"organization", "location"}
        }


@pytest.mark.parametrize("path", ["services", "service_at_locations", "organizations"])
async def test_full_lists_are_right_too_and_streams_hold_the_same(visitor, directory, judge, path):
    schema = LISTS[path]
    full = await walk(visitor, f"/{path}", full="true", per_page=2)
    assert [fault for one in full for fault in judge.faults(schema, one)] == []
    assert empties(full) == []
    answer = await visitor.get(f"/oruk/v3/{path}", params={"format": "ndjson", "full": "true"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in answer.text.splitlines()] == full
    if path != "organizations":
        for one in full:
            assert await get(visitor, f"/{path}/{one['id']}") == one


@pytest.mark.parametrize("path", ["taxonomies", "taxonomy_terms"])
async def test_vocabularies_stream_whole(visitor, path):
    answer = await visitor.get(f"/oruk/v3/{path}", params={"format": "ndjson"})
    assert len(answer.text.splitlines()) == (await get(visitor, f"/{path}"))["total_items"]


async def test_everything_a_listing_says_is_there(visitor, directory):
    said = await get(visitor, f"/services/{directory.ids['Bingham gentle walkers']}")
    assert said["status"] == "active"
    assert said["email"] == "walks@walkers.example"
    assert said["organization"]["organization_identifiers"][0]["identifier_scheme"] == "GB-CHC"
    assert said["organization"]["description"].startswith("Fictional Society")
    place = said["service_at_locations"][0]
    address = place["location"]["addresses"][0]
    assert (address["city"], address["state_province"], address["country"]) == ("Bingham", "Nottinghamshire", "GB")
    assert place["schedules"][0]["byday"] == "TU"
    assert place["schedules"][0]["timezone"] == "Europe/London"
    assert [one["byday"] for one in said["schedules"]] == ["1FR,-1FR"]
    assert said["contacts"][0]["phones"][0]["number"] == "01632 960123"
    assert json.loads(said["service_areas"][1]["extent"])["type"] == "Polygon"
    assert said["service_areas"][0]["uri"].endswith("E05009999")
    links = {(one["link_type"], one["taxonomy_term"]["name"]) for one in said["attributes"]}
    assert ("service_eligibility", "Men") not in links
    assert ("service_eligibility", "Older people") in links
    assert ("five_ways_to_wellbeing", "Connect") in links
    assert said["last_modified"].endswith("Z")
    assert said["last_modified"][-5] == "."


async def test_when_it_was_assured_is_said_and_by_a_mailbox_of_the_service_alone(visitor, directory):
    await execute(
        "INSERT INTO service_setting (key, value, changed_at) VALUES ('public_email', 'team@livewell.example', now())"
    )
    asset_id = directory.ids["Ruddington choir"]
    seen = await asset_queries.asset(asset_id)
    await assets.assure(
        asset_id, how=Checked.PHONED, what=("times",), version=seen.version, by=SYSTEM, by_name="Sam Canary"
    )
    said = await get(visitor, f"/services/{asset_id}")
    assert said["assurer_email"] == "team@livewell.example"
    assert len(said["assured_date"]) == 10
    assert "Sam Canary" not in json.dumps(said)


async def test_nothing_hidden_personal_or_unpublished_leaves_by_any_door(visitor, directory):
    paths = ["", "?full=true", "?format=ndjson", "?format=ndjson&full=true", "?minimal=true", "?full_service=true"]
    heard = ""
    for path in LISTS:
        for asked in paths:
            heard += (await visitor.get(f"/oruk/v3/{path}{asked}")).text
    for one in directory.ids.values():
        heard += (await visitor.get(f"/oruk/v3/services/{one}")).text
    assert "Bingham gentle walkers" in heard
    for canary in ("Canary", "canary", "07700 900999", "Hidden Lane", "NG12 1AA", "464444", "52.9033"):
        assert canary not in heard
    await get(visitor, f"/services/{directory.ids['Canary unpublished']}", 404)


OPEN_TABLES = {
    "asset", "asset_at_location", "location", "contact", "cost_option", "service_area", "schedule", "photo",
    "organisation", "imported_service", "term", "search_row", "postcode", "ward", "service_setting", "rate_limit",
}  # fmt: skip
"""All that an answer is made of: no other table is even asked."""


async def test_no_table_about_people_is_asked_at_all(visitor, directory):
    await a_postcode("NG121AA", 464_444, 334_444)
    asked = ["", "?full=true", "?search=walk", "?full_service=true", "?minimal=true", "?postcode=NG121AA&proximity=900"]
    with count_queries() as counted:
        for path in LISTS:
            for query in asked:
                for form in ("", "&format=ndjson" if query else "?format=ndjson"):
                    await visitor.get(f"/oruk/v3/{path}{query}{form}")
        for one in directory.ids.values():
            await visitor.get(f"/oruk/v3/services/{one}")
        await visitor.get(f"/oruk/v3/organizations/{directory.organization}")
    known = {table._meta.tablename for table in APP_CONFIG.table_classes}
    named = {word for statement in counted.statements for word in re.findall(r"\b[a-z_]+\b", statement)} & known
    assert named <= OPEN_TABLES | {"word", "schedule"}, named - OPEN_TABLES


async def test_what_only_the_team_may_know_of_a_listing_is_in_no_answer(visitor, directory):
    asset_id = directory.ids["Ruddington choir"]
    seen = await asset_queries.asset(asset_id)
    private = replace(
        seen.listing,
        safeguarding="Canary concern",
        contacts=(ContactPerson("Canary Person", "Canary role", "07700 900111", "canary@c.example", shown=False),),
    )
    await assets.change(asset_id, private, version=seen.version, by=SYSTEM)
    await assets.assure(
        asset_id,
        how=Checked.VISITED,
        what=("times",),
        version=seen.version + 1,
        note="Canary note",
        by=SYSTEM,
        by_name="Canary",
    )
    heard = "".join([(await visitor.get(f"/oruk/v3/{path}?format=ndjson&full=true")).text for path in LISTS])
    assert "anary" not in heard
    assert "07700 900111" not in heard


async def test_whoever_asks_for_what_was_modified_hears_that_a_place_is_hidden_now(visitor, directory):
    choir = await asset_queries.asset(directory.ids["Ruddington choir"])
    other = uuid4()
    await assets.add_many(
        [
            NewListing(
                other,
                replace(CHOIR, name="Bells", venues=(replace(CHOIR.venues[0], location=choir.places[0].location),)),
            )
        ],
        source=Provenance.TEAM,
        by=SYSTEM,
    )
    before = (await get(visitor, f"/services/{other}"))["last_modified"]
    with clock.at(clock.now() + timedelta(hours=1)):
        hidden = replace(choir.listing, venues=(replace(choir.listing.venues[0], hidden=True),))
        await assets.change(choir.id, hidden, version=choir.version, by=SYSTEM)
    after = await get(visitor, f"/services/{other}")
    assert "service_at_locations" not in after
    assert after["last_modified"] > before
    asked_since = await get(visitor, "/services", modified_after=before.replace("Z", "1Z"))
    assert str(other) in {one["id"] for one in asked_since["contents"]}


async def test_a_hidden_place_cannot_be_found_by_asking_who_is_near_it(visitor, directory):
    await a_postcode("NG121AA", 464_444, 334_444)
    found = await get(visitor, "/services", postcode="NG12 1AA", proximity=500)
    assert found["total_items"] == 0


async def a_postcode(code, easting, northing, district="E07000176"):
    await execute(
        "INSERT INTO postcode (postcode, easting, northing, latitude, longitude, district) VALUES ($1, $2, $3, 52.95, -0.95, $4)",
        code,
        easting,
        northing,
        district,
    )


async def names(client, path="/services", **asked):
    return {one.get("name") or one["location"]["name"] for one in await walk(client, path, **asked)}


async def test_filters_are_cumulative_and_find_what_is_right(visitor, directory, monkeypatch):
    await a_postcode("NG138AA", 470_500, 339_900)
    walkers, choir, meal, voice = "Bingham gentle walkers", "Ruddington choir", "Safe evening meal", "A friendly voice"
    terms = {one["name"]: one for one in await walk(visitor, "/taxonomy_terms", per_page=100)}
    connect, active = terms["Connect"]["id"], terms["Be active"]["id"]
    cases = [
        ({}, {walkers, choir, meal, voice}),
        ({"search": "ruddington"}, {choir}),
        ({"text": "walks"}, {walkers}),
        ({"search": "!!"}, set()),
        ({"taxonomy_term_id": connect}, {walkers, choir, meal}),
        ({"taxonomy_term_id": active}, {walkers}),
        ({"taxonomy_term_id": terms["Step-free"]["id"]}, {walkers}),
        ({"taxonomy_term_id": terms["Club"]["id"]}, {choir, meal}),
        ({"taxonomy_term_id": "00000000-0000-0000-0000-00000000beef"}, set()),
        ({"taxonomy_id": terms["Older people"]["taxonomy_id"]}, {walkers}),
        ({"organization_id": str(directory.organization)}, {walkers, choir}),
        ({"organization_id": str(directory.organization), "taxonomy_term_id": active}, {walkers}),
        ({"minimum_age": 100}, {choir, meal, voice}),
        ({"maximum_age": 10}, {choir, meal}),
        ({"day": "TU"}, {walkers}),
        ({"day": "Thursday", "start_time": "18:00", "end_time": "19:30"}, {choir}),
        ({"day": "TH", "start_time": "21:30"}, set()),
        ({"day": "SA"}, set()),  # The meal happens on Saturdays, at a place nobody is told.
        ({"postcode": "NG13 8AA", "proximity": 1000}, {walkers}),
        ({"postcode": "NG13 8AA", "proximity": 20000}, {walkers, choir}),
        ({"postcode": "ng138aa"}, {walkers, choir, voice}),
        ({"modified_after": "2000-01-01"}, {walkers, choir, meal, voice}),
        ({"modified_after": "2999-01-01T00:00:00Z"}, set()),
    ]
    for asked, expected in cases:
        assert await names(visitor, **asked) == expected, asked
    nearest = (await get(visitor, "/services", postcode="NG13 8AA", proximity=20000))["contents"]
    assert [one["name"] for one in nearest] == [walkers, choir]
    assert nearest[0]["distance_m"] == 0
    assert 14_000 < nearest[1]["distance_m"] < 16_000
    places = await walk(visitor, "/service_at_locations", postcode="NG13 8AA", proximity=1000)
    assert [one["location"]["name"] for one in places] == ["Bingham Community Hall"]
    streamed = await visitor.get("/oruk/v3/services?format=ndjson&postcode=NG138AA&proximity=1000")
    assert [json.loads(line)["name"] for line in streamed.text.splitlines()] == [walkers]
    monkeypatch.setattr(services, "A_BATCH", 1)
    monkeypatch.setattr(at_locations, "A_BATCH", 1)
    for path in ("services", "service_at_locations"):
        asked = {"postcode": "NG13 8AA", "proximity": 20000}
        streamed = await visitor.get(f"/oruk/v3/{path}", params={"format": "ndjson", **asked})
        assert [json.loads(line) for line in streamed.text.splitlines()] == await walk(visitor, f"/{path}", **asked)
    nobody = await visitor.get("/oruk/v3/services?format=ndjson&postcode=NG138AA&proximity=1000&search=xylophone")
    assert (nobody.status_code, nobody.text) == (200, "")
    assert await names(visitor, "/organizations", search="fictional") == {"Fictional Society"}


async def test_minimal_says_identifiers_and_when_alone(visitor, directory):
    page = await get(visitor, "/services", minimal="true")
    assert {frozenset(one) for one in page["contents"]} == {frozenset({"id", "last_modified", "modified_date"})}
    assert page["total_items"] == 4


async def test_an_organisation_carries_its_services(visitor, directory):
    said = await get(visitor, f"/organizations/{directory.organization}")
    assert {one["name"] for one in said["services"]} == {"Bingham gentle walkers", "Ruddington choir"}
    whole = await get(visitor, f"/organizations/{directory.organization}", full_service="true")
    assert any("contacts" in one for one in whole["services"])
    await get(visitor, "/organizations", 400, full_service="true", per_page=51)


WRONG = [
    ("/services", {"page": "0"}, "page"),
    ("/services", {"page": "two"}, "page"),
    ("/services", {"per_page": "501"}, "per_page"),
    ("/services", {"format": "xml"}, "format"),
    ("/services", {"taxonomy_id": "7"}, "taxonomy_id"),
    ("/services", {"modified_after": "31 February"}, "modified_after"),
    ("/services", {"modified_after": "2026-02-31"}, "modified_after"),
    ("/services", {"minimal": "perhaps"}, "minimal"),
    ("/services", {"proximity": "500"}, "proximity"),
    ("/services", {"postcode": "ZZ99 9ZZ"}, "postcode"),
    ("/services", {"postcode": "nonsense", "proximity": "500"}, "postcode"),
    ("/services", {"minimum_age": "70", "maximum_age": "60"}, "maximum_age"),
    ("/services", {"day": "someday"}, "day"),
    ("/services", {"start_time": "25:00"}, "start_time"),
    ("/services", {"start_time": "12:00", "end_time": "11:00"}, "end_time"),
    ("/services", {"search": "x" * 300}, "search"),
    ("/services", {"colour": "blue"}, "colour"),
    ("/services", {"search": "a", "text": "b"}, "text"),
    ("/taxonomy_terms", {"top_only": "2"}, "top_only"),
    ("/taxonomy_terms", {"parent_id": "x"}, "parent_id"),
    ("/organizations", {"postcode": "NG13 8AA"}, "postcode"),
    ("/", {"page": "1"}, "page"),
]


@pytest.mark.parametrize(("path", "asked", "name"), WRONG)
async def test_a_wrong_parameter_is_named_with_a_reason(visitor, path, asked, name):
    said = await get(visitor, path, 400, **asked)
    assert said["parameter"] == name
    assert said["reason"].endswith(".")


@pytest.mark.parametrize("path", ["/services", "/service_at_locations"])
@pytest.mark.parametrize("asked", [{}, {"proximity": 500}])
async def test_a_stream_that_cannot_begin_is_refused_like_a_page(visitor, path, asked):
    said = await get(visitor, path, 400, format="ndjson", postcode="ZZ99 9ZZ", **asked)
    assert said["parameter"] == "postcode"


@pytest.mark.parametrize("path", ["/nonsense", "/services/x/y", "/v1/services"])
async def test_what_is_no_address_here_is_refused_in_json(visitor, path):
    assert (await get(visitor, path, 404))["error"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/oruk/v3/services?q=%00", 400, "bad_request"),
        ("GET", "/oruk/v3/services/%00", 400, "bad_request"),
        ("DELETE", "/oruk/v3/services", 405, "method_not_allowed"),
        ("POST", "/oruk/v3/services", 405, "method_not_allowed"),
        ("GET", f"/oruk/v3/services?q={'a' * 5000}", 414, "address_too_long"),
        ("GET", "/oruk/nonsense", 404, "not_found"),
    ],
)
async def test_what_is_refused_before_it_is_asked_is_refused_in_json(visitor, method, path, status, error):
    answer = await visitor.request(method, path)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, "*")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["error"] == error
    assert answer.json()["reason"].endswith(".")


async def test_a_page_for_people_is_still_refused_as_a_page(visitor):
    answer = await visitor.get("/community?q=%00")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")


async def test_a_fault_of_ours_is_said_in_json_with_a_reference_and_nothing_else(visitor, monkeypatch):
    async def broken(_asked):
        raise KeyError("a secret")

    monkeypatch.setattr("livewell.openreferral.queries.services.service_page", broken)
    said = await get(visitor, "/services", 500)
    assert said["error"] == "fault"
    assert "The reference is E-" in said["reason"]
    assert "secret" not in json.dumps(said)

    async def away(_asked):
        raise DatabaseAway

    monkeypatch.setattr("livewell.openreferral.queries.services.service_page", away)
    answer = await visitor.get("/oruk/v3/services")
    assert (answer.status_code, answer.json()["error"], answer.headers["retry-after"]) == (503, "away", "10")
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_a_parameter_said_twice_is_refused(visitor):
    answer = await visitor.get("/oruk/v3/services?page=1&page=2")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "page"


@pytest.mark.parametrize(
    "path", [f"{one}/{identifier}" for one in LISTS for identifier in ("x", "00000000-0000-0000-0000-000000000000")]
)
async def test_what_is_not_there_is_404_in_json(visitor, path):
    assert (await get(visitor, f"/{path}", 404))["error"] == "not_found"


async def test_who_has_it_already_is_told_so(visitor, directory):
    first = await visitor.get("/oruk/v3/services")
    assert first.headers["last-modified"].endswith("GMT")
    again = await visitor.get("/oruk/v3/services", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["access-control-allow-origin"] == "*"
    other = await visitor.get("/oruk/v3/services?per_page=1", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


NESTED = [
    "UPDATE contact SET phone = '01632 960555' WHERE shown",
    "UPDATE location SET town = 'Elsewhere'",
    "UPDATE location SET features = '{}'",
    "UPDATE cost_option SET amount = 9",
    "UPDATE service_area SET name = 'Farther'",
    "UPDATE organisation SET charity_number = '7654321'",
    "UPDATE asset_at_location SET meeting_point = 'At the back'",
    "UPDATE schedule SET pattern = jsonb_set(pattern, '{opens}', '615')",
    "DELETE FROM schedule WHERE at_location IS NOT NULL",
    "UPDATE asset SET assured_at = now(), assured_how = 'visited', assured_until = '2027-05-01'",
]


@pytest.mark.parametrize("change", NESTED)
async def test_the_mark_of_a_service_changes_with_whatever_is_nested_in_it_and_with_nothing_else(
    visitor, directory, change
):
    path = f"/oruk/v3/services/{directory.ids['Bingham gentle walkers']}"
    marks = [(await visitor.get(path)).headers["etag"] for _ in range(2)]
    assert marks[0] == marks[1]
    await execute(change)
    assert (await visitor.get(path, headers={"if-none-match": marks[0]})).status_code == 200
    await execute("UPDATE contact SET phone = '01632 960556' WHERE NOT shown")
    marks = [(await visitor.get(path)).headers["etag"] for _ in range(2)]
    assert marks[0] == marks[1]


async def test_who_stops_listening_to_a_stream_and_who_asks_on_are_both_served(visitor, directory):
    await assets.add_many([NewListing(uuid4(), CHOIR) for _ in range(600)], source=Provenance.TEAM, by=SYSTEM)
    async with visitor.stream("GET", "/oruk/v3/services?format=ndjson&full=true") as answer:
        assert len(await anext(answer.aiter_bytes())) > 0
    answer = await visitor.get("/oruk/v3/services?format=ndjson&minimal=true")
    assert len(answer.text.splitlines()) == 604


async def test_whoever_asks_for_the_head_of_a_stream_makes_no_more_than_its_beginning(visitor, directory, monkeypatch):
    await assets.add_many([NewListing(uuid4(), CHOIR) for _ in range(300)], source=Provenance.TEAM, by=SYSTEM)
    monkeypatch.setattr(services, "A_BATCH", 3)
    with count_queries() as whole:
        await visitor.get("/oruk/v3/services?format=ndjson")
    with count_queries() as head:
        answer = await visitor.head("/oruk/v3/services?format=ndjson")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert head.count * 2 < whole.count
    # Nothing is left over from it.
    assert len((await visitor.get("/oruk/v3/services?format=ndjson&minimal=true")).text.splitlines()) == 304


async def test_what_is_in_memory_while_streaming_is_one_batch(visitor, directory, monkeypatch):
    await assets.add_many([NewListing(uuid4(), CHOIR) for _ in range(300)], source=Provenance.TEAM, by=SYSTEM)
    monkeypatch.setattr(services, "A_BATCH", 50)
    documents = services.every_service(Asked(full=True))
    with count_queries() as first:
        await anext(documents)
    with count_queries() as rest:
        ids = [one["id"] async for one in documents]
    assert len(ids) == 303
    assert ids == sorted(ids)
    assert first.count <= rest.count / 3


async def test_a_page_of_another_website_may_ask_and_nothing_else_is_opened(visitor):
    asked = await visitor.options(
        "/oruk/v3/services", headers={"origin": "https://other.example", "access-control-request-method": "GET"}
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "GET" in asked.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in asked.headers
    elsewhere = await visitor.options("/directory", headers={"origin": "https://other.example"})
    assert elsewhere.status_code == 405
    assert "access-control-allow-origin" not in elsewhere.headers
    assert (await visitor.head("/oruk/v3/services")).status_code == 200


async def test_too_many_questions_are_refused_with_a_time_to_come_back(visitor, monkeypatch):
    monkeypatch.setattr(answers, "ALLOWED", 2)
    statuses = [(await visitor.get("/oruk/v3/taxonomies")).status_code for _ in range(4)]
    assert statuses[:2] == [200, 200]
    last = await visitor.get("/oruk/v3/taxonomies")
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0
    assert last.json()["error"] == "too_many_requests"
    assert last.headers["access-control-allow-origin"] == "*"


async def test_a_page_asks_few_statements_and_a_deep_one_no_more(visitor, directory):
    for path, most in (
        ("/services", 6),
        ("/services?full=true", 8),
        ("/service_at_locations?full=true", 8),
        ("/organizations", 6),
    ):
        await visitor.get(f"/oruk/v3{path}")
        with count_queries() as counted:
            await visitor.get(f"/oruk/v3{path}")
        assert counted.count <= most, (path, counted.statements)


async def test_pages_meet_without_a_gap_however_long_the_list_is(visitor, directory, monkeypatch):
    monkeypatch.setattr(shelf, "STEP", 3)
    await assets.add_many([NewListing(uuid4(), CHOIR) for _ in range(20)], source=Provenance.TEAM, by=SYSTEM)
    shelf.clear()
    for per_page in (1, 2, 3, 4, 7, 24, 30):
        for path in ("/services", "/service_at_locations"):
            found = await walk(visitor, path, per_page=per_page)
            ids = [one["id"] for one in found]
            assert ids == sorted(ids)
            assert len(set(ids)) == (24 if path == "/services" else 22)
    beyond = await get(visitor, "/services", page=99)
    assert (beyond["empty"], beyond["last_page"], beyond["total_items"]) == (True, False, 24)


async def test_a_change_is_seen_on_the_next_page(visitor, directory):
    assert (await get(visitor, "/services"))["total_items"] == 4
    asset_id = directory.ids["Ruddington choir"]
    seen = await asset_queries.asset(asset_id)
    await assets.change(asset_id, replace(seen.listing, published=False), version=seen.version, by=SYSTEM)
    assert (await get(visitor, "/services"))["total_items"] == 3
    await get(visitor, f"/services/{asset_id}", 404)


def test_the_judge_bites(judge):
    good = judge.examples["service_full"]
    assert judge.faults("service", good) == []
    for change in (
        {"id": "7"},
        {"status": "open"},
        {"url": "not an address"},
        {"email": "nobody"},
        {"last_modified": "2025-09-02T12:06:15.654"},
        {"minimum_age": "twelve"},
        {"organization": {"id": good["id"], "name": "No description"}},
        {"schedules": [{"id": good["id"], "freq": "YEARLY"}]},
    ):
        assert judge.faults("service", good | change), change
    assert judge.faults("service", {name: value for name, value in good.items() if name != "name"})


def test_the_examples_of_the_standard_are_right_by_its_schemas(judge):
    for name, example in judge.examples.items():
        schema = name.removesuffix("_full")
        assert judge.faults(schema, example) == [], name


def test_every_parameter_of_the_standard_is_known(judge):
    known = {
        "/services": parameters.SERVICES,
        "/service_at_locations": parameters.SERVICE_AT_LOCATIONS,
        "/organizations": parameters.ORGANIZATIONS,
        "/taxonomies": parameters.PAGES,
        "/taxonomy_terms": parameters.TAXONOMY_TERMS,
        "/organizations/{id}": frozenset({"full_service"}),
    }
    for path, allowed in known.items():
        said = judge.api["paths"][path]["get"]["parameters"]
        names_said = {one.get("name") or one["$ref"].rsplit("/", 1)[1] for one in said}
        assert names_said <= allowed, path
