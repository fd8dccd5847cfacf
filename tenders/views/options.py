import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.access import WorkRequest, requires
from organisations.templatetags.formatting import day_nl
from tenders import access
from tenders.choices import OptionState
from tenders.forms.terms import OptionDecisionForm, OptionForm
from tenders.models import OptionYear
from tenders.options import add_option, agreed_already, decline_option, take_option, with_option
from tenders.terms import terms_file
from tenders.terms_page import Preview, preview
from tenders.views.terms import answer, contract_of, holds_now


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def option_create(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Record a period with which the contract may be extended."""
    contract = contract_of(request, contract_id)
    known = list(OptionYear.objects.filter(contract=contract).order_by("starts_on"))
    file, on = terms_file(contract), timezone.localdate()
    form = OptionForm(file, options=known, on=on, data=request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        row = add_option(request.acting, contract.pk, entry=form.entry(), at=at)
        said = _("De verlenging staat klaar. Besluit uiterlijk op %(day)s.") % {"day": day_nl(row.decide_by)}
        return f"{said} {agreed_already(file, row.starts_on, on=on)}".strip()

    def outcome() -> Preview | None:
        warning = agreed_already(file, form.cleaned_data["starts_on"], on=on)
        return Preview(contract.obligation, [], [warning]) if warning else None

    return answer(
        request,
        contract,
        form,
        heading=_("Verlenging toevoegen"),
        intro=_("De afspraken veranderen pas als u besluit om te verlengen."),
        button=_("Verlenging bewaren"),
        outcome=outcome,
        store=store,
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def option_decide(request: WorkRequest, contract_id: uuid.UUID, option_id: uuid.UUID) -> HttpResponse:
    """Extend the contract, or let it end."""
    contract = contract_of(request, contract_id)
    option = get_object_or_404(OptionYear, pk=option_id, contract=contract, state=OptionState.OPEN)
    file, on = terms_file(contract), timezone.localdate()
    form = OptionDecisionForm(file, option, on=on, data=request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        reason = form.cleaned_data["reason"]
        if not form.takes:
            decline_option(option, reason=reason, at=at)
            return _("Het contract wordt niet verlengd.")
        take_option(request.acting, option, reason=reason, at=at, **form.taken())
        said = _("Verlengd tot en met %(day)s.") % {"day": day_nl(option.ends_on)}
        return f"{said} {holds_now(contract, form.cleaned_data['valid_from'], on=on)}"

    def outcome() -> Preview | None:
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
