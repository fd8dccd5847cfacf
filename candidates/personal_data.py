"""The tables of candidates, field by field (``organisations.data_kinds``).

Of an erased candidate stay the facts that reports count, with days to the month (``placements.month_level``). Who it
was, how to reach him, and everything written down about him goes, with the history of all that.
"""

from candidates.training_choices import DropoutReason
from organisations.data_kinds import Extra, Kind, Named, Part, Root, Subject, Table, register

_WHO = """
SELECT one.kind, one.words FROM candidates_candidateidentity i CROSS JOIN LATERAL (VALUES
    ('full_name', btrim(i.first_name || ' ' || i.last_name)),
    ('full_name', CASE WHEN i.first_name <> '' AND i.last_name <> '' THEN i.last_name || ', ' || i.first_name ELSE '' END),
    ('first_name', i.first_name), ('last_name', i.last_name), ('mail', i.email), ('phone', i.phone), ('phone', i.normalised_phone)
) one (kind, words) WHERE i.candidate_id = ANY ($1) AND one.words <> ''
UNION
SELECT one.kind, one.words FROM candidates_candidateidentityevent i CROSS JOIN LATERAL (VALUES
    ('full_name', btrim(i.first_name || ' ' || i.last_name)), ('first_name', i.first_name), ('last_name', i.last_name),
    ('mail', i.email), ('phone', i.phone)
) one (kind, words) WHERE i.candidate_id = ANY ($1) AND one.words <> ''
"""

_FILE = """
UPDATE candidates_candidate SET anonymised_at = now(), coach_id = NULL, call_by = NULL, last_contact_on = NULL,
       wants_call = false,
       -- Nobody works on it any more; whoever has work keeps that state.
       state = CASE WHEN state IN ('placed', 'follow_up') THEN state ELSE 'withdrawn' END
 WHERE id = ANY ($1)
"""

_OPENINGS = "UPDATE organisations_readlog SET reason = '(gewist)' WHERE subject_id = ANY ($1)"


def _unless_of_others(column: str, emptied: str) -> str:
    """Words that others have as well say nothing of him, and reports count them; his own go."""
    return f"""CASE WHEN EXISTS (
        SELECT FROM candidates_enrolment other
         WHERE other.region_id = candidates_enrolment.region_id AND other.candidate_id <> ALL ($1)
           AND other.{column} = candidates_enrolment.{column}) THEN {column} ELSE {emptied} END"""


_CODES = ", ".join(f"'{code}'" for code in ("", *DropoutReason.values))
_OWN_REASON = _unless_of_others("dropout_reason", f"'{DropoutReason.UNKNOWN.value}'")
_DROPPED_OUT = f"CASE WHEN dropout_reason IN ({_CODES}) THEN dropout_reason ELSE {_OWN_REASON} END"
_OWN_CERTIFICATE = _unless_of_others("certificate_name", "'(gewist)'")
_CERTIFICATE = f"CASE WHEN certificate_name = '' THEN '' ELSE {_OWN_CERTIFICATE} END"

EXTRAS = [
    Extra("candidates", Subject.CANDIDATE, _FILE),
    Extra("reasons of openings of candidates", Subject.CANDIDATE, _OPENINGS),
]
NAMED = [Named(Subject.CANDIDATE, _WHO)]
ROOTS = [Root(Subject.CANDIDATE, "candidates.Candidate")]

