"""What the page of one vacancy shows to who keeps it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.back_office import policy_of
from candidates.file_choices import DrivingLicence
from organisations.access import acts_for_contractor
from organisations.models import Municipality, Occupation
from organisations.templatetags.formatting import date_nl, day_nl
from organisations.tenancy import Acting
from placements import access
from placements.kansrijk import words
from placements.models import Proposal, Vacancy
from placements.vacancies.keeping import has_begun
from placements.vacancies.lifecycle import Step, may
from placements.vacancy_choices import ClosedBecause, ProposalState, Rule, VacancyState

_HISTORY = 30


def page_of(acting: Acting, vacancy: Any, *, on: dt.date) -> dict[str, Any]:
    """The vacancy (with its file, region, occupation and contract) as its keeper reads it."""
    municipality = Municipality.objects.filter(pk=vacancy.municipality).values_list("name", flat=True).first()
    where = municipality or vacancy.municipality
    also = _names(vacancy.also_occupations)
    is_open = vacancy.state == VacancyState.OPEN
    firm = vacancy.employer_organisation_id is None
    keeps, checks = access.may_keep_vacancies(acting), access.may_check_vacancies(acting)
    days = policy_of(vacancy.region_id).vacancy_answer_days
    must, handy = words.needs_of(vacancy, municipality=vacancy.place or where, also=also)
    return {
        "vacancy": vacancy,
        "state": shown_state(vacancy),
        "public_facts": list(public_facts(vacancy, where, on)),
        "own_facts": list(_own_facts(acting, vacancy)),
        "must": must,
        "handy": handy,
        "counts": _counts(vacancy),
        "history": _history(vacancy),
        "public_url": reverse("placements:vacancy_public", args=[vacancy.region.code, vacancy.pk]) if is_open else "",
        "answer_by": vacancy.asked_at and timezone.localdate(vacancy.asked_at) + dt.timedelta(days=days),
        "is_waiting": vacancy.state == VacancyState.SUBMITTED,
        "has_begun": is_open and has_begun(vacancy, on=on),
        "is_firm": firm and vacancy.file.email_confirmed_at is not None,
        "may_keep": keeps,
        "may_check": checks and vacancy.state in {VacancyState.SUBMITTED, VacancyState.REJECTED},
        "may_give": checks and firm and vacancy.state in {VacancyState.SUBMITTED, VacancyState.OPEN},
        "may_adapt": access.may_adapt_rules(acting) and may(Step.CHANGE, vacancy.state),
        "may_match": access.mediates_vacancies(acting) and is_open,
        **{f"may_{step}": keeps and may(step, vacancy.state) for step in Step if step not in _FOR_OTHERS},
    }


#: Of who checks, or of a firm by its link.
_FOR_OTHERS = {Step.CONFIRM, Step.REJECT, Step.TAKE_BACK, Step.PUT_BACK}


def shown_state(vacancy: Vacancy) -> str:
    """As the list shows it."""
    if vacancy.state != VacancyState.OPEN:
        return vacancy.state
    if vacancy.asked_at is not None:
        return "vacancy_asked" if vacancy.file.contact_email else "vacancy_call"
    return "vacancy_expected" if vacancy.is_expected else vacancy.state


def rule_words(vacancy: Vacancy) -> dict[str, str]:
    """The fact that each rule is about; empty where there is none, so that the rule would ask nothing."""
    where = Municipality.objects.filter(pk=vacancy.municipality).values_list("name", flat=True).first()
    work = _names([*filter(None, [vacancy.occupation_id]), *vacancy.also_occupations])
    return {
        Rule.OCCUPATION: ", ".join(work),
        Rule.SECTOR: words.sector_said(vacancy.sector),
        Rule.HOURS: words.hours_said(vacancy.hours_from, vacancy.hours_to),
        Rule.CERTIFICATES: ", ".join(vacancy.certificates),
        Rule.LICENCE: str(DrivingLicence(vacancy.licence).label) if vacancy.licence else "",
        Rule.TRAVEL: ", ".join(filter(None, [vacancy.place, where])),
    }


def _names(occupations: Any) -> list[str]:
    if not occupations:
        return []
    return list(Occupation.objects.filter(pk__in=occupations).order_by("name", "pk").values_list("name", flat=True))


def public_facts(vacancy: Vacancy, where: str, on: dt.date) -> Iterator[tuple[str, str]]:
    """What everybody reads of it, in order."""
    yield _("Werkgever"), vacancy.employer
    place = vacancy.place
    yield _("Waar"), f"{place} ({where})" if place and place != where else where
    yield _("Uren per week"), words.hours_said(vacancy.hours_from, vacancy.hours_to)
    yield _("Loon per maand"), words.wage_said(vacancy.wage_from, vacancy.wage_to, is_expected=vacancy.is_expected)
    yield _("Begint"), words.start_said(vacancy.starts_on, is_expected=vacancy.is_expected, on=on)
    yield _("Hoeveel mensen"), words.people_said(vacancy.places)
    if vacancy.closes_on:
        yield _("Reageren tot en met"), day_nl(vacancy.closes_on)
    if vacancy.occupation:
        yield _("Beroep"), vacancy.occupation.name
    yield _("Sector"), words.sector_said(vacancy.sector)
    if vacancy.offer:
        yield _("Ook geboden"), vacancy.offer
    more = [
        word
        for is_so, word in (
            (vacancy.is_learning, _("leren en werken samen")),
            (vacancy.pays_course, _("cursus betaald")),
        )
        if is_so
    ]
    if more:
        yield _("Leren"), ", ".join(more)


def _own_facts(acting: Acting, vacancy: Any) -> Iterator[tuple[str, Any]]:
    file = vacancy.file
    yield _("Contactpersoon"), file.contact_name or "–"
    yield _("E-mailadres"), file.contact_email or "–"
    yield _("Telefoonnummer"), file.contact_phone or "–"
    if file.kvk:
        yield _("KVK-nummer"), file.kvk
    if not acts_for_contractor(acting):
        known = vacancy.employer_organisation_id is not None
        yield _("Werkt in het portaal"), _("ja") if known else _("nee, alleen bij naam")
    yield _("Telt voor social return"), _("ja") if vacancy.sroi else _("nee")
    if file.contract is not None:
        yield _("Contract"), file.contract.title
    yield _("Klopte nog op"), date_nl(vacancy.confirmed_at)
    if vacancy.published_at:
        yield _("Online sinds"), date_nl(vacancy.published_at)
    if vacancy.closed_at:
        yield _("Gesloten op"), date_nl(vacancy.closed_at)
    if vacancy.closed_because:
        yield _("Waarom"), ClosedBecause(vacancy.closed_because).label
    if vacancy.hired is not None:
        yield _("Aangenomen"), words.people_said(vacancy.hired)
    if file.decided_reason:
        yield _("Reden"), file.decided_reason


def _counts(vacancy: Vacancy) -> list[tuple[str, int]]:
    """How many proposals stand where, of those that the reader sees; without the states in which there are none."""
    rows = Proposal.objects.filter(vacancy=vacancy).order_by().values("state").annotate(n=Count("pk"))
    found = dict(rows.values_list("state", "n"))
    return [(str(state.label), found[state]) for state in ProposalState if found.get(state)]


def _history(vacancy: Any) -> list[dict[str, Any]]:
    """What became of it, the newest first, with who did it; row security keeps it for the employer and the region."""
    rows = list(vacancy.events.order_by("-pgh_created_at", "-pgh_id").values()[:_HISTORY])
    states = dict(VacancyState.choices)
    shown = []
    for place, one in enumerate(rows):
        before = rows[place + 1] if place + 1 < len(rows) else {}
        said = one["pgh_context"] or {}
        by_firm = said.get("context") in {"link", "public"}
        who = said.get("name") or (_("Het bedrijf zelf") if by_firm else _("Het portaal"))
        shown.append({"when": one["pgh_created_at"], "title": _happened(one, before, states), "sub": who})
    return shown


def _happened(after: dict[str, Any], before: dict[str, Any], states: dict[str, Any]) -> str:
    if after["pgh_label"] == "insert":
        return _("Gemaakt")
    if before and after["state"] != before["state"]:
        return str(states[after["state"]])
    changed = {name for name in after if not name.startswith("pgh_") and before and after[name] != before[name]}
    if changed <= {"confirmed_at"}:
        return _("Klopt nog")
    if changed <= {"rules"}:
        return _("Regels aangepast")
    return _("Veranderd")
