import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.templatetags.formatting import percentage
from tenders import access, certificates
from tenders.forms.certificate import CertificateForm
from tenders.models import Certificate

PER_PAGE = 25
CONTRACTS_SHOWN = 50


@requires(access.may_see_certificates)
@require_GET
def certificate_list(request: WorkRequest) -> HttpResponse:
    """A company's own certificates; for the coordination point first what it has to check."""
    acting, on = request.acting, timezone.localdate()
    found = certificates.certificates_of(acting)
    is_open = Q(confirmed_at=None, declined_at=None)
    waiting = list(found.filter(is_open).order_by("made_at", "pk")) if acts_for_coordination_point(acting) else []
    rest = found.exclude(is_open) if acts_for_coordination_point(acting) else found
    page = Paginator(rest, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/certificate_list.html",
        {
            "checks": acts_for_coordination_point(acting),
            "waiting": waiting,
            "page": page,
            "rows": [{"certificate": one, "state": state_of(one, on=on)} for one in page],
            "may_add": access.may_add_certificate(acting),
            "discounts": [] if acts_for_coordination_point(acting) else _discounts(request, on=on),
        },
    )


@requires(access.may_add_certificate)
@require_http_methods(["GET", "POST"])
def certificate_create(request: WorkRequest) -> HttpResponse:
    """Add a certificate, to be checked by the coordination point."""
    acting = request.acting
    form = CertificateForm(request.POST if request.method == "POST" else None, acting=acting, on=timezone.localdate())
    list_url = reverse("tenders:certificate_list", args=[acting.organisation_id])
    if request.method == "POST" and form.is_valid():
        try:
            made = certificates.add(acting, entry=form.entry(), at=timezone.now())
        except certificates.CertificateRefused as refused:
            form.add_error("valid_from", str(refused))
        else:
            if acts_for_coordination_point(acting):
                return HttpResponseRedirect(
                    reverse("tenders:certificate_detail", args=[acting.organisation_id, made.pk])
                )
            messages.success(request, _("Opgeslagen. Het Coördinatiepunt Social Return controleert het certificaat."))
            return HttpResponseRedirect(list_url)
    context = {"form": form, "list_url": list_url, "checks": acts_for_coordination_point(acting)}
    return render(request, "tenders/certificate_create.html", context, status=422 if form.errors else 200)


@requires(access.may_see_certificate_queue)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_detail(request: WorkRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """One certificate, with the contracts that it touches, for whoever checks it."""
    acting, on = request.acting, timezone.localdate()
    certificate = get_object_or_404(certificates.certificates_of(acting), pk=certificate_id)
    list_url = reverse("tenders:certificate_list", args=[acting.organisation_id])
    refused, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        if not access.may_check_certificate(acting):
            raise PermissionDenied
        try:
            messages.success(request, _decided(request, certificate, reason))
            return HttpResponseRedirect(list_url)
        except certificates.CertificateRefused as sentence:
            refused = str(sentence)
            certificate = get_object_or_404(certificates.certificates_of(acting), pk=certificate_id)
    contracts = certificates.contracts_under(certificate).select_related("authority")
    touched = list(contracts.order_by("starts_on", "pk")[: CONTRACTS_SHOWN + 1])
    discount = certificate.discount
    if discount is None:
        discount = certificates.discount_now(certificate.region_id, on=on).get(certificate.level)
    return render(
        request,
        "tenders/certificate_detail.html",
        {
            "certificate": certificate,
            "state": state_of(certificate, on=on),
            "is_open": certificate.confirmed_at is None and certificate.declined_at is None,
            "holds": certificate.confirmed_at is not None and certificate.declined_at is None,
            "discount": discount,
            "contracts": [
                {"contract": one, "counting": certificates.counted_days(one, certificate)}
                for one in touched[:CONTRACTS_SHOWN]
            ],
            "more": len(touched) > CONTRACTS_SHOWN,
            "may_check": access.may_check_certificate(acting),
            "refused": refused,
            "reason": reason,
            "list_url": list_url,
        },
        status=422 if refused else 200,
    )


def state_of(certificate: Certificate, *, on) -> tuple[str, str]:
    """Status key and word of a certificate on a day."""
    if certificate.declined_at is not None:
        return "rejected", _("telt niet mee")
    if certificate.confirmed_at is None:
        return "waiting", _("wordt gecontroleerd")
    if certificate.valid_until < on:
        return "expired", _("verlopen")
    return "approved", _("gecontroleerd")


def _decided(request: WorkRequest, certificate: Certificate, reason: str) -> str:
    """Carry the decision out, and say what came of it."""
    acting, at = request.acting, timezone.now()
    match request.POST.get("decision"):
        case "confirm":
            made, changed = certificates.confirm(acting, certificate.pk, at=at)
            if not changed:
                return _("Gecontroleerd. Er is nu geen contract waarvan de verplichting verandert.")
            return ngettext(
                "Gecontroleerd: %(discount)s korting. De verplichting van %(n)s contract is opnieuw berekend.",
                "Gecontroleerd: %(discount)s korting. De verplichting van %(n)s contracten is opnieuw berekend.",
                changed,
            ) % {"discount": percentage(made.discount), "n": changed}
        case "decline":
            certificates.decline(certificate.pk, reason=reason, at=at)
            return _("Afgewezen. Het bedrijf krijgt een mail met de reden.")
        case "revoke":
            _made, changed = certificates.revoke(acting, certificate.pk, reason=reason, at=at)
            return ngettext(
                "Ingetrokken. De verplichting van %(n)s contract is opnieuw berekend.",
                "Ingetrokken. De verplichting van %(n)s contracten is opnieuw berekend.",
                changed,
            ) % {"n": changed}
        case _:
            raise certificates.CertificateRefused(_("Kies een oordeel."))


def _discounts(request: WorkRequest, *, on) -> list[dict]:
    """What each level gives today, for every region in which the company works."""
    return [
        {"region": region, "levels": list(certificates.discount_words(region.id, on=on))}
        for region in request.acting.regions
    ]
