"""What the words of a search mean: which say that somebody needs help now, and how PostgreSQL reads the rest."""

import re

LONGEST_SEARCH = 12
"""Words of a search that count."""

# Said by people, and meant by listings: each word on the left also finds those on the right.
MEANS_ALSO: dict[str, tuple[str, ...]] = {
    "lonely": ("company", "friend", "chat", "welcome"),
    "loneliness": ("company", "friend", "chat", "welcome"),
    "isolated": ("company", "friend", "chat", "welcome"),
    "alone": ("company", "friend", "chat"),
    "friends": ("company", "chat", "welcome"),
    "exercise": ("walk", "swim", "strength", "gym", "dance", "movement"),
    "fitness": ("walk", "swim", "gym", "exercise"),
    "gym": ("exercise", "leisure"),
    "balance": ("falls", "strength"),
    "dementia": ("memory",),
    "debt": ("money", "bills", "letters"),
    "benefits": ("money", "forms", "letters"),
    "bills": ("money", "debt"),
    "job": ("work", "employment"),
    "jobs": ("work", "employment"),
    "computer": ("tablet", "online", "digital"),
    "internet": ("computer", "tablet", "online"),
    "diabetes": ("sugar", "healthy"),
    "cooking": ("cookery", "cook", "eat"),
    "singing": ("sing", "choir"),
    "choir": ("sing",),
    "gardening": ("allotment", "garden"),
    "carer": ("carers", "look after"),
    "transport": ("lift", "drivers", "bus"),
    "anxious": ("calm", "quiet", "mindful"),
    "stress": ("calm", "quiet", "mindful"),
    "sleep": ("mindful", "quiet"),
    "food": ("eat", "cook", "meal", "bank"),
}

_CRISIS = re.compile(
    r"\bsuicid|\bkill(ing)? (my|him|her|them)sel|\b(want|going|wish) to die\b|\bend (it all|my life|their life)\b"
    r"|\bself[\s-]?harm|\b(hurt|cut|harm)(ing)? (my|him|her|them)sel|\boverdos"
    r"|\b(domestic|sexual)( \w+)? (abuse|violence)\b|\babus(e|ed|ive|er)\b|\bviolen(ce|t)\b|\braped?\b|\bassault"
    r"|\b(hits|hitting|beats|beating|hurts|threatens|threatening) (me|her|him|us|them)\b"
    r"|\bnot safe\b|\bunsafe\b|\bin danger\b|\b(scared|afraid) (of|to go home)\b"
    r"|\bcrisis\b|\bemergency\b|\burgent|\bhelp now\b|\bcan(no|')?t go on\b|\bcannot go on\b|\bsamaritans\b"
    r"|\b(homeless|nowhere to (sleep|stay|go))\b|\bpsychosis\b|\bhearing voices\b"
)


def suggests_crisis(words: str) -> bool:
    """Whether somebody who types this may need help now. It would rather be wrong ten times than miss one."""
    plain = " ".join(words.lower().replace("\u2019", "'").split())
    return _CRISIS.search(plain) is not None


def search_words(text: str) -> list[str]:
    """The words of a search in lower case, letters and digits only, at most `LONGEST_SEARCH`."""
    return re.findall(r"[^\W_]+", text.lower())[:LONGEST_SEARCH]


def tsquery(words: list[str], *, every: bool = True) -> str:
    """
    The words as PostgreSQL's to_tsquery reads them: all of them (or any), the last one also as a beginning.

    Words come from `search_words`, so nothing in them can be an operator.
    https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY
    """
    terms = []
    for place, word in enumerate(words):
        whole = f"{word}:*" if place == len(words) - 1 else word
        also = [" <-> ".join(other.split()) for other in MEANS_ALSO.get(word, ())]
        terms.append(f"({' | '.join([whole, *also])})" if also else whole)
    return (" & " if every else " | ").join(terms)
