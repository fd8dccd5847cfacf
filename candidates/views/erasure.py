import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from candidates import access
from candidates.keeping import erasure
from candidates.views.file import frame, open_file
from organisations.access import WorkRequest, requires
from organisations.choices import ErasureCause
from organisations.refused import Refused
from organisations.retention_forms import EraseForm


@requires(access.may_run_back_office)
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_erase(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Erase everything that says who somebody is, because he asks for it."""
    candidate = open_file(request, candidate_id, purpose=_("Gegevens wissen"))
    today = timezone.localdate()
    form = EraseForm(request.POST if request.method == "POST" else None, today=today, initial={"asked_on": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            erasure.erase(
                request.acting,
                candidate.pk,
                cause=ErasureCause(given["cause"]),
                asked_on=given["asked_on"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request,
                _("%(number)s wordt nu gewist. Het bewijs daarvan staat hier.") % {"number": candidate.reference},
            )
            return HttpResponseRedirect(reverse("organisations:erasure_list", args=[request.acting.organisation_id]))
    context = frame(request, candidate, "overview") | {"form": form}
    return render(request, "candidates/candidate_erase.html", context, status=422 if form.errors else 200)
