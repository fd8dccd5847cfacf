"""The tour of a newcomer: a few stops on the real pages, with a panel above each. Offered once a role, never pressed on anybody.

Where somebody is in his tour is kept in his session; that he has had it, or wanted none, with his account.
"""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import may_open
from organisations.models import User
from organisations.tenancy import Acting
from sroi_portal.guides.own import guide_for

START = "reporting:start"
_SESSION = "tour"


class Stop(NamedTuple):
    """A page, and what a newcomer should know of it."""

    view: str
    title: str | Promise
    says: str | Promise


_LAST = _("U hebt het belangrijkste gezien. Via ‘Hulp’, bovenaan elke pagina, leest u stap voor stap hoe het werkt.")

TOURS: dict[str, tuple[Stop, ...]] = {
    "inkoper": (
        Stop(
            START,
            _("Hier begint u"),
            _("Bij ‘Wat wacht op u’ staat wat u moet doen, het oudste eerst. Is de lijst leeg? Dan bent u bij."),
        ),
        Stop(
            "tenders:tender_list",
            _("De kalender: wat u gaat aanbesteden"),
            _(
                "Zet een aanbesteding hier vroeg neer. Het portaal adviseert over social return, en bedrijven zien wat eraan komt."
            ),
        ),
        Stop(
            "tenders:award_create",
            _("Een gunning vastleggen"),
            _(
                "Is de opdracht gegund? Vul dit in. U ziet de verplichting meteen. De opdrachtnemer krijgt daarna vanzelf een mail."
            ),
        ),
        Stop(
            "tenders:contract_list",
            _("Uw contracten"),
            _(
                "De stand zegt of een contract op schema ligt. Open een contract voor de afspraken, het gesprek en de stappen."
            ),
        ),
        Stop("organisations:mail_choices", _("Niet te veel mail"), _("Kies hier welke mail u krijgt, en wanneer.")),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "opdrachtnemer": (
        Stop(
            START,
            _("Hier begint u"),
            _(
                "Bij ‘Wat wacht op u’ staat wat u moet doen. Bij ‘Waar we staan’ ziet u wat is goedgekeurd en wat u nog moet invullen."
            ),
        ),
        Stop(
            "tenders:contract_list",
            _("Uw contracten"),
            _("Per contract ziet u de verplichting in euro’s en of u op schema ligt."),
        ),
        Stop(
            "placements:people_list",
            _("Wie er werkt"),
            _(
                "Werkt er iemand op de opdracht die meetelt? Voeg hem hier toe. U ziet meteen welke waarde u kunt verwachten."
            ),
        ),
        Stop(
            "placements:month",
            _("Elke maand: de uren"),
            _("Vul de uren van de loonstrook in en dien ze in. Was er niets? Geef dat dan ook door."),
        ),
        Stop(
            "placements:contribution_list",
            _("Wat u nog meer deed"),
            _("Inkopen bij een sociaal bedrijf, een rondleiding of een cursus kan ook meetellen. Dat geeft u hier op."),
        ),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "werkplein": (
        Stop(
            START,
            _("Hier begint u"),
            _(
                "Bij ‘Wat wacht op u’ staat wie op u wacht: nieuwe aanmeldingen, taken, nazorg. Het oudste staat bovenaan."
            ),
        ),
        Stop(
            "candidates:candidate_list",
            _("Uw kandidaten"),
            _(
                "De rij bovenaan telt wie er in welke stap zit. Open iemand om te bellen, de intake in te vullen of een taak te maken."
            ),
        ),
        Stop(
            "candidates:group_list",
            _("Scholing"),
            _("Hier draagt u kandidaten voor als een groep plaatsen heeft."),
        ),
        Stop(
            "placements:vacancy_list",
            _("Vacatures"),
            _("Open een vacature en kies ‘Kandidaten zoeken’: bij iedereen staat welke eis past en welke niet."),
        ),
        Stop(
            "placements:proposal_list",
            _("Voorstellen"),
            _("Een werkgever ziet pas wie het is als de kandidaat ja heeft gezegd. Hier volgt u hoe het loopt."),
        ),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "coordinatiepunt": (
        Stop(
            START,
            _("Hier begint u"),
            _(
                "Bij ‘Wat wacht op u’ staat al het werk van vandaag. Naast ‘Mijn contracten’ staat ‘Alles’, voor de hele regio."
            ),
        ),
        Stop(
            "placements:verification",
            _("Beoordelen"),
            _("Links wat wacht, rechts waar u over oordeelt. Keur goed, stuur terug met een vraag, of keur af."),
        ),
        Stop(
            "placements:chase_list",
            _("Navragen"),
            _("Welke bedrijven moeten nog iets doen? U herinnert ze hier met één knop."),
        ),
        Stop(
            "tenders:contract_list",
            _("Alle contracten"),
            _(
                "De stand zegt welke contracten achterlopen. In een contract zet u de stappen: van herinnering tot afrekening."
            ),
        ),
        Stop(
            "placements:region",
            _("De regio"),
            _("Tarieven, regels, brieven en bewaartermijnen van uw regio legt u hier vast."),
        ),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "programmamanager": (
        Stop(
            START,
            _("Hier begint u"),
            _("Wat er op u wacht, en hoe het programma ervoor staat tegen het doel."),
        ),
        Stop(
            "reporting:dashboard",
            _("De doelen"),
            _("Kies een periode en vergelijk. Bij elk cijfer staat hoe het is geteld."),
        ),
        Stop(
            "reporting:report_list",
            _("Rapporten"),
            _(
                "U maakt een rapport, laat het nakijken, stelt het vast en publiceert het. Wat is vastgesteld, verandert niet meer."
            ),
        ),
        Stop("reporting:money_overview", _("Het geld"), _("Begroting, dekking en uitgaven per jaar.")),
        Stop("reporting:covenant", _("Het convenant"), _("Overleg, acties, risico’s en wat de partners inzetten.")),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "meekijker": (
        Stop(
            START,
            _("Hier begint u"),
            _("U kijkt mee: u ziet wat uw organisatie ziet, en u kunt niets veranderen of stukmaken."),
        ),
        Stop("tenders:contract_list", _("Contracten"), _("Open een contract om te zien wat is afgesproken en gedaan.")),
        Stop(
            "reporting:read_log",
            _("Wie keek naar persoonsgegevens"),
            _("Elke keer dat iemand een persoon bekijkt, komt er hier een regel bij."),
        ),
        Stop("work_help", _("Klaar"), _LAST),
    ),
    "platformbeheerder": (
        Stop(START, _("Hier begint u"), _("Wat er op u wacht. Persoonsgegevens van kandidaten ziet u niet.")),
        Stop(
            "organisations:region_list",
            _("De regio’s"),
            _(
                "Voeg een regio toe, of open er een om organisaties toe te voegen en hun eerste beheerder uit te nodigen."
            ),
        ),
        Stop("work_help", _("Klaar"), _LAST),
    ),
}


def stops_for(acting: Acting) -> list[Stop]:
    """The stops of this member's tour, without pages that he does not have."""
    stops = TOURS.get(guide_for(acting) or "", ())
    return [stop for stop in stops if may_open(acting, _page(acting, stop))]


def address_of_stop(request: HttpRequest, acting: Acting, number: int) -> str | None:
    """Go to this stop, counted from 1, and remember to be there; None where there is no such stop."""
    stops = stops_for(acting)
    if not 1 <= number <= len(stops):
        return None
    request.session[_SESSION] = {"organisation": str(acting.organisation_id), "stop": number}
    return _page(acting, stops[number - 1])


def leave(request: HttpRequest, acting: Acting) -> None:
    """The tour is done, or was not wanted: it is not offered again."""
    request.session.pop(_SESSION, None)
    own = guide_for(acting)
    user = User.objects.get(pk=acting.user_id)
    if own and own not in user.tours:
        user.tours = [*user.tours, own]
        user.save(update_fields=["tours"])


def panel(request: HttpRequest, acting: Acting) -> dict[str, Any] | None:
    """What stands above this page: the stop that it is, or the offer on the start page of a newcomer."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    running = _running(request, acting)
    if running is None:
        offers = view == START and guide_for(acting) not in getattr(request.user, "tours", [])
        return {"offer": True, "resume": 1} if offers and stops_for(acting) else None
    stops = stops_for(acting)
    number = min(running, len(stops))
    stop = stops[number - 1]
    if stop.view != view:
        return {"offer": True, "resume": number} if view == START else None
    return {
        "offer": False,
        "number": number,
        "of": len(stops),
        "title": stop.title,
        "says": stop.says,
        "previous": number - 1,
        "next": number + 1 if number < len(stops) else None,
    }


def _running(request: HttpRequest, acting: Acting) -> int | None:
    kept = request.session.get(_SESSION) or {}
    return kept["stop"] if kept.get("organisation") == str(acting.organisation_id) else None


def _page(acting: Acting, stop: Stop) -> str:
    return reverse(stop.view, args=[acting.organisation_id])
