"""What the home of a region leads to: only what this installation has."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from organisations import public_pages
from organisations.choices import Sector
from organisations.models import Region
from placements.kansrijk import words
from placements.kansrijk.listing import Listing
from placements.kansrijk.wanted import Hours, Need


def sorts_of(found: Listing, region: Region) -> list[dict[str, Any]]:
    """Ways into the list with how much there is, the most asked first."""
    here = reverse("placements:vacancy_search", args=[region.code])
    asked = [
        ("nodig", Need.NO_DIPLOMA.value, str(Need.NO_DIPLOMA.label)),
        ("nodig", Need.NO_LICENCE.value, str(Need.NO_LICENCE.label)),
        ("nodig", Need.LEARNING.value, str(Need.LEARNING.label)),
        ("uren", Hours.UP_TO_16.value, str(Hours.UP_TO_16.label)),
        *(("soort", value, words.sector_said(value)) for value in Sector.values),
    ]
    return [
        {"label": label, "count": count, "url": f"{here}?{urlencode({name: value})}"}
        for name, value, label in asked
        if (count := found.count(name, value))
    ]


def parts_of(region: Region) -> list[dict[str, Any]]:
    """For whom, and the pages for them: name, what one finds there, and the address."""
    parts = (
        (
            "werk",
            _("Zoekt u werk?"),
            (
                (
                    _("Meld u aan"),
                    _("Vertel wie u bent en wat u zoekt. Het kost twee minuten. Wij bellen u."),
                    "candidates:register_oneself",
                ),
                (
                    _("Kansrijke beroepen"),
                    _("Werk waar veel mensen nodig zijn. Lees wat u doet en wat u moet kunnen."),
                    "placements:occupation_search",
                ),
                (
                    _("Mail mij nieuw werk"),
                    _("U krijgt een mail als er een nieuwe vacature is. Stoppen kan altijd."),
                    "placements:work_follow",
                ),
                (
                    _("Mijn pagina"),
                    _("Bent u al aangemeld? Bekijk wat wij van u weten, en verander het."),
                    "placements:own_page_request",
                ),
                (
                    _("Ik meld iemand aan"),
                    _("Voor scholen, UWV en andere organisaties die iemand helpen."),
                    "candidates:register_other",
                ),
                (
                    _("Zo werkt het"),
                    _("Hoe wij mensen en werk bij elkaar zoeken. Mensen beslissen, geen computer."),
                    "placements:how_matching_works",
                ),
            ),
        ),
        (
            "werkgevers",
            _("Hebt u werk?"),
            (
                (
                    _("Plaats een vacature"),
                    _("In drie minuten, zonder account. Wij zoeken mee."),
                    "placements:vacancy_offer",
                ),
                (
                    _("Zet uw bedrijf in het register"),
                    _("Gemeenten zoeken daarin bedrijven uit de buurt."),
                    "tenders:firm_register",
                ),
                (
                    _("Rekenhulp"),
                    _("Wat is het waard als u iemand aanneemt voor een opdracht?"),
                    "placements:public_what_if",
                ),
            ),
        ),
        (
            "regio",
            _("Wat gebeurt er in de regio?"),
            (
                (
                    _("Aanbestedingskalender"),
                    _("Welk werk gemeenten en andere opdrachtgevers de komende jaren laten doen."),
                    "tenders:calendar",
                ),
                (
                    _("Mensen die nodig zijn"),
                    _("Welke beroepen dat werk vraagt, per kwartaal."),
                    "tenders:calendar_demand",
                ),
                (_("Resultaten"), _("Hoeveel mensen werk vonden."), "reporting:results"),
            ),
        ),
    )
    return [
        {"id": part, "title": title, "ways": ways}
        for part, title, entries in parts
        if (
            ways := [
                {"name": name, "text": text, "url": url}
                for name, text, view in entries
                if (url := public_pages.address_of(view, region.code))
            ]
        )
    ]
