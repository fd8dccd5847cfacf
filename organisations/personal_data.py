"""The tables of the floor, and those of the packages it stands on, field by field (``organisations.data_kinds``)."""

from organisations.data_kinds import Extra, Kind, Table, register

_OF_ORGANISATION = "organisation__organisation_regions__region"

#: A mail about whoever is gone goes without his name, to whom it was going: a colleague may be called alike. It is of the
#: region, unless its reader works in others alone; mails to who does not work with the portal name nobody in full.
_MAILS = """
UPDATE organisations_outboxmessage
   SET payload = organisations_without_words(payload - 'to', $3) || jsonb_build_object('to', payload -> 'to')
 WHERE kind = 'mail' AND (payload - 'to')::text ~* $3
   AND (EXISTS (SELECT FROM organisations_user u
                  JOIN organisations_membership m ON m.user_id = u.id
                  JOIN organisations_organisationregion r ON r.organisation_id = m.organisation_id AND r.region_id = $2
                 WHERE lower(u.email) = lower(payload ->> 'to'))
        OR NOT EXISTS (SELECT FROM organisations_user u
                         JOIN organisations_membership m ON m.user_id = u.id
                        WHERE lower(u.email) = lower(payload ->> 'to')))
"""

#: Of no region: it says what went wrong, never anything about somebody (``organisations.log_words``).
_ERRORS = "UPDATE organisations_outboxmessage SET error = regexp_replace(error, $3, '(gewist)', 'gi') WHERE error ~* $3"

EXTRAS = [Extra("mails about the person", None, _MAILS), Extra("errors of mails and jobs", None, _ERRORS)]

TABLES = [
    Table(
        "organisations.Region",
        {
            Kind.TECHNICAL: "id",
            Kind.BUSINESS: "code name werkplein_label werkplein_plural werkplein_article coordination_label"
            " coordination_article accent initials programme_start money_start is_demo set_up_at",
        },
    ),
    Table("organisations.Municipality", {Kind.BUSINESS: "code name valid"}),
    Table("organisations.Municipality_successors", {Kind.TECHNICAL: "id from_municipality to_municipality"}),
    Table("organisations.AreaMunicipality", {Kind.TECHNICAL: "id region municipality", Kind.BUSINESS: "area valid"}),
    Table("organisations.CpvCode", {Kind.BUSINESS: "code label plain"}),
    Table(
        "organisations.Occupation",
        {
            Kind.TECHNICAL: "id region",
            Kind.BUSINESS: "code name sector summary certificates driving_licence hours_from hours_to circumstances retired_on"
            " tasks needs wage_from wage_to wage_source wage_on picture is_public",
        },
    ),
    Table(
        "organisations.User",
        {Kind.TECHNICAL: "id password", Kind.COLLEAGUE: "email name is_active last_login date_joined tours"},
    ),
    Table("organisations.Organisation", {Kind.TECHNICAL: "id", Kind.BUSINESS: "name kind kvk"}),
    Table(
        "organisations.OrganisationRegion",
        {
            Kind.TECHNICAL: "id region organisation",
            Kind.BUSINESS: "code covenant_partner municipality inhabitants_2017 verifies_own centre",
        },
    ),
    Table(
        "organisations.Membership",
        {Kind.TECHNICAL: "id user organisation", Kind.COLLEAGUE: "role verifies started_at ended_at"},
    ),
    Table(
        "organisations.Invitation",
        {
            Kind.TECHNICAL: "id region organisation invited_by invited_from token_hash landing_path",
            Kind.COLLEAGUE: "email name role",
            Kind.MOMENT: "created_at expires_at accepted_at withdrawn_at",
        },
    ),
    Table(
        "organisations.LoginProvider",
        {
            Kind.TECHNICAL: "id organisation client_secret",
            Kind.BUSINESS: "use issuer client_id domains second_factor acr_values",
            Kind.MOMENT: "tested_at used_since",
        },
    ),
    Table(
        "organisations.ProvidedIdentity",
        {Kind.TECHNICAL: "id provider user", Kind.COLLEAGUE: "issuer subject", Kind.MOMENT: "linked_at"},
    ),
    Table("organisations.MailChoice", {Kind.TECHNICAL: "id user organisation", Kind.COLLEAGUE: "topic rhythm"}),
    Table(
        "organisations.HeldMail",
        {Kind.TECHNICAL: "id user organisation template link", Kind.CONTENT: "subject", Kind.MOMENT: "at"},
        region=_OF_ORGANISATION,
    ),
    Table(
        "organisations.OutboxMessage",
        {
            Kind.TECHNICAL: "id kind name message_id reference attempts leased_until",
            Kind.CONTENT: "payload error",
            Kind.MOMENT: "created_at done_at given_up_at",
        },
    ),
    Table(
        "organisations.ReadLog",
        {
            Kind.TECHNICAL: "id region organisation user subject subject_id request",
            Kind.WORDS: "reason",
            Kind.MOMENT: "at",
        },
    ),
    Table(
        "organisations.SavedView",
        {
            Kind.TECHNICAL: "id user organisation page shared is_default",
            Kind.WORDS: "name",
            Kind.CONTENT: "query",
            Kind.MOMENT: "created_at removed_at",
        },
        region=_OF_ORGANISATION,
    ),
    # What the region itself shows to everybody.
    Table(
        "organisations.RegionContact",
        {
            Kind.TECHNICAL: "id region changed_by",
            Kind.BUSINESS: "address phone email hours responsible privacy_email",
            Kind.MOMENT: "changed_at",
        },
    ),
    Table(
        "organisations.RetentionPolicy",
        {
            Kind.TECHNICAL: "id region changed_by",
            Kind.BUSINESS: "candidate_months file_months document_months deployed_months warn_days",
            Kind.MOMENT: "changed_at",
        },
    ),
    Table(
        "organisations.RetentionMark",
        {
            Kind.TECHNICAL: "id region subject part subject_id subject_ids organisation kept_by",
            Kind.BUSINESS: "due_on kept_until kept_reason",
            Kind.MOMENT: "told_at",
        },
    ),
    Table(
        "organisations.Erasure",
        {
            Kind.TECHNICAL: "id region subject subject_ids part organisation asked_by transaction",
            Kind.BUSINESS: "cause asked_on counts",
            Kind.MOMENT: "asked_at done_at",
        },
    ),
    Table("organisations.ErasureRule", {Kind.TECHNICAL: "position subject part label statement"}),
    # Packages
    Table("auth.Permission", {Kind.TECHNICAL: "id name content_type codename"}),
    Table("auth.Group", {Kind.TECHNICAL: "id name"}),
    Table("auth.Group_permissions", {Kind.TECHNICAL: "id group permission"}),
    Table("contenttypes.ContentType", {Kind.TECHNICAL: "id app_label model"}),
    # Says who is logged in; also holds what a page is yet to tell him (``organisations.erasing.forget_messages``).
    Table("sessions.Session", {Kind.TECHNICAL: "session_key expire_date", Kind.CONTENT: "session_data"}),
    # Never written: events carry their own context.
    Table("pghistory.Context", {Kind.TECHNICAL: "id created_at updated_at metadata"}),
    Table("account.EmailAddress", {Kind.TECHNICAL: "id user", Kind.COLLEAGUE: "email verified primary"}),
    Table("account.EmailConfirmation", {Kind.TECHNICAL: "id email_address key", Kind.MOMENT: "created sent"}),
    Table("mfa.Authenticator", {Kind.TECHNICAL: "id user type data", Kind.MOMENT: "created_at last_used_at"}),
]

register(TABLES, extras=EXTRAS)
