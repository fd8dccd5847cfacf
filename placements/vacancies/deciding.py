"""The coordination point decides about vacancies of firms without a workspace, and may give such a firm one."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.choices import Role
from organisations.contractors import admit_contractor, contractor_by_kvk
from organisations.invitations import AlreadyMemberError, invite
from organisations.models import Organisation
from organisations.refused import Refused, check_said
from organisations.tenancy import Acting
from placements.access import kept_vacancies
from placements.models import Vacancy
from placements.vacancies import mails
from placements.vacancies.keeping import no_longer
from placements.vacancies.lifecycle import Step, after, may
from placements.vacancy_choices import VacancyState


@transaction.atomic
def confirm(acting: Acting, vacancy_id: uuid.UUID, *, at: datetime) -> Vacancy:
    """Put the vacancy online, and tell the firm."""
    vacancy = _locked(acting, vacancy_id, Step.CONFIRM)
    _decide(acting, vacancy, Step.CONFIRM, reason="", at=at)
    vacancy.published_at, vacancy.confirmed_at = vacancy.published_at or at, at
    vacancy.state = after(Step.CONFIRM, vacancy.state)
    vacancy.save(update_fields=["state", "published_at", "confirmed_at"])
    public = settings.PUBLIC_URL + reverse("placements:vacancy_public", args=[vacancy.region.code, vacancy.pk])
    mails.tell(vacancy, vacancy.file, "vacancy_confirmed", public_url=public)
    return vacancy


@transaction.atomic
def reject(acting: Acting, vacancy_id: uuid.UUID, *, reason: str, at: datetime) -> Vacancy:
    """Keep the vacancy off the pages, and tell the firm why."""
    reason = check_said(
        reason, otherwise=_("Schrijf op waarom u deze vacature niet plaatst. Het bedrijf krijgt dit te lezen.")
    )
    vacancy = _locked(acting, vacancy_id, Step.REJECT)
    _decide(acting, vacancy, Step.REJECT, reason=reason[:300], at=at)
    vacancy.state = after(Step.REJECT, vacancy.state)
    vacancy.save(update_fields=["state"])
    mails.tell(vacancy, vacancy.file, "vacancy_rejected", reason=reason)
    return vacancy


@transaction.atomic
def take_back(acting: Acting, vacancy_id: uuid.UUID) -> Vacancy:
    """Undo a refusal: the vacancy waits again. A mail that went stays gone."""
    vacancy = _locked(acting, vacancy_id, Step.TAKE_BACK)
    vacancy.state = after(Step.TAKE_BACK, vacancy.state)
    vacancy.save(update_fields=["state"])
    file = vacancy.file
    file.decided_by, file.decided_at, file.decided_reason = None, None, ""
    file.save(update_fields=["decided_by", "decided_at", "decided_reason"])
    return vacancy


@transaction.atomic
def give_workspace(acting: Acting, vacancy_id: uuid.UUID, *, kvk: str, name: str, at: datetime) -> Vacancy:
    """Let the firm work in the portal, so that proposals reach it, and invite its contact as administrator.

    A company with this number that the portal knows already gets the vacancy, and nobody new in charge of it: its own
    administrators are there.
    """
    vacancy = _locked(acting, vacancy_id, None)
    if vacancy.employer_organisation_id is not None:
        raise Refused(_("Deze werkgever heeft al een werkruimte."))
    if vacancy.state not in {VacancyState.SUBMITTED, VacancyState.OPEN}:
        raise Refused(no_longer(vacancy))
    file, known = vacancy.file, contractor_by_kvk(kvk)
    organisation = Organisation(pk=admit_contractor(region_id=vacancy.region_id, kvk=kvk, name=name.strip()))
    organisation.refresh_from_db()
    vacancy.employer_organisation, vacancy.employer = organisation, organisation.name
    vacancy.save(update_fields=["employer_organisation", "employer"])
    # From now on the workspace is the way in.
    file.refresh_from_db()
    file.kvk, file.token_hash = kvk, ""
    file.save(update_fields=["kvk", "token_hash"])
    if not file.contact_email or (known is not None and known.has_members):
        return vacancy
    try:
        invite(
            region_id=vacancy.region_id,
            organisation_id=organisation.pk,
            email=file.contact_email,
            name=file.contact_name,
            role=Role.ADMINISTRATOR,
            invited_by_id=acting.user_id,
            invited_from_id=acting.organisation_id,
            landing_path=reverse("placements:vacancy_list", args=[organisation.pk]),
            at=at,
        )
    except AlreadyMemberError as error:
        raise Refused(str(error)) from error
    return vacancy


@transaction.atomic
def send_link(acting: Acting, vacancy_id: uuid.UUID) -> Vacancy:
    """Send the firm a new link to its own page."""
    vacancy = _locked(acting, vacancy_id, None)
    if vacancy.employer_organisation_id is not None or vacancy.state not in {VacancyState.SUBMITTED, VacancyState.OPEN}:
        raise Refused(no_longer(vacancy))
    if not mails.tell(vacancy, vacancy.file, "vacancy_link"):
        raise Refused(_("Van dit bedrijf is geen e-mailadres bekend."))
    return vacancy


def _decide(acting: Acting, vacancy: Vacancy, step: Step, *, reason: str, at: datetime) -> None:
    if not may(step, vacancy.state):
        raise Refused(no_longer(vacancy))
    file = vacancy.file
    file.decided_by_id, file.decided_at, file.decided_reason = acting.user_id, at, reason
    file.save(update_fields=["decided_by", "decided_at", "decided_reason"])


def _locked(acting: Acting, vacancy_id: uuid.UUID, step: Step | None) -> Vacancy:
    rows: Any = kept_vacancies(acting).select_for_update(of=("self",), no_key=True).select_related("region")
    vacancy: Vacancy | None = rows.filter(pk=vacancy_id).first()
    if vacancy is None:
        raise Refused(_("Deze vacature is er niet meer."))
    if step is not None and not may(step, vacancy.state):
        raise Refused(no_longer(vacancy))
    return vacancy
