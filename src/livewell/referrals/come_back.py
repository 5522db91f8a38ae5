"""The code by which somebody comes back to a self-referral they have begun: three words and four digits."""

import hashlib
import hmac
import re
import secrets
from datetime import timedelta

GOOD_FOR = timedelta(days=14)

# Short everyday words that sound different from each other over the telephone: 128 of them, seven bits each.
WORDS = tuple(
    """
    acorn amber anchor apple arrow autumn badger bakery balloon banjo basket beacon beetle berry blanket bluebell
    bottle bramble bridge bronze bucket butter button cabbage camel candle canoe carpet carrot castle cedar cherry
    chimney cider clover coconut copper coral cottage cricket crystal curtain daisy dolphin donkey dragon drawer eagle
    ember engine falcon feather fiddle flannel forest fountain garden garlic ginger giraffe glacier gravel guitar hammer
    harbour hazel helmet hockey honey island ivory jacket jasmine jigsaw jungle kettle kitten ladder lantern lemon
    lettuce lily lizard magnet mango maple marble meadow melon mirror monkey mountain mustard napkin nectar nutmeg
    olive orange orchard otter oyster paddle parrot peach pebble pepper piano pillow planet pocket pony poppy potato
    puzzle rabbit river robin rocket saddle salmon silver spoon squirrel sunset thimble tulip walnut willow
    """.split()  # noqa: SIM905  A list of 128 lines would say no more.
)


def new_code() -> str:
    """A code such as "river-lantern-olive-4821": 34 bits, tried a few times an hour at most."""
    words = [secrets.choice(WORDS) for _ in range(3)]
    return "-".join([*words, f"{secrets.randbelow(10_000):04}"])


def tidy_code(text: str) -> str | None:
    """The code that somebody typed, with any spacing and capital letters, or None when it cannot be one."""
    parts = re.findall(r"[a-z]+|[0-9]+", text.lower())
    words, digits = parts[:3], parts[3:]
    if len(words) != 3 or any(word not in WORDS for word in words) or not re.fullmatch(r"[0-9]{4}", "".join(digits)):  # noqa: PLR2004
        return None
    return "-".join([*words, "".join(digits)])


def hashed(code: str, *, secret: str) -> str:
    """What is kept in place of the code: useless without the house's own secret."""
    return hmac.new(secret.encode(), b"livewell.come-back:" + code.encode(), hashlib.sha256).hexdigest()
