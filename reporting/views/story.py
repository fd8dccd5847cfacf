"""The bureau's stories: all of them with their consent, one to write or change, approve and withdraw."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, acts_for_programme_bureau, may_write, requires
from organisations.refused import Refused
from reporting.forms.story import StoryForm
from reporting.models import Story
from reporting.publication import stories

PER_PAGE = 20


@requires(acts_for_programme_bureau)
@require_GET
def story_list(request: WorkRequest) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    found = stories.stories_of(acting).select_related("written_by", "approved_by").newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    told = set(found.told(on=on).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    lines = [{"story": one, "status": _status(one, is_told=one.pk in told)} for one in page]
    context = {"page": page, "lines": lines, "may_write": may_write(acting), "region": acting.region}
    return render(request, "reporting/story_list.html", context)


@requires(acts_for_programme_bureau)
@require_GET
def story_detail(request: WorkRequest, story_id: uuid.UUID) -> HttpResponse:
    acting, on = request.acting, timezone.localdate()
    found = stories.stories_of(acting).select_related("written_by", "approved_by")
    story = get_object_or_404(found, pk=story_id)
    is_told = found.told(on=on).filter(pk=story_id).exists()
    writes = may_write(acting) and story.withdrawn_at is None
    context = {
        "story": story,
        "status": _status(story, is_told=is_told),
        "may_change": writes,
        "may_approve": writes and story.approved_at is None and story.written_by_id != acting.user_id,
        "waits_for_another": writes and story.approved_at is None and story.written_by_id == acting.user_id,
    }
    return render(request, "reporting/story_detail.html", context)


@requires(acts_for_programme_bureau, may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def story_create(request: WorkRequest) -> HttpResponse:
    form = StoryForm(request.POST or None, on=timezone.localdate())
    return _written(request, form, None)


@requires(acts_for_programme_bureau, may_write)
@require_http_methods(["GET", "HEAD", "POST"])
def story_edit(request: WorkRequest, story_id: uuid.UUID) -> HttpResponse:
    story = get_object_or_404(stories.stories_of(request.acting), pk=story_id)
    names = ("title", "text", "consent_given_on", "consent_how", "consent_ends_on")
    initial = {name: getattr(story, name) for name in names}
    form = StoryForm(request.POST or None, on=timezone.localdate(), initial=initial)
    return _written(request, form, story)


@requires(acts_for_programme_bureau, may_write)
@require_POST
def story_approve(request: WorkRequest, story_id: uuid.UUID) -> HttpResponse:
    story = get_object_or_404(stories.stories_of(request.acting), pk=story_id)
    try:
        stories.approve(request.acting, story.pk, at=timezone.now())
        messages.success(request, _("Het verhaal staat op de openbare pagina zolang de toestemming loopt."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _to(request, story)


@requires(acts_for_programme_bureau, may_write)
@require_POST
def story_withdraw(request: WorkRequest, story_id: uuid.UUID) -> HttpResponse:
    story = get_object_or_404(stories.stories_of(request.acting), pk=story_id)
    try:
        stories.withdraw(request.acting, story.pk, at=timezone.now())
        messages.success(request, _("De toestemming is ingetrokken. Titel en tekst zijn gewist."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _to(request, story)


def _written(request: WorkRequest, form: StoryForm, story: Story | None) -> HttpResponse:
    acting = request.acting
    if form.is_valid():
        on, at = timezone.localdate(), timezone.now()
        try:
            if story is None:
                story = stories.write(acting, form.told(), on=on, at=at)
            else:
                story = stories.rewrite(acting, story.pk, form.told(), on=on, at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Het verhaal is bewaard. Een collega keurt het goed."))
            return _to(request, story)
    back = (
        reverse("reporting:story_list", args=[acting.organisation_id])
        if story is None
        else reverse("reporting:story_detail", args=[acting.organisation_id, story.pk])
    )
    context: dict[str, Any] = {"form": form, "story": story, "back": back}
    return render(request, "reporting/story_form.html", context, status=422 if form.errors else 200)


def _status(story: Story, *, is_told: bool) -> str:
    """The key of its state (``status_words``)."""
    if story.withdrawn_at is not None:
        return "withdrawn"
    if is_told:
        return "story_told"
    return "story_waits" if story.approved_at is None else "story_ended"


def _to(request: WorkRequest, story: Story) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("reporting:story_detail", args=[request.acting.organisation_id, story.pk]))
