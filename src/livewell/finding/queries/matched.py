"""Why the words of a search found what a page shows: one statement for the whole page."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from livewell.assets.queries import AssetRow
from livewell.finding.rules import matched
from livewell.finding.rules.matched import Field, Hit, Part
from livewell.kit.db import rows

_MOST_READ = 3_000
"""Letters of a text that are looked through; what is found after these is in the details."""


async def why_by_row(
    parts: Sequence[Part], shown: Mapping[UUID, AssetRow], *, every: Mapping[UUID, bool]
) -> dict[UUID, str]:
    """
    Which of the words each row of a page has, and where, by the id of the search row; "" when there is nothing to say.

    `shown` is what the page says of each; `every` says of which it is known that they have all the words. One
    statement, none when no words were asked.
    """
    if not parts or not shown:
        return {}
    asked = [
        (place, also, query)
        for place, part in enumerate(parts)
        for also, query in ((None, part.tsquery), *enumerate(query for _, query in part.also))
        if query
    ]
    texts = [(row, field, text[:_MOST_READ]) for row, one in shown.items() for field, text in _texts(one) if text]
    found = await rows(
        f"""
        WITH asked AS MATERIALIZED (
            SELECT part, also, to_tsquery('livewell', query) AS query
            FROM unnest($1::int[], $2::int[], $3::text[]) AS one(part, also, query)
        ), read AS MATERIALIZED (
            -- Names of terms have the weight that they have in what is searched.
            SELECT said.*,
                   setweight(
                       to_tsvector('livewell', text), CASE WHEN field = ANY ($8::text[]) THEN 'B' ELSE 'D' END::"char"
                   ) AS words
            FROM (
                SELECT * FROM unnest($4::uuid[], $5::text[], $6::text[]) AS said(id, field, text)
                UNION ALL
                SELECT s.id, t.taxonomy, t.name FROM search_row AS s JOIN term AS t ON t.code = ANY (s.terms)
                WHERE s.id = ANY($7::uuid[])
            ) AS said
        )
        SELECT id, field, part, also, ts_headline('livewell', text, query, '{matched.MARKS}') AS text
        FROM read JOIN asked ON words @@ query
        UNION ALL
        SELECT s.id, '{Field.DETAILS}', part, also, '' FROM search_row AS s JOIN asked ON s.words @@ query
        WHERE s.id = ANY($7::uuid[])
        UNION ALL
        SELECT NULL, NULL, part, also, '' FROM asked WHERE numnode(query) = 0
        """,  # noqa: S608  (what is said in text is our own)
        *([one[place] for one in asked] for place in range(3)),
        *([one[place] for one in texts] for place in range(3)),
        list(shown),
        [Field.NEEDS.value, Field.ACTIVITIES.value],
    )
    ignored = {row["part"] for row in found if row["id"] is None and row["also"] is None}
    hits: dict[UUID, list[Hit]] = {}
    for row in found:
        if row["id"] is not None:
            hit = Hit(Field(row["field"]), row["part"], row["also"], row["text"])
            hits.setdefault(row["id"], []).append(hit)
    return {row: matched.why(parts, hits.get(row, ()), every=every[row], ignored=ignored) for row in shown}


def _texts(one: AssetRow) -> list[tuple[Field, str]]:
    """What a page or the page of a listing says, field by field; needs and activities are read with the statement."""
    return [
        (Field.NAME, one.name),
        (Field.WHAT, one.what),
        (Field.ORGANISATION, one.organisation),
        (Field.PLACE, one.where),
        (Field.WHEN, one.when),
        (Field.WHO_FOR, one.who_for),
        (Field.FEATURES, ", ".join([*one.feature_labels, one.joining_label, one.access])),
        (Field.KIND, one.kind_label),
        (Field.WAYS, ", ".join(one.way_labels)),
    ]
