import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tables2 import RequestConfig

from candidates import access
from candidates.file import pages as candidate_file
from candidates.filters.registration import RegistrationFilter
from candidates.forms.registration import AgencyForm, RegistrationForm
from candidates.models import Candidate
from candidates.reading import log_seen
from candidates.registering import duplicates, registration
from candidates.registering.duplicates import Alike, Person
from candidates.registering.registration import Registration
from candidates.registering.registrations import Place, caller_of, course_of, municipalities_at, of_registrant
from candidates.tables.registration import RegistrationTable
from organisations.access import WorkRequest, requires
from organisations.choices import OrganisationKind
from organisations.models import new_id
from organisations.refused import Refused
from organisations.templatetags.formatting import day_nl

PER_PAGE = 25


@requires(access.registers_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def registration_create(request: WorkRequest) -> HttpResponse:
    """Register somebody: little is asked, and who calls by when is promised at once."""
    acting, today, at = request.acting, timezone.localdate(), timezone.now()
    place = municipalities_at(acting, on=today)
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(
        data,
        here=place.here,
        elsewhere=place.elsewhere,
        by_words=place.by_words,
        asks_source=not access.registers_only(acting),
        on=today,
        initial={"token": new_id(), "source": "self"},
    )
    is_agency = acting.kind == OrganisationKind.TEMP_AGENCY
    agency = AgencyForm(data if is_agency or form.is_from_agency else None, prefix="bureau", on=today)
    likely: list[Alike] = []
    if data is not None and all([form.is_valid(), not agency.is_bound or agency.is_valid()]):
        entry = form.registration(agency.conditions() if agency.is_bound else None)
        likely = _likely(request, entry) if "is_other" not in request.POST else []
        if not likely:
            try:
                [made] = registration.register(acting, [entry], on=today, at=at)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                _say_promise(request, made)
                return HttpResponseRedirect(_after(request, made))
    log_seen(
        acting,
        [one.candidate for one in likely],
        purpose=_("Kijken of iemand al is aangemeld"),
        at=at,
        request=request.reference,
    )
    context = {
        "form": form,
        "agency": agency,
        "is_agency": is_agency,
        "likely": likely,
        "opens_files": access.works_with_candidates(acting),
        "by": registration.call_day(acting.region.id, on=today) if acting.region else None,
    }
    is_open = data is not None
    return render(request, "candidates/registration_create.html", context, status=422 if is_open else 200)


@requires(access.registers_only)
@require_GET
def registration_list(request: WorkRequest) -> HttpResponse:
    """Everybody the organisation registered, with how that goes on; what waits longest comes last."""
    acting, at = request.acting, timezone.now()
    found = RegistrationFilter(request.GET, queryset=of_registrant(acting))
    table = RegistrationTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    shown = [row.record for row in table.paginated_rows]
    log_seen(acting, shown, purpose=_("Eigen aanmeldingen bekijken"), at=at, request=request.reference)
    context = {"table": table, "filter": found, "may_register": access.registers_candidates(acting)}
    return render(request, "candidates/registration_list.html", context)


@requires(access.registers_only)
@require_GET
def registration_detail(request: WorkRequest, registration_id: uuid.UUID) -> HttpResponse:
    """One registration of the organisation itself: who it is and where it stands, not what is in the file."""
    acting = request.acting
    candidate = candidate_file.opened(
        acting,
        registration_id,
        purpose=_("Eigen aanmelding bekijken"),
        at=timezone.now(),
        request=request.reference,
        of=of_registrant(acting),
    )
    context = {
        "candidate": candidate,
        "name": candidate_file.name_of(candidate),
        "place": Place.named(candidate.municipality),
        "course": course_of(candidate),
        "may_take_back": registration.can_be_taken_back(acting, candidate),
        "conditions": getattr(candidate, "agency_conditions", None),
    }
    return render(request, "candidates/registration_detail.html", context)


@requires(access.registers_only, access.registers_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def registration_withdraw(request: WorkRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Take the registration back, while nobody did anything with it, once that was asked again."""
    acting = request.acting
    candidate = candidate_file.opened(
        acting,
        registration_id,
        purpose=_("Eigen aanmelding intrekken"),
        at=timezone.now(),
        request=request.reference,
        of=of_registrant(acting),
    )
    if request.method != "POST" and registration.can_be_taken_back(acting, candidate):
        context = {"candidate": candidate, "name": candidate_file.name_of(candidate)}
        return render(request, "candidates/registration_withdraw.html", context)
    if request.method != "POST":
        messages.error(request, registration.TOO_LATE)
        return HttpResponseRedirect(_detail_url(request, candidate))
    try:
        registration.take_back(acting, candidate.pk, on=timezone.localdate(), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Ingetrokken. Niemand belt meer."))
    return HttpResponseRedirect(_detail_url(request, candidate))


def _likely(request: WorkRequest, entry: Registration) -> list[Alike]:
    """Who of the people this member may see looks like the one that is registered."""
    if entry.key and Candidate.objects.filter(pk=entry.key).exists():
        return []
    person = Person(entry.first_name, entry.last_name, entry.birth_date, entry.phone, entry.email)
    return duplicates.alike(request.acting, [person])[0]


def _say_promise(request: WorkRequest, made: Candidate) -> None:
    words = {"caller": caller_of(made), "day": day_nl(_by(made)), "number": made.reference}
    messages.success(request, _("Aangemeld, met nummer %(number)s. %(caller)s belt voor of op %(day)s.") % words)


def _by(made: Candidate) -> date:
    assert made.call_by is not None  # noqa: S101 - each registration promises a day
    return made.call_by


def _after(request: WorkRequest, made: Candidate) -> str:
    if access.works_with_candidates(request.acting):
        here = access.candidates_of(request.acting).filter(pk=made.pk)
        name = "candidates:candidate_detail" if here.exists() else "candidates:registration_create"
        arguments: list[Any] = [request.acting.organisation_id]
        return reverse(name, args=[*arguments, made.pk] if name.endswith("detail") else arguments)
    return _detail_url(request, made)


def _detail_url(request: WorkRequest, candidate: Candidate) -> str:
    return reverse("candidates:registration_detail", args=[request.acting.organisation_id, candidate.pk])
