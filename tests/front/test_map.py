"""Maps in a real browser: the picture alone, the map that moves, the way back, and nobody else asked."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from playwright.async_api import Browser, Locator, Page, Route, expect

from livewell import settings as told
from livewell.kit import edge, headers, maps, templates, tiles
from livewell.kit.door import House
from livewell.kit.geo import Point
from livewell.settings import Settings
from tests.front import pmtiles
from tests.front.browser import assert_accessible, assert_no_csp_violations, assert_reflows, assert_sound, listen
from tests.front.conftest import Gallery

PAGE = """
{% extends "layouts/page.html" %}
{% import "components/maps.html" as maps %}
{% block title %}Places{% endblock %}
{% block main %}
<h1>Places</h1>
{{ maps.map(the_map, urgent="Open in a crisis") }}
<h2>The same places as a list</h2>
<ol id="results">{% for pin in pins %}<li id="{{ pin.href[1:] }}"><h3><a href="/somewhere/{{ pin.number }}">{{ pin.label }}</a></h3></li>{% endfor %}</ol>
{% endblock %}
"""
WEST = maps.Outline("Ruddington", (((455_000, 330_000), (459_000, 330_000), (459_000, 334_000), (455_000, 334_000)),))
EAST = maps.Outline("Cotgrave", (((459_000, 330_000), (466_000, 330_000), (466_000, 334_000), (459_000, 334_000)),))
HOME = maps.Pin(None, Point.on_grid(458_000, 332_000), "You: NG11 6AB", "", kind="here")


def a_pin(number: int, easting: int, northing: int, **more: object) -> maps.Pin:
    label = f"Group <{number}> & friends"
    return maps.Pin(number, Point.on_grid(easting, northing), label, f"#place-{number}", **more)  # type: ignore[arg-type]


CLOSE = [a_pin(number, 456_000 + 20 * number, 331_000) for number in (3, 4, 7, 9, 11)]
PINS = [
    a_pin(1, 457_000, 333_500),
    a_pin(2, 465_000, 333_000, kind="urgent"),
    *CLOSE,
    a_pin(5, 462_000, 331_000),
    a_pin(6, 462_000, 331_000),
]


@pytest.fixture
def shown(gallery: Gallery) -> Callable[..., str]:
    """Put a map on a page and give the page's address."""

    def show(pins: list[maps.Pin] = PINS, **about: object) -> str:
        the_map = maps.make_map(pins, outlines=[WEST, EAST], title="Places in Rushcliffe", **about)  # type: ignore[arg-type]
        page = templates.environment().from_string(PAGE)
        gallery.answers["/map"] = (200, page.render(the_map=the_map, pins=pins))
        return f"{gallery.url}/map"

    return show


@pytest.fixture
def with_settings() -> Iterator[Callable[[Settings], None]]:
    before = told.settings()
    yield told.use
    told.use(before)


def marks(page: Page) -> Locator:
    return page.locator(".lw-map__moving .lw-map__mark")


async def move(page: Page) -> Locator:
    await page.get_by_role("button", name="Show the map you can move").click()
    await page.get_by_role("button", name="Back to the picture").wait_for()
    return marks(page)


@pytest.mark.parametrize("size", [(1280, 900), (390, 844), (320, 640)])
async def test_the_picture_is_sound_at_every_width(
    page: Page, shown: Callable[..., str], size: tuple[int, int]
) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(shown(here=HOME))
    await assert_sound(page)


