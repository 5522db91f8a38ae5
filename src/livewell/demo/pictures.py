"""Drawings for some of the listings, made of plain shapes: small, nobody in them, and the same in every run."""

from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from livewell.assets import actions as assets
from livewell.demo.community import THE_WALKERS
from livewell.demo.neighbourhood import Neighbourhood, ago
from livewell.kit import clock

SIZE = WIDTH, HEIGHT = 900, 600
SKY, GRASS, LEAF, EARTH, PAPER, INK, SUN, BRICK, WATER = (
    "#cfe8f5", "#8fb996", "#4f7d57", "#8a6246", "#fbf3e4", "#3b3a40", "#f6c453", "#c8553d", "#5b9bd5",
)  # fmt: skip

Draw = Callable[[ImageDraw.ImageDraw, Random], None]


def hills(on: ImageDraw.ImageDraw, chance: Random) -> None:
    """Three hills, a sun, and a path that winds between them."""
    on.rectangle((0, 0, *SIZE), fill=SKY)
    on.ellipse((680, 60, 790, 170), fill=SUN)
    for left, top, colour in ((-200, 250, "#a9c9a4"), (350, 280, GRASS), (60, 350, "#7aa982")):
        on.ellipse((left, top, left + 900, top + 700), fill=colour)
    on.polygon(((430, 600), (560, 600), (500, 480), (540, 400), (515, 400), (455, 480)), fill="#e6d3ad")
    for _ in range(9):
        x, y = chance.randrange(40, 860), chance.randrange(430, 560)
        if not 400 < x < 590:
            on.ellipse((x, y, x + 34, y + 46), fill=LEAF)


def teapot(on: ImageDraw.ImageDraw, chance: Random) -> None:
    """A red teapot and two cups on a spotted cloth."""
    on.rectangle((0, 0, *SIZE), fill=PAPER)
    on.rectangle((0, 430, *SIZE), fill="#dfe7d8")
    for _ in range(26):
        x, y = chance.randrange(0, 890), chance.randrange(440, 590)
        on.ellipse((x, y, x + 14, y + 9), fill="#b9cdb0")
    on.arc((500, 230, 640, 400), 260, 100, fill=BRICK, width=24)
    on.polygon(((330, 330), (205, 235), (190, 262), (320, 400)), fill=BRICK)
    on.ellipse((290, 190, 570, 460), fill=BRICK)
    on.ellipse((375, 165, 485, 215), fill="#a8442f")
    on.ellipse((415, 140, 445, 170), fill="#a8442f")
    for left in (110, 660):
        on.chord((left, 400, left + 130, 530), 0, 180, fill="white", outline=INK, width=4)
        on.ellipse((left, 448, left + 130, 482), fill="#b07a4a", outline=INK, width=4)


def choir(on: ImageDraw.ImageDraw, chance: Random) -> None:
    """Three rows of round faces, all singing."""
    on.rectangle((0, 0, *SIZE), fill="#efe3f2")
    for row in range(3):
        for place in range(6 + row % 2):
            x, y = 70 + place * 125 - (row % 2) * 30, 120 + row * 140
            colour = chance.choice(("#f2c9a5", "#c98f63", "#8a5a3b", "#e8b48c", "#6d452f"))
            on.rectangle((x + 8, y + 88, x + 82, y + 170), fill=chance.choice((BRICK, WATER, LEAF, SUN)))
            on.ellipse((x, y, x + 90, y + 100), fill=colour)
            for eye in (26, 58):
                on.ellipse((x + eye, y + 36, x + eye + 8, y + 44), fill=INK)
            on.ellipse((x + 34, y + 58, x + 56, y + 84), fill=INK)


def raised_beds(on: ImageDraw.ImageDraw, chance: Random) -> None:
    """Three raised beds with rows of leaves, and a watering can."""
    on.rectangle((0, 0, *SIZE), fill=SKY)
    on.rectangle((0, 260, *SIZE), fill="#b9d3a8")
    for bed in range(3):
        left, top = 50 + bed * 275, 300 + bed % 2 * 40
        on.rectangle((left, top, left + 240, top + 150), fill="#a97c50", outline="#7b5836", width=6)
        on.rectangle((left + 10, top + 8, left + 230, top + 50), fill=EARTH)
        for plant in range(6):
            x, high = left + 24 + plant * 36, chance.randrange(30, 90)
            on.line((x, top + 30, x, top + 30 - high), fill=LEAF, width=6)
            on.ellipse((x - 15, top + 8 - high, x + 15, top + 38 - high), fill=LEAF)
    on.rectangle((700, 500, 790, 570), fill=WATER)
    on.polygon(((700, 520), (630, 480), (622, 496), (700, 556)), fill=WATER)
    on.arc((740, 470, 840, 560), 250, 90, fill=WATER, width=12)


def pool(on: ImageDraw.ImageDraw, chance: Random) -> None:
    """A pool with three wide lanes and hardly a ripple."""
    on.rectangle((0, 0, *SIZE), fill="#e8f1f4")
    on.polygon(((60, 180), (840, 180), (900, 600), (0, 600)), fill=WATER)
    for lane in (1, 2):
        on.line((60 + lane * 260, 180, lane * 300, 600), fill="white", width=10)
    for _ in range(24):
        x, y = chance.randrange(60, 800), chance.randrange(230, 580)
        on.arc((x, y, x + 60, y + 18), 200, 340, fill="#9cc7ee", width=4)


DRAWINGS: tuple[tuple[str, Draw, str], ...] = (
    (THE_WALKERS, hills, "A drawing of three green hills in the sun, with a path winding between them."),
    (THE_WALKERS, teapot, "A drawing of a red teapot and two cups of tea on a spotted cloth."),
    ("cafe", teapot, "A drawing of a red teapot and two cups of tea on a spotted cloth."),
    ("sing", choir, "A drawing of three rows of round faces, all singing."),
    ("East Leake Allotment Circle", raised_beds, "A drawing of three raised beds with rows of leaves, and a watering can."),
    ("swim", pool, "A drawing of a swimming pool with three wide lanes and calm water."),
)  # fmt: skip


def drawn(draw: Draw) -> bytes:
    """One drawing as PNG."""
    image = Image.new("RGB", SIZE, "white")
    draw(ImageDraw.Draw(image), Random(draw.__name__))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


async def hang_pictures(here: Neighbourhood) -> None:
    """Show the drawings on their listings, with words for those who cannot see them."""
    by = await here.link_worker(3)
    names = {one.listing.name: one.id for one in here.community.listings}
    with clock.at(ago(14, 15)):
        for name, draw, alt in DRAWINGS:
            asset = names[name] if name in names else here.first(name)
            await assets.add_photo(asset, drawn(draw), alt=alt, submission=here.new_id(), by=by)
