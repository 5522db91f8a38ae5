"""
The pens that charts are drawn with: plain SVG, readable on screen, on paper and by a screen reader.

Nothing here needs a style attribute or a style sheet, so it passes the strictest content security policy and
looks the same in WeasyPrint.
"""

import hashlib
from collections.abc import Iterable

from markupsafe import Markup, escape

# Colours of the NHS identity: https://service-manual.nhs.uk/design-system/styles/colour
BLUE = "#005eb8"
DARK_BLUE = "#003087"
PALE_BLUE = "#d9e8f6"
INK = "#212b32"
QUIET = "#4c6272"
RULE = "#aeb7bd"
PALE = "#f0f4f5"
WHITE = "#ffffff"

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SIZE = 15
"""The size of ordinary text, in the drawing's own units; a drawing is `WIDTH` wide so that it is not shrunk much on a phone."""
PHONE_SIZE = 25
"""
The same in the narrowest window, where a style sheet enlarges the text of drawings that leave room for it (class
`lw-chart--roomy`) until it is as large as the words around; words in the middle of a shape are left out there.
"""
WIDTH = 480
NARROW = 320
"""The width of a drawing with too many words to enlarge them: as wide as a phone, so that none is shrunk there."""

# Below this share sRGB is a straight line: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
_STRAIGHT = 0.04045
# https://www.w3.org/TR/WCAG22/#contrast-minimum
_READABLE = 4.5
# Mean width of a character of Arial in parts of its size, on the safe side, and the share of narrow and wide ones.
_NARROW, _USUAL, _WIDE = 0.32, 0.56, 0.86


def contrast(one: str, other: str) -> float:
    """The contrast of two #rrggbb colours, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= _STRAIGHT else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(colour: str) -> str:
    """The ink that reads on `colour` at 4.5 to 1 or better: white, our own near-black, else black itself."""
    best = max((WHITE, INK), key=lambda ink: contrast(ink, colour))
    return best if contrast(best, colour) >= _READABLE else "#000000"


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide a text is, never too little for ordinary words."""
    narrow = sum(letter in "iljtfI.,:;'!|()- " for letter in text)
    wide = sum(letter in "mwMW@%" for letter in text)
    return size * (narrow * _NARROW + wide * _WIDE + (len(text) - narrow - wide) * _USUAL)


def wrapped(text: str, width: float, *, size: float = SIZE, most: int = 2) -> list[str]:
    """`text` in at most `most` lines that fit `width`; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, width, size) for line in lines]


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    while line and width_of(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


class Drawing:
    """One SVG drawing, `width` by `height` units, that says in a sentence what it shows."""

    def __init__(self, width: float, height: float, *, title: str, more: str = "", roomy: bool = False) -> None:
        """`roomy` where every text has room for `PHONE_SIZE`."""
        self.width = width
        self.height = height
        self._title = title
        self._more = more
        self._kind = "lw-chart" + " lw-chart--roomy" * roomy + " lw-chart--narrow" * (width <= NARROW)
        self._parts: list[Markup] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, edge: str | None = None) -> None:
        """A filled box, with a line round it when `edge` names its colour."""
        stroke = Markup(' stroke="{}" stroke-width="1"').format(edge) if edge else ""
        self._parts.append(
            Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>').format(
                _n(x), _n(y), _n(max(width, 0)), _n(height), fill, stroke
            )
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = RULE, *, dashes: bool = False) -> None:
        """A thin straight line."""
        dash = Markup(' stroke-dasharray="4 3"') if dashes else ""
        self._parts.append(
            Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"{}/>').format(
                _n(x1), _n(y1), _n(x2), _n(y2), colour, dash
            )
        )

    def path(self, points: Iterable[tuple[float, float]], colour: str, *, fill: str = "none", width: float = 3) -> None:
        """A line through the points, or a filled shape."""
        drawn = " L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self._parts.append(
            Markup('<path d="M{}" fill="{}" stroke="{}" stroke-width="{}" stroke-linejoin="round"/>').format(
                drawn, fill, colour, _n(width)
            )
        )

    def dot(self, x: float, y: float, colour: str = BLUE, *, radius: float = 6, edge: str = WHITE) -> None:
        """A dot with an edge, white unless said, so that it stands out on lines and bands alike."""
        self._parts.append(
            Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>').format(
                _n(x), _n(y), _n(radius), colour, edge
            )
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        anchor: str = "start",
        colour: str = INK,
        bold: bool = False,
    ) -> None:
        """Words with their baseline at `y`; `anchor` is start, middle or end."""
        weight = Markup(' font-weight="bold"') if bold else ""
        self._parts.append(
            Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>').format(
                _n(x), _n(y), _n(size), anchor, colour, weight, words
            )
        )

    def svg(self) -> Markup:
        """The finished drawing. Its title is the whole sentence: PDF readers and some screen readers say only that."""
        inside = Markup("").join(self._parts)
        key = hashlib.sha256(f"{self._title}{self._more}{inside}".encode()).hexdigest()[:10]
        more = Markup('<desc id="d{}">{}</desc>').format(key, self._more) if self._more else Markup("")
        described = Markup(' aria-describedby="d{}"').format(key) if self._more else ""
        return Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
            'role="img" aria-labelledby="t{key}"{described} font-family="{font}" focusable="false">'
            '<title id="t{key}">{title}</title>{more}{inside}</svg>'
        ).format(
            kind=self._kind,
            w=_n(self.width),
            h=_n(self.height),
            key=key,
            described=described,
            font=FONT,
            title=escape(self._title),
            more=more,
            inside=inside,
        )
