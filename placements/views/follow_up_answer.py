"""The page behind the link in a mail: one question, one answer, no log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organisations import tenancy
from organisations.link_pages import opened_by_link
from organisations.refused import Refused
from placements.choices import AskedOf, WorkAnswer
from placements.follow_ups import answering
from placements.follow_ups.words import after
from placements.forms.follow_up import FollowUpAnswerForm

_GONE, _NOT_FOUND, _UNPROCESSABLE = 410, 404, 422


@opened_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the candidate is still at work, of himself or of his employer."""
    at = timezone.now()
    with tenancy.link(token):
        asked = answering.find()
        if asked is None:
            return render(request, "placements/follow_up_closed.html", {"asked": None}, status=_NOT_FOUND)
        if not asked.is_open(at):
            return render(request, "placements/follow_up_closed.html", {"asked": asked, "now": at}, status=_GONE)
        form = FollowUpAnswerForm(request.POST if request.method == "POST" else None, asked=asked)
        if request.method == "POST" and form.is_valid():
            try:
                said = WorkAnswer(form.cleaned_data["said"])
                answering.answer(token, said=said, place=form.cleaned_data.get("place", ""), at=at)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                return render(request, "placements/follow_up_thanks.html", {"asked": asked, "said": said})
    context = {
        "form": form,
        "asked": asked,
        "after": after(asked.months),
        "of_employer": asked.asked == AskedOf.EMPLOYER,
    }
    return render(request, "placements/follow_up_answer.html", context, status=_UNPROCESSABLE if form.errors else 200)
