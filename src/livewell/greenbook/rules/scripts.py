"""Letters that cannot be printed here: what they are called, and words that stand where they would have been."""

import re
import unicodedata

_GIVEN_NAMES = {
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "GURMUKHI": "Punjabi",
    "ARABIC": "Arabic or Urdu",
}
_OTHER = "other"


def name_of(letter: str) -> str:
    """The name of the script of one letter, such as Gujarati; "other" for what Unicode gives no name."""
    name = unicodedata.name(letter, "")
    first = name.split(" ", 1)[0].split("-", 1)[0]
    return _GIVEN_NAMES.get(first, first.title()) if first else _OTHER


def is_picture(letter: str) -> bool:
    """Whether it is a small picture or a sign and no letter."""
    return unicodedata.category(letter) in {"So", "Sk", "Sm", "Sc"}


def scripts_of(missing: str) -> tuple[str, ...]:
    """The names of the scripts these letters belong to, each once, in order; pictures and signs are no script."""
    return tuple(sorted({name_of(one) for one in missing if not is_picture(one)}))


def in_words(text: str, missing: str) -> str:
    """
    The text with words in square brackets where letters are that cannot be printed; nothing is left out unsaid.

    A picture is called by its name. Words of a script that cannot be printed whole are not printed by halves: all that
    stand together are called by the name of their script.
    """
    if not any(one in text for one in missing):
        return text
    scripts = frozenset(scripts_of(missing))
    pieces: list[str] = []
    held: list[str] = []

    def let_go() -> None:
        """Put down the words held together, as they are or by the name of their script."""
        trailing = held.pop() if held and held[-1].isspace() else ""
        names = scripts_of("".join(one for word in held for one in word if one in missing))
        pieces.append(f"[{', '.join(names)}]" if names else "".join(held))
        pieces.append(trailing)
        held.clear()

    for word in re.split(r"(\s+)", text):
        if not word:
            continue
        belongs = any(one.isalpha() and name_of(one) in scripts for one in word)
        if belongs or (held and word.isspace() and "\n" not in word):
            held.append(word)
            continue
        let_go()
        pieces.append(word)
    let_go()
    return "".join(_named(one) if one in missing else one for one in "".join(pieces))


def _named(letter: str) -> str:
    """A small picture in words."""
    return f"[{unicodedata.name(letter, 'a sign').lower()}]"
