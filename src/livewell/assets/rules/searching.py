"""What the words of a search mean: which say that somebody needs help now, and how PostgreSQL reads the rest."""

import re

LONGEST_SEARCH = 12
"""Words of a search that count."""

# Said by people, and meant by listings: each word on the left also finds those on the right.
MEANS_ALSO: dict[str, tuple[str, ...]] = {
    # Not "friend" nor "welcome": what is autism friendly, where assistance dogs are welcome, is for everybody.
    "lonely": ("company", "friendship", "chat"),
    "loneliness": ("company", "friendship", "chat"),
    "isolated": ("company", "friendship", "chat"),
    "alone": ("company", "friendship", "chat"),
    "friends": ("company", "friendship", "chat"),
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
    "carer": ("carers", "looking after somebody"),
    "autistic": ("autism",),
    "deaf": ("hearing loop", "sign language"),
    "bsl": ("sign language",),
    "fishing": ("angling", "anglers"),
    "angling": ("fishing", "anglers"),
    "slimming": ("weight",),
    "ipad": ("tablet", "computer"),
    "wifi": ("online", "computer"),
    "transport": ("lift", "drivers", "bus"),
    "anxious": ("calm", "quiet", "mindful"),
    "stress": ("calm", "quiet", "mindful"),
    "sleep": ("mindful", "quiet"),
    "food": ("eat", "cook", "meal", "bank"),
}

SMALL_WORDS = frozenset([
    "i", "me", "my", "myself", "we", "our", "ours", "ourselves", "you", "your", "yours", "yourself", "yourselves",
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their",
    "theirs", "themselves", "what", "which", "who", "whom", "this", "that", "these", "those", "am", "is", "are",
    "was", "were", "be", "been", "being", "have", "has", "had", "having", "do", "does", "did", "doing", "a", "an",
    "the", "and", "but", "if", "or", "because", "as", "until", "while", "of", "at", "by", "for", "with", "about",
    "against", "between", "into", "through", "during", "before", "after", "above", "below", "to", "from", "up",
    "down", "in", "out", "on", "off", "over", "under", "again", "further", "then", "once", "here", "there", "when",
    "where", "why", "how", "all", "any", "both", "each", "few", "more", "most", "other", "some", "such", "no",
    "nor", "not", "only", "own", "same", "so", "than", "too", "very", "s", "t", "can", "will", "just", "don",
    "should", "now",
])  # fmt: skip
"""What PostgreSQL leaves out of English: https://snowballstem.org/algorithms/english/stop.txt"""

# How people spell it when they are in need: "suicde", "sucidal", "suiside", "selfharm", "overdoes", "samaritains".
_CRISIS = re.compile(
    r"\bs(ui[csz]+[iea]*d|u[csz]+i[csz]?d|u[aei]+[csz]+[ie]*d|iu[csz]+i?d)|\bkms\b"
    r"|\bkil+(ing)? (my|him|her|them|your|our)[\s-]?sel|\b(want|going|wish|wanna|ready) (to |2 )?die\b(?!-)|\blike dying\b"
    r"|\bend(ing)? (it al+|(my|their|his|her) (own )?(life|lives))\b|\btak(e|ing) (my|his|her|their) (own )?life\b"
    r"|\b(do ?n[o']?t|do not|no longer|not) (want|wish) to (live|be here|be alive|wake up|go on)\b"
    r"|\b(no|nothing|not?) (reason|point|worth)( \w+)? (to|in|of)? ?(live|living|life|going on)\b|\blife( \w+)? not worth\b"
    r"|\bnothing to live for\b|\bbetter off (dead|without me)\b|\bwish i (was|were) (dead|never born)\b"
    r"|\bself[\s-]?(h[ae]r+m|injur)|\b(hurt|cut|harm)(t?ing)? (my|him|her|them)[\s-]?sel|\bover[\s-]?do(s|es)"
    r"|\b(domestic|sexual)( \w+)? (abus|viol[ea]n)|\babus(e|ed|ive|er|ing)\b|\bv[ia]+ol[ea]n(ce|t|se)\b|\brap(ed?|ist)\b|\bas+a?ult"
    r"|\b(hit|hits|hitting|beat|beats|beating|hurts|threatens|threatening|strangl\w+) (me|her|him|us|them)\b"
    r"|\bnot safe\b|\bunsafe\b|\bin danger\b|\b(scared|afraid|frightened) (of|to go home)\b"
    r"|\bcris[ei]s\b|\bemerg[ea]nc|\burg[ea]nt|\bhelp (me )?now\b|\b(can(no|')?t|can not) (go on|cope|carry on|take (it|this|any))"
    r"|\bsamar[ai]t[ai]*ns?\b"
    r"|\bhom[e]?less|\b(nowhere|no where) to (sleep|stay|go|live)\b|\b(being|got|been) evicted\b"
    r"|\bpsych?osis\b|\bhearing voices\b"
)


# What listings that help say of themselves, for what somebody says who needs it: a cry of despair names no service.
_HELPS = (
    (
        re.compile(
            r"abus|viol[ea]n|v[ia]+ol[ea]n|\brap(e|ist)|as+a?ult|\b(hit|hits|hitting|beat|beats|beating|hurts|threaten\w*|strangl\w+)"
            r" (me|her|him|us|them)\b|\b(scared|afraid|frightened) (of|to go home)|\b(not |un)safe\b|\bin danger\b"
        ),
        "abuse | violence | refuge | rape",
    ),
    (re.compile(r"\bhom[e]?less|\b(nowhere|no where) to\b|\bevicted\b"), "homeless | housing | shelter"),
)
_DESPAIR = "suicide | samaritans | mental | despair | talk | listening"


def helps_with(words: str) -> str:
    """What to look for among urgent support, as to_tsquery reads it, for words that `suggests_crisis`."""
    plain = _plainly(words)
    return next((help_ for said, help_ in _HELPS if said.search(plain)), _DESPAIR)


_APOSTROPHE = re.compile("[\u2018\u2019\u02bc\u2032\u00b4`]")
_POSSESSIVE = re.compile(r"(?<=s)'s\b|(?<=[^\W_])'(?=s\b)")
"""The men's shed is the mens shed, as PostgreSQL reads both, and James's is James; an s alone is no word."""


def suggests_crisis(words: str) -> bool:
    """Whether somebody who types this may need help now. It would rather be wrong ten times than miss one."""
    return _CRISIS.search(_plainly(words)) is not None


def _plainly(words: str) -> str:
    return " ".join(_APOSTROPHE.sub("'", words.lower()).split())


def search_words(text: str) -> list[str]:
    """The words of a search in lower case, letters and digits only, at most `LONGEST_SEARCH`: "men's shed" is mens, shed."""
    whole = _POSSESSIVE.sub("", _APOSTROPHE.sub("'", text.lower().replace("&", " and ")))
    return re.findall(r"[^\W_]+", whole)[:LONGEST_SEARCH]


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
