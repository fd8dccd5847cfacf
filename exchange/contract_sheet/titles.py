"""The names of the columns, and what people call them. Reading accepts either."""

from django.utils.translation import gettext_lazy as _

from exchange.package import ContractRow
from exchange.row_sheet import Shape
from tenders.choices import Basis

#: The sheet of a book that is read.
SHEET = "Contracten"

#: What is read, in the order of the template. ``contractor_kvk`` is the spreadsheet's own: by it an unknown company
#: comes in, as it does with an award.
COLUMNS = {
    "reference": _("Kenmerk"),
    "tender": _("Aanbesteding"),
    "authority": _("Opdrachtgever"),
    "contractor": _("Opdrachtnemer"),
    "contractor_kvk": _("KVK-nummer opdrachtnemer"),
    "title": _("Titel"),
    "awarded_on": _("Datum van gunning"),
    "starts_on": _("Eerste dag"),
    "ends_on": _("Laatste dag"),
    "contract_sum": _("Opdrachtsom"),
    "basis": _("Grondslag"),
    "basis_amount": _("Bedrag van de grondslag"),
    "percentage": _("Percentage"),
    "werkplein": _("Werkplein"),
}
OPTIONAL = frozenset({"tender", "contractor_kvk", "werkplein"})

#: What an export adds and reading passes over: names beside codes, and what the portal computes.
NAMES = {
    "authority_name": _("Naam opdrachtgever"),
    "contractor_name": _("Naam opdrachtnemer"),
    "werkplein_name": _("Naam Werkplein"),
}
FIGURES = {
    "standing": _("Stand"),
    "obligation": _("Verplichting"),
    "approved": _("Goedgekeurd"),
    "submitted": _("Wacht op beoordeling"),
    "forecast": _("Prognose"),
    "expected": _("Verwacht tot nu toe"),
}
#: What an authority gets instead: persons in a band of the obligation, never an exact amount.
AUTHORITY_FIGURES = {
    "standing": _("Stand"),
    "obligation": _("Verplichting"),
    "persons": _("Personen"),
    "persons_from": _("Personen, vanaf % van de verplichting"),
    "persons_to": _("Personen, tot % van de verplichting"),
    "persons_of": _("Personen, verplichting waarvan dit percentages zijn"),
    "persons_approved": _("Personen, goedgekeurd na afrekening"),
    "others_approved": _("Andere invulling, goedgekeurd"),
    "others_submitted": _("Andere invulling, wacht"),
    "lines_waiting": _("Regels die wachten"),
    "expected": _("Verwacht tot nu toe"),
}
TITLES = COLUMNS | NAMES | FIGURES | AUTHORITY_FIGURES

SHAPE = Shape(
    row_type=ContractRow,
    sheet=SHEET,
    example="VOORBEELD-1",
    columns=COLUMNS,
    optional=OPTIONAL,
    nothing=_("Er staat geen contract in het bestand."),
    own_only=_("U kunt alleen contracten van uw eigen organisatie inlezen."),
    labels={"basis": Basis},
    percentages=frozenset({"percentage"}),
    passed_over=NAMES | FIGURES | AUTHORITY_FIGURES,
    beside={"name": COLUMNS["contractor"], "kvk": COLUMNS["contractor_kvk"]},
)
EXAMPLE = SHAPE.example
