import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from organisations.contractors import known_contractor
from tenders import access
from tenders.assessment import assess
from tenders.award import AwardRefused, award
from tenders.firms.access import firm_by_kvk
from tenders.forms import AwardForm
from tenders.forms.award_start import TENDERS_OFFERED, Beginning, beginning, tenders_of
from tenders.forms.entry_fields import wrong_in
from tenders.models import LocalFirm
from tenders.told import contract_path


@requires(access.may_award)
@require_http_methods(["GET", "POST"])
def award_create(request: WorkRequest) -> HttpResponse:
    """Enter an award; once recorded, the contract's own page."""
    on = timezone.localdate()
    form = AwardForm(
        request.acting, on=on, data=request.POST if request.method == "POST" else None, start=_start(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            recorded = award(request.acting, contract_id=form.contract_id, entry=form.entry(), at=timezone.now())
        except AwardRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            if recorded.is_new:
                messages.success(
                    request, _("De gunning is vastgelegd. De opdrachtnemer en het Werkplein krijgen een mail.")
                )
                if recorded.contract.starts_on < recorded.contract.awarded_on:
                    messages.warning(
                        request, _("De eerste dag ligt voor de gunning. Klopt dat niet? Pas het aan bij Afspraken.")
                    )
            else:
                messages.info(request, _("Deze gunning was al vastgelegd."))
            return HttpResponseRedirect(contract_path(recorded.contract, request.acting.organisation_id))
    return render(
        request,
        "tenders/award_create.html",
        {
            "form": form,
            "assessment": _assessment(form, on),
            "tenders": [] if form.start else tenders_of(request.acting)[:TENDERS_OFFERED],
        },
        status=422 if form.errors else 200,
    )


@requires(access.may_award)
@require_POST
def award_assess(request: WorkRequest) -> HttpResponse:
    """Advice and obligation for what is filled in so far. Writes nothing; by POST, because a form holds names."""
    on = timezone.localdate()
    form = AwardForm(request.acting, on=on, data=request.POST)
    return render(request, "tenders/_award_assessment.html", {"assessment": _assessment(form, on)})


@requires(access.may_award)
@require_GET
def award_contractor(request: WorkRequest) -> HttpResponse:
    """Which company has this KVK number; for one that nobody knows yet, the field for its name."""
    form = AwardForm(request.acting, on=timezone.localdate())
    kvk = "".join(request.GET.get("kvk", "").split()).replace(".", "")
    is_number = len(kvk) == 8 and kvk.isascii() and kvk.isdigit()  # noqa: PLR2004
    found = known_contractor(kvk, region_ids=request.acting.region_ids) if is_number else None
    firm = firm_by_kvk(request.acting, kvk) if is_number else None
    typed = request.GET.get("contractor_name", "")[:200]
    earlier = request.GET.get("name_from_register", "")
    if typed == earlier:
        # It was the name of the firm of another number.
        typed = ""
    form.initial["contractor_name"] = firm.name if firm else typed
    return render(
        request,
        "tenders/_award_contractor.html",
        {
            "form": form,
            "found": found,
            "ask_name": is_number,
            "firm": firm,
            "contacts": _contacts(form, firm, is_other=bool(earlier)),
        },
    )


def _contacts(form: AwardForm, firm: LocalFirm | None, *, is_other: bool) -> list[str]:
    """The fields of the contact: first what the register said of another number goes, then empty ones are filled."""
    fields = []
    for name in ("contact_name", "contact_email"):
        known = str(getattr(firm, name)) if firm else ""
        form.initial[name] = ""
        if is_other:
            fields.append(_instead(form, name, "[data-from-register]"))
        if known:
            form.initial[name] = known
            fields.append(_instead(form, name, ":placeholder-shown", {"data-from-register": ""}))
    return fields


def _instead(form: AwardForm, name: str, state: str, attrs: dict[str, str] | None = None) -> str:
    """The field in the place of the one on the page, where that is in this state."""
    # A new one each time: ``form[name]`` keeps the value that it was first asked with.
    field = form.fields[name].get_bound_field(form, name)
    place = f"outerHTML:#{field.auto_id}{state}"
    return field.as_widget(attrs={"hx-swap-oob": place, **(attrs or {})})


def _assessment(form, on):
    company_id = form.found.id if form.found else None
    typed = form.typed()
    return assess(
        typed, policy=form.policy, region_id=form.region_id, on=on, company_id=company_id, wrong=wrong_in(form)
    )


def _start(request: WorkRequest) -> Beginning | None:
    """The tender, or the other lot, that the address names. Only an own one is there."""
    named = {name: request.GET.get(name, "") for name in ("aanbesteding", "perceel_bij")}
    if not any(named.values()):
        return None
    try:
        ids = {name: uuid.UUID(text) if text else None for name, text in named.items()}
        lot = request.GET.get("perceel", "")
        lot_number = int(lot) if lot else None
    except ValueError as error:
        raise Http404 from error
    start = beginning(
        request.acting,
        access.contracts_of(request.acting),
        tender_id=ids["aanbesteding"],
        contract_id=ids["perceel_bij"],
        lot_number=lot_number,
    )
    if start is None:
        raise Http404
    return start
