import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from tenders import access
from tenders.assessment import Assessment, of_tender
from tenders.calendar import told as told_of
from tenders.calendar.entry import (
    EntryRefused,
    Overtaken,
    Saved,
    copy_tender,
    entry_of,
    fingerprint,
    save_tender,
    with_parts,
)
from tenders.calendar.order_of_days import doubts_about
from tenders.choices import TenderStatus
from tenders.forms.entry_fields import wrong_in
from tenders.forms.tender import TenderForm
from tenders.forms.tender_token import signed_id
from tenders.models import Tender


@requires(access.may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_create(request: WorkRequest) -> HttpResponse:
    """Enter a tender: kept as a concept at any moment, or put on the calendar at once."""
    tender = None
    if request.method == "POST":
        tender = _found(request, signed_id(request.acting, request.POST.get("token")))
    return _entered(request, tender)


@requires(access.may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_edit(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """Go on with a concept, or mend what stands on the calendar."""
    return _entered(request, _own_or_404(request, tender_id))


@requires(access.may_enter_tenders)
@require_POST
def tender_copy(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """A new concept with everything but reference and days."""
    copy = copy_tender(request.acting, _own_or_404(request, tender_id), at=timezone.now())
    messages.success(request, _("Gekopieerd als concept. Vul de datums in en controleer de rest."))
    return HttpResponseRedirect(reverse("tenders:tender_edit", args=[request.acting.organisation_id, copy.pk]))


@requires(access.may_enter_tenders)
@require_POST
def tender_assess(request: WorkRequest) -> HttpResponse:
    """The advice and what would be asked, for what is filled in so far. Writes nothing."""
    form = _form(request, _found(request, signed_id(request.acting, request.POST.get("token"))))
    return render(request, "tenders/_tender_assessment.html", _beside(form))


@requires(access.may_enter_tenders)
@require_POST
def tender_autosave(request: WorkRequest) -> HttpResponse:
    """Keep of a concept what can be read, while it is being filled in; says when, or why not."""
    acting, at = request.acting, timezone.now()
    tender_id = signed_id(acting, request.POST.get("token"))
    tender = _found(request, tender_id)
    form = _form(request, tender)
    told: dict[str, Any] = {"form": form, "saved_at": None, "refused": "", "shown": "", "stands_url": ""}
    if tender_id is None:
        told["refused"] = _("Deze pagina stond te lang open. Kies ‘Bewaren als concept’.")
    elif not form.is_concept:
        told["refused"] = _("Deze aanbesteding staat al op de kalender. Kies ‘Wijzigingen bewaren’.")
    elif form.lacks_authority:
        told["refused"] = _("Nog niet bewaard: kies eerst de opdrachtgever.")
    elif form.region_id is None:
        told["refused"] = _("Nog niet bewaard: kies eerst de arbeidsmarktregio.")
    else:
        try:
            saved = save_tender(acting, tender_id=tender_id, entry=form.entry(), at=at, shown=form.was_shown)
        except Overtaken as overtaken:
            told |= {"refused": overtaken.sentence, "stands_url": _edit_path(request, tender_id)}
        except EntryRefused as refused:
            told["refused"] = refused.sentence
        else:
            told |= {"saved_at": at, "shown": saved.shown, "is_partly": form.says_something}
    told.setdefault("is_partly", False)
    response = render(request, "tenders/_tender_saved.html", told)
    if told["saved_at"] and tender_id is not None:
        # A page that is loaded anew goes on with what was kept.
        response["HX-Replace-Url"] = _edit_path(request, tender_id)
    return response


def _entered(request: WorkRequest, tender: Tender | None) -> HttpResponse:
    form = _form(request, tender)
    overtaken = ""
    if form.is_bound and form.is_valid():
        tender_id = tender.pk if tender else form.token_id()
        if tender_id is None:
            form.add_error(None, _("Deze pagina stond te lang open. Controleer wat u invulde en bewaar het opnieuw."))
            form.renew(token=form.initial["token"])
        else:
            try:
                saved = save_tender(
                    request.acting,
                    tender_id=tender_id,
                    entry=form.entry(),
                    at=timezone.now(),
                    shown=form.was_shown,
                    to_calendar=form.to_calendar,
                )
            except Overtaken as refused:
                form.add_error(None, f"{refused.sentence} {_('Bewaar nog een keer als dit moet gelden.')}")
                overtaken = _edit_path(request, tender_id)
                stands = _found(request, tender_id)
                form.renew(shown=fingerprint(entry_of(stands)) if stands else "")
            except EntryRefused as refused:
                form.refuse(refused.field, refused.sentence)
            else:
                return _kept(request, saved)
    is_partly_kept = _keeps_partly(request, form, tender)
    plans_by_it = tender is not None and told_of.concerns_others(tender)
    context = {
        "form": form,
        "tender": tender,
        "overtaken_url": overtaken,
        "is_partly_kept": is_partly_kept,
        "hearing": told_of.who_hears(request.acting, tender).before() if tender and plans_by_it else [],
        **_beside(form),
    }
    return render(request, "tenders/tender_form.html", context, status=422 if form.says_something else 200)


def _keeps_partly(request: WorkRequest, form: TenderForm, tender: Tender | None) -> bool:
    """Whether a concept with faults was kept without them, so that who leaves this page loses only those."""
    tender_id = form.token_id() if form.is_bound and form.is_concept and not form.to_calendar else None
    if tender_id is None or not form.says_something or form.non_field_errors() or not form.can_be_begun:
        return False
    try:
        saved = save_tender(
            request.acting,
            tender_id=tender.pk if tender else tender_id,
            entry=form.entry(),
            at=timezone.now(),
            shown=form.was_shown,
        )
    except (Overtaken, EntryRefused):
        return False
    form.renew(shown=saved.shown)
    return True


def _kept(request: WorkRequest, saved: Saved) -> HttpResponse:
    if saved.is_put_on_calendar:
        messages.success(request, _("De aanbesteding staat op de kalender. Iedereen in de regio kan haar zien."))
    elif saved.tender.status == TenderStatus.CONCEPT:
        messages.success(request, _("Bewaard als concept. Alleen uw organisatie en het coördinatiepunt zien het."))
    else:
        messages.success(request, _("De wijzigingen zijn bewaard."))
    if not (saved.is_new or saved.is_put_on_calendar):
        hearing = told_of.dates_changed(request.acting, saved.tender, saved.before)
        if said := hearing.after():
            messages.info(request, said)
    for doubt in doubts_about(vars(saved.tender), on=timezone.localdate(), status=saved.tender.status):
        messages.warning(request, doubt)
    return HttpResponseRedirect(_path_of(request, saved.tender))


def _path_of(request: WorkRequest, tender: Tender) -> str:
    try:
        return reverse("tenders:tender_detail", args=[request.acting.organisation_id, tender.pk])
    except NoReverseMatch:
        return _edit_path(request, tender.pk)


def _edit_path(request: WorkRequest, tender_id: uuid.UUID) -> str:
    return reverse("tenders:tender_edit", args=[request.acting.organisation_id, tender_id])


def _form(request: WorkRequest, tender: Tender | None) -> TenderForm:
    sent = request.POST if request.method == "POST" else None
    return TenderForm(request.acting, on=timezone.localdate(), data=sent, tender=tender)


def _beside(form: TenderForm) -> dict[str, Any]:
    on = timezone.localdate()
    typed = form.typed()
    assessment: Assessment = of_tender(typed, policy=form.policy, region_id=form.region_id, on=on, wrong=wrong_in(form))
    form.advised = assessment.advised
    doubts = doubts_about(form.values(), on=on, status=form.status)
    return {"form": form, "assessment": assessment, "doubts": doubts}


def _found(request: WorkRequest, tender_id: uuid.UUID | None) -> Tender | None:
    if tender_id is None:
        return None
    return with_parts(access.tenders_entered_by(request.acting)).filter(pk=tender_id).first()


def _own_or_404(request: WorkRequest, tender_id: uuid.UUID) -> Tender:
    return get_object_or_404(with_parts(access.tenders_entered_by(request.acting)), pk=tender_id)
