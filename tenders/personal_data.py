"""The tables of tenders and contracts, field by field (``organisations.data_kinds``).

A contract is of organisations. Persons on it stand a floor higher; here only words in a conversation may name one.
"""

from organisations.data_kinds import Extra, Kind, Table, register

_TERMS = "starts_on ends_on contract_sum basis basis_amount basis_stated percentage cap discount obligation"
_PROPOSED = "proposed_by proposed_for decided_by decided_for"

#: A statement of account is a copy of that day, which its company asks for again; letters name nobody.
_ACCOUNTS = """
DELETE FROM tenders_document d USING tenders_contract c
 WHERE c.id = d.contract_id AND c.region_id = $2 AND d.kind = 'account' AND d.content::text ~* $3
"""

EXTRAS = [Extra("tenders.Document", None, _ACCOUNTS)]

TABLES = [
    Table(
        "tenders.Tariff",
        {
            Kind.TECHNICAL: "id region made_by published_by",
            Kind.BUSINESS: "valid_from note",
            Kind.MOMENT: "made_at published_at confirmed_at",
        },
    ),
    Table(
        "tenders.Block",
        {
            Kind.TECHNICAL: "id tariff",
            Kind.BUSINESS: "code label kind value norm_hours min_hours max_months min_age permanent position situation"
            " evidence explanation",
        },
    ),
    Table(
        "tenders.Tender",
        {
            Kind.TECHNICAL: "id region authority visible_to search",
            Kind.BUSINESS: "reference title description kind procedure cpv_codes labour_share sector municipalities"
            " planned_publication planned_award starts_on ends_on extension_count extension_months on_calendar_since"
            " status tenderned_number sroi sroi_percentage sroi_reason sroi_reason_kind sroi_ways decided_on",
            Kind.COLLEAGUE: "contact_name contact_email contact_phone stand_in_name stand_in_email",
            Kind.MOMENT: "created_at touched_at",
        },
    ),
    Table(
        "tenders.CalendarDigest",
        {Kind.TECHNICAL: "id region organisation", Kind.BUSINESS: "week", Kind.MOMENT: "at"},
    ),
    Table(
        "tenders.TenderDocument",
        {
            Kind.TECHNICAL: "id region tender refusal awaits_scanner media_type size sha256 kept_sha256 organisation"
            " uploaded_by removed_by",
            Kind.BUSINESS: "title is_public state pages",
            Kind.MOMENT: "uploaded_at checked_at removed_at",
        },
    ),
    Table(
        "tenders.TenderDocumentContent",
        {Kind.TECHNICAL: "id document", Kind.CONTENT: "name data"},
        region="document__region",
    ),
    Table(
        "tenders.TenderDocumentPage",
        {Kind.TECHNICAL: "id content number width height", Kind.CONTENT: "png"},
    ),
    Table(
        "tenders.TenderLot",
        {Kind.TECHNICAL: "id tender", Kind.BUSINESS: "number title description"},
    ),
    Table(
        "tenders.ExpectedOccupation",
        {Kind.TECHNICAL: "id tender occupation", Kind.BUSINESS: "head_count starts_on"},
    ),
    Table(
        "tenders.TenderStep",
        {
            Kind.TECHNICAL: "id tender by",
            Kind.BUSINESS: "from_status to_status on",
            Kind.RECORD: "note",
            Kind.MOMENT: "at",
        },
    ),
    Table("tenders.TenderStepNote", {Kind.TECHNICAL: "id step", Kind.RECORD: "note"}),
    Table(
        "tenders.SearchFollower",
        {
            Kind.TECHNICAL: "id region kind token_hash address_hash",
            Kind.BUSINESS: "rhythm told_until",
            Kind.COLLEAGUE: "email query words",
            Kind.MOMENT: "asked_at confirmed_at last_mailed_at",
        },
    ),
    Table(
        "tenders.LocalFirm",
        {
            Kind.TECHNICAL: "id region made_by decided_by organisation token_hash",
            Kind.BUSINESS: "name kvk municipality place province does cpv_codes occupation_codes website label"
            " label_valid_until label_reminded_of state",
            Kind.RECORD: "decided_reason",
            Kind.COLLEAGUE: "contact_name contact_email contact_phone",
            Kind.MOMENT: "submitted_at email_confirmed_at looked_at asked_at decided_at",
        },
    ),
    Table(
        "tenders.FirmInvitation",
        {
            Kind.TECHNICAL: "id region authority tender firm made_by withdrawn_by",
            Kind.BUSINESS: "name kvk place ring is_suggested invited_on",
            Kind.RECORD: "reason withdrawn_reason",
            Kind.MOMENT: "made_at withdrawn_at",
        },
    ),
    Table("tenders.TenderValue", {Kind.TECHNICAL: "id tender", Kind.BUSINESS: "amount is_confidential"}),
    Table(
        "tenders.Contract",
        {
            Kind.TECHNICAL: "id region tender authority contractor werkplein tariff coordinator visible_to"
            " sides_visible_to persons_visible_to totals_visible_to line_writers verified_by",
            Kind.BUSINESS: f"{_TERMS} reference title awarded_on lot is_framework plan_days plan_totals"
            " first_contact_on settled_on",
            Kind.MOMENT: "created_at",
        },
    ),
    Table(
        "tenders.ContractVersion",
        {
            Kind.TECHNICAL: "id visible_to contract made_by",
            Kind.BUSINESS: f"{_TERMS} cause number valid_from",
            Kind.RECORD: "reason",
            Kind.MOMENT: "made_at",
        },
    ),
    Table(
        "tenders.Plan",
        {
            Kind.TECHNICAL: f"id visible_to contract {_PROPOSED}",
            Kind.BUSINESS: "days totals",
            Kind.RECORD: "declined_reason note",
            Kind.MOMENT: "proposed_at agreed_at declined_at",
        },
    ),
    Table(
        "tenders.PlanItem",
        {
            Kind.TECHNICAL: "id visible_to contract plan block",
            Kind.BUSINESS: "position description starts_on ends_on quantity hours_per_week amount",
        },
    ),
    Table(
        "tenders.Agreement",
        {
            Kind.TECHNICAL: f"id visible_to contract contractor {_PROPOSED}",
            Kind.BUSINESS: "description amount evidence starts_on",
            Kind.RECORD: "declined_reason",
            Kind.MOMENT: "proposed_at agreed_at declined_at",
        },
    ),
    Table(
        "tenders.Certificate",
        {
            Kind.TECHNICAL: "id region organisation made_by confirmed_by",
            Kind.BUSINESS: "level number valid_from valid_until discount",
            Kind.RECORD: "declined_reason",
            Kind.MOMENT: "made_at confirmed_at declined_at",
        },
    ),
    Table(
        "tenders.BulkChange",
        {
            Kind.TECHNICAL: "id organisation made_by undone_by",
            Kind.BUSINESS: "kind side name changes kept",
            Kind.MOMENT: "made_at undone_at",
        },
    ),
    Table(
        "tenders.LadderStep",
        {
            Kind.TECHNICAL: "id visible_to contract contractor_view_by recorded_by made_by made_for",
            Kind.BUSINESS: "kind state planned_on done_on met decision automatic",
            Kind.RECORD: "agenda outcome contractor_view withdrawn_reason skipped_reason",
            Kind.MOMENT: "contractor_view_at recorded_at made_at",
        },
    ),
    Table(
        "tenders.LetterTemplate",
        {Kind.TECHNICAL: "id region changed_by", Kind.BUSINESS: "kind subject body", Kind.MOMENT: "changed_at"},
    ),
    Table(
        "tenders.TenderText",
        {Kind.TECHNICAL: "id region changed_by", Kind.BUSINESS: "kind subject body", Kind.MOMENT: "changed_at"},
    ),
    Table(
        "tenders.Document",
        {
            Kind.TECHNICAL: "id visible_to contract organisation step made_by sha256",
            Kind.BUSINESS: "kind title state",
            Kind.RECORD: "content file",
            Kind.MOMENT: "made_at sent_at",
        },
    ),
    Table(
        "tenders.Settlement",
        {
            Kind.TECHNICAL: "id visible_to contract surplus_to drawn_up_by drawn_up_for settled_by letter",
            Kind.BUSINESS: "state obligation persons_approved others_approved shortfall surplus withheld waived settled_on",
            Kind.RECORD: "reason withdrawn_reason",
            Kind.MOMENT: "drawn_up_at withdrawn_at",
        },
    ),
    Table("tenders.Notice", {Kind.TECHNICAL: "id visible_to contract", Kind.BUSINESS: "kind on", Kind.COLLEAGUE: "to"}),
    Table(
        "tenders.Message",
        {
            Kind.TECHNICAL: "id visible_to contract organisation user step",
            Kind.BUSINESS: "kind took_place_on internal",
            Kind.COLLEAGUE: "with_whom",
            Kind.WORDS: "text",
            Kind.MOMENT: "at",
        },
        region="contract__region",
    ),
    Table("tenders.ReadMark", {Kind.TECHNICAL: "id visible_to contract organisation", Kind.MOMENT: "read_until"}),
    Table(
        "tenders.CallOff",
        {
            Kind.TECHNICAL: "id visible_to contract made_by",
            Kind.BUSINESS: "reference title awarded_on starts_on ends_on amount",
            Kind.RECORD: "withdrawn_reason",
            Kind.MOMENT: "made_at withdrawn_at",
        },
    ),
    Table(
        "tenders.Turnover",
        {
            Kind.TECHNICAL: "id visible_to contract call_off made_by",
            Kind.BUSINESS: "from_on to_on amount",
            Kind.RECORD: "note withdrawn_reason",
            Kind.MOMENT: "made_at withdrawn_at",
        },
    ),
    Table(
        "tenders.OptionYear",
        {
            Kind.TECHNICAL: "id visible_to contract made_by",
            Kind.BUSINESS: "starts_on ends_on extra_sum decide_by state decided_on",
            Kind.RECORD: "reason",
            Kind.MOMENT: "made_at",
        },
    ),
    Table(
        "tenders.Responsible",
        {
            Kind.TECHNICAL: "id visible_to contract",
            Kind.BUSINESS: "side",
            Kind.COLLEAGUE: "name email stand_in_name stand_in_email",
        },
    ),
    Table(
        "tenders.ContractParty",
        {
            Kind.TECHNICAL: "id visible_to contract organisation made_by",
            Kind.BUSINESS: "role joined_on left_on",
            Kind.RECORD: "note",
            Kind.COLLEAGUE: "contact_name contact_email",
            Kind.MOMENT: "made_at",
        },
    ),
    Table(
        "tenders.HandOver",
        {
            Kind.TECHNICAL: "id visible_to contract made_by accepted_by undone_by",
            Kind.COLLEAGUE: "from_name from_email to_name to_email",
            Kind.RECORD: "note undone_reason",
            Kind.MOMENT: "made_at accepted_at undone_at",
        },
    ),
    Table(
        "tenders.RegionPolicy",
        {
            Kind.TECHNICAL: "id region",
            Kind.BUSINESS: "valid threshold_work threshold_service threshold_supply shortest_months bespoke_below_share"
            " low_below_share percentage_low percentage_high cap start_up_months first_contact_days statement_days"
            " answer_days surplus_transferable pso_aspirant pso_step_1 pso_step_2 pso_step_3 automatic_reminder"
            " second_eyes_above age_reference evidence_from evidence_days calendar_stale_days",
        },
    ),
    Table(
        "tenders.Succession",
        {
            Kind.TECHNICAL: "id region contract predecessor successor moved made_by undone_by",
            Kind.BUSINESS: "kind on",
            Kind.RECORD: "reason undone_reason",
            Kind.MOMENT: "made_at undone_at",
        },
    ),
    Table(
        "tenders.ContractTotals",
        {
            Kind.TECHNICAL: "contract visible_to",
            Kind.BUSINESS: "persons_approved persons_submitted persons_forecast others_approved others_submitted"
            " others_forecast banded_approved banded_submitted",
        },
    ),
    Table(
        "tenders.ContractBand",
        {
            Kind.TECHNICAL: "contract visible_to",
            Kind.BUSINESS: "obligation persons persons_band persons_claimed_upper submitted_lines others_approved"
            " others_submitted",
        },
    ),
    Table(
        "tenders.PartyTotals",
        {
            Kind.TECHNICAL: "id visible_to contract organisation",
            Kind.BUSINESS: "persons persons_approved persons_submitted persons_forecast others_approved"
            " others_submitted others_forecast",
        },
    ),
]

register(TABLES, extras=EXTRAS)
