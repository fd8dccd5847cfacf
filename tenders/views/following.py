"""The pages by which a search of any public list is followed by mail: ask for it, and what a mailed link opens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.link_pages import closed
from organisations.models import Region
from organisations.open_forms import receive
from tenders import following
from tenders.following import Followed
from tenders.forms.following import FollowForm, RhythmForm
from tenders.models import SearchFollower

_UNPROCESSABLE = 422
#: What one place may send in an hour.
MOST_AN_HOUR = 20
_MOST_WORDS = 2000


def ask_page(request: HttpRequest, followed: Followed, region_code: str) -> HttpResponse:
    """The search in the address, and where the mail goes. The answer is the same whether or not that was known."""
    region = get_object_or_404(Region, code=region_code)
    form = FollowForm(request.POST if request.method == "POST" else None)
    with tenancy.public(region.pk):
        asked = followed.asked(region, request.GET, timezone.localdate())

        def keep() -> None:
            following.ask(
                followed,
                region=region,
                email=form.cleaned_data["email"],
                search=asked.search,
                words=asked.words[:_MOST_WORDS],
                rhythm=form.cleaned_data["rhythm"],
                at=timezone.now(),
            )

        received = receive(request, form, f"follower-{followed.kind}", keep, most=MOST_AN_HOUR)
    context = {
        "followed": followed,
        "region": region,
        "list_url": followed.list_address(region.code, asked.search.query_string),
    }
    if received.is_taken:
        return render(request, "tenders/follow_sent.html", context | {"days": following.CONFIRM_WITHIN.days})
    context |= {
        "form": form,
        "words": asked.words,
        "count_said": followed.count_said(asked.count),
        "is_guess": asked.is_guess,
        "refused": received.refused,
    }
    return render(request, "tenders/follow.html", context, status=received.status)


def own_page(request: HttpRequest, followed: Followed, region_code: str, token: str) -> HttpResponse:
    """The page behind the link: prove the address, see what is followed, choose how often, stop."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.link(token):
        follower = following.find(followed, token, region_code=region_code)
        if follower is None or not following.is_open(follower, at=timezone.now()):
            return _closed(request, followed, region, is_over=follower is not None)
        form = RhythmForm(initial={"rhythm": follower.rhythm})
        status = 200
        if request.method == "POST":
            form, sentence = _step(request, followed, follower, token)
            if sentence:
                messages.success(request, sentence)
                is_end = request.POST.get("step") == "end"
                # From there one asks for the same again.
                onward = followed.ask_address(region.code, follower.query) if is_end else request.path
                return HttpResponseRedirect(onward)
            status = _UNPROCESSABLE
    context = {
        "followed": followed,
        "follower": follower,
        "region": region,
        "form": form,
        "rhythm": follower.get_rhythm_display(),
        "list_url": followed.list_address(region.code, follower.query),
    }
    return render(request, "tenders/follow_own.html", context, status=status)


def stop_page(request: HttpRequest, followed: Followed, region_code: str, token: str) -> HttpResponse:
    """All that is followed of a list at one address; a POST ends it, also one that a mail program sends by itself."""
    region = get_object_or_404(Region, code=region_code)
    with tenancy.link(token):
        searches = following.searches_at(followed, token, region_code=region_code)
        is_stopped = request.method == "POST" and following.end_all(followed, token, region_code=region_code) > 0
    if not searches:
        return _closed(request, followed, region, is_over=False)
    context = {"followed": followed, "region": region, "searches": searches, "is_stopped": is_stopped}
    return render(request, "tenders/follow_stop.html", context)


def _step(request: HttpRequest, followed: Followed, follower: SearchFollower, token: str) -> tuple[RhythmForm, str]:
    """Do what the button says; the sentence that is read after it, or the form with what is wrong."""
    form = RhythmForm(request.POST)
    which: dict[str, Any] = {"region_code": follower.region.code}
    match request.POST.get("step"):
        case "confirm":
            following.confirm(followed, token, at=timezone.now(), **which)
            return form, _("Gelukt. Wij mailen u als er nieuws is.")
        case "rhythm":
            if form.is_valid():
                rhythm = form.cleaned_data["rhythm"]
                following.change_rhythm(followed, token, rhythm=rhythm, at=timezone.now(), **which)
                return form, _("Opgeslagen.")
        case "end" if follower.confirmed_at is not None:
            following.end(followed, token, **which)
            return form, _("U krijgt hierover geen mail meer. Wij hebben dit gewist.")
        case _:
            form = RhythmForm({"rhythm": follower.rhythm})
            form.add_error(None, _("Kies wat u wilt doen."))
    return form, ""


def _closed(request: HttpRequest, followed: Followed, region: Region, *, is_over: bool) -> HttpResponse:
    return closed(
        request,
        "tenders/follow_closed.html",
        region,
        is_over=is_over,
        followed=followed,
        list_url=followed.list_address(region.code),
    )
