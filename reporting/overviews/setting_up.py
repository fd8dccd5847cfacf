"""What a coordination point sets up first in a region, on its start page: gone once it is done.

Without contracts a region is new. What it may well leave as it is (its colour, a priority area, targets) is asked
only then.
"""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from candidates.models import WerkpleinArea
from organisations.access import may_open
from organisations.choices import Area, OrganisationKind
from organisations.models import AreaMunicipality, Membership, OrganisationRegion, RegionContact
from organisations.tenancy import Acting, RegionRef
from reporting.models import Target
from reporting.overviews.tally import NOTHING, Item, Question, Tallied, Waits
from reporting.overviews.waiting import address
from tenders.models import Tariff

Step = tuple[bool, str, str, str]


def first_steps(acting: Acting, *, on: dt.date, is_new: bool) -> Waits:
    """What is still to be set up, as ``title``, ``text`` and ``url``, in the order in which one does it."""
    region = acting.region
    if region is None or not acting.may_write:
        return NOTHING
    areas = AreaMunicipality.objects.filter(region_id=region.id)
    werkpleinen = OrganisationRegion.objects.filter(region_id=region.id, organisation__kind=OrganisationKind.WERKPLEIN)
    questions = (
        Question("set_up_contact", RegionContact.objects.filter(region_id=region.id)),
        Question("set_up_tariff", Tariff.objects.in_force(on=on).filter(region_id=region.id)),
        Question("set_up_municipalities", areas.filter(area=Area.REGION)),
        Question("set_up_priority", areas.filter(area=Area.PRIORITY)),
        Question("set_up_werkpleinen", werkpleinen),
        Question("set_up_served", WerkpleinArea.objects.filter(region_id=region.id)),
        Question(
            "set_up_members", Membership.objects.filter(organisation_id=acting.organisation_id, ended_at__isnull=True)
        ),
        Question("set_up_targets", Target.objects.filter(region_id=region.id)),
    )

    def items(found: Mapping[str, Tallied]) -> list[Item]:
        there = {str(one.what): found[str(one.what)].count for one in questions}
        shown = (
            {"title": title, "text": text, "url": address(view, acting)}
            for missing, title, text, view in _steps(there, region, is_new=is_new)
            if missing
        )
        return [one for one in shown if may_open(acting, one["url"])]

    return Waits(questions, items)


def _steps(there: Mapping[str, int], region: RegionRef, *, is_new: bool) -> Iterator[Step]:
    yield (
        not there["set_up_contact"],
        _("Vul in hoe de regio te bereiken is"),
        _("Adres, telefoon en wie over privacy gaat. Het staat op de openbare bladzijden."),
        "organisations:region_contact_edit",
    )
    yield (
        not there["set_up_tariff"],
        _("Publiceer een tarief"),
        _("Zonder tarief heeft geen enkele invulling een waarde."),
        "tenders:tariff_list",
    )
    yield (
        is_new and not (region.accent or region.initials),
        _("Kies woorden en kleur"),
        _("Hoe de regio dingen noemt, haar kleur en haar beeldmerk."),
        "organisations:region_look",
    )
    yield (
        is_new and bool(there["set_up_municipalities"]) and not there["set_up_priority"],
        _("Kies het voorrangsgebied"),
        _("Inwoners daarvan gaan voor bij werk en scholing. Heeft de regio er geen, dan slaat u dit over."),
        "organisations:priority_area_edit",
    )
    yield (
        not there["set_up_municipalities"],
        _("Vraag om de gemeenten van de regio"),
        _("Wie het portaal beheert, voegt ze toe. Dan weten wij wie er in de regio woont."),
        "organisations:priority_area_edit",
    )
    yield (
        not there["set_up_werkpleinen"],
        _("Vraag om een Werkplein"),
        _("Wie het portaal beheert, voegt het toe. Een Werkplein helpt mensen die zich aanmelden."),
        "placements:organisation_list",
    )
    yield (
        bool(there["set_up_werkpleinen"] and there["set_up_municipalities"]) and not there["set_up_served"],
        _("Zeg welk Werkplein welke gemeente helpt"),
        _("Wie zich aanmeldt, komt dan meteen bij het goede Werkplein."),
        "candidates:werkplein_area_edit",
    )
    yield (
        is_new and there["set_up_members"] <= 1,
        _("Nodig uw collega’s uit"),
        _("Wie iets invoert, mag het niet ook beoordelen: daar is een tweede voor nodig."),
        "organisations:invitation_create",
    )
    yield (
        is_new and not there["set_up_targets"],
        _("Laat de doelen vastleggen"),
        _("Het programmabureau legt vast wat de regio wil bereiken, en wanneer."),
        "reporting:target_list",
    )
