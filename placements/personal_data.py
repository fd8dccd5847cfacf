"""The tables of lines and of placements, field by field (``organisations.data_kinds``).

Of a person at work on a contract stay the days, hours and values of his lines, which are the company's account; his
name, what was written about him and every file go. His key is replaced by one that nobody can make out of a name, the
same for all his rows, so that persons are counted as they were. Of a candidate's placement the days stay to the month.
"""

from organisations.data_kinds import Extra, Kind, Named, Root, Subject, Table, register

_LINE = "status value trace"
_OF_LINE = "deployment__person"

#: A day of birth that leaves each person as old as he was on the first day of every line and of every award: the year
#: will do, else the month.
_BORN = """
UPDATE placements_deployedperson p SET birth_date = coalesce((
    SELECT near.born FROM (VALUES (1, date_trunc('year', p.birth_date)::date),
                                  (2, (date_trunc('year', p.birth_date) + interval '1 year - 1 day')::date),
                                  (3, date_trunc('month', p.birth_date)::date),
                                  (4, (date_trunc('month', p.birth_date) + interval '1 month - 1 day')::date)) near (place, born)
     WHERE NOT EXISTS (
        SELECT FROM placements_deployment d
          JOIN tenders_contract c ON c.id = d.contract_id
          JOIN tenders_block b ON b.tariff_id = c.tariff_id AND b.min_age IS NOT NULL
         CROSS JOIN LATERAL (VALUES (d.starts_on), (c.awarded_on)) reference (day)
         WHERE d.person_id = p.id
           AND (near.born + make_interval(years => b.min_age::integer) <= reference.day)
               IS DISTINCT FROM (p.birth_date + make_interval(years => b.min_age::integer) <= reference.day))
     ORDER BY near.place LIMIT 1), p.birth_date)
 WHERE p.id = ANY ($1)
"""

_KEYS = """
WITH fresh AS (
    SELECT known.key, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') AS value
      FROM (SELECT DISTINCT key FROM placements_personkey WHERE person_id = ANY ($1)) known
)
UPDATE placements_personkey k SET key = fresh.value, own_key = fresh.value, apart = false
  FROM fresh WHERE fresh.key = k.key AND k.person_id = ANY ($1)
"""

#: The trigger on it deletes what was in the file.
_EVIDENCE = """
UPDATE placements_evidencefile e SET expired_at = now()
 WHERE e.expired_at IS NULL AND e.removed_at IS NULL
   AND e.deployment_id IN (SELECT d.id FROM placements_deployment d WHERE d.person_id = ANY ($1))
"""

_OPENINGS = """
UPDATE organisations_readlog r SET reason = '(gewist)'
 WHERE r.subject_id = ANY ($1)
    OR r.subject_id IN (SELECT d.id FROM placements_deployment d WHERE d.person_id = ANY ($1))
    OR r.subject_id IN (SELECT e.id FROM placements_evidencefile e JOIN placements_deployment d ON d.id = e.deployment_id
                         WHERE d.person_id = ANY ($1))
"""

#: A line keeps that it was of a candidate, which reports count by, and not of which: his file must lead to nobody.
_NUMBERS = """
UPDATE {table} line SET candidate_reference = '(gewist)'
  FROM candidates_candidate c
 WHERE c.id = ANY ($1) AND line.region_id = c.region_id AND upper(line.candidate_reference) = upper(c.reference)
"""

#: Nobody proposes or meets him any more; the employer who knew him, knows him no longer.
_PROPOSALS = """
UPDATE placements_proposal SET state = 'proposal_withdrawn', state_at = now(), meeting_at = NULL
 WHERE candidate_id = ANY ($1) AND state IN ('shortlisted', 'asked', 'agreed', 'meeting')
"""

#: Mail about new work to the address that he had; what is said of him is empty by now, its history goes after this.
_FOLLOWED = """
DELETE FROM tenders_calendarfollower f
 WHERE f.region_id = $2 AND lower(f.email) IN (
    SELECT lower(i.email) FROM candidates_candidateidentityevent i WHERE i.candidate_id = ANY ($1) AND i.email <> '')
"""

