"""Everything that happened on a journey, from every room's tables in one query, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from livewell.kit import db
from livewell.record.queries.said import say
from livewell.record.rules import PAGE, Filter
from livewell.staff.rules import Member, Role


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in the shape that bits.timeline shows."""

    at: datetime
    title: str
    by: str
    text: str
    href: str
    tag: tuple[str, str] | None
    struck: str
    """Why it is struck through: empty when it stands."""
    kind: str
    code: str
    """The event, such as goal.agreed: what is told together is found by it."""


@dataclass(frozen=True)
class TimelinePage:
    """One page, the newest first."""

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


# Each branch gives: at, code, by (a staff account), about (the id a link leads to), one, two, words, struck.
# $1 is the journey, $2 its person.
_BRANCHES: dict[Filter, tuple[str, ...]] = {
    Filter.REFERRALS: (
        """SELECT r.received_at, 'referral.received', r.referrer, r.id, r.referrer_type, r.reference, r.reason, ''
           FROM referral r WHERE r.journey = $1""",
        """SELECT r.decided_at, 'referral.accepted', r.decided_by, r.id, r.reference, '', r.override_why, ''
           FROM referral r WHERE r.journey = $1 AND r.decided_at IS NOT NULL""",
        """SELECT q.asked_at, 'referral.asked', q.asked_by, r.id, r.reference, '', q.question, ''
           FROM information_request q JOIN referral r ON r.id = q.referral WHERE r.journey = $1""",
        """SELECT q.answered_at, 'referral.answered', q.answered_by, r.id, r.reference, '', q.answer, ''
           FROM information_request q JOIN referral r ON r.id = q.referral
           WHERE r.journey = $1 AND q.answered_at IS NOT NULL""",
        """SELECT c.changed_at, 'journey.moved', c.changed_by, c.journey, c.from_stage, c.to_stage, c.why, ''
           FROM stage_change c WHERE c.journey = $1 AND c.to_stage <> 'closed'""",
        """SELECT c.changed_at, 'journey.ended', c.changed_by, c.journey, j.end_reason, '', c.why, ''
           FROM stage_change c JOIN journey j ON j.id = c.journey WHERE c.journey = $1 AND c.to_stage = 'closed'""",
        """SELECT b.issued_at, 'greenbook.issued', b.issued_by, b.id, '', '', '', ''
           FROM green_book b WHERE b.person = $2""",
        """SELECT b.given_at, 'greenbook.given', NULL::uuid, b.id, b.given_how, '', '', ''
           FROM green_book b WHERE b.person = $2 AND b.given_at IS NOT NULL""",
        """SELECT o.reopened_at, 'journey.reopened', o.reopened_by, o.journey, '', '', o.why, ''
           FROM reopening o WHERE o.journey = $1""",
        """SELECT c.said_at, 'consent.said', c.said_to, c.id, c.kind, c.given::text, '', ''
           FROM consent c WHERE c.person = $2""",
    ),
    Filter.CONTACT: (
        """SELECT x.asked_at, 'wish.asked', NULL::uuid, x.session, x.what, '', x.words, ''
           FROM session_wish x JOIN session s ON s.id = x.session WHERE s.journey = $1""",
        """SELECT x.answered_at, 'wish.answered', x.answered_by, x.session, x.what, '', x.answer, ''
           FROM session_wish x JOIN session s ON s.id = x.session
           WHERE s.journey = $1 AND x.answered_at IS NOT NULL""",
        """SELECT c.made_at, 'code.printed', c.made_by, c.id, '', '', '', ''
           FROM resident_code c WHERE c.person = $2 AND c.how = 'paper'""",
        """SELECT e.happened_at, 'details.changed', NULL::uuid, e.subject, '', '', '', ''
           FROM event e WHERE e.person = $2 AND e.what = 'person.details_changed' AND e.by_kind = 'resident'""",
        """SELECT x.corrected_at, 'identity.corrected', x.corrected_by, $1::uuid, x.field, x.was, x.why, ''
           FROM identity_correction x WHERE x.person = $2""",
        """SELECT a.tried_at, 'contact.tried', a.tried_by, a.journey, a.method, a.outcome, a.note, ''
           FROM contact_attempt a WHERE a.journey = $1""",
    ),
    Filter.GOALS: (
        """SELECT coalesce(a.completed_at, a.started_at), CASE WHEN a.completed_at IS NULL THEN 'assessment.started'
                  ELSE 'assessment.completed' END, a.started_by, a.journey, '', '', '', ''
           FROM assessment a WHERE a.journey = $1""",
        """SELECT g.agreed_at, 'goal.agreed', g.agreed_by, g.id, g.way, '', g.in_words,
                  CASE g.status WHEN 'replaced' THEN 'Replaced by a newer version of this goal.'
                       WHEN 'set_aside' THEN 'Set aside. ' || g.set_aside_why ELSE '' END
           FROM goal g WHERE g.journey = $1 AND g.agreed_at IS NOT NULL""",
        """SELECT looked.at, 'goals.rated', looked.by_id, $1::uuid, count(*) FILTER (WHERE looked.level >= 0)::text,
                  count(*)::text, '', ''
           FROM (
               SELECT DISTINCT ON (gr.rated_at, gr.goal) gr.rated_at AS at, gr.rated_by AS by_id, gr.level
               FROM goal_rating gr JOIN goal g ON g.id = gr.goal
               WHERE g.journey = $1 AND gr.occasion <> 'baseline' ORDER BY gr.rated_at, gr.goal, gr.rater
           ) AS looked GROUP BY looked.at, looked.by_id""",
        """SELECT st.done_at, 'goal.step_done', NULL::uuid, g.id, '', '', st.what, ''
           FROM goal_step st JOIN goal g ON g.id = st.goal
           WHERE g.journey = $1 AND st.done_at IS NOT NULL AND g.status <> 'replaced'""",
        """SELECT s.taken_at, CASE WHEN s.not_done <> '' THEN 'score.none' ELSE 'score.taken' END, s.taken_by, s.journey,
                  s.instrument || ':' || coalesce(s.score::text, s.not_done), coalesce(s.level::text, ''), s.not_done_why,
                  CASE WHEN later.id IS NULL THEN '' ELSE 'A later entry puts this right.' END
           FROM score s LEFT JOIN score later ON later.replaces = s.id WHERE s.journey = $1""",
        """SELECT k.asked_at, 'measure.asked', k.asked_by, k.id, k.instrument, k.how, k.words,
                  CASE k.state WHEN 'taken_back' THEN 'Taken back.' ELSE '' END
           FROM asking k WHERE k.journey = $1""",
        # What is shared now, and no trace of a page that is private, or is so again.
        """SELECT s.began_at, 'greenbook.shared', NULL::uuid, p.id, s.sharing, '', '', ''
           FROM page_shared s JOIN book_page p ON p.id = s.page JOIN green_book b ON b.id = p.book
           WHERE b.person = $2 AND s.ended_at IS NULL AND p.removed_at IS NULL AND p.sharing <> 'me'""",
    ),
    Filter.SESSIONS: (
        """SELECT s.booked_at, 'session.booked', s.booked_by, s.id, s.kind,
                  to_char(s.planned_for AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), '', ''
           FROM session s WHERE s.journey = $1""",
        """SELECT CASE WHEN s.status = 'cancelled' THEN s.settled_at ELSE s.planned_for END, 'session.' || s.status,
                  s.worker, s.id, s.kind, CASE WHEN s.status = 'cancelled' THEN s.cancelled_by ELSE s.place END,
                  CASE WHEN s.status = 'held' THEN s.notes ELSE s.why END, ''
           FROM session s WHERE s.journey = $1 AND s.settled_at IS NOT NULL""",
        """SELECT c.written_at, 'session.corrected', c.corrected_by, s.id, s.kind, '', concat_ws(E'\n\n', nullif(c.notes, ''),
                  nullif(c.shared_note, '')), 'Put right on ' ||
                  to_char(c.corrected_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') || '.'
           FROM session_correction c JOIN session s ON s.id = c.session WHERE s.journey = $1""",
        """SELECT e.written_at, 'ending.written', e.written_by, e.journey, e.expectation, '', e.summary, ''
           FROM ending e WHERE e.journey = $1""",
        """SELECT v.reviewed_at, 'review.held', v.reviewed_by, v.journey, '', '', v.agreed, ''
           FROM review v WHERE v.journey = $1""",
    ),
    Filter.CONNECTIONS: (
        """SELECT i.asked_at, 'introduction.asked', i.asked_by, i.journey, w.name, i.how, i.summary, ''
           FROM introduction i JOIN staff_user w ON w.id = i.link_worker WHERE i.journey = $1""",
        """SELECT i.taken_on_at, 'introduction.taken_on', i.link_worker, i.journey, w.name, '', '', ''
           FROM introduction i JOIN staff_user w ON w.id = i.link_worker
           WHERE i.journey = $1 AND i.taken_on_at IS NOT NULL""",
        """SELECT i.answered_at, 'introduction.handed_back', i.answered_by, i.journey, w.name, '', i.answer_why, ''
           FROM introduction i JOIN staff_user w ON w.id = i.link_worker
           WHERE i.journey = $1 AND i.answered_at IS NOT NULL AND i.status = 'handed_back'""",
        """SELECT ch.changed_at, 'connection.changed', ch.changed_by, c.id, a.name, ch.to_status,
                  CASE ch.to_status WHEN 'suggested' THEN c.why_this WHEN 'ended' THEN c.end_note ELSE '' END, ''
           FROM connection_change ch JOIN connection c ON c.id = ch.connection JOIN asset a ON a.id = c.asset
           WHERE c.journey = $1""",
        """SELECT v.noted_at, 'connection.visited', v.noted_by, c.id, a.name, v.went_on::text,
                  CASE WHEN v.accompanied THEN 'We went along together.' ELSE '' END, ''
           FROM visit v JOIN connection c ON c.id = v.connection JOIN asset a ON a.id = c.asset WHERE c.journey = $1""",
        """SELECT b.asked_at, 'befriender.asked', b.asked_by, b.journey, '', '', b.words,
                  CASE b.state WHEN 'taken_back' THEN 'Taken back.' ELSE '' END
           FROM befriender_asked b WHERE b.journey = $1""",
        """SELECT greatest(p.begins_on::timestamp AT TIME ZONE 'Europe/London', p.volunteer_agreed_at, p.person_agreed_at),
                  'befriender.began', NULL::uuid, b.journey, v.name, '', '', ''
           FROM placement p JOIN befriender_asked b ON b.id = p.asked JOIN volunteer v ON v.id = p.volunteer
           WHERE b.journey = $1 AND p.begins_on IS NOT NULL""",
        """SELECT p.ended_on::timestamp AT TIME ZONE 'Europe/London', 'befriender.ended', NULL::uuid, b.journey, v.name,
                  '', '', ''
           FROM placement p JOIN befriender_asked b ON b.id = p.asked JOIN volunteer v ON v.id = p.volunteer
           WHERE b.journey = $1 AND p.ended_on IS NOT NULL AND p.begins_on IS NOT NULL""",
    ),
    Filter.SAFETY: (
        """SELECT m.raised_at, 'safety.raised', m.raised_by, m.id, m.status, '', '', ''
           FROM safety_matter m WHERE m.journey = $1""",
        """SELECT m.acknowledged_at, 'safety.acknowledged', m.acknowledged_by, m.id, m.status, '', '', ''
           FROM safety_matter m WHERE m.journey = $1 AND m.acknowledged_at IS NOT NULL""",
        """SELECT m.closed_at, 'safety.closed', m.closed_by, m.id, m.status, '', '', ''
           FROM safety_matter m WHERE m.journey = $1 AND m.closed_at IS NOT NULL""",
        """SELECT w.begun_at, 'pathway.begun', w.begun_by, w.id, w.content->>'title', '', '', ''
           FROM pathway_walk w WHERE w.journey = $1""",
        """SELECT d.done_at, 'pathway.step_written', d.done_by, w.id, d.step::text, d.what, d.words, ''
           FROM pathway_done d JOIN pathway_walk w ON w.id = d.walk WHERE w.journey = $1""",
        """SELECT w.ended_at, 'pathway.ended', w.ended_by, w.id, w.content->>'title', '', w.outcome, ''
           FROM pathway_walk w WHERE w.journey = $1 AND w.ended_at IS NOT NULL""",
        """SELECT l.written_at, 'safety_plan.agreed', l.written_by, l.journey, l.number::text, '', '', ''
           FROM safety_plan l WHERE l.journey = $1""",
        """SELECT w.said_at, 'safety_plan.spoken_of', NULL::uuid, l.journey, '', '', w.words, ''
           FROM safety_plan_word w JOIN safety_plan l ON l.id = w.plan WHERE l.journey = $1""",
    ),
    Filter.MESSAGES: (
        """SELECT coalesce(m.sent_at, m.made_at), 'message.' || m.status, NULL::uuid, m.id, m.kind, r.reference, '', ''
           FROM message m JOIN referral r ON r.id = m.referral WHERE r.journey = $1""",
        """SELECT t.sent_at, CASE WHEN t.from_person THEN 'wrote.person' ELSE 'wrote.team' END, t.staff_user, t.journey,
                  '', '', t.words, ''
           FROM team_message t WHERE t.journey = $1""",
    ),
}


