"""Follow a search of the calendar by mail, without an account: ask for it, and the page behind the link in the mail."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organisations import tenancy
from organisations.access import open_to_all
from organisations.link_pages import opened_by_link
from organisations.models import Region
from organisations.open_forms import sent_too_often
from organisations.refused import Refused
from organisations.search_address import address
from tenders.calendar import following
from tenders.calendar.counting import counts_of
from tenders.calendar.public_words import said
from tenders.calendar.selection import selection
from tenders.calendar.wanted import Wanted
from tenders.forms.calendar_follow import CalendarFollowForm, RhythmForm
from tenders.models import CalendarFollower

_GONE, _UNPROCESSABLE, _TOO_MANY = 410, 422, 429
#: What one place may send in an hour.
MOST_AN_HOUR = 20


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_follow(request: HttpRequest, region_code: str) -> HttpResponse:
    """The search in the address, and where the mail goes. The answer is the same whether or not that was known."""
    region = get_object_or_404(Region, code=region_code)
    form = CalendarFollowForm(request.POST if request.method == "POST" else None)
    refused, status = "", 200
    with tenancy.public(region.pk):
        found = selection(region.pk, request.GET, on=timezone.localdate())
        wanted, counts = found.wanted.narrowed, counts_of(found)
        words = said(wanted, counts)
        if request.method == "POST":
            status = _UNPROCESSABLE
            if form.is_of_program or form.is_valid():
                refused = _ask(request, form, region, wanted, words)
                if not refused:
                    context = {"region": region, "days": following.CONFIRM_WITHIN.days}
                    return render(request, "tenders/calendar_follow_sent.html", context)
                status = _TOO_MANY
    context = {
        "form": form,
        "region": region,
        "words": words,
        "count": counts.total,
        "is_guess": found.is_guess,
        "refused": refused,
        "calendar_url": address(reverse("tenders:calendar", args=[region.code]), wanted),
    }
    return render(request, "tenders/calendar_follow.html", context, status=status)


def _ask(request: HttpRequest, form: CalendarFollowForm, region: Region, wanted: Wanted, words: str) -> str:
    """Do it; returns why not."""
    if sent_too_often(request, "calendar-follower", most=MOST_AN_HOUR):
        return _("U hebt heel vaak iets verstuurd. Probeer het over een uur opnieuw.")
    if form.is_of_program:
        return ""
    given = form.cleaned_data
    try:
        following.ask(
            region=region,
            email=given["email"],
            wanted=wanted,
            words=words[:2000],
            rhythm=given["rhythm"],
            at=timezone.now(),
        )
    except Refused as refused:
        return refused.sentence
    return ""


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_follow_own(request: HttpRequest, region_code: str, token: str) -> HttpResponse:
    """The page behind the link: prove the address, see what is followed, choose how often, stop."""
    at = timezone.now()
    region = get_object_or_404(Region, code=region_code)
    with tenancy.link(token):
        follower = following.find(token, region_code=region_code)
        if follower is None:
            raise Http404
        if not following.is_open(follower, at=at):
            return render(request, "tenders/calendar_follow_closed.html", {"region": region}, status=_GONE)
        form = RhythmForm(initial={"rhythm": follower.rhythm})
        status = 200
        if request.method == "POST":
            form, sentence = _step(request, follower, token, region_code)
            if sentence:
                messages.success(request, sentence)
                return HttpResponseRedirect(request.path)
            status = _UNPROCESSABLE
    search = reverse("tenders:calendar", args=[region.code])
    context = {
        "follower": follower,
        "region": region,
        "form": form,
        "rhythm": follower.get_rhythm_display(),
        "calendar_url": f"{search}?{follower.query}" if follower.query else search,
        "days": following.KEEP_ENDED.days,
    }
    return render(request, "tenders/calendar_follow_own.html", context, status=status)


def _step(request: HttpRequest, follower: CalendarFollower, token: str, region_code: str) -> tuple[RhythmForm, str]:
    """Do what the button says; the sentence that is read after it, or the form with what is wrong."""
    form = RhythmForm(request.POST)
    which: dict[str, Any] = {"region_code": region_code, "at": timezone.now()}
    match request.POST.get("step"):
        case "confirm":
            if following.confirm(token, **which).ended_at is not None:
                return form, _("U was al gestopt. Wilt u toch weer mail? Kies dat hieronder.")
            return form, _("Gelukt. Wij mailen u als er nieuws is.")
        case "rhythm":
            if form.is_valid():
                following.change_rhythm(token, rhythm=form.cleaned_data["rhythm"], **which)
                return form, _("Opgeslagen.")
        case "end":
            following.end(token, **which)
            return form, _("U krijgt geen mail meer over deze zoekvraag.")
        case "resume":
            following.resume(token, **which)
            return form, _("U krijgt weer mail als er nieuws is.")
        case _:
            form = RhythmForm({"rhythm": follower.rhythm})
            form.add_error(None, _("Kies wat u wilt doen."))
    return form, ""