#: A last name that neither another candidate, nor somebody on a contract, nor a colleague has.
_OWN_LAST_NAME = """
SELECT 'own_last_name', i.last_name FROM candidates_candidateidentity i
 WHERE i.candidate_id = ANY ($1) AND i.last_name <> ''
   AND NOT EXISTS (SELECT FROM candidates_candidateidentity other WHERE other.region_id = i.region_id
                      AND other.candidate_id <> ALL ($1) AND lower(other.last_name) = lower(i.last_name))
   AND NOT EXISTS (SELECT FROM placements_deployedperson p WHERE p.region_id = i.region_id
                      AND lower(p.name) <> lower(i.first_name || ' ' || i.last_name)
                      AND right(lower(p.name), length(i.last_name) + 1) = ' ' || lower(i.last_name))
   AND NOT EXISTS (SELECT FROM organisations_user u
                    WHERE right(lower(u.name), length(i.last_name) + 1) = ' ' || lower(i.last_name))
"""

#: A line has one name: its parts as well, as a payroll table has them in cells of their own and in whatever order.
_DEPLOYED = r"""
SELECT one.kind, one.words FROM placements_deployedperson p
 CROSS JOIN LATERAL (SELECT btrim(regexp_replace(p.name, '[\s,]+', ' ', 'g')) AS name) plain
 CROSS JOIN LATERAL (SELECT split_part(plain.name, ' ', 1) AS begins, substring(plain.name from ' (.+)') AS rest) part
 CROSS JOIN LATERAL (VALUES
    ('full_name', p.name), ('full_name', part.rest || ', ' || part.begins),
    ('first_name', CASE WHEN part.rest IS NOT NULL THEN part.begins END),
    ('last_name', coalesce(part.rest, part.begins)), ('last_name', substring(part.rest from '[^ ]+$'))
) one (kind, words) WHERE p.id = ANY ($1) AND one.words <> ''
"""

EXTRAS = [
    Extra("candidate numbers on lines", Subject.CANDIDATE, _NUMBERS.format(table="placements_deployment")),
    Extra("candidate numbers in history", Subject.CANDIDATE, _NUMBERS.format(table="placements_deploymentevent")),
    Extra("running proposals", Subject.CANDIDATE, _PROPOSALS),
    Extra("searches followed by mail", Subject.CANDIDATE, _FOLLOWED),
    Extra("birth dates", Subject.DEPLOYED, _BORN),
    Extra("keys of persons", Subject.DEPLOYED, _KEYS),
    Extra("evidence", Subject.DEPLOYED, _EVIDENCE),
    Extra("reasons of openings", Subject.DEPLOYED, _OPENINGS),
]

NAMED = [
    Named(Subject.DEPLOYED, _DEPLOYED),
    Named(Subject.CANDIDATE, _OWN_LAST_NAME),
]

ROOTS = [Root(Subject.DEPLOYED, "placements.DeployedPerson")]

