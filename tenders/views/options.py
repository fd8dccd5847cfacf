import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, requires
from organisations.templatetags.formatting import day_nl, euro
from tenders import access
from tenders.choices import OptionState
from tenders.forms.terms import OptionDecisionForm, OptionForm
from tenders.models import OptionYear
from tenders.options import add_option, decline_option, take_option, with_option
from tenders.terms import terms_file
from tenders.terms_page import Preview, preview
from tenders.views.terms import answer, contract_of


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def option_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Record a period with which the contract may be extended."""
    contract = contract_of(request, contract_id)
    known = list(OptionYear.objects.filter(contract=contract).order_by("starts_on"))
    form = OptionForm(contract, options=known, data=request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        row = add_option(request.acting, contract.pk, entry=form.entry(), at=at)
        return _("De verlenging staat klaar. Besluit uiterlijk op %(day)s.") % {"day": day_nl(row.decide_by)}

    return answer(
        request,
        contract,
        form,
        heading=_("Verlenging toevoegen"),
        intro=_("De afspraken veranderen pas als u besluit om te verlengen."),
        button=_("Verlenging bewaren"),
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def option_decide(request: WorkRequest, contract_id: uuid.UUID, option_id: uuid.UUID) -> HttpResponse:
    """Extend the contract, or let it end."""
    contract = contract_of(request, contract_id)
    option = get_object_or_404(OptionYear, pk=option_id, contract=contract, state=OptionState.OPEN)
    form = OptionDecisionForm(
        contract, option, on=timezone.localdate(), data=request.POST if request.method == "POST" else None
    )

    def store(at: datetime) -> str:
        reason = form.cleaned_data["reason"]
        if not form.takes:
            decline_option(option, reason=reason, at=at)
            return _("Het contract wordt niet verlengd.")
        take_option(request.acting, option, reason=reason, at=at, **form.taken())
        contract.refresh_from_db(fields=["obligation"])
        return _("Verlengd tot en met %(day)s. De verplichting is nu %(amount)s.") % {
            "day": day_nl(option.ends_on),
            "amount": euro(contract.obligation),
        }

    def outcome() -> Preview | None:
        file = terms_file(contract)
        return preview(file, with_option(file, option, **form.taken())) if form.takes else None

    return answer(
        request,
        contract,
        form,
        heading=_("Verlengen tot en met %(day)s?") % {"day": day_nl(option.ends_on)},
        intro=_("De bouwblokkentabel van de gunning blijft gelden, ook in de verlenging."),
        button=_("Besluit vastleggen"),
        outcome=outcome,
        store=store,
    )
