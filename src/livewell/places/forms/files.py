"""Files that are sent up: how big they may be, their text, and what is said of one that cannot be read."""

from livewell.places.rules import LONGEST_NAME, plain_name

# With the rest of the form below the 10,000,000 bytes that the web takes at all.
MOST_FILE_BYTES = 9_000_000
_MOST_SAID = 20
_NOT_IN_A_NAME = frozenset("<>{}[]\\|;=")


class FileUnreadable(Exception):
    """The file cannot be loaded and nothing of it was: `sentences` say why to whoever chose it, twenty at most."""

    def __init__(self, *sentences: str) -> None:
        more = len(sentences) - _MOST_SAID
        said = sentences[:_MOST_SAID]
        self.sentences = (*said, f"And {more:,} more like these") if more > 0 else said
        super().__init__(". ".join(self.sentences))


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8, else the Windows code page that Excel writes. Raises FileUnreadable."""
    if len(content) > MOST_FILE_BYTES:
        raise FileUnreadable(f"The file is too big. It may have {MOST_FILE_BYTES // 1_000_000} MB")
    if not content.strip():
        raise FileUnreadable("Choose a file that is not empty")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def tidy_name(text: object) -> str | None:
    """The name of a place, spaces tidied, or None for what is no name: markup, no letter in it, or too long."""
    if not isinstance(text, str) or not text.isprintable() or _NOT_IN_A_NAME & set(text):
        return None
    name = " ".join(text.split())
    fits = len(name) <= LONGEST_NAME and 0 < len(plain_name(name)) <= LONGEST_NAME
    return name if fits and any(one.isalpha() for one in name) else None
