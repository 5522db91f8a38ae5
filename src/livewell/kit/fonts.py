"""Which letters this machine can print: what fontconfig knows of the fonts that are installed."""

import ctypes
import ctypes.util
import unicodedata
from collections.abc import Iterable
from functools import cache

# https://fontconfig.pages.freedesktop.org/fontconfig/fontconfig-devel/
_MATCH = 0
# Pango draws with these and no others: bitmaps and Type 1 are passed over.
_DRAWN = frozenset({b"TrueType", b"CFF"})
_CHARSET, _FORMAT = b"charset", b"fontformat"
# Nobody sees these: joiners, marks of direction, and what chooses between two shapes of one letter.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))


class _FontSet(ctypes.Structure):
    _fields_ = (("number", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))


@cache
def _coverage() -> tuple[ctypes.CDLL, tuple[int, ...]]:
    """The library, and the set of letters of each font that can be drawn with. OSError where fontconfig is missing."""
    library = ctypes.CDLL(ctypes.util.find_library("fontconfig") or "libfontconfig.so.1")
    for name, gives, takes in (
        ("FcPatternCreate", ctypes.c_void_p, []),
        ("FcObjectSetCreate", ctypes.c_void_p, []),
        ("FcObjectSetAdd", ctypes.c_int, [ctypes.c_void_p, ctypes.c_char_p]),
        ("FcFontList", ctypes.POINTER(_FontSet), [ctypes.c_void_p] * 3),
        ("FcPatternGetCharSet", ctypes.c_int, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]),
        ("FcPatternGetString", ctypes.c_int, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]),
        ("FcCharSetHasChar", ctypes.c_int, [ctypes.c_void_p, ctypes.c_uint32]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = gives, takes
    wanted = library.FcObjectSetCreate()
    for known in (_CHARSET, _FORMAT):
        library.FcObjectSetAdd(wanted, known)
    found = library.FcFontList(None, library.FcPatternCreate(), wanted).contents
    sets = []
    for number in range(found.number):
        pattern, charset, kind = found.fonts[number], ctypes.c_void_p(), ctypes.c_char_p()
        library.FcPatternGetString(pattern, _FORMAT, 0, ctypes.byref(kind))
        if (
            kind.value in _DRAWN
            and library.FcPatternGetCharSet(pattern, _CHARSET, 0, ctypes.byref(charset)) == _MATCH
            and charset.value
        ):
            sets.append(charset.value)
    return library, tuple(sets)


def without_a_font(text: Iterable[str]) -> str:
    """The letters of `text` that no font of this machine has, each once, in their order in Unicode."""
    library, sets = _coverage()
    seen = {one for one in text if unicodedata.category(one) not in _UNSEEN and one not in _SELECTORS}
    return "".join(
        sorted(one for one in seen if not any(library.FcCharSetHasChar(letters, ord(one)) for letters in sets))
    )
