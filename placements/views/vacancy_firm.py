"""A firm without a workspace posts a vacancy without logging in, and keeps it by the link in its mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations import tenancy
from organisations.access import open_to_all
from organisations.distance import name_of
from organisations.link_pages import closed, opened_by_link
from organisations.models import Region
from organisations.open_forms import receive
from organisations.refused import Refused
from placements.forms.vacancy import FillForm, FirmVacancyForm, OfferForm
from placements.models import VacancyFile
from placements.pages.vacancy_page import public_facts, shown_state
from placements.vacancies import firm, keeping
from placements.vacancy_choices import VacancyState
from tenders.firms.places import municipalities_of, occupations_of

_UNPROCESSABLE = 422
#: What one place may send in an hour.
MOST_AN_HOUR = 20


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_offer(request: HttpRequest, region_code: str) -> HttpResponse:
    """The form for every employer. The answer is the same whether or not anything was kept."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.public(region.pk):
        form = OfferForm(request.POST if request.method == "POST" else None, **_choices(region))
        if request.method == "POST" and request.POST.get("step") == "occupation":
            form = OfferForm(initial=form.with_told(), **_choices(region))
        received = receive(request, form, "vacancy", lambda: _put_forward(region, form), most=MOST_AN_HOUR)
        if received.is_taken:
            context = {"region": region, "days": firm.PROVE_WITHIN.days}
            return render(request, "placements/vacancy_offer_sent.html", context)
        context = {"form": form, "region": region, "refused": received.refused}
        return render(request, "placements/vacancy_offer.html", context, status=received.status)


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_own(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a firm behind the link: prove the address, see what stands there, say it holds, fill or withdraw it."""
    at = timezone.now()
    fill = FillForm(request.POST if request.POST.get("step") == "fill" else None)
    with tenancy.link(token):
        file = firm.find(token)
        if file is not None and request.POST.get("step") == "put_back" and firm.may_be_put_back(file):
            return _put_back(request, token)
        if file is None or not firm.is_open(file, at=at):
            return _closed(request, token, file)
        if request.method == "POST" and (not fill.is_bound or fill.is_valid()):
            try:
                said = _taken(request, token, fill)
            except Refused as refused:
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(request.path)
            file = firm.find(token)
            if file is not None and not firm.is_open(file, at=at):
                context = {"vacancy": file.vacancy, "region": file.vacancy.region, "is_filled": said == "fill"}
                return render(request, "placements/vacancy_own_over.html", context)
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
    assert file is not None  # noqa: S101 - for the type checker: found above
    vacancy = file.vacancy
    is_open = vacancy.state == VacancyState.OPEN
    context = {
        "vacancy": vacancy,
        "file": file,
        "region": vacancy.region,
        "fill": fill,
        "state": shown_state(vacancy),
        "facts": _facts_of(file),
        "is_proven": firm.is_proven(file),
        "has_begun": is_open and keeping.has_begun(vacancy, on=timezone.localdate(at)),
        "is_open": is_open,
        "is_asked": is_open and vacancy.asked_at is not None,
        "edit_url": reverse("placements:vacancy_own_edit", args=[token]),
        "public_url": reverse("placements:vacancy_public", args=[vacancy.region.code, vacancy.pk]) if is_open else "",
    }
    return render(request, "placements/vacancy_own.html", context, status=_status(fill))


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_own_edit(request: HttpRequest, token: str) -> HttpResponse:
    """Change what stands there; what was checked is checked again."""
    at = timezone.now()
    with tenancy.link(token):
        file = firm.find(token)
    if file is None or not firm.is_open(file, at=at):
        return _closed(request, token, file)
    vacancy = file.vacancy
    with tenancy.public(vacancy.region_id):
        kept = {"vacancy": vacancy, "file": file, **_choices(vacancy.region)}
        form = FirmVacancyForm(request.POST if request.method == "POST" else None, **kept)
        is_told = request.method == "POST" and request.POST.get("step") == "occupation"
        if is_told:
            form = FirmVacancyForm(initial=form.with_told(), **kept)
        is_valid = form.is_bound and form.is_valid()
        if not is_valid:
            return _edit_page(request, form, file, token)
    with tenancy.link(token):
        try:
            _file, again = firm.change(
                token,
                entry=form.entry(),
                kvk=form.cleaned_data["kvk"],
                shown=form.cleaned_data["shown"],
                at=at,
                on=timezone.localdate(at),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            saved = _("Opgeslagen.")
            if again:
                saved = _("Opgeslagen. Het Coördinatiepunt Social Return kijkt dit na. Daarna staat het weer online.")
            messages.success(request, saved)
            return HttpResponseRedirect(reverse("placements:vacancy_own", args=[token]))
    with tenancy.public(vacancy.region_id):
        return _edit_page(request, form, file, token)


def _edit_page(request: HttpRequest, form: FirmVacancyForm, file: VacancyFile, token: str) -> HttpResponse:
    context = {
        "form": form,
        "vacancy": file.vacancy,
        "region": file.vacancy.region,
        "own_url": reverse("placements:vacancy_own", args=[token]),
        "is_online": file.vacancy.state == VacancyState.OPEN,
    }
    return render(request, "placements/vacancy_own_edit.html", context, status=_status(form))


def _put_forward(region: Region, form: OfferForm) -> None:
    at = timezone.now()
    firm.put_forward(
        vacancy_id=form.as_sent,
        region=region,
        employer=form.cleaned_data["employer"],
        kvk=form.cleaned_data["kvk"],
        entry=form.entry(),
        at=at,
        on=timezone.localdate(at),
    )


def _taken(request: HttpRequest, token: str, fill: FillForm) -> str:
    """Do what the button says; returns the sentence that the firm reads."""
    at, on = timezone.now(), timezone.localdate()
    match request.POST.get("step"):
        case "prove":
            firm.prove(token, at=at, on=on)
            return _("Gelukt. Het Coördinatiepunt Social Return kijkt uw vacature na. U krijgt daarover een mail.")
        case "holds":
            if firm.still_holds(token, at=at, on=on):
                return _("Dank u wel. Het werk staat nu online als open.")
            return _("Dank u wel. De vacature blijft online.")
        case "fill":
            firm.fill(token, hired=fill.cleaned_data["hired"], at=at)
            return "fill"
        case "withdraw":
            firm.withdraw(token, at=at)
            return ""
        case _:
            raise Refused(_("Kies wat u wilt doen."))


def _put_back(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    try:
        firm.put_back(token, at=at, on=timezone.localdate(at))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        thanks = _("Dank u wel. Het Coördinatiepunt Social Return kijkt de vacature na. Daarna staat zij weer online.")
        messages.success(request, thanks)
    return HttpResponseRedirect(request.path)


def _facts_of(file: VacancyFile) -> list[tuple[str, Any]]:
    vacancy = file.vacancy
    with tenancy.public(vacancy.region_id):
        where = name_of(vacancy.municipality) or vacancy.municipality
        return [
            *public_facts(vacancy, where, timezone.localdate()),
            (_("Contactpersoon"), file.contact_name),
            (_("E-mailadres"), file.contact_email),
            (_("Telefoonnummer"), file.contact_phone or "–"),
        ]


def _closed(request: HttpRequest, token: str, file: VacancyFile | None) -> HttpResponse:
    may_be_put_back = file is not None and firm.may_be_put_back(file)
    return closed(
        request,
        "placements/vacancy_own_closed.html",
        file.vacancy.region if file else None,
        is_over=file is not None,
        vacancy=file.vacancy if file else None,
        own_url=reverse("placements:vacancy_own", args=[token]) if may_be_put_back else "",
    )


def _choices(region: Region) -> dict[str, Any]:
    on = timezone.localdate()
    return {"municipalities": municipalities_of(region.pk, on=on), "occupations": occupations_of(region.pk)}


def _status(form: Any) -> int:
    return _UNPROCESSABLE if form.is_bound and form.errors else 200
