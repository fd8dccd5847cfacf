"""A firm without a workspace puts a vacancy forward, proves its address, and keeps the vacancy by the link in its mail."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.flooding import SentEnough, bounded
from organisations.models import Region, new_id
from organisations.refused import Refused
from placements.models import Vacancy, VacancyFile
from placements.vacancies import entry as entries
from placements.vacancies import mails
from placements.vacancies.entry import CHECKED, VacancyEntry
from placements.vacancies.keeping import end, holds
from placements.vacancies.lifecycle import Step, after, may
from placements.vacancy_choices import ClosedBecause, VacancyState

#: How long the first link works.
PROVE_WITHIN = timedelta(days=14)
_TAKEN_DOWN = (ClosedBecause.NO_ANSWER, ClosedBecause.OVER)


def put_forward(
    *,
    region: Region,
    employer: str,
    kvk: str,
    entry: VacancyEntry,
    at: datetime,
    on: date,
    token: str = "",
    vacancy_id: uuid.UUID | None = None,
) -> None:
    """Keep the vacancy and ask for proof of the address; inside ``tenancy.public``. Nobody reads it before that.

    ``token``: of the link, where it is known beforehand. ``vacancy_id``: of what was sent; the same once more is kept once.
    """
    entries.check(entry, on=on)
    token = token or mails.new_token()
    vacancy = Vacancy(
        id=vacancy_id or new_id(),
        region_id=region.pk,
        reference=entries.new_reference(),
        employer=employer,
        state=VacancyState.SUBMITTED,
        confirmed_at=at,
        created_at=at,
    )
    file = VacancyFile(vacancy=vacancy, region_id=region.pk, kvk=kvk, token_hash=tenancy.hash_token(token))
    # Whether it counts for social return is between an employer and an authority: not said by a stranger.
    entries.put(vacancy, file, replace(entry, sroi=False, contract=None))
    try:
        with bounded(_("Er komen nu heel veel vacatures binnen. Probeer het over een uur opnieuw.")):
            vacancy.save(force_insert=True)
            file.save(force_insert=True)
    except SentEnough:
        return
    except IntegrityError as error:
        if vacancy_id is None or "placements_vacancy_pkey" not in str(error):
            raise
        return
    mails.ask_address(file, token, region=region)


def find(token: str) -> VacancyFile | None:
    """The file of this link with its vacancy; inside ``tenancy.link``."""
    files: Any = VacancyFile.objects.select_related("vacancy__region")
    found: VacancyFile | None = files.filter(token_hash=tenancy.hash_token(token)).first()
    return found


def is_open(file: VacancyFile, *, at: datetime) -> bool:
    """Whether something can be done by the link: nothing of what ended, nor with a first link that is too old."""
    if file.vacancy.state not in {VacancyState.SUBMITTED, VacancyState.OPEN}:
        return False
    return is_proven(file) or at < file.vacancy.created_at + PROVE_WITHIN


def is_proven(file: VacancyFile) -> bool:
    """The firm followed a link to its address; or a member entered the vacancy, who knows whose address it is."""
    return file.email_confirmed_at is not None or file.vacancy.created_by_id is not None


def may_be_put_back(file: VacancyFile) -> bool:
    """It was online, and the portal took it down: nobody said that no one is sought."""
    vacancy = file.vacancy
    taken_down = vacancy.state == VacancyState.CLOSED and vacancy.closed_because in _TAKEN_DOWN
    return taken_down and vacancy.published_at is not None and is_proven(file)


@transaction.atomic
def prove(token: str, *, at: datetime, on: date) -> VacancyFile:
    """The address is his who follows the link: from now on the vacancy waits for the coordination point."""
    file = _locked(token, at=at)
    if file.email_confirmed_at is None:
        file.email_confirmed_at = at
        file.save(update_fields=["email_confirmed_at"])
        holds(file.vacancy, at=at, on=on)
    return file


@transaction.atomic
def still_holds(token: str, *, at: datetime, on: date) -> bool:
    """The firm looked at its vacancy, and it stands. Whether expected work is open by that."""
    return holds(_locked(token, at=at).vacancy, at=at, on=on)


@transaction.atomic
def put_back(token: str, *, at: datetime, on: date) -> Vacancy:
    """The firm still seeks somebody for what the portal took down: the coordination point looks at it, as at first."""
    file = _held(token)
    if file is None or not may_be_put_back(file):
        raise Refused(_("Deze link werkt niet meer."))
    vacancy = file.vacancy
    vacancy.state = after(Step.PUT_BACK, vacancy.state)
    vacancy.confirmed_at, vacancy.closed_at, vacancy.closed_because = at, None, ""
    if vacancy.closes_on is not None and vacancy.closes_on < on:
        vacancy.closes_on = None
    vacancy.save(update_fields=["state", "confirmed_at", "closed_at", "closed_because", "closes_on"])
    return vacancy


@transaction.atomic
def change(
    token: str, *, entry: VacancyEntry, kvk: str, shown: str, at: datetime, on: date
) -> tuple[VacancyFile, bool]:
    """Put this in the place of what stands there. Second: whether the coordination point looks at it again."""
    file = _locked(token, at=at)
    vacancy = file.vacancy
    if shown != entries.version(vacancy):
        raise Refused(_("De vacature is intussen veranderd. Bekijk wat er nu staat."))
    entries.check(entry, before=vacancy, on=on)
    former = file.contact_email
    changed = entries.put(vacancy, file, entry, but=("sroi", "contract"))
    again = vacancy.state == VacancyState.OPEN and bool(set(changed) & set(CHECKED))
    if again:
        vacancy.state = VacancyState.SUBMITTED
    vacancy.confirmed_at, vacancy.asked_at = at, None
    entries.save(vacancy, file, changed, "state", "confirmed_at", "asked_at")
    if file.kvk != kvk:
        file.kvk = kvk
        file.save(update_fields=["kvk"])
    mails.tell_former_address(vacancy, file, former)
    return file, again


@transaction.atomic
def fill(token: str, *, hired: int, at: datetime) -> Vacancy:
    """The firm found whom it sought."""
    file = _locked(token, at=at)
    if not may(Step.FILL, file.vacancy.state):
        raise Refused(_("Deze vacature staat nog niet online. Trek haar in als u niemand meer zoekt."))
    return end(file.vacancy, Step.FILL, because=ClosedBecause.FILLED, hired=hired, at=at)


@transaction.atomic
def withdraw(token: str, *, at: datetime) -> Vacancy:
    """The firm seeks nobody any more."""
    file = _locked(token, at=at)
    return end(file.vacancy, Step.CLOSE, because=ClosedBecause.WITHDRAWN, at=at)


def _locked(token: str, *, at: datetime) -> VacancyFile:
    file = _held(token)
    if file is None or not is_open(file, at=at):
        raise Refused(_("Deze link werkt niet meer."))
    return file


def _held(token: str) -> VacancyFile | None:
    rows: Any = VacancyFile.objects.select_for_update(of=("self", "vacancy"), no_key=True)
    found = rows.select_related("vacancy__region").filter(token_hash=tenancy.hash_token(token))
    file: VacancyFile | None = found.first()
    return file
