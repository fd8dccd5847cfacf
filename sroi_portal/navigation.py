"""What the frame of every page reads: the main menu of who acts, and the way to another organisation.

Pages are grouped by subject. A group that the top row has room for stands there page by page; of another one its first
page does, and the rest are a row below it while one is there.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import registers_only
from exchange.access import may_see_files
from organisations.access import (
    Predicate,
    acts_for_authority,
    acts_for_contractor,
    acts_for_coordination_point,
    acts_for_operator,
    acts_for_programme_bureau,
    acts_for_werkplein,
)
from organisations.saved_views import page_called
from organisations.tenancy import Acting
from reporting.access import may_read_reports, reads_covenant, reads_money, sees_figures, sees_figures_published
from sroi_portal.guides import tours
from sroi_portal.guides.own import help_address


class Entry(NamedTuple):
    """``under``: views of other addresses that belong to it as well."""

    label: str | Promise
    view: str
    under: tuple[str, ...] = ()


class Section(NamedTuple):
    """Pages of one subject, under one word. Those that somebody uses most come first."""

    label: str | Promise
    entries: tuple[Entry, ...]


#: So many stand side by side on a page of 1280 pixels.
MOST_AT_THE_TOP = 7

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
VACANCIES = Entry(_("Vacatures"), "placements:vacancy_list")
SPEED_DATES = Entry(_("Speeddates"), "placements:speed_date_list")
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
        "organisations:region_look",
        "organisations:priority_area_edit",
        "reporting:read_log",
    ),
)
PROFILE = Entry(_("Organisatie"), "organisations:profile")

#: What each sort of organisation has, what it does most first; what may come to it beside that is in ``menu_of``.
MENUS: tuple[tuple[Predicate, tuple[Section, ...]], ...] = (
    (acts_for_authority, (Section(_("Contracten"), (CALENDAR, CONTRACTS, PORTFOLIO)),)),
    (
        acts_for_contractor,
        (
            Section(_("Invulling"), (HOURS, PEOPLE, CONTRIBUTIONS)),
            Section(_("Contracten"), (CONTRACTS, OVERVIEW, CERTIFICATE)),
            Section(_("Vacatures"), (VACANCIES, PROPOSALS)),
        ),
    ),
    (
        acts_for_werkplein,
        (
            Section(_("Kandidaten"), (CANDIDATES, TRAINING)),
            Section(_("Vacatures"), (VACANCIES, PROPOSALS, REQUESTS, SPEED_DATES)),
            Section(_("Contracten"), (CONTRACTS, PORTFOLIO)),
        ),
    ),
    (
        acts_for_coordination_point,
        (
            Section(_("Beoordelen"), (VERIFICATION, CHASING)),
            Section(_("Kandidaten"), (CANDIDATES, TRAINING)),
            Section(_("Vacatures"), (VACANCIES, PROPOSALS, REQUESTS, SPEED_DATES)),
            Section(_("Contracten"), (CONTRACTS, PORTFOLIO, CALENDAR)),
        ),
    ),
    (acts_for_programme_bureau, (Section(_("Contracten"), (CONTRACTS, PORTFOLIO, CALENDAR)),)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``nav``, ``local_nav``, ``switch_url``, ``help_url``, ``tour`` and ``is_demo``; a public page has no menu."""
    acting: Acting | None = getattr(request, "acting", None)
    frame: dict[str, Any] = {"nav": [], "local_nav": None, "switch_url": "", "is_demo": settings.DEMO_LOGIN}
    frame |= {"help_url": reverse("help"), "tour": None}
    if acting is None:
        return frame
    if acting.organisations > 1:
        frame["switch_url"] = reverse("organisations:choose")
    menu = menu_of(acting)
    # Each address with the entry that it belongs to; the start page's stands first.
    owners = {
        reverse(view, args=[acting.organisation_id]): entry
        for section in menu
        for entry in section.entries
        for view in (entry.view, *entry.under)
    }
    here = owners.get(_most_specific(_path(request, acting), list(owners)))
    frame["help_url"] = help_address(acting, request.resolver_match.view_name if request.resolver_match else "")
    frame["tour"] = tours.panel(request, acting)
    frame["nav"] = [_shown(section, here, acting) for section in menu]
    frame["local_nav"] = next((one for one in frame["nav"] if one["current"] and one["pages"]), None)
    return frame


def _path(request: HttpRequest, acting: Acting) -> str:
    """Where the page lies: the saved views of a list under that list."""
    match = request.resolver_match
    list_key = match.kwargs.get("list_key") if match else None
    page = page_called(list_key, acting) if list_key else None
    return reverse(page.url_name, args=[acting.organisation_id]) if page else request.path


def menu_of(acting: Acting) -> tuple[Section, ...]:
    """The menu of this member, in order, with groups only where the top row would be too long without."""
    sections = list(next((one for predicate, one in MENUS if predicate(acting)), ()))
    if registers_only(acting):
        sections.insert(0, Section(REGISTRATIONS.label, (REGISTRATIONS,)))
    if acting.verifies_own:
        sections.insert(0, Section(_("Beoordelen"), (VERIFICATION, CHASING)))
    # Figures and reports are what a programme bureau is there for.
    sections.insert(0 if acts_for_programme_bureau(acting) else len(sections), _reporting(acting))
    menu = [Section(START.label, (START,)), *sections, _administration(acting)]
    return tuple(_unfolded([one for one in menu if one.entries]))


def entries_of(acting: Acting) -> tuple[Entry, ...]:
    """All pages of the menu of this member."""
    return tuple(entry for section in menu_of(acting) for entry in section.entries)


def _reporting(acting: Acting) -> Section:
    entries = [GOALS] if sees_figures(acting) else []
    if may_read_reports(acting):
        entries.append(REPORTS)
    elif sees_figures_published(acting):
        entries.append(PUBLISHED)
    if reads_money(acting):
        entries.append(MONEY)
    if reads_covenant(acting):
        entries.append(COVENANT)
    return Section(_("Rapportage"), tuple(entries))


def _administration(acting: Acting) -> Section:
    entries = [MEMBERS, PROFILE]
    if may_see_files(acting):
        entries.insert(0, FILES)
    if acts_for_coordination_point(acting):
        entries.insert(0, REGION)
    if acts_for_operator(acting):
        entries.insert(0, REGIONS)
    return Section(_("Beheer"), tuple(entries))


def _unfolded(menu: Sequence[Section]) -> Iterator[Section]:
    """Let the pages of a group stand by themselves as long as there is room, beginning with the first group."""
    room = MOST_AT_THE_TOP - len(menu)
    for section in menu:
        more = len(section.entries) - 1
        if more <= room:
            room -= more
            yield from (Section(entry.label, (entry,)) for entry in section.entries)
        else:
            yield section


def _shown(section: Section, here: Entry | None, acting: Acting) -> dict[str, Any]:
    pages = [
        {"label": entry.label, "url": reverse(entry.view, args=[acting.organisation_id]), "current": entry is here}
        for entry in section.entries
    ]
    return {
        "label": section.label,
        "url": pages[0]["url"],
        "current": here in section.entries,
        "pages": pages if len(pages) > 1 else [],
    }


def _most_specific(path: str, addresses: list[str]) -> str:
    """The longest address under which the page lies; the start page only holds itself."""
    start, *others = addresses
    under = [url for url in others if path.startswith(url)]
    return max(under, key=len) if under else (start if path == start else "")
