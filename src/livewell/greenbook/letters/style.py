"""How a leaf is set: its paper, margins, letters and lines, as CSS for each paper, look and direction."""

from dataclasses import dataclass
from string import Template

from livewell.greenbook.rules.paper import Look, Paper, Sides, Wanted

_CSS = Template("""
@page { size: $paper; margin: $top $edge $bottom $binding; $margins
@top-left { content: string(carried, first-except); font: bold $foot $fonts; color: $dark; text-align: start; vertical-align: bottom; padding-bottom: 2mm; width: 100%; }
@top-right { content: none; }
@bottom-left { content: string(foot); font: $foot $fonts; color: #425563; text-align: $start; vertical-align: top; padding-top: 3mm; white-space: pre-line; width: $foot_width; }
@bottom-right { content: string(more, last) string(before) counter(page) string(between) counter(pages) string(after); font: $foot $fonts; color: #425563; text-align: $end; vertical-align: top; padding-top: 3mm; white-space: pre-line; }
}
$mirrored
body { string-set: foot attr(data-foot), before attr(data-before), between attr(data-between), after attr(data-after), more attr(data-more); color: #212b32; font: $letters/$leading $fonts; margin: 0; overflow-wrap: anywhere; }
.back { page: back; }
.done { string-set: more ""; }
h1, h2, h3, h4, p, ul, ol, dl, table { margin: 0 0 $gap; }
h1, h2, h3, h4 { break-after: avoid; line-height: 1.2; }
h1 { bookmark-level: 3; color: $dark; font-size: $title; margin-bottom: 0; }
.cover h1 { bookmark-level: 1; font-size: $cover; }
h2, h3, h4 { bookmark-level: none; font-size: $asked; margin-bottom: 1mm; }
p, li { orphans: 2; widows: 2; }
.part { color: #425563; font-size: $small; margin-bottom: 1mm; }
h3 { margin-top: 2mm; }
.opens { bookmark-label: content(text); bookmark-level: 2; }
header { string-set: carried attr(data-carried); border-bottom: 0.8mm solid #007f3b; margin-bottom: $after_head; padding-bottom: 2.5mm; }
header::after { clear: both; content: ""; display: block; }
.square { float: $end; height: $square; margin: 0 0 1mm 0; margin-$start: 4mm; width: $square; }
.square svg { display: block; height: $square; width: $square; }
.lead { margin-bottom: $gap; }
.ask { margin-bottom: $between; }
.ask.empty { break-inside: avoid; }
.help { color: #425563; font-size: $small; margin-bottom: 0; }
.line { border-bottom: 0.25mm solid #768692; height: $line; }
.said { border-$start: 1mm solid #007f3b; padding-$start: 3mm; }
.said p:last-child { margin-bottom: 0; }
.note { background: #fff4d3; border: 0.4mm solid #8a6d00; break-inside: avoid; margin-bottom: $gap; padding: 2mm 3mm; }
.note p { margin: 0; }
.call { border: 0.5mm solid #007f3b; break-inside: avoid; margin-bottom: $between; padding: 2.5mm 3mm 1.5mm; }
.call p { margin: 0 0 1mm; }
table { border-collapse: collapse; width: 100%; }
tr { break-inside: avoid; }
th, td { border: 0.25mm solid #768692; font-weight: normal; padding: 1.2mm 2mm; text-align: start; vertical-align: top; }
tbody th { width: 38%; }
thead th { font-weight: bold; }
.levels td { height: $line; }
ul, ol { padding-$start: 6mm; }
.steps { list-style: none; padding: 0; }
.steps li { margin-bottom: 1mm; padding-$start: 7mm; }
.box { border: 0.4mm solid #212b32; display: inline-block; height: 3.6mm; margin-$start: -7mm; margin-$end: 3.4mm; vertical-align: -0.5mm; width: 3.6mm; }
.box svg { display: block; height: 3.6mm; width: 3.6mm; }
.goal { margin-bottom: $between; }
.picture { display: block; height: $picture; width: $picture; }
.picture svg { display: block; height: $picture; width: $picture; }
.cover .picture { margin: 6mm auto 8mm; }
.left { float: $start; width: $column; }
.right { margin-$start: $beside; }
.beside::after { clear: both; content: ""; display: block; }
.left .picture, .left .picture svg { height: $column; width: $column; }
.pencil, .pencil svg { height: $pencil; margin: 0 auto; width: $pencil; }
.tight .line { height: $tight_line; }
.tight .ask { margin-bottom: 2.5mm; }
.tight .call { margin-bottom: 2.5mm; padding: 1.5mm 3mm 0.5mm; }
.tight header { margin-bottom: 3mm; }
.closer .line { height: $closest_line; }
.closer .ask { margin-bottom: 1.5mm; }
.closer h2 { margin-bottom: 0; }
.closer p { margin-bottom: 1mm; }
.closest { font-size: $shrunk; line-height: 1.25; }
.closest h1 { font-size: $crowded; }
.closest h2 { font-size: $shrunk; }
.closest .line { height: $hand; }
.closest .ask { margin-bottom: 1mm; }
.closest .call p { margin: 0; }
.closest .help, .closest .part { font-size: $shrunk; }
.least { font-size: $least; line-height: 1.2; }
.least h2, .least .help, .least .part { font-size: $least; }
.least .call p { display: inline; }
.least .square, .least .square svg { height: $least_square; width: $least_square; }
img { max-width: 100%; }
pre, code { font-family: "Liberation Mono", "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
""")