def _union(only: Filter) -> str:
    chosen = [branch for kind, branches in _BRANCHES.items() if only in {Filter.ALL, kind} for branch in branches]
    return " UNION ALL ".join(chosen)


async def timeline(
    journey_id: UUID, person_id: UUID, *, seen_by: Member, only: Filter = Filter.ALL, page: int = 1
) -> TimelinePage:
    """A page of what happened. The caller has made sure that `seen_by` may see the journey."""
    found = await db.rows(
        f"""
        SELECT happened.*, coalesce(s.name, '') AS by_name, count(*) OVER () AS total
        FROM (
            SELECT NULL::timestamptz AS at, ''::text AS code, $2::uuid AS by_id, $1::uuid AS about, ''::text AS one,
                   ''::text AS two, ''::text AS words, ''::text AS struck WHERE false
            UNION ALL {_union(only)}
        ) AS happened LEFT JOIN staff_user s ON s.id = happened.by_id
        ORDER BY happened.at DESC, happened.code, happened.about
        LIMIT {PAGE} OFFSET $3
        """,  # noqa: S608  Constants only.
        journey_id,
        person_id,
        (page - 1) * PAGE,
    )
    total = found[0]["total"] if found else 0
    entries = []
    for row in found:
        said = say(row["code"], row["one"], row["two"])
        entries.append(
            Entry(
                at=row["at"],
                title=said.title,
                by=row["by_name"] or said.otherwise_by,
                text=row["words"],
                href=_link(row, journey_id, seen_by),
                tag=said.tag,
                struck=row["struck"],
                kind=row["code"].partition(".")[0],
                code=row["code"],
            )
        )
    return TimelinePage(tuple(entries), total, page, max(1, -(-total // PAGE)))


_PAGES = {"code": "own-space", "details": "own-space", "safety_plan": "safety-plan"}
"""The pages of a journey beside its parts."""


def _link(row: dict[str, object], journey_id: UUID, seen_by: Member) -> str:
    """Where an entry is read in full; nowhere, when this reader would be turned away there."""
    room = str(row["code"]).partition(".")[0]
    if room in {"session", "wish"}:
        return f"/sessions/{row['about']}"
    if room == "safety":
        may = seen_by.role is not Role.LINK_WORKER or row["by_id"] == seen_by.id
        return f"/safety/{row['about']}" if may else ""
    if room == "pathway":
        return f"/pathway-walks/{row['about']}"
    if room in _PAGES:
        return f"/journeys/{journey_id}/{_PAGES[room]}"
    if room == "measure":
        return f"/journeys/{journey_id}/questions/{row['about']}"
    part = {
        "contact": "stage",
        "assessment": "assessment",
        "goal": "goals",
        "goals": "goals",
        "score": "measures",
        "introduction": "link-worker",
        "connection": "connections",
        "wrote": "messages",
        "greenbook": "green-book",
        "befriender": "befriender",
        "ending": "ending",
        "review": "ending",
    }.get(room)
    return f"/journeys/{journey_id}/about/{part}" if part else ""
