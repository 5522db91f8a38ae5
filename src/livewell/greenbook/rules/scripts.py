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
# Joiners, marks of direction and of shape belong to the letters around them.
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f"


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

    A picture is called by its name; a run of letters by its script.
    """
    if not missing or not any(one in text for one in missing):
        return text
    letters = "".join(re.escape(one) for one in missing)
    # A word with one such letter is not printed by halves.
    run = re.compile(rf"[^\s{letters}]*[{letters}][{letters}{_INVISIBLE}]*(?:[^\s]*)(?:\s+\S*[{letters}]\S*)*")

    def say(found: re.Match[str]) -> str:
        lost = [one for one in found[0] if one in missing]
        if all(is_picture(one) for one in lost):
            return "".join(
                f"[{unicodedata.name(one, 'sign').lower()}]" if one in missing else one
                for one in found[0]
                if one in missing or not re.match(f"[{_INVISIBLE}]", one)
            )
        return f"[{', '.join(scripts_of(''.join(lost)))}]"

    return run.sub(say, text)
