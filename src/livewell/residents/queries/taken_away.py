"""What somebody takes away with them: everything that is theirs, and nothing of anybody else."""

import json

from livewell.kit import db
from livewell.kit.actor import Resident
from livewell.learning.rules import QUESTIONS


async def everything_of(by: Resident) -> dict[str, object]:
    """
    What we hold of somebody and may hand to whoever holds their phone: theirs, and nothing of anybody else.

    What a worker noted for the team, safety work and a protected address are not in it: the team gives those by hand.
    The Green Book has a copy of its own.
    """
    person = await db.row(
        """
        SELECT first_name, family_name, preferred_name, pronouns, born_on, phone, email,
               CASE WHEN protected_address THEN '' ELSE address END AS address,
               CASE WHEN protected_address THEN '' ELSE postcode END AS postcode,
               preferred_contact, may_leave_voicemail, may_text, may_write, when_not_to_contact, language,
               needs_interpreter, access_needs, access_needs_detail, created_at
          FROM person WHERE id = $1
        """,
        by.person,
    )
    return {
        "about": "What Live Well holds of you",
        "you": person,
        **{key: await db.rows(sql, by.person) for key, sql in _MINE.items()},
        "what_you_said_came_of_courses": await _came_of_courses(by),
    }


async def _came_of_courses(by: Resident) -> list[dict[str, object]]:
    """What they said came of each course, with the questions in words; an answer is 1 (not at all) to 5 (very much)."""
    found = await db.rows(
        """
        SELECT c.title AS course, o.answers, o.words, o.next_step, o.said_at FROM course_outcome o
          JOIN booking b ON b.id = o.booking JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
         WHERE b.person = $1 ORDER BY o.said_at
        """,
        by.person,
    )
    return [
        {**one, "answers": {QUESTIONS.get(key, key): answer for key, answer in json.loads(one["answers"]).items()}}
        for one in found
    ]


