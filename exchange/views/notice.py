"""A notice that was published somewhere else fills in a concept, so that nobody types it again."""

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from exchange.archive import MEGABYTE
from exchange.notice import LARGEST
from exchange.notice_form import NoticeForm, entry_of
from organisations.access import WorkRequest, requires
from organisations.models import Municipality, new_id
from organisations.templatetags.formatting import date_nl, euro0
from organisations.uploads import say_choose_again, say_if_too_large
from tenders.access import may_enter_tenders, tenders_entered_by
from tenders.calendar.entry import EntryRefused, save_tender
from tenders.choices import Procedure, TenderKind, TenderStatus
from tenders.models import Tender

_SESSION = "notice-left"
_MOST_TOLD = 20


@requires(may_enter_tenders)
@require_http_methods(["GET", "HEAD", "POST"])
def notice_upload(request: WorkRequest) -> HttpResponse:
    """Bring in a notice; it becomes a concept, which only who keeps it sees."""
    acting = request.acting
    if request.method == "POST":
        form = NoticeForm(request.POST, request.FILES, acting=acting)
        say_if_too_large(request, form, "file", largest=LARGEST, unit=MEGABYTE)
        if form.is_valid() and (tender := _saved(request, form)):
            return HttpResponseRedirect(reverse("exchange:notice_taken", args=[acting.organisation_id, tender.pk]))
        say_choose_again(request, form, "file")
    else:
        form = NoticeForm(acting=acting)
    return render(request, "exchange/notice_upload.html", {"form": form}, status=422 if form.errors else 200)


def _saved(request: WorkRequest, form: NoticeForm) -> Tender | None:
    acting, found = request.acting, form.found
    if found.tenderned_number and (known := _known(request, form)):
        form.add_error(
            "file",
            _("Deze aankondiging staat al op uw kalender, als ‘%(title)s’ (%(reference)s).")
            % {"title": known.title, "reference": known.reference},
        )
        return None
    entry = entry_of(found, authority_id=form.authority_id, region_id=acting.region_ids[0])
    try:
        saved = save_tender(acting, tender_id=new_id(), entry=entry, at=timezone.now(), shown="")
    except EntryRefused as error:
        form.add_error("file", str(error))
        return None
    # Shown once more on the page that follows, and no fact of the tender.
    request.session[_SESSION] = {"tender": str(saved.tender.pk), "left": found.left[:_MOST_TOLD], "buyer": found.buyer}
    return saved.tender


def _known(request: WorkRequest, form: NoticeForm) -> Tender | None:
    same = tenders_entered_by(request.acting).filter(
        authority_id=form.authority_id, tenderned_number=form.found.tenderned_number
    )
    return same.exclude(status=TenderStatus.WITHDRAWN).order_by("created_at", "pk").first()


@requires(may_enter_tenders)
@require_GET
def notice_taken(request: WorkRequest, tender_id: uuid.UUID) -> HttpResponse:
    """What a concept took over from its notice, what it did not, and what nobody has said yet."""
    tender = get_object_or_404(
        tenders_entered_by(request.acting).select_related("authority", "value").defer("search"), pk=tender_id
    )
    told = request.session.get(_SESSION) or {}
    is_this = told.get("tender") == str(tender.pk)
    facts = _facts(tender)
    context = {
        "tender": tender,
        "taken": [(name, value) for name, value in facts if value],
        "missing": [name for name, value in facts if not value],
        "left": told.get("left", []) if is_this else [],
        "buyer": told.get("buyer", "") if is_this else "",
    }
    return render(request, "exchange/notice_taken.html", context)


def _facts(tender: Tender) -> list[tuple[str, str]]:
    value = getattr(tender, "value", None)
    lots = list(tender.lots.order_by("number").values_list("title", flat=True))
    names = Municipality.objects.filter(pk__in=tender.municipalities).order_by("name").values_list("name", flat=True)
    return [
        (_("Titel"), tender.title),
        (_("Omschrijving"), tender.description),
        (_("Soort"), str(TenderKind(tender.kind).label) if tender.kind else ""),
        (_("Procedure"), str(Procedure(tender.procedure).label) if tender.procedure else ""),
        (_("CPV-codes"), ", ".join(tender.cpv_codes)),
        (_("Geraamde waarde"), euro0(value.amount) if value and value.amount is not None else ""),
        (_("Percelen"), "; ".join(lots)),
        (_("Plaatsen van het werk"), ", ".join(names)),
        (_("Geplande publicatie"), date_nl(tender.planned_publication) if tender.planned_publication else ""),
        (_("Geplande gunning"), date_nl(tender.planned_award) if tender.planned_award else ""),
        (_("Eerste dag"), date_nl(tender.starts_on) if tender.starts_on else ""),
        (_("Laatste dag"), date_nl(tender.ends_on) if tender.ends_on else ""),
        (_("Contactpersoon"), tender.contact_name),
        (_("E-mailadres"), tender.contact_email),
        (_("TenderNed-nummer"), tender.tenderned_number),
        (_("Loonaandeel"), str(tender.labour_share or "")),
        (_("Social return"), ""),
    ]
