"""What the frame of every page reads: the main menu of who acts, and the way to another organisation."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import registers_only
from organisations.access import (
    Predicate,
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_operator,
    acts_for_programme_bureau,
    acts_for_werkplein,
)
from organisations.tenancy import Acting
from reporting.access import reads_covenant, reads_money, sees_figures, sees_figures_published


class Entry(NamedTuple):
    """``under``: views of other addresses that belong to it as well."""

    label: str | Promise
    view: str
    under: tuple[str, ...] = ()


START = Entry(_("Start"), "reporting:start")
CONTRACTS = Entry(_("Contracten"), "tenders:contract_list")
CALENDAR = Entry(_("Kalender"), "tenders:tender_list", ("tenders:firm_list",))
PORTFOLIO = Entry(_("Portefeuille"), "reporting:portfolio")
OVERVIEW = Entry(_("Overzicht"), "reporting:company_overview")
VERIFICATION = Entry(_("Beoordelen"), "placements:verification")
CHASING = Entry(_("Navragen"), "placements:chase_list")
HOURS = Entry(_("Uren doorgeven"), "placements:month")
PEOPLE = Entry(_("Medewerkers"), "placements:people_list", ("placements:deployment_list", "placements:placement_list"))
CONTRIBUTIONS = Entry(_("Andere invulling"), "placements:contribution_list")
CANDIDATES = Entry(
    _("Kandidaten"),
    "candidates:candidate_list",
    (
        "placements:placement_list",
        "placements:follow_up_list",
        "candidates:registration_create",
        "exchange:referral_upload",
        "organisations:retention_list",
    ),
)
TRAINING = Entry(_("Scholing"), "candidates:group_list", ("candidates:programme_list", "candidates:occupation_list"))
PROPOSALS = Entry(_("Voorstellen"), "placements:proposal_list")
VACANCIES = Entry(_("Vacatures"), "placements:vacancy_list", ("placements:speed_date_list",))
REQUESTS = Entry(_("Aanvragen"), "placements:candidate_request_list")
REGISTRATIONS = Entry(_("Aanmeldingen"), "candidates:registration_list")
GOALS = Entry(_("Doelen"), "reporting:dashboard")
MONEY = Entry(_("Geld"), "reporting:money_overview", ("reporting:target_list",))
REPORTS = Entry(_("Rapporten"), "reporting:report_list", ("reporting:evaluation_list", "reporting:story_list"))
PUBLISHED = Entry(_("Rapporten"), "reporting:published_list", ("reporting:evaluation_list",))
COVENANT = Entry(_("Convenant"), "reporting:covenant")
CERTIFICATE = Entry(_("PSO-certificaat"), "tenders:certificate_list", ("tenders:firm_list",))
FILES = Entry(_("Bestanden"), "exchange:job_list")
REGIONS = Entry(_("Regio’s"), "organisations:region_list")
MEMBERS = Entry(_("Leden"), "organisations:member_list")
REGION = Entry(
    _("De regio"),
    "placements:region",
    (
        "tenders:policy_detail",
        "tenders:tariff_list",
        "tenders:certificate_list",
        "tenders:firm_list",
        "tenders:letter_template_list",
        "tenders:tender_text_list",
        "placements:verdict_sentences_edit",
        "candidates:back_office_edit",
        "candidates:werkplein_area_edit",
        "organisations:retention_list",
        "reporting:read_log",
    ),
)
PROFILE = Entry(_("Organisatie"), "organisations:profile")

#: What each sort of organisation has in its menu, between the start page and the members.
MENUS: tuple[tuple[Predicate, tuple[Entry, ...]], ...] = (
    (acts_for_authority, (CALENDAR, CONTRACTS, PORTFOLIO, FILES)),
    (acts_for_contractor, (OVERVIEW, CONTRACTS, HOURS, PEOPLE, VACANCIES, PROPOSALS, CONTRIBUTIONS, CERTIFICATE)),
    (acts_for_werkplein, (CANDIDATES, VACANCIES, PROPOSALS, TRAINING, REQUESTS, CONTRACTS, PORTFOLIO, FILES)),
    (
        acts_for_coordination_point,
        (
            VERIFICATION,
            CHASING,
            CANDIDATES,
            VACANCIES,
            PROPOSALS,
            TRAINING,
            REQUESTS,
            CALENDAR,
            CONTRACTS,
            PORTFOLIO,
            GOALS,
            REPORTS,
            REGION,
            FILES,
        ),
    ),
    (acts_for_programme_bureau, (GOALS, CALENDAR, CONTRACTS, PORTFOLIO, REPORTS, FILES)),
    (acts_for_operator, (REGIONS,)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav``, ``switch_url`` and ``is_demo``; a public page has no menu."""
    acting: Acting | None = getattr(request, "acting", None)
    frame: dict[str, Any] = {"nav": [], "switch_url": "", "is_demo": settings.DEMO_LOGIN}
    if acting is None:
        return frame
    if acting.organisations > 1:
        frame["switch_url"] = reverse("organisations:choose")
    entries = menu_of(acting)
    # Each address with the entry that it belongs to; the start page's stands first.
    owners = {
        reverse(view, args=[acting.organisation_id]): entry for entry in entries for view in (entry.view, *entry.under)
    }
    here = owners.get(_most_specific(request.path, list(owners)))
    frame["nav"] = [
        {
            "label": entry.label,
            "url": reverse(entry.view, args=[acting.organisation_id]),
            "current": entry is here,
        }
        for entry in entries
    ]
    return frame


def menu_of(acting: Acting) -> tuple[Entry, ...]:
    """The menu of this member, in order."""
    own = next((entries for predicate, entries in MENUS if predicate(acting)), ())
    if registers_only(acting):
        own = (*own, REGISTRATIONS)
    if reads_covenant(acting):
        own = (*own, COVENANT)
    if sees_figures(acting) and GOALS not in own:
        own = (*own, GOALS)
    if reads_money(acting):
        own = (*own, MONEY)
    if sees_figures_published(acting) and REPORTS not in own:
        own = (*own, PUBLISHED)
    if acting.verifies_own:
        own = (VERIFICATION, CHASING, *own)
    return (START, *own, MEMBERS, PROFILE)


def _most_specific(path: str, addresses: list[str]) -> str:
    """The longest address under which the page lies; the start page only holds itself."""
    start, *others = addresses
    under = [url for url in others if path.startswith(url)]
    return max(under, key=len) if under else (start if path == start else "")
