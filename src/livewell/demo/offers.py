"""What a village may have: the fictional groups, places and people that the demo is full of, with their times."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from livewell.assets.rules import AssetKind as Kind
from livewell.assets.rules import Audience as For
from livewell.assets.rules import Capacity, Delivery, Feature, Joining, Sector, Way
from livewell.assets.rules.listing import Cost
from livewell.assets.rules.times import BankHolidays, Part, Pattern, Repeats

_HOUR = 60
_EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_ON_WEEKDAYS = (0, 1, 2, 3, 4)


def _at(hour: int, minute: int = 0) -> int:
    return hour * _HOUR + minute


def _weekly(days: tuple[int, ...], opens: int, closes: int, **more: object) -> Pattern:
    return Pattern(Repeats.WEEKLY, weekdays=days, opens=opens, closes=closes, **more)  # type: ignore[arg-type]


ASK = Pattern(Repeats.BY_ARRANGEMENT, note="Ring or write first.")
ALWAYS = _weekly(_EVERY_DAY, 0, _at(24))


@dataclass(frozen=True)
class Offer:
    """One kind of thing. `{v}` in its name stands for the village; `look_for` is what a plan asks for."""

    name: str
    kind: Kind
    what: str
    pattern: Pattern
    place: str
    ways: tuple[Way, ...]
    who_for: str
    contact: str
    look_for: str = ""
    village: str = ""
    sector: Sector = Sector.VOLUNTARY
    free: bool = True
    costs: tuple[Cost, ...] = ()
    cost_note: str = ""
    audiences: tuple[For, ...] = ()
    minimum_age: int | None = 18
    needs: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    place_features: tuple[Feature, ...] = (Feature.STEP_FREE, Feature.TOILET, Feature.PARKING, Feature.BUS)
    features: tuple[Feature, ...] = (Feature.COMPANION, Feature.ALONE)
    access: str = "You are welcome to bring somebody along."
    first_time: str = "Somebody by the door looks out for new faces and shows you where everything is."
    joining: Joining = Joining.TURN_UP
    capacity: Capacity = Capacity.PLACES
    group_size: int | None = 12
    delivery: tuple[Delivery, ...] = (Delivery.AT_A_PLACE,)
    covers: bool = field(default=False)
    """Whether it comes to the whole district."""


IN_EVERY_VILLAGE = (
    Offer(
        "{v} Strollers", Kind.GROUP,
        "A gentle walk of about a mile and a half, then tea and a chat. We go at the pace of the slowest. New faces every month.",
        _weekly((3,), _at(13, 30), _at(15, 30), parts=(Part("Walk", _at(13, 30)), Part("Tea and a chat", _at(14, 45)))),
        "the library steps", (Way.BE_ACTIVE, Way.CONNECT), "Anybody who would like company on a walk", "Anne",
        look_for="walk", needs=("company", "moving_more"), activities=("walking",), features=(Feature.COMPANION, Feature.ALONE, Feature.SEATS),
        first_time="Wear whatever shoes you have. Anne waits by the steps in a yellow scarf and walks with whoever is new.", group_size=9,
    ),
    Offer(
        "{v} Community Café", Kind.CAFE,
        "A warm room, a cup of tea, board games and somebody to talk to. Come for five minutes or stay all morning.",
        _weekly((1,), _at(10), _at(12, 30), bank_holidays=BankHolidays.NOT_THEN),
        "the Methodist hall", (Way.CONNECT,), "Everybody", "Beryl and Tony", look_for="cafe", sector=Sector.FAITH, free=False,
        cost_note="Pay what you can", minimum_age=None, needs=("company",), activities=("coffee", "games"), group_size=25,
        features=(Feature.COMPANION, Feature.ALONE, Feature.SEATS, Feature.DEMENTIA_FRIENDLY),
    ),
    Offer(
        "{v} Shed", Kind.GROUP,
        "Mend, make and mutter over a mug of tea. Tools provided; all hands welcome, whatever you know.",
        _weekly((2,), _at(10), _at(15)), "behind the parish rooms", (Way.GIVE, Way.LEARN, Way.CONNECT),
        "Men and women who like to work with their hands", "Keith", look_for="shed", free=False,
        costs=(Cost("Towards tea", Decimal(2), "each time"),), needs=("company", "confidence"), activities=("woodwork", "crafts"),
    ),
    Offer(
        "Cook and Eat, {v}", Kind.COURSE,
        "Six weeks of simple, healthy cookery in a small group, and we eat what we make. Good if you are looking after your sugar.",
        _weekly((0,), _at(17, 30), _at(19, 30), term_time=True, bank_holidays=BankHolidays.NOT_THEN),
        "the school kitchen", (Way.LEARN, Way.CONNECT), "Adults, at most eight in a group", "Sunita", look_for="cookery",
        sector=Sector.LEARNING, needs=("weight_food", "long_term"), activities=("cooking",), joining=Joining.BOOK, capacity=Capacity.WAITING_LIST,
        group_size=8, audiences=(For.LONG_TERM_CONDITION,),
    ),
    Offer(
        "Quiet Swim, {v}", Kind.ACTIVITY,
        "An hour in the pool with the music off and the lanes wide. Staff know some of us are new or nervous.",
        _weekly((1,), _at(14), _at(15)), "the leisure centre", (Way.BE_ACTIVE,), "Anybody who likes it calm", "The duty manager",
        look_for="swim", sector=Sector.SPORT, free=False, costs=(Cost("Standard", Decimal("3.20"), "each swim"), Cost("Companion", Decimal(0), "swims free")),
        needs=("moving_more",), activities=("swimming",), access="Pool hoist. Hearing loop at the desk.",
        place_features=(Feature.STEP_FREE, Feature.TOILET, Feature.HEARING_LOOP, Feature.PARKING, Feature.BUS),
        features=(Feature.QUIET, Feature.AUTISM_FRIENDLY, Feature.COMPANION, Feature.ALONE),
    ),
    Offer(
        "{v} Singers", Kind.CLUB,
        "We sing what we like and nobody is asked to sing alone. No reading of music needed.",
        _weekly((3,), _at(19), _at(20, 30), term_time=True), "the church room", (Way.CONNECT, Way.TAKE_NOTICE), "Anybody who can hum", "Marion",
        look_for="sing", free=False, costs=(Cost("Each evening", Decimal(4), "first time free"),), needs=("company", "low_mood"), activities=("singing",),
        group_size=24,
    ),
    Offer(
        "Mindful Mornings, {v}", Kind.ACTIVITY,
        "Half an hour of quiet breathing and noticing, sitting down, eyes open if you wish.",
        _weekly((4,), _at(9, 30), _at(10)), "the village hall", (Way.TAKE_NOTICE,), "Everybody; good if sleep is hard", "Imogen",
        look_for="mindful", needs=("worry", "sleep"), activities=("mindfulness",), access="Quiet room. Chairs with arms. Fine to leave early.",
        features=(Feature.QUIET, Feature.SEATS, Feature.ALONE, Feature.AUTISM_FRIENDLY),
    ),
    Offer(
        "Computer Friends, {v}", Kind.SERVICE,
        "One to one help with a tablet or phone: calls, photographs, the surgery's website.",
        _weekly((5,), _at(10), _at(12)), "the library", (Way.LEARN,), "Anybody who is stuck", "Ravi", look_for="computer", sector=Sector.LEARNING,
        needs=("digital",), activities=("computers",), joining=Joining.BOOK, group_size=None,
        place_features=(Feature.STEP_FREE, Feature.TOILET, Feature.HEARING_LOOP, Feature.BUS),
    ),
    Offer(
        "Memory Café, {v}", Kind.CAFE,
        "For people living with dementia and whoever comes with them. Songs, cake and time.",
        Pattern(Repeats.MONTHLY_BY_WEEKDAY, weekdays=(1,), nth=(1,), opens=_at(14), closes=_at(16)),
        "the Rotary room", (Way.CONNECT,), "People with dementia and their families", "Glenys", look_for="memory",
        audiences=(For.DEMENTIA, For.CARERS), minimum_age=None, needs=("memory", "caring"), activities=("memory_activity", "singing"),
        features=(Feature.DEMENTIA_FRIENDLY, Feature.COMPANION, Feature.SEATS, Feature.QUIET),
    ),
    Offer(
        "Chair Moves, {v}", Kind.ACTIVITY, "Exercise to music on a chair, for strength and balance.",
        _weekly((0,), _at(11), _at(12), bank_holidays=BankHolidays.NOT_THEN), "the village hall", (Way.BE_ACTIVE,),
        "Anybody unsteady on their feet", "Cath", look_for="chair", free=False, costs=(Cost("Each class", Decimal(3), ""),),
        needs=("moving_more", "balance"), activities=("chair_exercise",), audiences=(For.OLDER,), features=(Feature.SEATS, Feature.ALONE, Feature.COMPANION),
    ),
)  # fmt: skip

IN_ONE_PLACE = (
    Offer("Rushcliffe Lift Share", Kind.SERVICE, "Volunteer drivers take people to groups and appointments when there is no bus. Ring two days before.",
          _weekly(_ON_WEEKDAYS, _at(9), _at(16), bank_holidays=BankHolidays.NOT_THEN), "", (Way.GIVE, Way.CONNECT), "Anybody without a way to get there", "The team",
          village="West Bridgford", free=False, cost_note="45p a mile", needs=("getting_about",), activities=("lifts",), delivery=(Delivery.HOME,), covers=True,
          features=(Feature.TRANSPORT, Feature.COMPANION), joining=Joining.BOOK, first_time="The same driver rings you the evening before and comes to the door."),
    Offer("The Work Corner", Kind.SERVICE, "A friendly adviser for people thinking about part-time work after illness. No forms on the first visit.",
          _weekly((2,), _at(13), _at(16)), "the council offices", (Way.LEARN,), "People thinking about work", "The team", look_for="work", village="West Bridgford",
          sector=Sector.EMPLOYMENT, needs=("work",), activities=("job_club",), audiences=(For.OUT_OF_WORK,)),
    Offer("Bingham Leisure Hall", Kind.FACILITY, "Sports hall, gym with an induction for people with long-term conditions, and a café.",
          _weekly(_EVERY_DAY, _at(7), _at(21)), "the leisure hall", (Way.BE_ACTIVE,), "Everybody", "The desk", village="Bingham", sector=Sector.SPORT, free=False,
          cost_note="From £3", needs=("moving_more",), activities=("gym",), audiences=(For.LONG_TERM_CONDITION,), group_size=None),
    Offer("Cotgrave Old Chapel", Kind.SPACE, "A warm hall for up to forty with a kitchen, free for new community groups in their first six months.",
          ASK, "the old chapel", (Way.GIVE,), "New groups", "The team", village="Cotgrave", sector=Sector.FAITH, cost_note="Free for new groups", joining=Joining.ASK_FIRST),
    Offer("Edge of the Wolds Small Fund", Kind.FUND, "Up to £300 for neighbours who want to start something. A page of questions, an answer in four weeks.",
          ASK, "", (Way.GIVE,), "Neighbours with an idea", "The team", village="Keyworth", joining=Joining.ASK_FIRST, delivery=(Delivery.ONLINE, Delivery.PHONE), covers=True, group_size=None),
    Offer("Skills on our Street", Kind.PEOPLE, "Neighbours who will show you how: knitting, pruning, bicycle repair, Polish, tax letters.",
          ASK, "the parish rooms", (Way.LEARN, Way.GIVE, Way.CONNECT), "Everybody", "The team", village="Ruddington", sector=Sector.RESIDENTS, needs=("confidence",), activities=("woodwork", "crafts"), joining=Joining.ASK_FIRST),
    Offer("East Leake Allotment Circle", Kind.CLUB, "Raised beds you can reach from a chair, and more beans than anybody can eat.",
          _weekly((5,), _at(10), _at(12, 30)), "the allotments", (Way.BE_ACTIVE, Way.TAKE_NOTICE, Way.CONNECT), "Everybody", "The team", village="East Leake", sector=Sector.RESIDENTS,
          free=False, costs=(Cost("A year", Decimal(10), ""),), needs=("moving_more", "company"), activities=("gardening",)),
    Offer("Dusk Walk at the Golf Club", Kind.ACTIVITY, "Once round the lit path with company, then the bar for a hot drink.",
          _weekly((2,), _at(17, 30), _at(19), every=2, first_on=date(2026, 1, 7), parts=(Part("Walk", _at(17, 30)), Part("Hot drink", _at(18, 15)))),
          "the golf club", (Way.BE_ACTIVE, Way.CONNECT), "Everybody", "The team", village="Edwalton", sector=Sector.SPORT, needs=("moving_more", "company"), activities=("walking",)),
    Offer("Kickabout for Grown-ups", Kind.ACTIVITY, "Walking football with a trained coach, and a talk afterwards about how we are doing.",
          _weekly((1,), _at(18), _at(19, 30)), "the miners' welfare ground", (Way.BE_ACTIVE, Way.CONNECT), "Men who used to play", "The team", village="Cotgrave", sector=Sector.SPORT,
          audiences=(For.MEN, For.MENTAL_HEALTH), needs=("moving_more", "low_mood"), activities=("ball_games",)),
    Offer("Towpath Tuesdays", Kind.GROUP, "A flat and level mile beside the canal on a made path, as slowly as you like, and a bench wherever you want one.",
          _weekly((1,), _at(14), _at(15, 30)), "the canal basin", (Way.BE_ACTIVE, Way.CONNECT, Way.TAKE_NOTICE), "Anybody who would like a short walk", "Ivy", village="West Bridgford",
          needs=("moving_more", "company"), activities=("walking",), features=(Feature.COMPANION, Feature.ALONE, Feature.SEATS), group_size=11),
    Offer("Money and Letters", Kind.SERVICE, "Bring the brown envelopes. We open them together and ring whoever needs ringing.",
          _weekly((3,), _at(10), _at(13), bank_holidays=BankHolidays.NOT_THEN), "the grange", (Way.LEARN,), "Everybody", "The team", village="Radcliffe on Trent", needs=("money", "paperwork"), activities=("advice",)),
    Offer("Carers' Hour", Kind.GROUP, "An hour for people who look after somebody, with somebody else keeping an eye next door.",
          _weekly((2,), _at(14), _at(15)), "the pavilion", (Way.CONNECT,), "People who look after somebody", "The team", village="Gamston", audiences=(For.CARERS,), needs=("caring",), activities=("carers_group",)),
    Offer("Meet Your Village Day", Kind.EVENT, "Stalls, soup and introductions: every group in the village in one hall, once a year.",
          Pattern(Repeats.ON_DATES, dates=(date(2027, 5, 8),), opens=_at(11), closes=_at(15)), "the village hall", (Way.CONNECT, Way.GIVE), "Everybody", "The team", village="East Leake",
          sector=Sector.COUNCIL, minimum_age=None, needs=("company",), group_size=None),
    Offer("The Safe Harbour Evening Room", Kind.CRISIS, "A calm room and somebody to talk to in the evening when things are too much. No appointment.",
          _weekly(_EVERY_DAY, _at(18), _at(23)), "the old bank", (Way.CONNECT,), "Everybody", "The team", village="West Bridgford", minimum_age=16, needs=("safety_home",), features=(Feature.QUIET, Feature.ALONE, Feature.COMPANION), group_size=None),
    Offer("The Night Line, Trentside", Kind.SERVICE, "Somebody awake to talk to when the night is long. Not for emergencies.",
          _weekly((4, 5), _at(21), _at(25)), "", (Way.CONNECT,), "Everybody", "The team", village="West Bridgford", delivery=(Delivery.PHONE,), covers=True, needs=("company", "sleep"), activities=("befriending",), group_size=None),
)  # fmt: skip

HELPLINES = (
    # Public national helplines: facts, not advice.
    ("Samaritans", "Somebody to talk to, day or night, about anything that is getting to you.", "116 123", "https://www.samaritans.org"),
    ("NHS 111, mental health option", "Urgent mental health help: ring 111 and choose the mental health option.", "111", "https://111.nhs.uk"),
    ("Refuge National Domestic Abuse Helpline", "Free and confidential help for people living with domestic abuse.", "0808 2000 247", "https://www.nationaldahelpline.org.uk"),
)  # fmt: skip
