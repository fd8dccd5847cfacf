"""The tables of reporting, field by field (``organisations.data_kinds``). A report counts persons and names none."""

from organisations.data_kinds import Kind, Subject, Table, register

TABLES = [
    Table(
        "reporting.Target",
        {
            Kind.TECHNICAL: "id region entered_by",
            Kind.BUSINESS: "kind on value source version_on",
            Kind.MOMENT: "entered_at",
        },
    ),
    Table(
        "reporting.BudgetLine",
        {
            Kind.TECHNICAL: "id region entered_by",
            Kind.BUSINESS: "side category year amount source version_on",
            Kind.MOMENT: "entered_at",
        },
    ),
    Table(
        "reporting.ContributionShare",
        {
            Kind.TECHNICAL: "id region position",
            Kind.BUSINESS: "kind name codes inhabitants stated source",
        },
    ),
    # What was paid stays; the words go, and the number leads to a file in which nobody is named any more.
    Table(
        "reporting.SpendingLine",
        {
            Kind.TECHNICAL: "id region reference programme candidate candidate_reference training_cost reverses replaces"
            " entered_by decided_by",
            Kind.BUSINESS: "on year category amount state",
            Kind.FACT: "municipality in_priority_area",
            Kind.NOTE: "source",
            Kind.WORDS: "description reason",
            Kind.MOMENT: "reversed_at entered_at decided_at",
        },
        of=Subject.CANDIDATE,
        path="candidate",
    ),
    Table(
        "reporting.Report",
        {
            Kind.TECHNICAL: "id region organisation requested_by adopted_by sha256 rows_sha256",
            Kind.BUSINESS: "kind period version known_on stage status progress error",
            Kind.RECORD: "manager_text snapshot rows",
            Kind.MOMENT: "requested_at frozen_at adopted_at ready_at",
        },
    ),
    Table(
        "reporting.CovenantPartner",
        {
            Kind.TECHNICAL: "id region partner",
            Kind.BUSINESS: "group signed_on",
            Kind.COLLEAGUE: "contact_name contact_email contact_phone",
        },
    ),
    Table(
        "reporting.CovenantDuty",
        {Kind.TECHNICAL: "id region", Kind.BUSINESS: "group article text rhythm due_on source ended_on"},
    ),
    Table(
        "reporting.DutyProgress",
        {
            Kind.TECHNICAL: "id region duty partner",
            Kind.BUSINESS: "status",
            Kind.COLLEAGUE: "responsible",
            Kind.NOTE: "note",
        },
    ),
    Table(
        "reporting.CovenantMeeting",
        {
            Kind.TECHNICAL: "id region",
            Kind.BUSINESS: "kind on place is_cancelled",
            Kind.NOTE: "agenda decisions",
        },
    ),
    Table("reporting.MeetingPresence", {Kind.TECHNICAL: "id meeting partner"}),
    Table(
        "reporting.CovenantAction",
        {
            Kind.TECHNICAL: "id region meeting partner",
            Kind.BUSINESS: "due_on status",
            Kind.COLLEAGUE: "person",
            Kind.NOTE: "text result",
        },
    ),
    Table(
        "reporting.PlanActivity",
        {
            Kind.TECHNICAL: "id region partner",
            Kind.BUSINESS: "part title from_quarter to_quarter rhythm status source",
            Kind.COLLEAGUE: "owner",
            Kind.NOTE: "result",
        },
    ),
    Table(
        "reporting.CovenantRisk",
        {
            Kind.TECHNICAL: "id region",
            Kind.BUSINESS: "title chance impact status reviewed_on source",
            Kind.COLLEAGUE: "owner",
            Kind.NOTE: "text measure",
        },
    ),
    Table(
        "reporting.CovenantReminder",
        {Kind.TECHNICAL: "id region", Kind.BUSINESS: "key", Kind.MOMENT: "at"},
    ),
    Table(
        "reporting.PartnerEffort",
        {
            Kind.TECHNICAL: "id region partner written_for written_by",
            Kind.BUSINESS: "period state",
            Kind.NOTE: "text",
            Kind.MOMENT: "written_at",
        },
    ),
    Table(
        "reporting.ReportFile",
        {
            Kind.TECHNICAL: "id report sha256 made_of",
            Kind.BUSINESS: "edition format size",
            Kind.RECORD: "content",
            Kind.MOMENT: "made_at",
        },
    ),
    Table(
        "reporting.ReportPublication",
        {
            Kind.TECHNICAL: "id region report published_by",
            Kind.BUSINESS: "edition kind period version",
            Kind.MOMENT: "published_at",
        },
    ),
    Table(
        "reporting.PublicConsent",
        {
            Kind.TECHNICAL: "id region report organisation recorded_by",
            Kind.BUSINESS: "given_on",
            Kind.RECORD: "given_by",
            Kind.MOMENT: "recorded_at withdrawn_at",
        },
    ),
    Table(
        "reporting.ReportDownload",
        {
            Kind.TECHNICAL: "id region report organisation user judgement sha256",
            Kind.BUSINESS: "edition format",
            Kind.MOMENT: "at",
        },
    ),
    Table(
        "reporting.ReportSending",
        {
            Kind.TECHNICAL: "id region report organisation recipient sent_by",
            Kind.BUSINESS: "edition",
            Kind.MOMENT: "sent_at",
        },
    ),
    Table(
        "reporting.ReportEvent",
        {Kind.TECHNICAL: "id region report by", Kind.BUSINESS: "step", Kind.RECORD: "reason", Kind.MOMENT: "at"},
    ),
    Table(
        "reporting.Judgement",
        {
            Kind.TECHNICAL: "id region report organisation invited_by token_hash",
            Kind.BUSINESS: "kind period group due_on spoken_by",
            Kind.COLLEAGUE: "email",
            Kind.RECORD: "text",
            Kind.MOMENT: "invited_at mailed_at reminded_at opened_at written_at declined_at closed_at",
        },
    ),
    Table(
        "reporting.ReportWarning",
        {
            Kind.TECHNICAL: "id region report by",
            Kind.BUSINESS: "code count",
            Kind.RECORD: "explanation",
            Kind.MOMENT: "counted_at at",
        },
    ),
    Table(
        "reporting.ReportPolicy",
        {
            Kind.TECHNICAL: "id region changed_by",
            Kind.BUSINESS: "cut_off_day judgement_days",
            Kind.MOMENT: "changed_at",
        },
    ),
    Table(
        "reporting.Evaluation",
        {
            Kind.TECHNICAL: "id region report recorded_by",
            Kind.BUSINESS: "year meeting_on due_on",
            Kind.RECORD: "record",
            Kind.MOMENT: "recorded_at reminded_at",
        },
    ),
    Table(
        "reporting.EvaluationOpinion",
        {
            Kind.TECHNICAL: "id region evaluation organisation recorded_by",
            Kind.RECORD: "text",
            Kind.MOMENT: "recorded_at",
        },
    ),
    Table(
        "reporting.Standing",
        {
            Kind.TECHNICAL: "id region requested_by",
            Kind.BUSINESS: "period status reference_on error",
            Kind.RECORD: "document rows",
            Kind.MOMENT: "requested_at made_at",
        },
    ),
    # Told with the consent of whoever it is about, who is in it by the words alone: no row leads to a file.
    Table(
        "reporting.Story",
        {
            Kind.TECHNICAL: "id region written_by approved_by",
            Kind.BUSINESS: "consent_how",
            Kind.FACT: "consent_given_on consent_ends_on",
            Kind.NOTE: "title text",
            Kind.MOMENT: "withdrawn_at written_at approved_at",
        },
    ),
]

register(TABLES)
