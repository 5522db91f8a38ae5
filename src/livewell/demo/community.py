"""Fictional groups, places and people of every kind on real postcodes: at least 120 in the full demo."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from livewell.assets.tables import Asset, Organisation
from livewell.demo.ledger import Ledger

VILLAGES = (
    # Name, a postcode sector.
    ("West Bridgford", "NG2 5"), ("Lady Bay", "NG2 5"), ("Edwalton", "NG12 4"), ("Gamston", "NG2 6"), ("Ruddington", "NG11 6"),
    ("Keyworth", "NG12 5"), ("East Leake", "LE12 6"), ("Cotgrave", "NG12 3"), ("Radcliffe on Trent", "NG12 2"), ("Bingham", "NG13 8"),
    ("Gotham", "NG11 0"), ("Sutton Bonington", "LE12 5"), ("Tollerton", "NG12 4"), ("Cropwell Bishop", "NG12 3"), ("Aslockton", "NG13 9"),
)  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """One kind of thing a village may have."""

    name: str
    kind: str
    what: str
    when: str
    place: str
    cost: str
    free: bool
    ways: tuple[str, ...]
    who_for: str
    contact: str
    access: str = "Step-free from the car park. Toilets. You are welcome to bring somebody along."


PATTERNS = (
    Pattern("{v} Strollers", "group", "A gentle walk of about a mile and a half, then tea and a chat. We go at the pace of the slowest. New faces every month.", "Thursdays 1.30pm, walk then tea", "the library steps", "Free", True, ("be_active", "connect"), "Anybody who would like company on a walk", "Anne"),
    Pattern("{v} Community Café", "cafe", "A warm room, a cup of tea, board games and somebody to talk to. Come for five minutes or stay all morning.", "Tuesdays 10am to 12.30pm", "the Methodist hall", "Pay what you can", False, ("connect",), "Everybody", "Beryl and Tony"),
    Pattern("{v} Shed", "group", "Mend, make and mutter over a mug of tea. Tools provided; all hands welcome, whatever you know.", "Wednesdays 10am to 3pm", "behind the parish rooms", "£2 towards tea", False, ("give", "learn", "connect"), "Men and women who like to work with their hands", "Keith"),
    Pattern("Cook and Eat, {v}", "course", "Six weeks of simple, healthy cookery in a small group, and we eat what we make. Good if you are looking after your sugar.", "Mondays 5.30pm, six weeks", "the school kitchen", "Free", True, ("learn", "connect"), "Adults, at most eight in a group", "Sunita"),
    Pattern("Quiet Swim, {v}", "activity", "An hour in the pool with the music off and the lanes wide. Staff know some of us are new or nervous.", "Tuesdays 2pm to 3pm", "the leisure centre", "£3.20", False, ("be_active",), "Anybody who likes it calm", "The duty manager", "Pool hoist. Hearing loop at the desk. Companion swims free."),
    Pattern("{v} Singers", "club", "We sing what we like and nobody is asked to sing alone. No reading of music needed.", "Thursdays 7pm", "the church room", "£4, first time free", False, ("connect", "take_notice"), "Anybody who can hum", "Marion"),
    Pattern("Mindful Mornings, {v}", "activity", "Half an hour of quiet breathing and noticing, sitting down, eyes open if you wish.", "Fridays 9.30am", "the village hall", "Free", True, ("take_notice",), "Everybody; good if sleep is hard", "Imogen", "Quiet room. Chairs with arms. Fine to leave early."),
    Pattern("Computer Friends, {v}", "service", "One to one help with a tablet or phone: calls, photographs, the surgery's website.", "Saturdays 10am to 12 noon, ring to book", "the library", "Free", True, ("learn",), "Anybody who is stuck", "Ravi"),
    Pattern("Memory Café, {v}", "cafe", "For people living with dementia and whoever comes with them. Songs, cake and time.", "First Tuesday of the month, 2pm", "the Rotary room", "Free", True, ("connect",), "People with dementia and their families", "Glenys"),
    Pattern("Chair Moves, {v}", "activity", "Exercise to music on a chair, for strength and balance.", "Mondays 11am", "the village hall", "£3", False, ("be_active",), "Anybody unsteady on their feet", "Cath"),
)  # fmt: skip

ONCE = (
    ("Rushcliffe Lift Share", "service", "Volunteer drivers take people to groups and appointments when there is no bus. Ring two days before.", "Weekdays 9am to 4pm", "West Bridgford", "45p a mile", False, ("give", "connect")),
    ("The Work Corner", "service", "A friendly adviser for people thinking about part-time work after illness. No forms on the first visit.", "Wednesdays 1pm to 4pm", "West Bridgford", "Free", True, ("learn",)),
    ("Bingham Leisure Hall", "facility", "Sports hall, gym with an induction for people with long-term conditions, and a café.", "Every day 7am to 9pm", "Bingham", "From £3", False, ("be_active",)),
    ("Cotgrave Old Chapel", "space", "A warm hall for up to forty with a kitchen, free for new community groups in their first six months.", "By arrangement", "Cotgrave", "Free for new groups", True, ("give",)),
    ("Edge of the Wolds Small Fund", "fund", "Up to £300 for neighbours who want to start something. A page of questions, an answer in four weeks.", "Open all year", "Keyworth", "Free to apply", True, ("give",)),
    ("Skills on our Street", "people", "Neighbours who will show you how: knitting, pruning, bicycle repair, Polish, tax letters.", "By arrangement", "Ruddington", "Free", True, ("learn", "give", "connect")),
    ("East Leake Allotment Circle", "club", "Raised beds you can reach from a chair, and more beans than anybody can eat.", "Saturdays 10am", "East Leake", "£10 a year", False, ("be_active", "take_notice", "connect")),
    ("Dusk Walk at the Golf Club", "activity", "Once round the lit path with company, then the bar for a hot drink.", "Wednesdays at dusk", "Edwalton", "Free", True, ("be_active", "connect")),
    ("Kickabout for Grown-ups", "activity", "Walking football with a trained coach, and a talk afterwards about how we are doing.", "Tuesdays 6pm", "Cotgrave", "Free", True, ("be_active", "connect")),
    ("Money and Letters", "service", "Bring the brown envelopes. We open them together and ring whoever needs ringing.", "Thursdays 10am to 1pm", "Radcliffe on Trent", "Free", True, ("learn",)),
    ("Carers' Hour", "group", "An hour for people who look after somebody, with somebody else keeping an eye next door.", "Wednesdays 2pm", "Gamston", "Free", True, ("connect",)),
    ("Meet Your Village Day", "event", "Stalls, soup and introductions: every group in the village in one hall, once a year.", "The second Saturday in May, 11am to 3pm", "East Leake", "Free", True, ("connect", "give")),
    ("The Safe Harbour Evening Room", "crisis", "A calm room and somebody to talk to in the evening when things are too much. No appointment.", "Every evening 6pm to 11pm", "West Bridgford", "Free", True, ("connect",)),
)  # fmt: skip

CRISIS = (
    # Public national helplines: facts, not advice.
    ("Samaritans", "Somebody to talk to, day or night, about anything that is getting to you.", "Day and night, every day", "116 123", "https://www.samaritans.org"),
    ("NHS 111, mental health option", "Urgent mental health help: ring 111 and choose the mental health option.", "Day and night, every day", "111", "https://111.nhs.uk"),
    ("Refuge National Domestic Abuse Helpline", "Free and confidential help for people living with domestic abuse.", "Day and night, every day", "0808 2000 247", "https://www.nationaldahelpline.org.uk"),
)  # fmt: skip


def make_community(
    ledger: Ledger, *, places: dict[str, list[dict[str, Any]]], count: int, now: datetime, chance: Random
) -> tuple[dict[str, list[UUID]], UUID]:
    """
    Add organisations and assets; `places` gives real postcodes with their points by sector.

    Gives assets by the words people look for, and the organisation whose editor signs in.
    """
    found: dict[str, list[UUID]] = {}
    first_organisation: UUID | None = None
    made = 0

    def put(organisation: UUID | None, sector: str, **values: Any) -> UUID:
        nonlocal made
        made += 1
        place = chance.choice(places[sector])
        checked = now - timedelta(days=chance.randrange(5, 340))
        return ledger.add(
            Asset,
            organisation=organisation,
            **place,
            created_at=now - timedelta(days=395),
            changed_at=checked,
            checked_at=checked,
            **values,
        )

    for name, what, when, phone, website in CRISIS:
        asset = ledger.add(
            Asset, name=name, kind="crisis", what=what, when=when, cost="Free", free=True, who_for="Anybody",
            contact_phone=phone, website=website, created_at=now, changed_at=now, checked_at=now,
        )  # fmt: skip
        found.setdefault("crisis", []).append(asset)
        made += 1
    sectors = dict(VILLAGES)
    for name, kind, what, when, village, cost, free, ways in ONCE:
        asset = put(None, sectors[village], name=name, kind=kind, what=what, when=when, place_name=village, cost=cost, free=free, ways=list(ways),
                    who_for="Everybody", contact_name="The team", contact_phone=f"01632 960{made:03d}", contact_email=f"hello{made}@community.example",
                    access=PATTERNS[0].access)  # fmt: skip
        for word in ("work",) if "Work" in name else ():
            found.setdefault(word, []).append(asset)
    words = ("walk", "cafe", "shed", "cookery", "swim", "sing", "mindful", "computer", "memory", "chair")
    for word, pattern in zip(words, PATTERNS, strict=True):
        for village, sector in VILLAGES:
            if made >= count and found.get(word):
                break
            organisation = ledger.add(Organisation, name=pattern.name.format(v=village), sector="voluntary")
            first_organisation = first_organisation or organisation
            asset = put(
                organisation, sector, name=pattern.name.format(v=village), kind=pattern.kind, what=pattern.what, when=pattern.when,
                place_name=f"{village}, {pattern.place}", cost=pattern.cost, free=pattern.free, ways=list(pattern.ways), who_for=pattern.who_for,
                contact_name=pattern.contact, contact_phone=f"01632 960{made:03d}", contact_email=f"hello{made}@community.example", access=pattern.access,
            )  # fmt: skip
            found.setdefault(word, []).append(asset)
    assert first_organisation is not None
    return found, first_organisation