TABLES = [
    Table(
        "candidates.Candidate",
        {
            Kind.TECHNICAL: "id region reference registrant_organisation werkplein coach merged_into visible_to worked_by",
            Kind.FACT: "source target_group municipality sector state wants_call",
            Kind.WORDS: "registrant wanted_work",
            Kind.DAY: "registered_on state_since call_by last_contact_on ready_since",
            Kind.MOMENT: "anonymised_at created_at",
        },
        of=Subject.CANDIDATE,
        path="pk",
        history_gone=True,
        emptied={"registrant": "''", "wanted_work": "''"},
    ),
    Table(
        "candidates.CandidateIdentity",
        {
            Kind.TECHNICAL: "id candidate region visible_to",
            Kind.IDENTITY: "first_name last_name birth_date email phone normalised_name normalised_phone",
            # Which employers may read it; nobody is left to read.
            Kind.FACT: "shared_with",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
        emptied=dict.fromkeys(
            ("first_name", "last_name", "email", "phone", "normalised_name", "normalised_phone"), "''"
        ),
    ),
    Table(
        "candidates.CandidateStep",
        {
            Kind.TECHNICAL: "id region candidate by organisation owner",
            Kind.FACT: "from_state to_state",
            Kind.DAY: "on",
            Kind.WORDS: "reason",
            Kind.MOMENT: "at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
    ),
    # With the hash of a link that was given him: it must lead nowhere.
    Table(
        "candidates.OwnPage",
        {
            Kind.TECHNICAL: "id region candidate token_hash made_by",
            Kind.FACT: "way",
            Kind.MOMENT: "made_at expires_at opened_at ended_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
    ),
    # Wishes and abilities, to find work by.
    Table(
        "candidates.CandidateProfile",
        {
            Kind.TECHNICAL: "id candidate region saved_by",
            Kind.FACT: "hours_from hours_to days travel transport licences certificates occupations speaks reads writes",
            Kind.DAY: "available_on",
            Kind.MOMENT: "saved_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
    ),
    Table(
        "candidates.Assessment",
        {
            Kind.TECHNICAL: "id region candidate follows done_by organisation",
            Kind.FACT: "kind version answers",
            Kind.DAY: "done_on",
            Kind.MOMENT: "begun_at closed_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
        part=Part.FILE,
    ),
    Table(
        "candidates.ContactMoment",
        {
            Kind.TECHNICAL: "id region candidate by organisation",
            Kind.FACT: "channel result",
            Kind.WORDS: "note",
            Kind.DAY: "call_by call_by_before last_contact_before",
            Kind.MOMENT: "at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
        part=Part.FILE,
    ),
    Table(
        "candidates.CandidateTask",
        {
            Kind.TECHNICAL: "id region candidate organisation user origin made_by done_by",
            Kind.FACT: "kind",
            Kind.WORDS: "what outcome",
            Kind.DAY: "due_on",
            Kind.MOMENT: "made_at done_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
        part=Part.FILE,
    ),
    Table(
        "candidates.CandidateDocument",
        {
            Kind.TECHNICAL: "id region candidate refusal awaits_scanner media_type size sha256 kept_sha256 organisation"
            " uploaded_by removed_by",
            Kind.FACT: "kind valid_until state pages",
            Kind.MOMENT: "uploaded_at checked_at removed_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
        part=Part.DOCUMENTS,
    ),
    Table(
        "candidates.DocumentContent",
        {Kind.TECHNICAL: "id document", Kind.CONTENT: "name data"},
        of=Subject.CANDIDATE,
        path="document__candidate",
        region="document__region",
        gone=True,
        part=Part.DOCUMENTS,
    ),
    Table(
        "candidates.DocumentPage",
        {Kind.TECHNICAL: "id content number width height", Kind.CONTENT: "png"},
        of=Subject.CANDIDATE,
        path="content__document__candidate",
        gone=True,
        part=Part.DOCUMENTS,
    ),
    Table(
        "candidates.AgencyConditions",
        {
            Kind.TECHNICAL: "id candidate region organisation answered_by",
            Kind.COLLEAGUE: "consulted_with",
            Kind.FACT: "half_year_contract no_temp_contract training_contribution",
            Kind.WORDS: "no_contribution_reason",
            Kind.DAY: "consulted_on",
            Kind.MOMENT: "answered_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
    ),
    Table(
        "candidates.OpenRegistration",
        {
            Kind.TECHNICAL: "id candidate region",
            Kind.FACT: "kinds consent",
            Kind.WORDS: "place",
            Kind.COLLEAGUE: "by_name by_phone by_email",
            Kind.MOMENT: "consented_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
    ),
    Table(
        "candidates.OwnCv",
        {Kind.TECHNICAL: "id candidate region document", Kind.WORDS: "work school good_at", Kind.MOMENT: "saved_at"},
        of=Subject.CANDIDATE,
        path="candidate",
        gone=True,
        part=Part.DOCUMENTS,
    ),
    Table(
        "candidates.PossibleDuplicate",
        {
            Kind.TECHNICAL: "id region one other decided_by",
            Kind.FACT: "signs decision",
            Kind.MOMENT: "found_at decided_at",
        },
        of=Subject.CANDIDATE,
        path="one other",
        gone=True,
    ),
    # Has what the other file held, to undo it; an erased file comes back from nowhere.
    Table(
        "candidates.CandidateMerge",
        {
            Kind.TECHNICAL: "id region kept gone moved left organisation merged_by undone_by",
            Kind.WORDS: "reason undone_reason",
            Kind.CONTENT: "before after",
            Kind.MOMENT: "merged_at undone_at",
        },
        of=Subject.CANDIDATE,
        path="kept gone",
        gone=True,
    ),
    # Of many candidates at once; what it changed are states, days and who helps whom.
    Table(
        "candidates.Assignment",
        {
            Kind.TECHNICAL: "id region organisation made_by undone_by",
            Kind.FACT: "kind changes kept",
            Kind.MOMENT: "made_at undone_at",
        },
    ),
    Table(
        "candidates.BenefitPeriod",
        {
            Kind.TECHNICAL: "id region candidate entered_by entered_for removed_by",
            Kind.FACT: "kind",
            Kind.WORDS: "place",
            Kind.DAY: "starts_on ends_on",
            Kind.MOMENT: "entered_at removed_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
    ),
    Table(
        "candidates.BenefitOverrun",
        {
            Kind.TECHNICAL: "id region candidate by organisation",
            Kind.FACT: "over days most_days",
            Kind.WORDS: "reason",
            Kind.DAY: "first_day last_day",
            Kind.MOMENT: "at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
    ),
    Table(
        "candidates.TrainingProgramme",
        {
            Kind.TECHNICAL: "id region",
            Kind.BUSINESS: "form kind sector developed_on state weeks hours_per_week seat_cost",
            Kind.NOTE: "code name provider goal entry certificate",
            Kind.MOMENT: "created_at",
        },
    ),
    Table("candidates.ProgrammeOccupation", {Kind.TECHNICAL: "id programme occupation"}),
    Table(
        "candidates.TrainingGroup",
        {
            Kind.TECHNICAL: "id region programme created_by",
            Kind.BUSINESS: "starts_on ends_on seats seats_taken benefit_kept state",
            Kind.NOTE: "name place cancelled_reason",
            Kind.MOMENT: "created_at",
        },
    ),
    # Why somebody was passed over is counted in reports: the code stays, the words go.
    Table(
        "candidates.TrainingSeat",
        {
            Kind.TECHNICAL: "id region group candidate added_by added_for",
            Kind.FACT: "state ring passed_over passed_over_nearer pass_over_reason",
            Kind.WORDS: "pass_over_text",
            Kind.MOMENT: "added_at offered_at answered_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
    ),
    Table(
        "candidates.Enrolment",
        {
            Kind.TECHNICAL: "id region reference candidate programme group removed_by",
            Kind.FACT: "outcome attendance benefit_kept training_cost guidance_cost",
            # A reason to stop is a code, or words of whoever brought it.
            Kind.WORDS: "voucher removed_reason dropout_reason certificate_name",
            Kind.DAY: "started_on ended_on certificate_on",
            Kind.MOMENT: "created_at removed_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
        history_gone=True,
        emptied={"dropout_reason": _DROPPED_OUT, "certificate_name": _CERTIFICATE},
    ),
    Table(
        "candidates.TrainingCost",
        {
            Kind.TECHNICAL: "id region programme group enrolment entered_by decided_by",
            Kind.BUSINESS: "kind invoice_on amount state paid_on",
            Kind.NOTE: "supplier invoice_number",
            Kind.WORDS: "description refused_reason",
            Kind.MOMENT: "entered_at decided_at",
        },
        of=Subject.CANDIDATE,
        path="enrolment__candidate",
    ),
    Table(
        "candidates.TrainingPlan",
        {
            Kind.TECHNICAL: "id region changed_by",
            Kind.BUSINESS: "measure year quarter number",
            Kind.NOTE: "source",
            Kind.MOMENT: "changed_at",
        },
    ),
    Table(
        "candidates.BackOfficePolicy",
        {
            Kind.TECHNICAL: "id region project_leader stand_in",
            Kind.BUSINESS: "contact_days benefit_months benefit_warn_months training_gap_months vacancy_ask_days"
            " vacancy_answer_days away_from away_until",
        },
    ),
    Table("candidates.WerkpleinArea", {Kind.TECHNICAL: "id region werkplein", Kind.BUSINESS: "municipality"}),
]

register(TABLES, extras=EXTRAS, named=NAMED, roots=ROOTS)
