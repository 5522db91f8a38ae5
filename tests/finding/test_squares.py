"""The squares on a listing's page and its flyers open its page: read back as a phone's camera reads them."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.async_api import Page

from livewell.kit import qr
from tests.factories.assets import an_asset_from
from tests.finding.test_listing import a_whole_listing
from tests.live import LiveHouse


def read_squares(picture: Image.Image) -> list[str]:
    """What a reader finds in a picture: the text of every QR code."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [one.text for one in found]


@pytest.mark.parametrize("paper", ["a5", "a4"])
@pytest.mark.parametrize("dots", [300, 100, 60], ids="{} dots to the inch".format)
async def test_the_square_of_a_flyer_opens_the_listing(visitor, paper, dots):
    listing = await an_asset_from(a_whole_listing())
    answer = await visitor.get(f"/community/{listing}/flyer-{paper}.pdf")
    page = pypdfium2.PdfDocument(answer.content)[0]
    picture = page.render(scale=dots / 72).to_pil().convert("L")
    [address] = read_squares(picture)
    assert address.endswith(f"/community/{listing}")
    assert (await visitor.get(address)).status_code == 200


async def test_the_square_on_the_page_opens_the_listing(live_server: LiveHouse, page: Page):
    async with live_server.database():
        listing = await an_asset_from(a_whole_listing())
    await page.goto(f"{live_server.address}/community/{listing}")
    address = f"{live_server.address}/community/{listing}"
    for width in (1280, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        shot = await page.screenshot(full_page=True)
        assert read_squares(Image.open(BytesIO(shot))) == [address]
    printed = pypdfium2.PdfDocument(await page.pdf(format="A4"))
    squares = [one for sheet in printed for one in read_squares(sheet.render(scale=150 / 72).to_pil())]
    assert squares == [address]


@pytest.mark.parametrize("turned", [0, 8, 90, 180])
def test_a_square_is_read_turned_and_out_of_focus_and_with_a_stain(turned):
    address = "https://livewell.example/community/0b7b2c1e-3c64-4d55-9b1a-7f6f2f0c9a11"
    picture = Image.open(BytesIO(qr.png(address))).convert("L")
    side = picture.width // 12
    picture.paste(128, (picture.width // 2, picture.height // 2, picture.width // 2 + side, picture.height // 2 + side))
    photographed = picture.rotate(turned, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(6))
    assert read_squares(photographed) == [address]
