"""
Nothing lost: a form that is turned away goes back to its writer sealed, and can be sent again once they have come back.

Nothing is kept on the server. What was written travels in the page itself, encrypted with the settings key, so that
only this server can have made it, and only whoever it was shown to gets to read it (`docs/adr/0020`).
"""

import base64
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from litestar.datastructures import FormMultiDict, Headers

from livewell.kit import clock, csrf

FIELD = "words_kept"
"""The hidden field in which sealed words come back."""
HELD = "held_back"
"""The hidden field by which a page's script says: time is up, keep these words and do nothing with them."""
BESIDE = "held_beside"
"""The hidden fields in which the script brings the other forms of the page that were written in: path and fields, as JSON."""
MOST_BESIDE = 20
"""Other forms of one page; no page has as many."""
MOST_WORDS = 256 * 1024
"""Bytes of writing that are kept; a page of a Green Book has a fifth of it."""
ROOM = MOST_WORDS * 2
"""The body limit of a route that takes sealed words: their base64, when nothing could be made shorter, and the form around."""
LASTS = timedelta(hours=12)

# These are of the page and not of its writer; the submission and the version stay, so that twice is still once.
_OF_THE_PAGE = frozenset({csrf.FIELD, FIELD, HELD, BESIDE})
_UNSEEN = frozenset({"submission", "version"})
# A secret is typed again: it never goes out in a page.
_SECRET = re.compile(r"password|^code$")
# The boxes of a day, as kit.forms reads them.
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,2000}")
_BOX = re.compile(r"-(day|month|year|time)$")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """One form as it arrived: where it was going, every field in its order, and the token it came with."""

    path: str
    fields: tuple[tuple[str, str], ...]
    proof: str
    """The form token: whoever it was made for is the writer."""
    public: bool = False
    """Whether anybody may send this form, so that it has no one writer."""
    files: bool = False
    """Whether files came with it. They are not kept."""
    multipart: bool = False
    beside: tuple["Kept", ...] = ()
    """The other forms of the same page that somebody wrote in, the last one first."""

    @property
    def each(self) -> list["Kept"]:
        """Every form of the page that is kept, the one that was sent first."""
        return [self, *self.beside]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Every answer that somebody can read, by the name of its field; several under one name, and a day, stand together."""
        found: dict[str, list[str]] = {}
        days: set[str] = set()
        for name, text in self.fields:
            if name not in _UNSEEN and text.strip() and not _ID.fullmatch(text.strip()):
                whole = _BOX.sub("", name)
                days |= {whole} - {name}
                found.setdefault(whole, []).append(text)
        return [(_in_words(name), (" " if name in days else "\n").join(texts)) for name, texts in found.items()]

    @property
    def said(self) -> list[str]:
        """The same without the names, which are in English: what is longer than a word, or else everything."""
        return self.written or [text for _, text in self.shown]

    @property
    def written(self) -> list[str]:
        """Every answer that is more than one word."""
        return [text for _, text in self.shown if len(text.split()) > 1]


def _in_words(name: str) -> str:
    said = " ".join(re.split(r"[\s_.\-]+", name)).strip()
    return said[:1].upper() + said[1:]


def comes_from_here(headers: Headers) -> bool:
    """
    Whether the browser itself says that one of our own pages sent this: stricter than what the token needs.

    A form from anywhere else, or of which nothing is known, is never offered again: nobody can plant one.
    """
    if headers.get("sec-fetch-site") is not None:
        return headers.get("sec-fetch-site") == "same-origin"
    return headers.get("origin") is not None and csrf.is_same_site(headers)


def take(form: FormMultiDict, *, path: str, public: bool, multipart: bool) -> Kept | None:
    """What to keep of a form; None when there is nothing that somebody wrote, too much, or a secret among it."""
    fields = tuple((name, text) for name, text in form.items() if isinstance(text, str) and name not in _OF_THE_PAGE)
    tokens = [text for name, text in form.items() if name == csrf.FIELD and isinstance(text, str)]
    kept = Kept(
        path=path,
        fields=fields,
        proof=tokens[0] if len(tokens) == 1 else "",
        public=public,
        files=form.get(HELD) == "files"
        or any(bool(getattr(value, "filename", "")) for _, value in form.items() if not isinstance(value, str)),
        multipart=multipart,
    )
    if _bytes(kept) > MOST_WORDS or not kept.shown or _has_secret(kept):
        return None
    return replace(kept, beside=_others(form, kept))


def _bytes(kept: Kept) -> int:
    return sum(len(name.encode()) + len(text.encode()) for name, text in kept.fields)


def _has_secret(kept: Kept) -> bool:
    return any(_SECRET.search(name) for name, _ in kept.fields)


def _others(form: FormMultiDict, sent: Kept) -> tuple[Kept, ...]:
    """The other forms of the page, as its script says them: made for the same writer, within the same room."""
    found: list[Kept] = []
    room = MOST_WORDS - _bytes(sent)
    said: list[object] = form.getall(BESIDE, [])
    for one in said[:MOST_BESIDE]:
        other = _other(one, sent)
        if other is not None and _bytes(other) <= room:
            found.append(other)
            room -= _bytes(other)
    return tuple(found)


def _other(said: object, sent: Kept) -> Kept | None:
    try:
        path, pairs = json.loads(said) if isinstance(said, str) else ("", [])
        every = [(name, text) for name, text in pairs if isinstance(name, str) and isinstance(text, str)]
    except (ValueError, TypeError, RecursionError):
        return None
    proofs = [text for name, text in every if name == csrf.FIELD]
    fields = tuple((name, text) for name, text in every if name not in _OF_THE_PAGE)
    # A path of ours, and nothing that a browser takes for another site.
    ours = isinstance(path, str) and _PATH.fullmatch(path) is not None
    other = Kept(path, fields, sent.proof, sent.public) if ours else None
    if (
        other is None
        or proofs != [sent.proof]
        or not other.shown
        or _has_secret(other)
        or any("\x00" in text for _, text in fields)
    ):
        return None
    return other


def seal(kept: Kept, *, secret: str) -> str:
    """The same as text for a hidden field, which nobody but this server can read or make."""
    plain = json.dumps([_plain(kept), [_plain(one) for one in kept.beside]], ensure_ascii=False)
    return _box(secret).encrypt_at_time(zlib.compress(plain.encode()), _now()).decode()


def unseal(text: str, *, secret: str) -> Kept | None:
    """The form again; None when it was not sealed here, was tampered with, or waited for too long."""
    if not text or len(text) > ROOM:
        return None
    try:
        plain = _box(secret).decrypt_at_time(text.encode(), int(LASTS.total_seconds()), _now())
    except (InvalidToken, UnicodeEncodeError):
        return None
    sent, beside = json.loads(zlib.decompress(plain))
    return replace(_kept(*sent), beside=tuple(_kept(*one) for one in beside))


def _plain(kept: Kept) -> list[object]:
    return [kept.path, kept.fields, kept.proof, kept.public, kept.files, kept.multipart]


def _kept(
    path: str,
    fields: list[tuple[str, str]],
    proof: str,
    public: bool,  # noqa: FBT001
    files: bool,  # noqa: FBT001
    multipart: bool,  # noqa: FBT001
) -> Kept:
    return Kept(path, tuple((name, text) for name, text in fields), proof, public, files, multipart)


def came_back(form: FormMultiDict, *, secret: str) -> Kept | None:
    """The sealed words that a form brings with it, or None."""
    found: list[object] = form.getall(FIELD, [])
    return unseal(found[0], secret=secret) if len(found) == 1 and isinstance(found[0], str) else None


def is_of(bindings: list[str], kept: Kept, *, secret: str) -> bool:
    """Whether the form was made for one of these sign-ins (as `csrf.token_for` binds to them)."""
    fits: Callable[[str], bool] = lambda bound: csrf.is_token_for(bound, kept.proof, secret=secret)  # noqa: E731
    return any(map(fits, bindings))


def _now() -> int:
    return int(clock.now().timestamp())


def _box(secret: str) -> Fernet:
    """Encryption for this use alone, its key derived from the settings key (HKDF, RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"livewell.kept-words").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