_MINE: dict[str, str] = {
    "answers_about_sharing": "SELECT kind, given, said_at FROM consent WHERE person = $1 ORDER BY said_at",
    "what_was_put_right_of_you": """
        SELECT field, was, now, corrected_at FROM identity_correction WHERE person = $1 ORDER BY corrected_at
    """,
    "journeys": """
        SELECT j.opened_at, j.closed_at, hc.name AS health_coach, lw.name AS link_worker
          FROM journey j LEFT JOIN staff_user hc ON hc.id = j.health_coach LEFT JOIN staff_user lw ON lw.id = j.link_worker
         WHERE j.person = $1 ORDER BY j.opened_at
    """,
    "sessions": """
        SELECT s.planned_for, s.minutes, s.place, s.status, w.name AS with_whom,
               CASE WHEN s.status = 'held' THEN s.shared_note ELSE '' END AS shared_note
          FROM session s JOIN journey j ON j.id = s.journey JOIN staff_user w ON w.id = s.worker
         WHERE j.person = $1 ORDER BY s.planned_for
    """,
    "agreed_in_sessions": """
        SELECT a.what, CASE WHEN a.by_person THEN 'you' ELSE 'your worker' END AS who, a.due_on, a.done_at
          FROM session_action a JOIN session s ON s.id = a.session JOIN journey j ON j.id = s.journey
         WHERE j.person = $1 ORDER BY s.planned_for
    """,
    "asked_about_sessions": """
        SELECT x.what, x.words, x.asked_at, x.answer, x.answered_at
          FROM session_wish x JOIN session s ON s.id = x.session JOIN journey j ON j.id = s.journey
         WHERE j.person = $1 ORDER BY x.asked_at
    """,
    "goals": """
        SELECT g.in_words, g.way, g.importance, g.confidence, g.status, g.agreed_at FROM goal g
          JOIN journey j ON j.id = g.journey WHERE j.person = $1 AND g.status <> 'draft' ORDER BY g.made_at
    """,
    "steps": """
        SELECT g.in_words AS goal, st.what, st.due_on, st.done_at FROM goal_step st JOIN goal g ON g.id = st.goal
          JOIN journey j ON j.id = g.journey WHERE j.person = $1 AND g.status <> 'draft' ORDER BY g.made_at, st.position
    """,
    "how_far_you_said_you_are": """
        SELECT g.in_words AS goal, r.level, r.rated_at FROM goal_rating r JOIN goal g ON g.id = r.goal
          JOIN journey j ON j.id = g.journey WHERE j.person = $1 AND r.rater = 'person' ORDER BY r.rated_at
    """,
    "places": """
        SELECT a.name, c.status, c.why_this, c.introduced_to,
               CASE WHEN c.note_agreed THEN c.note_for_group ELSE '' END AS the_group_was_told
          FROM connection c JOIN journey j ON j.id = c.journey JOIN asset a ON a.id = c.asset
         WHERE j.person = $1 ORDER BY c.made_at
    """,
    "times_you_went": """
        SELECT a.name, v.went_on, v.for_me FROM visit v JOIN connection c ON c.id = v.connection
          JOIN journey j ON j.id = c.journey JOIN asset a ON a.id = c.asset WHERE j.person = $1 ORDER BY v.went_on
    """,
    "scores": """
        SELECT s.instrument, s.taken_at, s.score, s.level FROM score s JOIN journey j ON j.id = s.journey
         WHERE j.person = $1 AND s.score IS NOT NULL ORDER BY s.taken_at
    """,
    "messages": """
        SELECT CASE WHEN m.from_person THEN 'you' ELSE 'your team' END AS from_whom, m.words, m.sent_at
          FROM team_message m JOIN journey j ON j.id = m.journey WHERE j.person = $1 ORDER BY m.sent_at
    """,
    "befriender_asked_for": """
        SELECT a.first_name, a.times, a.languages, a.interests, a.access, a.words, a.agreed_at, a.state
          FROM befriender_asked a JOIN journey j ON j.id = a.journey WHERE j.person = $1 ORDER BY a.asked_at
    """,
    # As they see it in their own space: a first name, and nobody who said no.
    "befrienders": """
        SELECT split_part(v.name, ' ', 1) AS first_name, p.state, p.person_agreed_at AS you_said_yes_at, p.begins_on, p.ended_on
          FROM placement p JOIN befriender_asked a ON a.id = p.asked JOIN journey j ON j.id = a.journey
          JOIN volunteer v ON v.id = p.volunteer
         WHERE j.person = $1 AND (p.begins_on IS NOT NULL OR (p.state = 'proposed' AND p.volunteer_agreed_at IS NOT NULL))
         ORDER BY p.made_at
    """,
    "courses_you_booked": """
        SELECT c.title AS course, r.place, b.state, b.name, b.email, b.phone, b.needs, b.accompanied_by, b.booked_at,
               b.cancelled_at, b.completed_on
          FROM booking b JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
         WHERE b.person = $1 ORDER BY b.booked_at
    """,
    "course_sessions": """
        SELECT c.title AS course, s.starts_at, a.came, a.accompanied FROM course_attendance a
          JOIN booking b ON b.id = a.booking JOIN course_session s ON s.id = a.session
          JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course
         WHERE b.person = $1 ORDER BY s.starts_at
    """,
    "certificates": """
        SELECT c.title AS course, f.number, f.issued_on, f.name FROM certificate f JOIN booking b ON b.id = f.booking
          JOIN course_run r ON r.id = b.run JOIN course c ON c.id = r.course WHERE b.person = $1 ORDER BY f.issued_on
    """,
    "your_plan_to_learn": """
        SELECT want, why, helps, know_by, steps, looked_back, shared AS your_worker_may_read_it, changed_at
          FROM learning_plan WHERE person = $1
    """,
    "visits_to_your_space": "SELECT came_at, left_at, came_how, browser FROM resident_visit WHERE person = $1 ORDER BY came_at",
}
"""What is theirs, each with the statement that reads it; $1 is the person."""
