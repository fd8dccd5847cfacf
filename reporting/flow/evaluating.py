"""The yearly evaluation by the partners of the covenant, its record, and who thinks otherwise."""

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.choices import OrganisationKind
from organisations.models import OrganisationRegion
from organisations.months import add_months
from organisations.outbox import queue_mails
from organisations.refused import Refused
from organisations.tenancy import Acting
from reporting.choices import ReportKind
from reporting.flow.judging import writers_of
from reporting.models import Evaluation, EvaluationOpinion, Report

#: The record is due so many months after the meeting (domain rules, section 10).
RECORD_MONTHS = 1
REMIND_DAYS = 7


@transaction.atomic
def plan(acting: Acting, *, year: int, meeting_on: dt.date, evaluation_id: uuid.UUID | None = None) -> Evaluation:
    """Put down or move the meeting of a year; its record is due a month later."""
    region = acting.region
    if region is None:
        raise Refused(_("Uw organisatie werkt in geen enkele regio. Vraag de beheerder van het portaal om een regio."))
    if evaluation_id is None:
        evaluation = Evaluation(region_id=region.id, year=year)
    else:
        evaluation = _locked(acting, evaluation_id)
        if evaluation.recorded_at is not None:
            raise Refused(_("Het verslag van deze evaluatie is al vastgelegd."))
    evaluation.meeting_on = meeting_on
    evaluation.due_on = add_months(meeting_on, RECORD_MONTHS)
    evaluation.reminded_at = None
    evaluation.report = newest_report(region.id, year)
    try:
        with transaction.atomic():
            evaluation.save()
    except IntegrityError as error:
        if "evaluation_once_a_year" not in str(error):
            raise
        raise Refused(_("Voor dit jaar staat al een evaluatie. Open die, of kies een ander jaar.")) from error
    return evaluation


@transaction.atomic
def record(acting: Acting, evaluation_id: uuid.UUID, *, text: str, at: dt.datetime) -> Evaluation:
    """Keep the record of the meeting, after it was held."""
    evaluation = _locked(acting, evaluation_id)
    if timezone.localdate(at) < evaluation.meeting_on:
        raise Refused(_("De vergadering is nog niet geweest."))
    evaluation.record, evaluation.recorded_at, evaluation.recorded_by_id = text, at, acting.user_id
    evaluation.report = evaluation.report or newest_report(evaluation.region_id, evaluation.year)
    evaluation.save()
    return evaluation


@transaction.atomic
def differ(acting: Acting, evaluation_id: uuid.UUID, *, organisation_id: uuid.UUID, text: str, at: dt.datetime) -> None:
    """Keep what a partner thinks otherwise; a later text takes the place of an earlier one."""
    evaluation = Evaluation.objects.filter(region_id__in=acting.region_ids).get(pk=evaluation_id)
    said = {"text": text, "recorded_at": at, "recorded_by_id": acting.user_id}
    EvaluationOpinion.objects.update_or_create(
        evaluation=evaluation,
        organisation_id=organisation_id,
        defaults=said,
        create_defaults=said | {"region_id": evaluation.region_id},
    )


def newest_report(region_id: uuid.UUID, year: int) -> Report | None:
    """The newest version of the yearly report that the partners talk about."""
    made = Report.objects.filter(region_id=region_id, kind=ReportKind.YEARLY, period=str(year), known_on=None)
    return made.exclude(snapshot="").order_by("-version").first()


def remind(*, region_id: uuid.UUID, on: dt.date) -> int:
    """Remind the bureau once of a record that is due within a week, or late; as ``system(UPKEEP)``."""
    rows: Any = Evaluation.objects.select_for_update(of=("self",), no_key=True).filter(
        region_id=region_id, recorded_at=None, reminded_at=None, due_on__lte=on + dt.timedelta(days=REMIND_DAYS)
    )
    bureaus = OrganisationRegion.objects.filter(
        region_id=region_id, organisation__kind=OrganisationKind.PROGRAMME_BUREAU
    )
    touched = 0
    for evaluation in rows.order_by("pk"):
        mails = []
        for organisation_id in bureaus.order_by("code").values_list("organisation_id", flat=True):
            path = reverse("reporting:evaluation_detail", args=[organisation_id, evaluation.pk])
            told = {"year": evaluation.year, "due_on": evaluation.due_on, "link": urljoin(settings.PUBLIC_URL, path)}
            mails += [(email, told | {"name": name}) for name, email in writers_of(organisation_id)]
        queue_mails("evaluation_due", mails)
        evaluation.reminded_at = timezone.now()
        evaluation.save(update_fields=["reminded_at"])
        touched += 1
    return touched


def _locked(acting: Acting, evaluation_id: uuid.UUID) -> Evaluation:
    rows: Any = Evaluation.objects.select_for_update(of=("self",), no_key=True)
    found: Evaluation = rows.filter(region_id__in=acting.region_ids).get(pk=evaluation_id)
    return found
