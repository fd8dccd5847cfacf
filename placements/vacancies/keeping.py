"""An employer, or who mediates for him, enters a vacancy, keeps it up to date and closes it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organisations.access import acts_for_contractor
from organisations.choices import CONTRACTOR_KINDS
from organisations.models import Occupation, Organisation, OrganisationRegion, new_id
from organisations.outbox import queue_job
from organisations.refused import Refused, check_free_text
from organisations.shown import Changed
from organisations.tenancy import Acting
from placements.access import kept_vacancies
from placements.models import Vacancy, VacancyFile
from placements.placing.entering import carries_out
from placements.vacancies import entry as entries
from placements.vacancies.entry import VacancyEntry
from placements.vacancies.lifecycle import END_PROPOSALS, Step, after, may
from placements.vacancy_choices import ClosedBecause, Rule, VacancyState


@dataclass(frozen=True, slots=True)
class Employer:
    """Whose work it is: a company of the portal, or one by name only."""

    organisation: Organisation | None = None
    name: str = ""


@transaction.atomic
def enter(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    employer: Employer,
    entry: VacancyEntry,
    publish: bool,
    at: datetime,
    on: date,
    vacancy_id: uuid.UUID | None = None,
) -> Vacancy:
    """Keep a new vacancy, online at once or as a concept.

    With the ``vacancy_id`` that the form was given, a form that is sent twice enters one vacancy. A company is always
    its own employer.
    """
    made = kept_vacancies(acting).filter(pk=vacancy_id).first() if vacancy_id else None
    if made is not None:
        return made
    if region_id not in acting.region_ids:
        raise Refused(_("Dit is niet uw regio. Kies een regio waarin u werkt."))
    vacancy = Vacancy(
        id=vacancy_id or new_id(),
        region_id=region_id,
        reference=entries.new_reference(),
        state=VacancyState.OPEN if publish else VacancyState.CONCEPT,
        published_at=at if publish else None,
        confirmed_at=at,
        created_by_id=acting.user_id,
        created_at=at,
    )
    _name_employer(acting, vacancy, employer)
    _check(vacancy, entry, on=on)
    file = VacancyFile(vacancy=vacancy, region_id=region_id, employer_organisation=vacancy.employer_organisation)
    entries.put(vacancy, file, entry)
    try:
        with transaction.atomic():
            vacancy.save(force_insert=True)
    except IntegrityError as error:
        if "placements_vacancy_pkey" in str(error):
            raise Refused(_("Dit formulier is al gebruikt voor een andere vacature. Open het opnieuw.")) from error
        raise
    file.save(force_insert=True)
    return vacancy


@transaction.atomic
def change(
    acting: Acting,
    vacancy_id: uuid.UUID,
    *,
    entry: VacancyEntry,
    shown: str,
    at: datetime,
    on: date,
    employer: Employer | None = None,
) -> Vacancy:
    """Put this in the place of what stands there; whoever does so, says with it that it holds.

    ``shown`` is the ``version`` that the form began with. ``employer``: only who mediates can name another one, and only
    while it is not one of the portal.
    """
    vacancy = _locked(acting, vacancy_id, Step.CHANGE)
    if shown != entries.version(vacancy):
        raise Changed
    _check(vacancy, entry, before=vacancy, on=on)
    changed = entries.put(vacancy, vacancy.file, entry)
    if employer is not None and vacancy.employer_organisation_id is None and not acts_for_contractor(acting):
        _name_employer(acting, vacancy, employer)
        changed += ["employer", "employer_organisation"]
    vacancy.confirmed_at, vacancy.asked_at = at, None
    # Its employer first: a contract is of whose vacancy it is.
    entries.save(vacancy, vacancy.file, changed, "confirmed_at", "asked_at")
    return vacancy


@transaction.atomic
def settle_rules(acting: Acting, vacancy_id: uuid.UUID, *, rules: Collection[str], shown: str) -> Vacancy:
    """Let these rules be asked of candidates, and leave the facts as they are."""
    vacancy = _locked(acting, vacancy_id, Step.CHANGE)
    if shown != entries.version(vacancy):
        raise Changed
    now = VacancyEntry(**entries.entry_of(vacancy, vacancy.file))
    changed = entries.put(vacancy, vacancy.file, replace(now, rules=tuple(Rule(one).value for one in rules)))
    entries.save(vacancy, vacancy.file, changed)
    return vacancy


@transaction.atomic
def publish(acting: Acting, vacancy_id: uuid.UUID, *, at: datetime, on: date) -> Vacancy:
    """Put a concept online."""
    vacancy = _locked(acting, vacancy_id, Step.PUBLISH)
    return _open(vacancy, Step.PUBLISH, at=at, on=on)


@transaction.atomic
def still_holds(acting: Acting, vacancy_id: uuid.UUID, *, at: datetime, on: date) -> bool:
    """Somebody looked at it, and it stands. Whether expected work is open by that."""
    return holds(_locked(acting, vacancy_id, Step.HOLD), at=at, on=on)


def holds(vacancy: Vacancy, *, at: datetime, on: date) -> bool:
    """Keep that a vacancy that is held stands. Whether expected work is open by that: its first day has come."""
    names = ["confirmed_at", "asked_at"]
    vacancy.confirmed_at, vacancy.asked_at = at, None
    opens = vacancy.state == VacancyState.OPEN and has_begun(vacancy, on=on)
    if opens:
        vacancy.is_expected, vacancy.published_at = False, at
        names += ["is_expected", "published_at"]
    vacancy.save(update_fields=names)
    return opens


def has_begun(vacancy: Vacancy, *, on: date) -> bool:
    """Work that was expected, of which the first day has come."""
    return vacancy.is_expected and vacancy.starts_on is not None and vacancy.starts_on <= on


@transaction.atomic
def fill(acting: Acting, vacancy_id: uuid.UUID, *, hired: int, at: datetime) -> Vacancy:
    """So many people were hired, and nobody else is sought."""
    vacancy = _locked(acting, vacancy_id, Step.FILL)
    return end(vacancy, Step.FILL, because=ClosedBecause.FILLED, hired=hired, at=at)


@transaction.atomic
def close(acting: Acting, vacancy_id: uuid.UUID, *, because: str, at: datetime) -> Vacancy:
    """Take it down: nobody can answer any more."""
    if because not in ClosedBecause.chosen():
        raise Refused(_("Kies waarom de vacature sluit."))
    vacancy = _locked(acting, vacancy_id, Step.CLOSE)
    return end(vacancy, Step.CLOSE, because=ClosedBecause(because), at=at)


@transaction.atomic
def reopen(acting: Acting, vacancy_id: uuid.UUID, *, at: datetime, on: date) -> Vacancy:
    """Put it online again, with a last day that is still to come or none."""
    vacancy = _locked(acting, vacancy_id, Step.REOPEN)
    if vacancy.published_at is None and vacancy.created_by_id is None:
        raise Refused(_("Deze vacature is nooit nagekeken. Vraag het bedrijf om haar opnieuw te plaatsen."))
    return _open(vacancy, Step.REOPEN, at=at, on=on)


@transaction.atomic
def copy(acting: Acting, vacancy_id: uuid.UUID, *, at: datetime) -> Vacancy:
    """Make a concept with the same facts, rules and contact: for work that comes back."""
    source = _found(acting, vacancy_id)
    entry = VacancyEntry(**entries.entry_of(source, source.file))
    vacancy = Vacancy(
        id=new_id(),
        region_id=source.region_id,
        reference=entries.new_reference(),
        employer=source.employer,
        employer_organisation_id=source.employer_organisation_id,
        state=VacancyState.CONCEPT,
        confirmed_at=at,
        created_by_id=acting.user_id,
        created_at=at,
    )
    file = VacancyFile(vacancy=vacancy, region_id=source.region_id, kvk=source.file.kvk)
    entries.put(vacancy, file, replace(entry, starts_on=None, closes_on=None))
    vacancy.save(force_insert=True)
    file.save(force_insert=True)
    return vacancy


def end(vacancy: Vacancy, step: Step, *, because: ClosedBecause, at: datetime, hired: int | None = None) -> Vacancy:
    """Close a vacancy that is held; the same for who keeps it, a firm by its link and the portal itself.

    Whoever still waits for an answer hears of it: by the portal, as not all who close it may know who that is.
    """
    if step == Step.FILL and not 1 <= (hired or 0) <= 500:  # noqa: PLR2004 - as the column
        raise Refused(_("Vul in hoeveel mensen u hebt aangenomen: 1 of meer."))
    vacancy.state, vacancy.closed_at, vacancy.closed_because = after(step, vacancy.state), at, because
    vacancy.hired, vacancy.asked_at = hired, None
    vacancy.save(update_fields=["state", "closed_at", "closed_because", "hired", "asked_at"])
    queue_job(END_PROPOSALS, vacancy_id=vacancy.pk, region_id=vacancy.region_id)
    return vacancy


def employers_in(region_id: uuid.UUID) -> Any:
    """The companies of a region, by name: who can be an employer of the portal."""
    here = OrganisationRegion.objects.filter(region_id=region_id).values("organisation_id")
    return Organisation.objects.filter(kind__in=CONTRACTOR_KINDS, pk__in=here).order_by("name", "pk")


def _open(vacancy: Vacancy, step: Step, *, at: datetime, on: date) -> Vacancy:
    vacancy.state = after(step, vacancy.state)
    if vacancy.closes_on is not None and vacancy.closes_on < on:
        vacancy.closes_on = None
    vacancy.published_at = vacancy.confirmed_at = at
    vacancy.closed_at, vacancy.closed_because, vacancy.hired, vacancy.asked_at = None, "", None, None
    names = ["state", "closes_on", "published_at", "confirmed_at", "closed_at", "closed_because", "hired", "asked_at"]
    vacancy.save(update_fields=names)
    return vacancy


def _name_employer(acting: Acting, vacancy: Vacancy, employer: Employer) -> None:
    if acts_for_contractor(acting):
        vacancy.employer, vacancy.employer_organisation_id = acting.organisation_name, acting.organisation_id
        return
    if employer.organisation is not None:
        if not employers_in(vacancy.region_id).filter(pk=employer.organisation.pk).exists():
            raise Refused(_("Deze werkgever werkt niet in de regio. Kies een ander, of vul alleen de naam in."))
        vacancy.employer, vacancy.employer_organisation = employer.organisation.name, employer.organisation
        return
    name = employer.name.strip()
    if not name:
        raise Refused(_("Kies een werkgever uit de lijst, of vul zijn naam in."))
    check_free_text(name)
    vacancy.employer, vacancy.employer_organisation = name, None


def _check(vacancy: Vacancy, entry: VacancyEntry, *, before: Vacancy | None = None, on: date) -> None:
    entries.check(entry, before=before, on=on)
    if entry.also_occupations:
        known = Occupation.objects.filter(region_id=vacancy.region_id, pk__in=entry.also_occupations).count()
        if known != len(set(entry.also_occupations)):
            raise Refused(_("Kies beroepen uit de lijst van de regio."))
    employer = vacancy.employer_organisation
    if entry.contract is not None and (employer is None or not carries_out(entry.contract, employer)):
        raise Refused(_("Deze werkgever doet niet mee aan dat contract. Kies een ander contract, of geen."))


def _found(acting: Acting, vacancy_id: uuid.UUID) -> Vacancy:
    found = kept_vacancies(acting).select_related("file__contract", "occupation").filter(pk=vacancy_id).first()
    if found is None:
        raise Refused(_("Deze vacature is er niet meer."))
    return found


def _locked(acting: Acting, vacancy_id: uuid.UUID, step: Step) -> Vacancy:
    rows: Any = kept_vacancies(acting).select_for_update(of=("self",), no_key=True)
    vacancy: Vacancy | None = rows.filter(pk=vacancy_id).first()
    if vacancy is None:
        raise Refused(_("Deze vacature is er niet meer."))
    if not may(step, vacancy.state):
        raise Refused(no_longer(vacancy))
    return vacancy


def no_longer(vacancy: Vacancy) -> str:
    """To who comes too late, or from a tab that stood open."""
    return _("Dat kan niet meer. Deze vacature is nu: %(state)s.") % {
        "state": VacancyState(vacancy.state).label.lower()
    }