@pytest.mark.parametrize("width", [1280, 390, 320])
async def test_every_mark_is_large_enough_for_a_finger(page: Page, shown: Callable[..., str], width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto(shown())
    boxes = [await mark.bounding_box() for mark in await page.locator(".lw-map__pin:visible").all()]
    assert len(boxes) > 3
    assert all(box and min(box["width"], box["height"]) >= 23.9 for box in boxes), boxes


async def test_the_picture_says_what_it_shows(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown(here=HOME))
    drawn = page.get_by_role("group", name="Places in Rushcliffe")
    await expect(drawn.get_by_role("link", name="1. Group <1> & friends")).to_have_count(1)
    await expect(drawn.get_by_role("link", name="5 near Ruddington, numbers 3, 4, 7, 9 and 11")).to_have_count(1)
    await expect(drawn.get_by_role("link", name="2 near Cotgrave, numbers 5 and 6")).to_have_count(1)
    await expect(drawn.get_by_role("img", name="You: NG11 6AB")).to_have_count(1)
    await expect(page.get_by_text("Open in a crisis")).to_be_visible()


async def test_without_scripts_the_picture_is_whole(chromium: Browser, shown: Callable[..., str]) -> None:
    context = await chromium.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(shown())
    await expect(page.get_by_role("button", name="Show the map you can move")).to_have_count(0)
    await page.get_by_role("link", name="1. Group <1> & friends").click()
    await expect(page).to_have_url(re.compile("#place-1$"))
    await context.close()


async def test_nothing_of_the_moving_map_is_fetched_before_it_is_wanted(page: Page, shown: Callable[..., str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(shown())
    assert not [url for url in asked if "leaflet" in url or "supercluster" in url]
    await move(page)
    assert len([url for url in asked if "leaflet" in url or "supercluster" in url]) == 3


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
async def test_the_map_that_moves_is_sound(page: Page, shown: Callable[..., str], size: tuple[int, int]) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(shown(here=HOME, radius_miles=6))
    found = await move(page)
    await expect(found.nth(1)).to_be_visible()
    await assert_sound(page)


async def test_groups_and_places_have_names_in_the_order_of_the_list(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await expect(await move(page)).to_have_count(4)
    names = [await mark.get_attribute("aria-label") for mark in await marks(page).all()]
    assert names == [
        "1. Group <1> & friends. Go to it in the list",
        "2. Group <2> & friends. Go to it in the list",
        "5 near Ruddington, numbers 3, 4, 7, 9 and 11. Look closer",
        "2 near Cotgrave, numbers 5 and 6. Look closer",
    ]
    assert {await mark.get_attribute("tabindex") for mark in await marks(page).all()} == {"0"}


async def test_a_place_leads_to_its_line_in_the_list(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await move(page)
    await marks(page).first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#place-1")).to_be_focused()
    await marks(page).nth(1).focus()
    await page.keyboard.press("Space")
    await expect(page.locator("#place-2")).to_be_focused()


async def test_looking_closer_keeps_the_focus_and_takes_the_group_apart(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await move(page)
    await page.get_by_role("button", name="5 near Ruddington").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".leaflet-control-scale-line")).to_have_text(re.compile(" miles?$"))
    await page.get_by_role("status").filter(has_text="Closer:").wait_for(state="attached")
    await expect(page.locator(".lw-map__mark:focus")).to_have_count(1)
    await expect(page.get_by_role("button", name="5 near Ruddington")).to_have_count(0)


async def test_places_at_one_address_are_listed(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await move(page)
    group = page.get_by_role("button", name="2 near Cotgrave")
    await group.focus()
    await page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    await popup.wait_for()
    await expect(page.locator(":focus")).to_contain_text("2 near Cotgrave")
    await page.wait_for_function("() => getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'")
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await popup.wait_for(state="detached")
    await expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("2 near Cotgrave"))
    await page.keyboard.press("Enter")
    await popup.get_by_role("link", name="6. Group").click()
    await expect(page.locator("#place-6")).to_be_focused()
    await assert_no_csp_violations(page)


async def test_tab_goes_through_and_escape_leads_out(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await move(page)
    await marks(page).nth(1).focus()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Back to the picture")).to_be_focused()
    await page.locator(".lw-map__moving").focus()
    inside = 0
    while await page.evaluate("() => Boolean(document.activeElement.closest('.lw-map__moving'))") and inside < 20:
        await page.keyboard.press("Tab")
        inside += 1
    assert inside == 7  # the map, its two buttons, its four marks
    assert await page.evaluate("() => Boolean(document.activeElement.closest('#results'))")


async def test_the_picture_comes_back(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await move(page)
    await expect(page.locator(".lw-map__picture")).to_be_hidden()
    await page.get_by_role("button", name="Back to the picture").click()
    await expect(page.locator(".lw-map__picture")).to_be_visible()
    await expect(page.locator(".lw-map__moving")).to_have_count(0)
    await move(page)
    await expect(marks(page)).to_have_count(4)
    await assert_no_csp_violations(page)


async def test_what_is_looked_at_in_the_list_lights_up_on_both(page: Page, shown: Callable[..., str]) -> None:
    await page.goto(shown())
    await page.locator("#place-9 a").focus()
    lit = page.locator(".lw-map__pin--lit:visible")
    await expect(lit).to_have_attribute("aria-label", "5 near Ruddington, numbers 3, 4, 7, 9 and 11")
    await page.locator("#place-1 a").hover()
    await page.locator("#place-2 a").focus()
    await expect(lit).to_have_count(2)
    await move(page)
    await page.locator("#place-2 a").focus()
    await expect(page.locator(".lw-map__mark.lw-map__pin--lit").last).to_have_attribute(
        "aria-label", re.compile(r"2\. Group")
    )


async def test_a_thousand_places(page: Page, shown: Callable[..., str]) -> None:
    many = [a_pin(n, 455_000 + (n * 7919) % 11_000, 330_000 + (n * 104_729) % 4_000) for n in range(1, 1001)]
    await page.goto(shown(many))
    await assert_accessible(page)
    await assert_reflows(page)
    found = await move(page)
    await expect(found.nth(5)).to_be_visible()
    assert await found.count() < 120
    await assert_no_csp_violations(page)


async def test_a_map_that_does_not_come_leaves_the_picture(page: Page, shown: Callable[..., str]) -> None:
    await page.route("**/leaflet.*.js", lambda route: route.abort())
    await page.goto(shown())
    await page.get_by_role("button", name="Show the map you can move").click()
    await page.get_by_text("The map could not be fetched").wait_for(state="attached")
    await expect(page.locator(".lw-map__picture")).to_be_visible()
    await page.unroute("**/leaflet.*.js")
    await move(page)


async def test_in_the_readers_own_colours(chromium: Browser, shown: Callable[..., str]) -> None:
    context = await chromium.new_context(forced_colors="active", reduced_motion="reduce")
    page = await context.new_page()
    listen(page)
    await page.goto(shown())
    await assert_accessible(page, but=("color-contrast",))
    await move(page)
    await assert_accessible(page, but=("color-contrast",))
    await assert_no_csp_violations(page)
    await context.close()


async def test_on_paper_only_the_picture_is_left(page: Page, shown: Callable[..., str]) -> None:
    await page.set_viewport_size({"width": 700, "height": 900})
    await page.goto(shown())
    await page.emulate_media(media="print")
    await expect(page.locator(".lw-map__svg")).to_be_visible()
    await expect(page.locator(".lw-map__do")).to_be_hidden()


async def paint(page: Page) -> list[list[int]]:
    """The colours in the middles of the canvases that lie under the marks."""
    colours: list[list[int]] = await page.evaluate(
        "() => [...document.querySelectorAll('.leaflet-tile-pane canvas')]"
        ".map(one => [...one.getContext('2d').getImageData(one.width / 2, one.height / 2, 1, 1).data])"
    )
    return colours


@pytest.mark.parametrize(
    ("kind", "tile", "colour"),
    [
        (pmtiles.PNG, pmtiles.png((200, 220, 180)), [200, 220, 180, 255]),
        (pmtiles.VECTOR, pmtiles.land(), [226, 223, 218, 255]),
    ],
    ids=["pictures", "vectors"],
)
async def test_our_own_file_lies_under_the_map(
    page: Page,
    shown: Callable[..., str],
    with_settings: Callable[[Settings], None],
    tmp_path: Path,
    kind: int,
    tile: bytes,
    colour: list[int],
) -> None:
    path = tmp_path / "map.pmtiles"
    path.write_bytes(pmtiles.archive(kind, tile))
    with_settings(Settings(map_pmtiles_path=path, map_tiles_attribution="© OpenStreetMap <contributors>"))
    app = edge.build(
        [tiles.router], house=House(secret="x" * 32, secure=False, hosts=frozenset({"localhost"}), demo=False)
    )
    asked: list[str] = []

    async def serve(route: Route) -> None:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost") as client:
            wanted = route.request.headers.get("range", "")
            answer = await client.get(tiles.ADDRESS, headers={"Range": wanted} if wanted else {})
        asked.append(wanted)
        await route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

    await page.route(f"**{tiles.ADDRESS}", serve)
    await page.goto(shown())
    await move(page)
    await page.wait_for_function("() => document.querySelectorAll('.leaflet-tile-pane canvas').length > 0")
    deadline = time.monotonic() + 60
    while colour not in (painted := await paint(page)):
        assert time.monotonic() < deadline, painted
        await page.wait_for_timeout(100)
    assert asked
    assert all(one.startswith("bytes=") for one in asked)
    await expect(page.locator(".leaflet-control-attribution")).to_have_text("© OpenStreetMap <contributors>")
    assert (
        await page.get_by_role("link", name="OpenStreetMap").get_attribute("href")
        == "https://www.openstreetmap.org/copyright"
    )
    await assert_accessible(page)
    await assert_no_csp_violations(page)


async def test_a_tile_server_is_asked_for_pictures_and_only_when_the_map_is_wanted(
    page: Page, shown: Callable[..., str], with_settings: Callable[[Settings], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = "https://{s}.tiles.example/{z}/{x}/{y}.png"
    with_settings(Settings(map_tiles_url=server, map_tiles_attribution="© Somebody"))
    policy = headers.policy_with(tiles.pictures_from(server))
    monkeypatch.setitem(headers.ALWAYS, "content-security-policy", policy)
    asked: list[str] = []

    async def serve(route: Route) -> None:
        asked.append(route.request.url)
        await route.fulfill(body=pmtiles.png((1, 2, 3)), content_type="image/png")

    await page.route("https://*.tiles.example/**", serve)
    await page.goto(shown())
    assert not asked
    await move(page)
    await page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert asked
    await assert_accessible(page)
