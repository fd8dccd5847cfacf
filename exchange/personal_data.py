"""The tables of files that come in and go out, field by field (``organisations.data_kinds``).

What stands in a file is looked at by ``exchange.jobs.forgetting``: one that names an erased person goes.
"""

from organisations.data_kinds import Extra, Kind, Subject, Table, register

_LANDED = "DELETE FROM exchange_importedrow WHERE row_id = ANY ($1)"

#: With all that hangs on the candidate: former values hold days and words of his. Undoing leaves what is left of him.
_LANDED_OF_CANDIDATE = """
DELETE FROM exchange_importedrow r WHERE r.row_id = ANY ($1) OR r.row_id IN (
    SELECT id FROM candidates_candidateidentity WHERE candidate_id = ANY ($1)
    UNION ALL SELECT id FROM candidates_candidatestep WHERE candidate_id = ANY ($1)
    UNION ALL SELECT id FROM candidates_enrolment WHERE candidate_id = ANY ($1)
    UNION ALL SELECT id FROM placements_placement WHERE candidate_id = ANY ($1)
    UNION ALL SELECT f.id FROM placements_placementfile f JOIN placements_placement p ON p.id = f.placement_id
               WHERE p.candidate_id = ANY ($1)
    UNION ALL SELECT t.id FROM placements_placementterm t JOIN placements_placement p ON p.id = t.placement_id
               WHERE p.candidate_id = ANY ($1)
    UNION ALL SELECT f.id FROM placements_followup f JOIN placements_placement p ON p.id = f.placement_id
               WHERE p.candidate_id = ANY ($1))
"""

#: What a line said before an import changed it.
_NUMBER_BEFORE = """
UPDATE exchange_importedrow r SET before = jsonb_set(r.before, '{candidate_reference}', '"(gewist)"')
  FROM candidates_candidate c, placements_deployment d
 WHERE c.id = ANY ($1) AND d.id = r.row_id AND d.region_id = c.region_id
   AND upper(r.before ->> 'candidate_reference') = upper(c.reference)
"""

EXTRAS = [
    Extra("candidate numbers in rows of imports", Subject.CANDIDATE, _NUMBER_BEFORE),
    Extra("rows of imports", Subject.DEPLOYED, _LANDED),
    Extra("rows of imports of candidates", Subject.CANDIDATE, _LANDED_OF_CANDIDATE),
]

TABLES = [
    Table(
        "exchange.BulkJob",
        {
            Kind.TECHNICAL: "id region organisation requested_by confirmed_by undone_by file_format sha256",
            Kind.BUSINESS: "kind status done total files_until",
            Kind.CONTENT: "title query checked outcome hindrances error",
            Kind.MOMENT: "requested_at checked_at confirmed_at landed_at undone_at ready_at files_gone_at",
        },
    ),
    Table(
        "exchange.BulkFile",
        {Kind.TECHNICAL: "id job role size sha256 people", Kind.CONTENT: "name content", Kind.MOMENT: "made_at"},
        region="job__region",
    ),
    Table(
        "exchange.ImportedRow",
        {Kind.TECHNICAL: "id job table_name row_id made fingerprint", Kind.CONTENT: "label before"},
        region="job__region",
    ),
    Table(
        "exchange.PayrollUpload",
        {
            Kind.TECHNICAL: "id region organisation uploaded_by columns",
            Kind.BUSINESS: "period status rows_until",
            Kind.CONTENT: "title header rows answers outcome",
            Kind.MOMENT: "uploaded_at done_at",
        },
    ),
    Table(
        "exchange.ReferralUpload",
        {
            Kind.TECHNICAL: "id region organisation uploaded_by columns",
            Kind.BUSINESS: "source status rows_until",
            Kind.CONTENT: "title header rows answers outcome registrant",
            Kind.MOMENT: "uploaded_at done_at",
        },
    ),
    Table(
        "exchange.PayrollLayout",
        {Kind.TECHNICAL: "id region organisation header columns", Kind.MOMENT: "kept_at"},
    ),
    Table(
        "exchange.PersonnelNumber",
        {Kind.TECHNICAL: "id region organisation person", Kind.IDENTITY: "number"},
        of=Subject.DEPLOYED,
        path="person",
        gone=True,
    ),
    Table(
        "exchange.PayrollPeriod",
        {
            Kind.TECHNICAL: "id region organisation deployment",
            Kind.FACT: "hours",
            Kind.DAY: "first_day last_day",
            Kind.MOMENT: "kept_at",
        },
        of=Subject.DEPLOYED,
        path="deployment__person",
    ),
]

register(TABLES, extras=EXTRAS)
