"""An empty book to fill in: the columns with an example, what belongs in each, and the organisations there are."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from exchange.contract_sheet.titles import COLUMNS, EXAMPLE, SHAPE
from exchange.row_sheet import Parties, Party, choices_sheet, explained, organisations_sheet
from exchange.sheets import Sheet, Value
from organisations.choices import OrganisationKind
from tenders.choices import Basis


def template_sheets(parties: Parties, *, on: dt.date) -> list[Sheet]:
    """The sheets: to fill in, the explanation, the organisations of the region and the words to choose from."""
    names = [name for name in COLUMNS if not (name == "authority" and parties.own_code)]
    example = _example(parties, on)
    return [
        *explained(SHAPE, names, example=example, about=_about()),
        organisations_sheet(parties),
        choices_sheet(SHAPE, names),
    ]


def _example(parties: Parties, on: dt.date) -> dict[str, Value]:
    first = dt.date(on.year + 1, 1, 1)
    return {
        "reference": EXAMPLE,
        "tender": None,
        "authority": _name(parties.known, OrganisationKind.MUNICIPALITY, _("Gemeente Voorbeeld")),
        "contractor": _("Bouwbedrijf Voorbeeld BV"),
        "contractor_kvk": "01234567",
        "title": _("Deze regel is een voorbeeld en wordt overgeslagen"),
        "awarded_on": on,
        "starts_on": first,
        "ends_on": dt.date(on.year + 2, 12, 31),
        "contract_sum": Decimal("250000.00"),
        "basis": str(Basis.CONTRACT_SUM.label),
        "basis_amount": Decimal("250000.00"),
        "percentage": Decimal("5.00"),
        "werkplein": _name(parties.known, OrganisationKind.WERKPLEIN, ""),
    }


def _name(known: Iterable[Party], kind: str, default: str) -> str:
    return min((party.name for party in known if party.kind == kind), default=default)


def _about() -> dict[str, str]:
    party = _("Code, naam of KVK-nummer; zie het blad Organisaties.")
    return {
        "reference": _(
            "Uw eigen kenmerk, één keer per contract. Staat het al in het portaal, dan wordt dat contract bijgewerkt."
        ),
        "tender": _("Het kenmerk van de aanbesteding, als die in het portaal staat."),
        "authority": party,
        "contractor": _(
            "Code of naam; zie het blad Organisaties. Een nieuw bedrijf: de naam, met het KVK-nummer ernaast."
        ),
        "contractor_kvk": _("8 cijfers. Nodig voor een bedrijf dat nog niet in de regio bekend is."),
        "title": _("Waar de opdracht over gaat, hoogstens 200 tekens."),
        "awarded_on": _("Een datum. Het tarief van die dag geldt voor het hele contract."),
        "starts_on": _("De eerste dag van de opdracht."),
        "ends_on": _("De laatste dag van de opdracht."),
        "contract_sum": _("Een bedrag zonder btw."),
        "basis": _("Kies uit: %(bases)s.") % {"bases": ", ".join(str(basis.label) for basis in Basis)},
        "basis_amount": _("Het bedrag waarover het percentage gaat, zonder btw."),
        "percentage": _("Het SROI-percentage, van 0 tot 100."),
        "werkplein": party,
    }
