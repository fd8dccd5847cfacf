"""The pages of the portal as places that somebody looks for by what he wants there: the menu, what is set, and what one does.

Who may go to a place is asked of its view, which says so by ``@requires``.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.access import may_open
from organisations.tenancy import Acting
from placements.pages.region_pages import REGION_PAGES
from sroi_portal.navigation import entries_of

MOST = 5

Text = str | Promise


class Place(NamedTuple):
    """``says`` is shown under it; ``also`` are other words by which people look for it."""

    label: Text
    view: str
    says: Text = ""
    also: Text = ""


class Shown(NamedTuple):
    label: str
    says: str
    url: str


#: Of pages that have a name in the menu: how people call what they do there.
ALSO: dict[str, Text] = {
    "reporting:start": _("begin thuis wat wacht"),
    "organisations:profile": _("instellingen gegevens bedrijf naam kvk"),
    "organisations:member_list": _("instellingen gebruikers collega’s rechten rollen"),
    "placements:region": _("instellingen beheer"),
    "placements:month": _("urenstaat verloonde uren maand"),
    "placements:people_list": _("personeel inzet"),
    "placements:contribution_list": _("activiteit inkoop maatwerk"),
    "placements:verification": _("goedkeuren controleren verifiëren"),
    "placements:chase_list": _("herinneren herinnering mail bedrijven"),
    "exchange:job_list": _("importeren exporteren inlezen downloaden Excel"),
    "reporting:dashboard": _("cijfers targets voortgang dashboard"),
    "reporting:money_overview": _("budget begroting uitgaven"),
    "tenders:certificate_list": _("keurmerk prestatieladder korting"),
}

PLACES = (
    Place(
        _("Gunning vastleggen"),
        "tenders:award_create",
        _("Een nieuw contract."),
        _("contract invoeren toevoegen nieuw"),
    ),
    Place(_("Aanbesteding toevoegen"), "tenders:tender_create", _("Op de kalender."), _("invoeren nieuw tender")),
    Place(
        _("Iemand aanmelden"),
        "candidates:registration_create",
        _("Een nieuwe kandidaat."),
        _("invoeren toevoegen nieuw"),
    ),
    Place(_("Taken bij kandidaten"), "candidates:task_list", _("Wat u met kandidaten hebt afgesproken."), _("te doen")),
    Place(
        _("Medewerker toevoegen"),
        "placements:deployment_create",
        _("Iemand op een contract."),
        _("inzet opvoeren nieuw"),
    ),
    Place(_("Vacature maken"), "placements:vacancy_create", _("Werk dat u hebt."), _("nieuw toevoegen plaatsen")),
    Place(_("Plaatsingen"), "placements:placement_list", _("Wie waar aan het werk is."), _("dienstverband")),
    Place(_("Nazorg"), "placements:follow_up_list", _("Hoe het gaat na een plaatsing."), _("duurzaam opvolging")),
    Place(_("Speeddates"), "placements:speed_date_list", _("Werkgevers en kandidaten bij elkaar."), _("kennismaken")),
    Place(_("Kansrijke beroepen"), "placements:promising_list", _("De lijst van de regio."), _("beroep")),
    Place(_("Steekproeven"), "placements:sample_list", _("Goedgekeurde regels achteraf nakijken."), _("controle")),
    Place(_("Zelfde persoon"), "placements:person_list", _("Wie er misschien dubbel in staat."), _("dubbel")),
    Place(
        _("Bouwblokken en tarieven"),
        "tenders:tariff_list",
        _("Wat een inzet waard is."),
        _("tarief bedragen waarde tabel"),
    ),
    Place(_("Verwachte vraag"), "tenders:demand", _("Welke beroepen de kalender gaat vragen."), _("kalender beroepen")),
    Place(
        _("Rapport maken"),
        "reporting:report_create",
        _("Over een kwartaal, half jaar of jaar."),
        _("nieuw kwartaalrapport"),
    ),
    Place(_("Verhalen"), "reporting:story_list", _("Wat mensen vertelden, voor in een rapport."), _("interview")),
    Place(_("Inzage in persoonsgegevens"), "reporting:read_log", _("Wie keek naar wie."), _("log AVG privacy leeslog")),
    Place(
        _("Collega uitnodigen"),
        "organisations:invitation_create",
        _("Een nieuw lid van uw organisatie."),
        _("gebruiker toevoegen"),
    ),
    Place(
        _("Inloggen met het account van de organisatie"),
        "organisations:provider_edit",
        _("Een eigen inlogdienst koppelen."),
        _("single sign-on sso openid oidc entra microsoft beveiliging"),
    ),
    Place(_("Mijn mail"), "organisations:mail_choices", _("Welke mails u krijgt."), _("instellingen meldingen e-mail")),
    *(Place(label, view, says, _("instellingen")) for view, label, says in REGION_PAGES),
)
#: For everybody who is logged in.
OWN = (
    Place(_("Wachtwoord wijzigen"), "account_change_password", also=_("instellingen account")),
    Place(
        _("Inloggen in twee stappen"),
        "mfa_index",
        also=_("instellingen account beveiliging code telefoon passkey vinger gezicht"),
    ),
    Place(_("Wissel van organisatie"), "organisations:choose", also=_("andere organisatie kiezen")),
    Place(_("Hulp"), "help", also=_("uitleg handleiding vragen contact toetsen")),
    Place(_("Privacy"), "privacy", also=_("AVG persoonsgegevens")),
    Place(_("Begrippen"), "organisations:glossary", _("Wat de woorden betekenen."), _("woordenlijst uitleg betekenis")),
    Place(_("Toegankelijkheid"), "organisations:accessibility", also=_("toetsenbord voorlezen")),
)


def places_called(acting: Acting, text: str) -> list[Shown]:
    """The first places that have each of these words in their name or beside it; those named so come first."""
    words = text.casefold().split()
    found = [(one, shown) for one, shown in _open_to(acting) if _has(one, words)]
    found.sort(key=lambda pair: not all(word in pair[1].label.casefold() for word in words))
    return [shown for _one, shown in found][:MOST]


def _open_to(acting: Acting) -> Iterator[tuple[Place, Shown]]:
    """Each place once: as the menu calls it where it stands there."""
    known = {one.view: one for one in PLACES}
    seen: set[str] = set()
    for entry in entries_of(acting):
        place = known.get(entry.view, Place("", entry.view))
        also = f"{place.label} {place.also} {ALSO.get(entry.view, '')}"
        url = reverse(entry.view, args=[acting.organisation_id])
        yield _shown(Place(entry.label, entry.view, place.says, also), url)
        seen.add(entry.view)
    for place in PLACES:
        url = reverse(place.view, args=[acting.organisation_id])
        if place.view not in seen and may_open(acting, url):
            seen.add(place.view)
            yield _shown(place, url)
    for place in OWN:
        yield _shown(place, reverse(place.view))


def _shown(place: Place, url: str) -> tuple[Place, Shown]:
    return place, Shown(str(place.label), str(place.says), url)


def _has(place: Place, words: list[str]) -> bool:
    text = f"{place.label} {place.says} {place.also}".casefold()
    return all(word in text for word in words)
