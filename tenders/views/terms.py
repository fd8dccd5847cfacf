import uuid
from collections.abc import Callable
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organisations.access import WorkRequest, requires
from organisations.templatetags.formatting import day_nl, euro
from tenders import access
from tenders.choices import Cause
from tenders.forms.terms import OfTerms, TermsForm
from tenders.models import Contract
from tenders.terms import TermsRefused, revise, terms_file
from tenders.terms_page import Preview, preview, terms_page


@requires(access.may_see_contracts)
@require_GET
def terms(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """All versions of what was agreed, the newest first, and what may still change it."""
    contract = contract_of(request, contract_id)
    return render(
        request,
        "tenders/terms.html",
        {
            "contract": contract,
            "tab": "terms",
            "page": terms_page(request.acting, contract, on=timezone.localdate()),
            "may_change": access.may_change_terms(request.acting) and contract.settled_on is None,
            "may_award": access.may_award(request.acting) and contract.tender_id is not None,
        },
    )


@requires(access.may_change_terms)
@require_http_methods(["GET", "POST"])
def terms_edit(request: WorkRequest, contract_id: uuid.UUID) -> HttpResponse:
    """Change sum, period, percentage or basis from a day on."""
    contract = contract_of(request, contract_id)
    file, on = terms_file(contract), timezone.localdate()
    form = TermsForm(file, on=on, data=request.POST if request.method == "POST" else None)

    def store(at: datetime) -> str:
        rows = revise(
            request.acting,
            contract.pk,
            cause=Cause.CHANGE,
            valid_from=form.cleaned_data["valid_from"],
            reason=form.cleaned_data["reason"],
            at=at,
            throughout=form.throughout(),
            **form.changes(),
        )
        said = _("Versie %(number)s is bewaard.") % {"number": rows[0].number}
        return f"{said} {holds_now(contract, rows[0].valid_from, on=on)}"

    def outcome() -> Preview:
        written = file.revised(
            valid_from=form.cleaned_data["valid_from"], changes=form.changes(), throughout=form.throughout()
        )
        return preview(file, written)

    return answer(
        request,
        contract,
        form,
        heading=_("Afspraken wijzigen"),
        intro=_("De oude versie blijft leesbaar. Het tarief van de gunning verandert niet."),
        button=_("Wijziging vastleggen"),
        outcome=outcome,
        store=store,
    )


def contract_of(request: WorkRequest, contract_id: uuid.UUID) -> Contract:
    """The contract, with its parties, for who is one of its sides; for others it is not there."""
    contracts = access.side_contracts_of(request.acting).with_parties().select_related("tariff")
    return get_object_or_404(contracts, pk=contract_id)


def answer(  # noqa: PLR0913 - the words and steps of one form
    request: WorkRequest,
    contract: Contract,
    form: OfTerms,
    *,
    heading: str,
    button: str,
    store: Callable[[datetime], str],
    outcome: Callable[[], Preview | None] | None = None,
    intro: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Show a form about terms, foresee what it would do, or do it: the same way for all of them.

    ``outcome`` tells what would follow from the form as it is filled in; it is asked while typing (by htmx), by a
    button without JavaScript, and beside errors. ``store`` does it and gives the words for the user.
    """
    foretold, asked = None, "preview" in request.POST or bool(request.headers.get("HX-Request"))
    is_right = request.method == "POST" and form.is_valid()
    if asked and request.method == "POST":
        # Why can be said last: what would follow does not depend on it.
        form.errors.pop("reason", None)
        is_right = not form.errors
    if is_right:
        try:
            if not asked:
                messages.success(request, store(timezone.now()))
                return HttpResponseRedirect(terms_path(request, contract))
            foretold = outcome() if outcome else None
        except TermsRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    if request.headers.get("HX-Request"):
        # What is not filled in yet is no fault while typing.
        return render(request, "tenders/_terms_preview.html", {"preview": foretold, "refused": _spoken(form)})
    return render(
        request,
        "tenders/terms_form.html",
        {
            "contract": contract,
            "tab": "terms",
            "form": form,
            "heading": heading,
            "intro": intro,
            "button": button,
            "danger": danger,
            "foresees": outcome is not None,
            "preview": foretold,
            "refused": [],
            "back_url": terms_path(request, contract),
        },
        status=422 if form.errors else 200,
    )


def holds_now(contract: Contract, valid_from: date, *, on: date) -> str:
    """The obligation of now after a change, or of the day from which the change holds."""
    if valid_from > on:
        return _("Vanaf %(day)s is de verplichting %(amount)s.") % {
            "day": day_nl(valid_from),
            "amount": euro(terms_file(contract).on(valid_from).label.obligation),
        }
    contract.refresh_from_db(fields=["obligation"])
    return _("De verplichting is nu %(amount)s.") % {"amount": euro(contract.obligation)}


def terms_path(request: WorkRequest, contract: Contract) -> str:
    return reverse("tenders:terms", args=[request.acting.organisation_id, contract.pk])


def _spoken(form: OfTerms) -> list[str]:
    """What stands in the way of fields that were filled in: no word about what is still empty."""
    return [
        str(text)
        for name, texts in form.errors.items()
        for text in texts
        if name == "__all__" or str(form.data.get(form.add_prefix(name)) or "").strip()
    ]
