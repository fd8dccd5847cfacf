"""The names of the columns, and what people call them. Reading accepts either."""

from django.utils.translation import gettext_lazy as _

from exchange.package import TenderRow
from exchange.row_sheet import Shape
from organisations.choices import Sector
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus

#: What the form asks, in its order. The portal itself keeps since when a tender is on the calendar and who touched it.
COLUMNS = {
    "reference": _("Kenmerk"),
    "authority": _("Opdrachtgever"),
    "title": _("Titel"),
    "status": _("Stand"),
    "kind": _("Soort"),
    "procedure": _("Procedure"),
    "description": _("Omschrijving"),
    "cpv": _("CPV-codes"),
    "estimated_value": _("Geraamde waarde"),
    "value_confidential": _("Waarde is vertrouwelijk"),
    "labour_share": _("Loonaandeel (%)"),
    "sector": _("Sector"),
    "municipality": _("Plaats van het werk"),
    "planned_publication": _("Geplande publicatie"),
    "planned_award": _("Geplande gunning"),
    "starts_on": _("Eerste dag"),
    "ends_on": _("Laatste dag"),
    "extension_count": _("Aantal verlengingen"),
    "extension_months": _("Maanden per verlenging"),
    "lots": _("Percelen"),
    "occupations": _("Verwachte beroepen"),
    "sroi": _("Social return"),
    "sroi_percentage": _("Percentage"),
    "sroi_ways": _("Manier van toepassen"),
    "sroi_reason_kind": _("Waarom niet"),
    "sroi_reason": _("Toelichting op het besluit"),
    "decided_on": _("Besloten op"),
    "contact_name": _("Contactpersoon"),
    "contact_email": _("E-mail contactpersoon"),
    "contact_phone": _("Telefoon contactpersoon"),
    "stand_in_name": _("Vervanger"),
    "stand_in_email": _("E-mail vervanger"),
    "tenderned_number": _("TenderNed-nummer"),
}

SHAPE = Shape(
    row_type=TenderRow,
    sheet="Aanbestedingen",
    example="VOORBEELD-1",
    columns=COLUMNS,
    optional=frozenset(COLUMNS) - {"reference", "authority", "status", "sroi"},
    nothing=_("Er staat geen aanbesteding in het bestand."),
    own_only=_("U kunt alleen aanbestedingen van uw eigen organisatie inlezen."),
    labels={
        "status": TenderStatus,
        "kind": TenderKind,
        "procedure": Procedure,
        "sector": Sector,
        "sroi": SroiDecision,
        "sroi_ways": SroiWay,
        "sroi_reason_kind": ReasonKind,
    },
    percentages=frozenset({"labour_share", "sroi_percentage"}),
    #: Kept by the portal: a package has these, and who sends its table as a sheet may leave them in.
    passed_over={"on_calendar_since": _("Op de kalender sinds"), "touched_on": _("Bijgewerkt op")},
)
