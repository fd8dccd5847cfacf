"""What every page of the covenant does in the same way: fill in a row, show it with its history, take back a change."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed
from reporting import access
from reporting.covenant import records, rows
from reporting.covenant.history import happenings
from reporting.covenant.pages import tabs
from reporting.forms.covenant import RecordForm
from reporting.models import CovenantAction, CovenantMeeting, CovenantRisk, DutyProgress, PlanActivity

Write = Callable[[dict[str, Any], str | None], models.Model]
#: What can be taken back, by the word in the address, with the page that shows it.
TAKEN_BACK: Mapping[str, tuple[type[models.Model], str]] = {
    "overleg": (CovenantMeeting, "meeting_detail"),
    "actie": (CovenantAction, "action_detail"),
    "activiteit": (PlanActivity, "activity_detail"),
    "risico": (CovenantRisk, "risk_detail"),
    "verplichting": (DutyProgress, "progress_detail"),
}


def posted(request: WorkRequest) -> Any:
    return request.POST if request.method == "POST" else None


def saved(request: WorkRequest, form: RecordForm, write: Write) -> Any:
    """What was written, with a word to the user; None when the form has to be shown again."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = write(form.entered(), form.was_shown)
    except Changed as changed:
        say_changed(changed, form)
    except Refused as refused:
        form.add_error(None, refused.sentence)
    else:
        messages.success(request, _("Bewaard."))
        return made
    return None


def address(request: WorkRequest, view: str, *keys: Any) -> str:
    return reverse(f"reporting:{view}", args=[request.acting.organisation_id, *keys])


def to(request: WorkRequest, view: str, *keys: Any) -> HttpResponse:
    return HttpResponseRedirect(address(request, view, *keys))


def form_page(request: WorkRequest, form: RecordForm, *, tab: str, title: str, back: str) -> HttpResponse:
    """A page with nothing but a form; ``back`` is where one goes without saving."""
    context = {"form": form, "tabs": tabs(request.acting, tab), "title": title, "back": back}
    return render(request, "reporting/covenant/form.html", context, status=422 if form.errors else 200)


def of_record(request: WorkRequest, held: models.Model, word: str) -> dict[str, Any]:
    """For the panel with what became of it. Three queries."""
    back = records.undoable(request.acting, held, at=timezone.now())
    return {"history": happenings(held), "undo_url": address(request, "covenant_undo", word, held.pk) if back else ""}


@requires(access.works_on_covenant)
@require_POST
def covenant_undo(request: WorkRequest, word: str, record_id: uuid.UUID) -> HttpResponse:
    """Take back one's own last change of a row."""
    record, view = TAKEN_BACK.get(word, (None, ""))
    reached: Any = record._default_manager.all() if record else CovenantAction.objects.none()  # noqa: SLF001 - the public way to rows
    held = get_object_or_404(reached.filter(region_id__in=rows.region_ids(request.acting)), pk=record_id)
    at = timezone.now()
    # Somebody who never could change it has nothing to take back; locking it would not find it either.
    if records.undoable(request.acting, held, at=at) is None:
        messages.error(request, _("Hier valt niets van u ongedaan te maken."))
    else:
        records.step_back(request.acting, type(held), held.pk, at=at)
        messages.success(request, _("Ongedaan gemaakt."))
    if isinstance(held, DutyProgress):
        partner = get_object_or_404(
            rows.partners_of(request.acting), region_id=held.region_id, organisation_id=held.partner_id
        )
        return to(request, view, partner.pk, held.duty_id)
    return to(request, view, held.pk)
