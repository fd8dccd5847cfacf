"""Two pages that stand in for a mailbox while there is no mail server."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisations.access import open_to_all
from sroi_portal.mail import caught_mail, caught_mails


@open_to_all
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "mail/mail_list.html", {"mails": caught_mails()})


@open_to_all
@require_safe
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    mail = caught_mail(name)
    if mail is None:
        raise Http404
    return render(request, "mail/mail_detail.html", {"mail": mail})