_FONTS = '"Liberation Sans", Arial, "Noto Sans", "DejaVu Sans", sans-serif'
_DARK = "#00401e"


@dataclass(frozen=True)
class Measures:
    """Lengths that depend on the paper and the look."""

    letters: float
    """Points. RNIB and the UK Association for Accessible Formats: large print is 16 at least, and better 18."""
    small: float
    foot: float
    title: float
    asked: float
    line: float
    """Millimetres from line to line: what a hand needs."""
    square: float
    """Millimetres: 0.35 for each module, which a phone reads at arm's length."""
    margins: tuple[float, float, float, float]
    """Millimetres: top, edge, bottom, binding. Holes of a binder stand 12 mm from the edge (ISO 838), 21 clears them."""


_MEASURES: dict[tuple[Paper, Look], Measures] = {
    (Paper.A5, Look.USUAL): Measures(11, 9.5, 8, 19, 11.5, 7.5, 16, (13, 11, 17, 21)),
    (Paper.A4, Look.USUAL): Measures(12, 10.5, 9, 24, 13, 8.5, 19, (16, 16, 19, 25)),
    (Paper.A5, Look.LARGE): Measures(18, 18, 18, 25, 18, 10.5, 18, (13, 10, 34, 20)),
    (Paper.A4, Look.LARGE): Measures(18, 18, 18, 30, 20, 11, 22, (16, 15, 27, 25)),
    (Paper.A5, Look.EASY_READ): Measures(14, 14, 14, 21, 14, 9.5, 16, (13, 10, 27, 20)),
    (Paper.A4, Look.EASY_READ): Measures(16, 14, 14, 26, 16, 10.5, 20, (16, 15, 22, 25)),
}


def style(wanted: Wanted, *, rtl: bool = False) -> str:
    """The CSS of every leaf of a book that is wanted so; `rtl` for a language that is written from the right."""
    sizes = _MEASURES[wanted.paper, wanted.look]
    top, edge, bottom, binding = sizes.margins
    bound, free = ("right", "left") if rtl else ("left", "right")
    # In a book from right to left the first page of a leaf is a left one for WeasyPrint as well; both are named.
    mirrored = (
        f"@page :{bound} {{ margin-{bound}: {edge}mm; margin-{free}: {binding}mm; }}\n"
        if wanted.sides is Sides.TWO
        else ""
    )
    easy, large = wanted.look is Look.EASY_READ, wanted.look is Look.LARGE
    return _CSS.substitute(
        paper=wanted.paper.value.upper(),
        top=f"{top}mm",
        edge=f"{edge}mm",
        bottom=f"{bottom}mm",
        binding=f"{binding}mm",
        margins=f"margin-{bound}: {binding}mm; margin-{free}: {edge}mm;",
        mirrored=mirrored
        + f"@page back {{ margin-{bound}: {edge}mm; margin-{free}: {binding}mm; @bottom-left {{ content: none; }} @bottom-right {{ content: none; }} }}",
        fonts=_FONTS,
        dark=_DARK,
        start="right" if rtl else "left",
        end="left" if rtl else "right",
        letters=f"{sizes.letters}pt",
        leading="1.5" if easy or large else "1.4",
        small=f"{sizes.small}pt",
        foot=f"{sizes.foot}pt",
        foot_width="62%",
        title=f"{sizes.title}pt",
        cover=f"{sizes.title * 1.5}pt",
        crowded=f"{sizes.title * 0.85:.1f}pt",
        asked=f"{sizes.asked}pt",
        shrunk=f"{sizes.letters * (1 if easy or large else 0.86):.2f}pt",
        least=f"{sizes.letters if easy or large else 9}pt",
        least_square=f"{sizes.square * 0.8:.1f}mm",
        line=f"{sizes.line}mm",
        hand=f"{sizes.line if easy or large else 6}mm",
        tight_line=f"{sizes.line * 0.93:.2f}mm",
        closest_line=f"{sizes.line * 0.84:.2f}mm",
        gap="3mm" if easy or large else "2.5mm",
        between="5mm" if easy or large else "4mm",
        after_head="5mm" if easy or large else "4mm",
        square=f"{sizes.square}mm",
        picture="46mm" if wanted.paper is Paper.A5 else "62mm",
        column="24mm" if wanted.paper is Paper.A5 else "38mm",
        beside="29mm" if wanted.paper is Paper.A5 else "44mm",
        pencil="11mm" if wanted.paper is Paper.A5 else "16mm",
    )
