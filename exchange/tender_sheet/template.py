"""An empty book to fill in: the columns with an example, what belongs in each, and what the cells can name."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from exchange.row_sheet import choices_sheet, explained, organisations_sheet
from exchange.sheets import Sheet, Value
from exchange.tender_sheet.reading import Known, Place
from exchange.tender_sheet.titles import COLUMNS, SHAPE
from organisations.choices import AUTHORITY_KINDS
from tenders.choices import Procedure, SroiDecision, SroiWay, TenderKind, TenderStatus


def template_sheets(known: Known, *, on: dt.date) -> list[Sheet]:
    """The sheets: to fill in, the explanation, the words to choose from, and all that can be named."""
    names = [name for name in COLUMNS if not (name == "authority" and known.parties.own_code)]
    return [
        *explained(SHAPE, names, example=_example(known, on), about=_about()),
        choices_sheet(SHAPE, names),
        Sheet(_("Gemeenten"), [_("Naam"), _("Gemeentecode")], [[place.name, place.code] for place in _here(known)]),
        Sheet(_("Beroepen"), [_("Beroep"), _("Code")], [[trade.name, trade.code] for trade in known.trades]),
        organisations_sheet(known.parties),
    ]


def _here(known: Known) -> list[Place]:
    return sorted((place for place in known.places if place.is_here), key=lambda place: place.name.casefold())


def _example(known: Known, on: dt.date) -> dict[str, Value]:
    authorities = (party.name for party in known.parties.known if party.kind in AUTHORITY_KINDS)
    trades = [trade.name for trade in known.trades]
    return {
        "reference": SHAPE.example,
        "authority": min(authorities, default=_("Gemeente Voorbeeld")),
        "title": _("Deze regel is een voorbeeld en wordt overgeslagen"),
        "status": str(TenderStatus.PLANNED.label),
        "kind": str(TenderKind.WORK.label),
        "procedure": str(Procedure.OPEN_NATIONAL.label),
        "description": _("Nieuw asfalt, riolering en bestrating in de binnenstad."),
        "cpv": "45233140-2; 45232400-6",
        "estimated_value": Decimal("750000.00"),
        "value_confidential": _("nee"),
        "labour_share": Decimal("40.00"),
        "municipality": next((place.name for place in _here(known)), ""),
        "planned_publication": dt.date(on.year + 1, 3, 1),
        "planned_award": dt.date(on.year + 1, 7, 1),
        "starts_on": dt.date(on.year + 1, 9, 1),
        "ends_on": dt.date(on.year + 3, 8, 31),
        "extension_count": 2,
        "extension_months": 12,
        "lots": _("1 | Asfalt\n2 | Bestrating | Alleen het centrum"),
        "occupations": "; ".join(f"{name}: {count}" for name, count in zip(trades[:2], (4, 2), strict=False)),
        "sroi": str(SroiDecision.YES.label),
        "sroi_percentage": Decimal("5.00"),
        "sroi_ways": str(SroiWay.CONTRACT_CLAUSE.label),
        "decided_on": on,
        "contact_name": _("Naam van de inkoper"),
        "contact_email": "inkoop@example.nl",
    }


def _about() -> dict[str, str]:
    choose = _("Kies een woord uit het blad Keuzes.")
    day = _("Een datum, zoals 1-9-2027.")
    return {
        "reference": _(
            "Uw eigen kenmerk, één keer per aanbesteding. Staat het al in het portaal, dan wordt die bijgewerkt."
        ),
        "authority": _("Code, naam of KVK-nummer; zie het blad Organisaties."),
        "title": _("Waar het over gaat, hoogstens 200 tekens. Bij een concept mag de titel leeg blijven."),
        "status": _("Kies een woord uit het blad Keuzes. Een concept staat nog niet op de kalender."),
        "kind": _("Werk, Dienst of Levering. Bij een concept mag dit leeg blijven."),
        "procedure": _("Kies een woord uit het blad Keuzes. Bij een concept mag dit leeg blijven."),
        "description": _("Wat er moet gebeuren, in gewone taal. Hoogstens 4000 tekens."),
        "cpv": _("Codes van 8 cijfers, met of zonder controlecijfer. Meer codes: zet er ; tussen."),
        "estimated_value": _("Een bedrag in euro’s, zonder btw."),
        "value_confidential": _("Ja of nee. Bij ja ziet alleen uw organisatie en het coördinatiepunt het bedrag."),
        "labour_share": _("Welk deel van het bedrag loon is, van 0 tot 100."),
        "sector": choose,
        "municipality": _("Namen of codes van gemeenten; zie het blad Gemeenten. Meer plaatsen: zet er ; tussen."),
        "planned_publication": _("Een datum, zoals 1-9-2027. Nodig als de stand Gepland of Gepubliceerd is."),
        "planned_award": day,
        "starts_on": day,
        "ends_on": day,
        "extension_count": _("Hoe vaak de opdracht verlengd kan worden."),
        "extension_months": _("Hoeveel maanden één verlenging duurt."),
        "lots": _("Elk perceel op een eigen regel in de cel: 1 | Titel, of 1 | Titel | Omschrijving."),
        "occupations": _("Beroep met het aantal mensen, zoals: Metselaar: 4; Timmerman: 2. Zie het blad Beroepen."),
        "sroi": _("Toepassen, Niet toepassen of Nog niet besloten."),
        "sroi_percentage": _("Het SROI-percentage, van 0 tot 100, zoals 5 of 2,5 %."),
        "sroi_ways": _("Woorden uit het blad Keuzes. Meer manieren: zet er ; tussen."),
        "sroi_reason_kind": _("Alleen bij Niet toepassen: een woord uit het blad Keuzes."),
        "sroi_reason": _("De reden in eigen woorden, hoogstens 500 tekens."),
        "decided_on": day,
        "contact_name": _("Wie vragen beantwoordt. De naam is op de openbare kalender te zien."),
        "contact_email": _("Een e-mailadres van het werk."),
        "contact_phone": _("Een telefoonnummer van het werk."),
        "stand_in_name": _("Wie er is als de contactpersoon weg is."),
        "stand_in_email": _("Een e-mailadres van het werk."),
        "tenderned_number": _("Het nummer van de aankondiging op TenderNed."),
    }
