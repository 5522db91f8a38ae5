"""The text of docs/measures.md, written from the instruments themselves."""

import sys

from livewell.measures.rules.describing import band_tables, how_scored, what_a_change_means
from livewell.measures.rules.instruments import DIRECTION_LABELS, LICENCE_LABELS, Instrument
from livewell.measures.rules.loading import INSTRUMENTS
from livewell.measures.rules.packs import CONTEXTS
from livewell.measures.rules.taking import FLAG_LABELS

PACK_FIELDS = (
    ("instrument", "`pam`, `pam10`, `swemwbs`, `wemwbs` or `djg6`", "yes"),
    ("pack_version", "The holder’s own name for this wording or calibration; kept with every score", "yes"),
    ("holder", "Who holds the licence", "yes"),
    ("reference", "The reference of the licence", "yes"),
    ("contexts", f"A list of {', '.join(f'`{one}`' for one in CONTEXTS)}; `clinical` has to be among them", "yes"),
    ("starts_on", "The first day it may be used, such as `2026-11-22`", "yes"),
    ("ends_on", "The last day; left out when the licence has no end", ""),
    ("stem", "The words before the questions", ""),
    ("items", "A list of `{id, words}`: every question, in the order of the instrument", "for asking"),
    ("scale", "A list of `{value, words}`: every answer", "with items"),
    ("table", "An object, raw sum to score: 40 rows for 13 statements, 31 for 10; rising, from 0.0 to 100.0, one decimal", "PAM, with items"),
    ("cuts", "A list of three: where level 2, 3 and 4 begin", "PAM"),
    ("level_names", "A list of four names, lowest first", ""),
    ("minimum_answered", "The fewest answers for a score", ""),
)  # fmt: skip


def as_document() -> str:
    """The whole page."""
    lines = [
        "# Measures",
        "",
        "Written by `python -m livewell.measures.rules.document > docs/measures.md` from the files in",
        "`src/livewell/measures/instruments/`; a test compares the two. The same is told to anybody at `/measures`.",
        "",
        "## How it works",
        "",
        "- An instrument is a file: questions, scales, scoring, missing rule, bands, thresholds with their source, licence,",
        "  codes. It is checked when the program starts; one that does not fit together stops it, by name.",
        "- A score keeps its answers, figure, level, band, and what it was made with: version of the instrument, algorithm,",
        "  cut-points, SHA-256 of the conversion table, licence pack. It never changes. A correction and a re-scoring are new",
        "  rows; the old ones are shown struck through.",
        "- Two scores are compared only when they were made alike. Otherwise the page says so and draws no line.",
        "- Wording is never translated by us: an instrument says which languages its official wording has.",
        "- A new instrument is a new file. A change of wording or scoring is a new `version`; a change of scoring is a new",
        "  `scoring.version` too, and old scores can then be scored again from their answers.",
        "",
        "| Instrument | Questions | Used unless a site says otherwise |",
        "| --- | --- | --- |",
        *(
            f"| [{one.name}](#{one.id}) | {LICENCE_LABELS[one.licence]} | {'yes' if one.on else 'no'} |"
            for one in INSTRUMENTS.values()
        ),
        "",
        "Goal attainment is scored in `measures/gas.py`: T of Kiresuk and Sherman 1968, and the plain number of goals reached.",
        "",
    ]
    for one in INSTRUMENTS.values():
        lines += _section(one)
    lines += [
        "## Flags",
        "",
        "A flag is kept and shown. It never takes a score away.",
        "",
        "| Flag | What it says |",
        "| --- | --- |",
        *(f"| `{flag.value}` | {words} |" for flag, words in FLAG_LABELS.items()),
        "",
        "## A licence pack",
        "",
        "A JSON file that somebody with a licence loads at `/measures/site`, saying where they have it from. All of it is kept",
        "or nothing, and everything that is wrong is said at once. Its wording is shown only on pages of this site that ask the",
        "questions. When it ends or is withdrawn the questions are not shown any more; a score from the licensed source can",
        "still be written down, and old scores stay as they are.",
        "",
        "| Field | What it holds | Needed |",
        "| --- | --- | --- |",
        *(f"| `{name}` | {words} | {needed} |" for name, words, needed in PACK_FIELDS),
        "",
        "## What to confirm before use",
        "",
        "- The licences, by whoever runs the site. National licences of former years may have ended.",
        "- The bands of the short mental wellbeing scale are left out: no cut-points were confirmed at their source.",
        "- The line of 6 or more on the three loneliness questions is often used and is no standard.",
        "- The older cut-points of patient activation (level 4 from 67.1) are known from published work only.",
    ]
    return "\n".join(lines) + "\n"


def _section(one: Instrument) -> list[str]:
    lines = [
        f'## <a id="{one.id}"></a>{one.name}',
        "",
        one.about,
        "",
        f"- Version {one.version}, compared with its source on {one.checked}: {one.source}.",
        f"- {one.attribution}",
        f"- {LICENCE_LABELS[one.licence]}. {len(one.items)} questions, about {one.minutes} minutes.",
        f"- {' '.join(filter(None, (how_scored(one), one.scoring.source)))}",
        f"- {one.missing.words}",
        f"- {DIRECTION_LABELS[one.direction]}. {what_a_change_means(one)}",
    ]
    if one.change is not None:
        lines.append(f"- Threshold: {' '.join(filter(None, (one.change.source + '.', one.change.url)))}")
    lines += [
        f"- Bands, {about}: " + "; ".join(f"{label} {figures}" for label, figures in rows)
        for about, rows in band_tables(one)
    ]
    codes = [*one.codes.questionnaire, *one.codes.score, *one.codes.level]
    if codes:
        lines.append("- Codes: " + "; ".join(f"{code.display}, {code.system} `{code.code}`" for code in codes))
    if one.safety:
        lines.append(
            "- Safety: an answer above the lowest one to its last question shows help at once and tells whoever is on duty."
        )
    return [*lines, ""]


if __name__ == "__main__":
    sys.stdout.write(as_document())
