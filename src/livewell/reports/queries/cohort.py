"""The SQL of "referrals received in a period, and how far each came"; wants $1 and $2, the first day and the day after."""

COHORT = """
    SELECT r.id, r.person, r.area, r.practice, r.referrer_type, r.pathway, r.needs, r.received_at, j.id AS journey,
           j.end_reason, r.status = 'accepted' AS accepted,
           EXISTS (SELECT 1 FROM session s WHERE s.journey = j.id AND s.kind = 'coach' AND s.status = 'held') AS supported,
           EXISTS (SELECT 1 FROM stage_change c WHERE c.journey = j.id AND c.to_stage = 'link_work') AS link_worker,
           EXISTS (SELECT 1 FROM connection cn WHERE cn.journey = j.id AND (cn.status IN ('attended', 'settled')
                   OR EXISTS (SELECT 1 FROM visit v WHERE v.connection = cn.id))) AS connected,
           coalesce(j.closed_at IS NOT NULL, false) AS ended
    FROM referral r LEFT JOIN journey j ON j.id = r.journey
    WHERE ($1::date IS NULL OR r.received_at >= $1::date::timestamp AT TIME ZONE 'Europe/London')
      AND ($2::date IS NULL OR r.received_at < $2::date::timestamp AT TIME ZONE 'Europe/London')
"""
