"""A frozen report goes out: consent of the partners, publication per edition, the mail, and a correction."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from reporting import access
from reporting.choices import Edition
from reporting.flow import publishing
from reporting.forms.flow import ConsentForm, ReasonForm
from reporting.models import Report
from reporting.publication import public_edition
from reporting.views.report import detail_page
from reporting.views.report_flow import detail_url, report_or_404


@requires(access.may_read_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def report_publishing(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """What of a frozen report is published for whom; a POST records consent of partners."""
    report = report_or_404(request.acting, report_id)
    if request.method != "POST":
        return _shown(request, report)
    if not access.may_make_reports(request.acting):
        raise PermissionDenied
    form = _consent_form(report, request.POST)
    if form is None:
        messages.error(request, _("Bij dit rapport valt geen toestemming vast te leggen."))
        return HttpResponseRedirect(request.path)
    if form.is_valid():
        try:
            publishing.consent(
                request.acting,
                report.pk,
                partners=[uuid.UUID(one) for one in form.cleaned_data["partners"]],
                given_on=form.cleaned_data["given_on"],
                given_by=form.cleaned_data["given_by"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Toestemming vastgelegd."))
            return HttpResponseRedirect(request.path)
    return _shown(request, report, consent=form)


def _consent_form(report: Report, data: QueryDict | None = None) -> ConsentForm | None:
    """For the partners of whom there is no consent yet; None when there is nothing to record."""
    missing, on = publishing.missing_consents(report), timezone.localdate()
    if not (missing and report.is_frozen):
        return None
    partners = [(one.pk, one.name) for one in missing]
    return ConsentForm(data, partners=partners, on=on, initial={"given_on": on})


def _reason_form(edition: Edition, data: QueryDict | None = None) -> ReasonForm:
    return ReasonForm(data, auto_id=f"id_{edition}_%s")


def _shown(
    request: WorkRequest,
    report: Report,
    *,
    consent: ConsentForm | None = None,
    take_back: tuple[Edition, ReasonForm] | None = None,
) -> HttpResponse:
    """The page, with a form as it was sent in when something is wrong with it."""
    may_publish = access.may_make_reports(request.acting) and report.is_frozen
    reasons = {edition: _reason_form(edition) for edition in Edition} | dict([take_back] if take_back else [])
    published = {one.edition: one for one in report.publications.select_related("published_by")}
    sendings = list(report.sendings.select_related("organisation", "recipient").order_by("-sent_at", "pk"))
    context = {
        "report": report,
        "exact": published.get(Edition.EXACT),
        "public": published.get(Edition.PUBLIC),
        "public_unmade": Edition.PUBLIC in published and public_edition.is_unmade(report),
        "exact_stays": publishing.hindrance(report, Edition.EXACT) if Edition.EXACT in published else "",
        "public_stays": publishing.hindrance(report, Edition.PUBLIC) if Edition.PUBLIC in published else "",
        "consents": report.consents.filter(withdrawn_at=None)
        .select_related("organisation", "recorded_by")
        .order_by("organisation__name"),
        "missing": publishing.missing_consents(report),
        "sendings": sendings,
        "form": consent or (_consent_form(report) if may_publish else None),
        "exact_reason": reasons[Edition.EXACT],
        "public_reason": reasons[Edition.PUBLIC],
        "refused": take_back[1] if take_back else None,
        "may_publish": may_publish,
    }
    status = 422 if consent is not None or take_back is not None else 200
    return render(request, "reporting/report_publishing.html", context, status=status)


@requires(access.may_make_reports)
@require_POST
def report_publish(request: WorkRequest, report_id: uuid.UUID, edition: str) -> HttpResponse:
    """Let others read an edition."""
    report, which = report_or_404(request.acting, report_id), _edition(edition)
    words = {
        Edition.EXACT: _("Gepubliceerd voor de partners. U kunt het nu versturen."),
        Edition.PUBLIC: _("De openbare uitgave is gepubliceerd."),
    }
    return _done(
        request,
        report,
        lambda: publishing.publish(request.acting, report.pk, edition=which, at=timezone.now()),
        words[which],
    )


@requires(access.may_make_reports)
@require_POST
def report_take_back(request: WorkRequest, report_id: uuid.UUID, edition: str) -> HttpResponse:
    """Undo a publication that nobody was told of."""
    report, which = report_or_404(request.acting, report_id), _edition(edition)
    form = _reason_form(which, request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            publishing.take_back(request.acting, report.pk, edition=which, reason=reason, at=timezone.now())
        except Refused as refused:
            form.add_error("reason", refused.sentence)
        else:
            messages.success(request, _("Teruggenomen."))
            return _back(request, report)
    return _shown(request, report, take_back=(which, form))


@requires(access.may_make_reports)
@require_POST
def report_consent_withdraw(request: WorkRequest, report_id: uuid.UUID, consent_id: uuid.UUID) -> HttpResponse:
    """A partner thinks better of it."""
    report = report_or_404(request.acting, report_id)
    return _done(
        request,
        report,
        lambda: publishing.withdraw_consent(request.acting, report.pk, consent_id=consent_id, at=timezone.now()),
        _("Toestemming ingetrokken."),
    )


@requires(access.may_make_reports)
@require_POST
def report_send(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """Mail whoever may read it."""
    report = report_or_404(request.acting, report_id)
    return _done(
        request,
        report,
        lambda: publishing.send(request.acting, report.pk, at=timezone.now()),
        _("De mails gaan nu weg. Wie er een kreeg, staat hieronder zodra dat klaar is."),
    )


@requires(access.may_make_reports)
@require_POST
def report_correct(request: WorkRequest, report_id: uuid.UUID) -> HttpResponse:
    """A frozen report is not right: ask for a new version, with the reason."""
    report, form = report_or_404(request.acting, report_id), ReasonForm(request.POST)
    if form.is_valid():
        try:
            new = publishing.correct(request.acting, report.pk, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refused:
            form.add_error("reason", refused.sentence)
        else:
            return HttpResponseRedirect(detail_url(request.acting, new))
    return detail_page(request, report, correction=form)


def _edition(word: str) -> Edition:
    if word not in set(Edition):
        raise Http404
    return Edition(word)


def _done(request: WorkRequest, report: Report, do: Callable[[], None], words: str) -> HttpResponse:
    try:
        do()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)
    return _back(request, report)


def _back(request: WorkRequest, report: Report) -> HttpResponse:
    url = reverse("reporting:report_publishing", args=[request.acting.organisation_id, report.pk])
    return HttpResponseRedirect(url)