TABLES = [
    Table(
        "placements.DeployedPerson",
        {
            Kind.TECHNICAL: "id region contractor",
            Kind.IDENTITY: "name normalised_name",
            # Stays to the year where that changes no bonus for age (``_BORN``).
            Kind.DAY: "birth_date",
            Kind.MOMENT: "created_at",
        },
        of=Subject.DEPLOYED,
        path="pk",
        emptied={"name": "'(gewist)'", "normalised_name": "id::text"},
    ),
    # The keys themselves are replaced (``_KEYS``): emptied, nobody would be one person any more.
    Table("placements.PersonKey", {Kind.TECHNICAL: "person region key own_key apart"}, of=Subject.DEPLOYED, path="pk"),
    Table(
        "placements.Deployment",
        {
            Kind.TECHNICAL: "id region contract person contractor block pseudonym candidate_reference visible_to",
            Kind.FACT: "reference birth_year hours_per_week permanent person_informed status forecast counts_none trace",
            Kind.DAY: "starts_on ends_on counts_until",
            Kind.MOMENT: "submitted_at decided_at reversed_at created_at",
        },
        of=Subject.DEPLOYED,
        path="person",
    ),
    Table(
        "placements.HoursStatement",
        {
            Kind.TECHNICAL: "id deployment reverses",
            Kind.FACT: f"month paid_hours many_hours {_LINE}",
            Kind.MOMENT: "submitted_at decided_at reversed_at created_at",
        },
        of=Subject.DEPLOYED,
        path=_OF_LINE,
    ),
    Table(
        "placements.YearLine",
        {
            Kind.TECHNICAL: "id deployment reverses",
            Kind.FACT: f"year value_now {_LINE}",
            Kind.DAY: "date",
            Kind.MOMENT: "submitted_at decided_at reversed_at created_at",
        },
        of=Subject.DEPLOYED,
        path=_OF_LINE,
    ),
    Table(
        "placements.Contribution",
        {
            Kind.TECHNICAL: "id region contract contractor agreement block reverses visible_to",
            Kind.BUSINESS: f"reference kind date quantity {_LINE}",
            Kind.NOTE: "description",
            Kind.MOMENT: "submitted_at decided_at reversed_at created_at",
        },
    ),
    Table(
        "placements.Transition",
        {
            Kind.TECHNICAL: "id deployment statement contribution year_line user organisation",
            Kind.FACT: "from_status to_status",
            Kind.WORDS: "note",
            Kind.MOMENT: "at",
        },
        of=Subject.DEPLOYED,
        path=f"{_OF_LINE} statement__{_OF_LINE} year_line__{_OF_LINE}",
        region="deployment__region statement__deployment__region contribution__region year_line__deployment__region",
    ),
    Table(
        "placements.RevaluationTask",
        {Kind.TECHNICAL: "id statement", Kind.FACT: "new_value", Kind.MOMENT: "noticed_at done_at"},
        of=Subject.DEPLOYED,
        path=f"statement__{_OF_LINE}",
    ),
    Table(
        "placements.FirstApproval",
        {
            Kind.TECHNICAL: "id contract line_id user organisation",
            Kind.FACT: "value",
            Kind.MOMENT: "line_submitted_at at withdrawn_at",
        },
    ),
    Table(
        "placements.VerdictSentences",
        {Kind.TECHNICAL: "id region changed_by", Kind.BUSINESS: "kind sentences", Kind.MOMENT: "changed_at"},
    ),
    Table(
        "placements.ReversalRequest",
        {
            Kind.TECHNICAL: "id region contract deployment statement contribution asked_by asked_for answered_by",
            Kind.FACT: "state",
            Kind.WORDS: "reason answer",
            Kind.MOMENT: "asked_at answered_at",
        },
        of=Subject.DEPLOYED,
        path=_OF_LINE,
    ),
    Table(
        "placements.Sample",
        {
            Kind.TECHNICAL: "id region contractor verified_by seed drawn_by drawn_for",
            Kind.BUSINESS: "first_on last_on asked_number asked_percentage population question",
            Kind.MOMENT: "drawn_at",
        },
    ),
    Table(
        "placements.SampleItem",
        {
            Kind.TECHNICAL: "id region contract deployment statement contribution sample replied_by judged_by",
            Kind.FACT: "reply_by state",
            Kind.WORDS: "question reply verdict_reason",
            Kind.MOMENT: "replied_at judged_at",
        },
        of=Subject.DEPLOYED,
        path=_OF_LINE,
    ),
    Table(
        "placements.PersonDecision",
        {
            Kind.TECHNICAL: "id region one other organisation decided_by undone_by",
            Kind.FACT: "kind",
            Kind.WORDS: "reason undone_reason",
            Kind.MOMENT: "decided_at undone_at",
        },
        of=Subject.DEPLOYED,
        path="one other",
        gone=True,
    ),
    Table(
        "placements.PersonAsking",
        {
            # Gone after 180 days (``identity.asking``).
            Kind.TECHNICAL: "id organisation_id user_id purpose what lines request person_id line_id",
            Kind.FACT: "month hours refused",
            Kind.MOMENT: "at",
        },
    ),
    Table(
        "placements.PersonPage",
        {
            Kind.TECHNICAL: "id region person token_hash made_by",
            Kind.MOMENT: "made_at expires_at opened_at ended_at",
        },
        of=Subject.DEPLOYED,
        path="person",
        gone=True,
    ),
    # What was typed is emptied as soon as it is answered.
    Table(
        "placements.PersonRequest",
        {
            Kind.TECHNICAL: "id region person answered_by",
            Kind.FACT: "kind outcome",
            Kind.IDENTITY: "name birth_date contact",
            Kind.WORDS: "company said",
            Kind.DAY: "answer_by",
            Kind.MOMENT: "asked_at answered_at",
        },
        of=Subject.DEPLOYED,
        path="person",
        gone=True,
    ),
    Table(
        "placements.EvidenceFile",
        {
            Kind.TECHNICAL: "id region contract contractor deployment contribution organisation uploaded_by removed_by"
            " verdict_by media_type size sha256 kept_sha256 awaits_scanner visible_to",
            Kind.FACT: "month kind valid_until state refusal pages verdict",
            Kind.MOMENT: "uploaded_at checked_at removed_at expired_at verdict_at",
        },
        of=Subject.DEPLOYED,
        path=_OF_LINE,
    ),
    Table(
        "placements.EvidenceContent",
        {Kind.TECHNICAL: "id evidence", Kind.CONTENT: "name data"},
        of=Subject.DEPLOYED,
        path=f"evidence__{_OF_LINE}",
        gone=True,
        region="evidence__region",
    ),
    Table(
        "placements.EvidencePage",
        {Kind.TECHNICAL: "id content number width height", Kind.CONTENT: "png"},
        of=Subject.DEPLOYED,
        path=f"content__evidence__{_OF_LINE}",
        gone=True,
    ),
    Table(
        "placements.CandidateRequest",
        {
            Kind.TECHNICAL: "id region contract contractor asked_by taken_up_by answered_by answered_for",
            Kind.BUSINESS: "number starts_on ends_on hours_per_week state offered",
            Kind.NOTE: "work place",
            Kind.WORDS: "note answer",
            Kind.MOMENT: "asked_at taken_up_at answered_at",
        },
    ),
    Table(
        "placements.SpeedDate",
        {
            Kind.TECHNICAL: "id region created_by plan_run",
            Kind.BUSINESS: "day starts_at talk_minutes between_minutes slots break_after break_minutes state planning most",
            Kind.NOTE: "title place cancelled_reason",
            Kind.MOMENT: "plan_asked_at planned_at planned_from changed_at created_at",
        },
    ),
    Table(
        "placements.SpeedDateEmployer",
        {
            Kind.TECHNICAL: "id region event vacancy organisation",
            Kind.BUSINESS: "tables from_slot to_slot break_slot",
            Kind.NOTE: "name",
        },
    ),
    Table(
        "placements.SpeedDateCandidate",
        {
            Kind.TECHNICAL: "id region event candidate added_by",
            Kind.FACT: "agreed_how from_slot to_slot break_slot",
            Kind.DAY: "agreed_on",
            Kind.MOMENT: "added_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
    ),
    Table(
        "placements.SpeedDateWish",
        {Kind.TECHNICAL: "id region event employer attendee", Kind.FACT: "by_employer by_candidate"},
        of=Subject.CANDIDATE,
        path="attendee__candidate",
    ),
    Table(
        "placements.SpeedDateMeeting",
        {
            Kind.TECHNICAL: "id region event employer attendee is_pinned",
            Kind.FACT: "slot table employer_says candidate_says",
            Kind.WORDS: "note",
            Kind.MOMENT: "answered_at",
        },
        of=Subject.CANDIDATE,
        path="attendee__candidate",
        history_gone=True,
    ),
    Table(
        "placements.Placement",
        {
            Kind.TECHNICAL: "id region reference candidate candidate_reference employer_organisation occupation contract"
            " created_by visible_to worked_by",
            Kind.FACT: "sector end_reason hours_per_week contract_form sroi",
            Kind.WORDS: "employer",
            Kind.DAY: "starts_on ends_on ended_on candidate_agreed_on",
            Kind.MOMENT: "created_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
    ),
    Table(
        "placements.PlacementFile",
        {Kind.TECHNICAL: "id placement", Kind.FACT: "wage_replaces_benefit", Kind.WORDS: "end_note"},
        of=Subject.CANDIDATE,
        path="placement__candidate",
        region="placement__region",
        history_gone=True,
    ),
    Table(
        "placements.PlacementTerm",
        {
            Kind.TECHNICAL: "id placement by organisation",
            Kind.FACT: "kind",
            Kind.WORDS: "reason",
            Kind.DAY: "ends_on agreed_on",
            Kind.MOMENT: "at",
        },
        of=Subject.CANDIDATE,
        path="placement__candidate",
        region="placement__region",
    ),
    Table(
        "placements.ConditionCheck",
        {
            Kind.TECHNICAL: "id placement by organisation",
            Kind.FACT: "condition verdict rule_met seen",
            Kind.WORDS: "note",
            Kind.DAY: "seen_on",
            Kind.MOMENT: "at",
        },
        of=Subject.CANDIDATE,
        path="placement__candidate",
        region="placement__region",
    ),
    Table(
        "placements.FollowUp",
        {
            Kind.TECHNICAL: "id region placement decided_by decided_for",
            Kind.FACT: "months at_work workplace known_by",
            Kind.WORDS: "workplace_name",
            Kind.DAY: "due_on called_for_on again_on checked_on",
            Kind.MOMENT: "asked_at reminded_at known_at created_at",
        },
        of=Subject.CANDIDATE,
        path="placement__candidate",
        history_gone=True,
    ),
    # With the link that was mailed: it must lead nowhere.
    Table(
        "placements.FollowUpQuestion",
        {
            Kind.TECHNICAL: "id region follow_up token_hash sent",
            Kind.FACT: "asked said",
            Kind.WORDS: "said_place",
            Kind.MOMENT: "sent_at expires_at said_at",
        },
        of=Subject.CANDIDATE,
        path="follow_up__placement__candidate",
        gone=True,
    ),
    Table(
        "placements.EmployerContact",
        {
            Kind.TECHNICAL: "id region placement changed_by",
            Kind.COLLEAGUE: "name email phone",
            Kind.MOMENT: "changed_at",
        },
        of=Subject.CANDIDATE,
        path="placement__candidate",
        gone=True,
    ),
    # Work that an employer has: nobody's personal data, though somebody may be named in its words.
    Table(
        "placements.Vacancy",
        {
            Kind.TECHNICAL: "id region employer_organisation occupation also_occupations created_by",
            Kind.BUSINESS: "reference sector municipality places hours_from hours_to wage_from wage_to starts_on closes_on"
            " is_expected is_learning pays_course sroi rules certificates licence state closed_because hired",
            Kind.NOTE: "employer title description offer place",
            Kind.MOMENT: "published_at closed_at confirmed_at asked_at created_at",
        },
    ),
    Table(
        "placements.VacancyFile",
        {
            Kind.TECHNICAL: "id vacancy region employer_organisation contract decided_by token_hash",
            Kind.BUSINESS: "kvk",
            Kind.COLLEAGUE: "contact_name contact_email contact_phone",
            Kind.NOTE: "decided_reason",
            Kind.MOMENT: "email_confirmed_at decided_at",
        },
    ),
    Table(
        "placements.PromisingList",
        {
            Kind.TECHNICAL: "id region adopted_by created_by",
            Kind.BUSINESS: "state adopted_on",
            Kind.NOTE: "settled_with note",
            Kind.MOMENT: "created_at",
        },
    ),
    Table(
        "placements.PromisingOccupation",
        {
            Kind.TECHNICAL: "id promising_list occupation",
            Kind.BUSINESS: "position places heads",
            Kind.NOTE: "why",
        },
        region="promising_list__region",
    ),
    # How it went is counted in reports: the codes stay, the words go.
    Table(
        "placements.Proposal",
        {
            Kind.TECHNICAL: "id region vacancy candidate employer_organisation placement made_by visible_to worked_by",
            Kind.FACT: "state answered_by refuse_reason",
            Kind.WORDS: "introduction meeting_place employer_note",
            Kind.DAY: "answer_by",
            Kind.MOMENT: "asked_at answered_at meeting_at employer_answered_at made_at state_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
    ),
    Table(
        "placements.ProposalFile",
        {
            Kind.TECHNICAL: "id proposal",
            Kind.FACT: "ring rules passed_over pass_over_reason decline_reason withdrawn_because",
            Kind.WORDS: "pass_over_text decline_note withdrawn_reason",
            Kind.MOMENT: "reminded_at employer_told_at",
        },
        of=Subject.CANDIDATE,
        path="proposal__candidate",
        region="proposal__region",
        history_gone=True,
    ),
    Table(
        "placements.Reminder",
        {
            Kind.TECHNICAL: "id region contract organisation about sent_by",
            Kind.BUSINESS: "kind number",
            Kind.COLLEAGUE: "to",
            Kind.MOMENT: "at",
        },
    ),
    Table(
        "placements.TariffSimulation",
        {
            Kind.TECHNICAL: "id region tariff fingerprint organisation asked_by",
            Kind.BUSINESS: "state contracts_done contracts_total outcome",
            Kind.MOMENT: "asked_at done_at",
        },
    ),
]

register(TABLES, extras=EXTRAS, named=NAMED, roots=ROOTS)
