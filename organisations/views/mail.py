from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import mail_choices as of_mail
from organisations.access import WorkRequest, is_member, requires
from organisations.forms import MailChoicesForm


@requires(is_member)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: WorkRequest) -> HttpResponse:
    """Which mail the member wants for this organisation, and when. An auditor too: it is about his own mailbox."""
    acting = request.acting
    asked: Any = request.POST if request.method == "POST" else None
    form = MailChoicesForm(asked, chosen=of_mail.choices_of(acting))
    if request.method == "POST" and form.is_valid():
        of_mail.choose(acting, rhythms=form.rhythms())
        messages.success(request, _("Uw keuze is bewaard."))
        return HttpResponseRedirect(request.path)
    context = {"form": form, "held": of_mail.waiting_for(acting)}
    return render(request, "organisations/mail_choices.html", context, status=422 if form.errors else 200)
