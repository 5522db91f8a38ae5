"""Flyers: one tagged page, whatever the listing says, and nothing of a hidden place."""

from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader

from livewell.assets import actions
from livewell.assets.rules import Capacity, Feature, Joining
from livewell.assets.rules.listing import ContactPerson, Cost, Listing
from livewell.finding.routes import flyer
from livewell.kit.actor import SYSTEM
from tests.factories.assets import a_listing, a_venue, an_asset, an_asset_from
from tests.finding.test_listing import HERE, TUESDAYS, a_whole_listing


def a_picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (900, 700), "green").save(written, "JPEG")
    return written.getvalue()


async def read(visitor: httpx.AsyncClient, key: object, paper: str) -> PdfReader:
    answer = await visitor.get(f"/community/{key}/flyer-{paper}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def text_of(pdf: PdfReader) -> str:
    return " ".join(pdf.pages[0].extract_text().split())


def the_longest(letter: str) -> Listing:
    """As much as every box of our forms takes, of one letter or word."""

    def of(count: int) -> str:
        return (letter * count)[:count].strip()

    venue = a_venue(name=of(160), address=of(200), town=of(80), postcode="NG2 6AB", features=tuple(Feature))
    return a_listing(
        name=of(160),
        what=of(4000),
        when_note=of(500),
        cost_note=of(500),
        costs=(Cost(of(160), None, of(160)),) * 6,
        joining=Joining.TURN_UP,
        joining_note=of(1000),
        capacity=Capacity.ASK,
        capacity_note=of(500),
        features=tuple(Feature),
        venues=(replace(venue, patterns=(TUESDAYS,)),) * 5,
        contacts=(ContactPerson(of(120), of(120), "01632 960001", ""),),
    )


@pytest.mark.parametrize(("paper", "wide", "high"), [("a5", 419.5, 595.3), ("a4", 595.3, 841.9)])
async def test_a_flyer_is_one_tagged_page_with_what_somebody_needs(
    visitor: httpx.AsyncClient, paper: str, wide: float, high: float
) -> None:
    key = await an_asset_from(a_whole_listing())
    await actions.add_photo(key, a_picture(), alt="People walking", submission=uuid4(), by=SYSTEM)
    pdf = await read(visitor, key, paper)
    assert len(pdf.pages) == 1
    assert float(pdf.pages[0].mediabox.width) == pytest.approx(wide, abs=1)
    assert float(pdf.pages[0].mediabox.height) == pytest.approx(high, abs=1)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Strollers"
    assert pdf.root_object["/Lang"] == "en-GB"
    assert pdf.root_object["/MarkInfo"]["/Marked"] is not None
    said = text_of(pdf)
    for words in (
        "Strollers", "A gentle walk.", "Next: Tuesday", "Tuesdays 2pm to 4pm", "The library steps", "Usual £2.50",
        "Just turn up", "Beryl, 01632 960001", "Step-free", "Fine to come alone", "Found through Live Well",
    ):  # fmt: skip
        assert words in said, words
    assert str(key) in said.replace(" ", "")


@pytest.mark.parametrize("letter", ["W", "word ", "歩", "🙂", "i", "antidisestablishmentarianism "])
@pytest.mark.parametrize("with_photo", [True, False])
async def test_the_longest_listing_fits_on_one_page(
    visitor: httpx.AsyncClient,
    letter: str,
    with_photo: bool,
) -> None:
    key = await an_asset_from(the_longest(letter))
    if with_photo:
        await actions.add_photo(key, a_picture(), alt="People walking", submission=uuid4(), by=SYSTEM)
    pdf = await read(visitor, key, "a5")
    assert len(pdf.pages) == 1
    if letter != "🙂":  # Not every machine has letters for it, and what has none is read back as nothing.
        said = text_of(pdf)
        for words in ("Found through Live Well", "When", "Where", "Cost", "Joining"):
            assert words in said


async def test_the_shortest_listing_has_a_flyer(visitor: httpx.AsyncClient) -> None:
    pdf = await read(visitor, await an_asset(name="Beans"), "a5")
    assert "Beans" in text_of(pdf)


async def test_a_hidden_place_is_not_on_a_flyer(visitor: httpx.AsyncClient) -> None:
    venue = a_venue(HERE, name="Refuge House", address="9 Secret Street", postcode="NG2 6AB", hidden=True)
    pdf = await read(visitor, await an_asset_from(a_listing(venues=(venue,))), "a4")
    said = text_of(pdf)
    assert "We tell you the address when you get in touch" in said
    for words in ("Refuge", "Secret", "NG2 6AB"):
        assert words not in said


async def test_many_flyers_from_one_address_are_too_many(
    visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flyer, "PDFS_AN_HOUR", 1)
    key = await an_asset()
    assert (await visitor.get(f"/community/{key}/flyer-a5.pdf")).status_code == 200
    assert (await visitor.get(f"/community/{key}/flyer-a5.pdf")).status_code == 429
