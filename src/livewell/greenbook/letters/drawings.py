"""Simple drawings for the Easy Read leaves, our own: one for each leaf, with words for those who cannot see it."""

from markupsafe import Markup

from livewell.kit.languages import gettext, mark

_DARK, _GREEN, _LIGHT, _SUN, _SKY = "#00401e", "#007f3b", "#cfe8d8", "#ffb81c", "#d2e7f7"


def _head(x: int, y: int, radius: int = 9) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#fff"/>'


_PERSON = f'{_head(50, 24, 12)}<path d="M28 84 V62 Q28 42 50 42 Q72 42 72 62 V84 Z" fill="{_LIGHT}"/>'
_SHEET = '<path d="M24 10 H64 L78 24 V90 H24 Z" fill="#fff"/><path d="M64 10 V24 H78" fill="none"/>'

_DRAWN: dict[str, tuple[str, str]] = {
    "cover": (
        mark("A green book"),
        (
            f'<path d="M22 12 H74 Q80 12 80 18 V88 H28 Q22 88 22 82 Z" fill="{_GREEN}"/>'
            f'<path d="M22 82 Q22 76 28 76 H80" fill="none" stroke="#fff"/><path d="M32 12 V76" stroke="{_LIGHT}"/>'
            '<path d="M56 62 C54 52 54 46 56 40 C48 40 43 36 42 28 C50 28 55 32 56 39 C57 32 62 28 70 28 C69 36 64 40 56 40" fill="#fff" stroke="none"/>'
        ),
    ),
    "when_well": (
        mark("A person who smiles in the sun"),
        (
            f'<circle cx="80" cy="20" r="12" fill="{_SUN}"/>{_PERSON}<path d="M44 27 Q50 33 56 27" fill="none"/>'
            f'<path d="M80 2 V5 M98 20 H95 M93 7 L91 9 M62 20 H65" stroke="{_SUN}"/>'
        ),
    ),
    "strengths": (
        mark("A strong tree"),
        (
            f'<path d="M44 92 V60 H56 V92 Z" fill="#b98b5a"/><circle cx="50" cy="36" r="28" fill="{_LIGHT}"/>'
            '<path d="M50 62 V36 M50 50 L62 38 M50 46 L38 34" fill="none"/><path d="M18 92 H82"/>'
        ),
    ),
    "keeps_well": (
        mark("A plant in a pot that is watered"),
        (
            f'<path d="M34 64 H66 L61 92 H39 Z" fill="#b98b5a"/><path d="M50 64 V34" fill="none"/>'
            f'<path d="M50 48 C36 48 30 40 30 30 C42 30 50 36 50 48 Z" fill="{_LIGHT}"/>'
            f'<path d="M50 40 C62 40 70 32 70 22 C58 22 50 28 50 40 Z" fill="{_LIGHT}"/>'
            f'<path d="M10 12 L26 18 M14 24 L24 24 M18 32 L26 28" stroke="#005eb8"/>'
        ),
    ),
    "daily_plan": (
        mark("A clock"),
        (
            f'<circle cx="50" cy="50" r="38" fill="{_SKY}"/><path d="M50 26 V50 L66 60" fill="none"/>'
            '<path d="M50 14 V18 M50 82 V86 M14 50 H18 M82 50 H86"/>'
        ),
    ),
    "triggers": (
        mark("A dark cloud with lightning"),
        (
            f'<path d="M24 56 Q10 56 12 42 Q14 32 26 32 Q30 14 50 16 Q68 18 70 32 Q88 32 88 46 Q86 56 74 56 Z" fill="#aeb7bd"/>'
            f'<path d="M50 56 L40 74 H50 L44 92 L64 68 H54 L60 56 Z" fill="{_SUN}"/>'
        ),
    ),
    "smaller": (
        mark("A big stone becomes small"),
        (
            '<circle cx="26" cy="58" r="22" fill="#aeb7bd"/><path d="M52 58 H70 M64 52 L70 58 L64 64" fill="none"/>'
            '<circle cx="86" cy="70" r="8" fill="#aeb7bd"/><path d="M4 84 H96"/>'
        ),
    ),
    "early_signs": (
        mark("A magnifying glass"),
        (
            f'<circle cx="42" cy="42" r="28" fill="{_SKY}"/><path d="M63 63 L88 88" stroke-width="8"/>'
            '<path d="M42 28 V44 M42 52 V54" fill="none"/>'
        ),
    ),
    "bad_day": (
        mark("A person under an umbrella in the rain"),
        (
            f'<path d="M12 46 Q14 14 50 12 Q86 14 88 46 Q78 38 69 46 Q60 38 50 46 Q40 38 31 46 Q22 38 12 46 Z" fill="{_GREEN}"/>'
            f'<path d="M50 46 V84" fill="none"/>{_head(34, 62)}<path d="M20 92 V86 Q20 74 34 74 Q48 74 48 86 V92 Z" fill="{_LIGHT}"/>'
            '<path d="M8 60 L5 70 M92 58 L89 68 M80 66 L77 76 M94 80 L91 90" stroke="#005eb8"/>'
        ),
    ),
    "feel_safe": (
        mark("A house with a heart"),
        (
            f'<path d="M12 50 L50 16 L88 50" fill="none"/><path d="M22 44 V88 H78 V44 L50 20 Z" fill="{_LIGHT}"/>'
            '<path d="M50 78 C32 64 36 50 44 52 Q49 53 50 58 Q51 53 56 52 C64 50 68 64 50 78 Z" fill="#d5281b"/>'
        ),
    ),
    "crisis": (
        mark("A telephone that rings"),
        (
            f'<path d="M30 12 L42 30 L34 38 Q42 56 60 66 L68 58 L86 70 Q84 86 70 88 Q20 84 14 28 Q16 14 30 12 Z" fill="{_LIGHT}"/>'
            f'<path d="M58 14 Q84 18 86 44 M58 28 Q70 30 72 44" fill="none" stroke="{_GREEN}"/>'
        ),
    ),
    "statement": (
        mark("A page that one person hands to another"),
        (
            '<path d="M36 22 H64 V60 H36 Z" fill="#fff"/><path d="M42 32 H58 M42 40 H58 M42 48 H54"/>'
            f'{_head(12, 44)}{_head(88, 44)}<path d="M2 88 V70 Q2 58 12 58 Q22 58 36 50" fill="{_LIGHT}"/>'
            f'<path d="M98 88 V70 Q98 58 88 58 Q78 58 64 50" fill="{_LIGHT}"/>'
        ),
    ),
    "connect": (
        mark("Two people side by side"),
        (
            f'{_head(32, 28, 11)}{_head(68, 28, 11)}<path d="M12 88 V64 Q12 46 32 46 Q50 46 50 64 V88 Z" fill="{_LIGHT}"/>'
            f'<path d="M50 88 V64 Q50 46 68 46 Q88 46 88 64 V88 Z" fill="{_SKY}"/>'
        ),
    ),
    "be_active": (
        mark("A person who walks"),
        (
            f'{_head(54, 16, 10)}<path d="M52 28 L46 56 M50 36 L34 46 M50 36 L66 48 M46 56 L62 70 L66 90 M46 56 L36 74 L22 84" fill="none" stroke-width="6"/>'
            '<path d="M12 94 H88"/>'
        ),
    ),
    "take_notice": (
        mark("A flower that somebody looks at"),
        (
            f'<path d="M50 58 V92" fill="none"/><path d="M50 82 Q36 80 34 68 Q48 68 50 82 Z" fill="{_LIGHT}"/>'
            f'<g fill="#fff"><circle cx="50" cy="20" r="12"/><circle cx="68" cy="34" r="12"/><circle cx="61" cy="54" r="12"/><circle cx="39" cy="54" r="12"/><circle cx="32" cy="34" r="12"/></g>'
            f'<circle cx="50" cy="39" r="10" fill="{_SUN}"/>'
        ),
    ),
    "learn": (
        mark("An open book"),
        (
            f'<path d="M50 28 Q32 16 10 22 V78 Q32 72 50 84 Z" fill="#fff"/><path d="M50 28 Q68 16 90 22 V78 Q68 72 50 84 Z" fill="{_SKY}"/>'
            '<path d="M20 36 Q32 33 41 38 M20 48 Q32 45 41 50 M59 38 Q68 33 80 36 M59 50 Q68 45 80 48" fill="none"/>'
        ),
    ),
    "give": (
        mark("A present"),
        (
            f'<path d="M16 44 H84 V90 H16 Z" fill="{_LIGHT}"/><path d="M12 32 H88 V46 H12 Z" fill="{_GREEN}"/><path d="M50 32 V90" fill="none"/>'
            '<path d="M50 32 C30 32 28 12 40 12 Q48 14 50 32 Q52 14 60 12 C72 12 70 32 50 32" fill="none"/>'
        ),
    ),
    "goals": (
        mark("A flag on a hill, with a path"),
        (
            f'<path d="M4 90 Q34 84 52 46 Q70 84 96 90 Z" fill="{_LIGHT}"/><path d="M52 46 V10" fill="none"/>'
            f'<path d="M52 10 L78 19 L52 28 Z" fill="#d5281b"/><path d="M34 90 Q54 82 46 74 Q42 66 52 58" fill="none" stroke-dasharray="5 4"/>'
        ),
    ),
    "library": (
        mark("A pile of books"),
        (
            f'<path d="M14 70 H82 V88 H14 Z" fill="{_GREEN}"/><path d="M22 50 H88 V70 H22 Z" fill="{_SKY}"/><path d="M16 30 H76 V50 H16 Z" fill="{_SUN}"/>'
            '<path d="M24 30 V50 M32 50 V70 M24 70 V88" fill="none"/>'
        ),
    ),
    "note": (
        mark("A page to write on"),
        (f'{_SHEET}<path d="M34 38 H68 M34 50 H68 M34 62 H68 M34 74 H56"/>'),
    ),
    "pencil": (
        mark("A pencil: write here"),
        (
            f'<path d="M16 84 L22 62 L68 16 L84 32 L38 78 Z" fill="{_SUN}"/><path d="M60 24 L76 40 M22 62 L38 78" fill="none"/><path d="M16 84 L19 73 L27 81 Z" fill="{_DARK}"/>'
        ),
    ),
}


def drawing(key: str) -> Markup:
    """The drawing of a leaf, by its key; a page to write on for a leaf that has none of its own."""
    said, shapes = _DRAWN.get(key, _DRAWN["note"])
    return Markup(  # noqa: S704  Drawn above.
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" role="img"><title>{}</title>'
        f'<g stroke="{_DARK}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">{{}}</g></svg>'
    ).format(gettext(said), Markup(shapes))  # noqa: S704


def has_own(key: str) -> bool:
    """Whether a leaf of this key has a drawing of its own."""
    return key in _DRAWN
