"""Tasks at the files of candidates: one list of what is to do, and the form at a file."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates import access
from candidates.file.pages import name_of
from candidates.filters.task import TaskFilter
from candidates.forms.task import TaskForm
from candidates.models import CandidateTask
from candidates.reading import log_seen
from candidates.views.file import open_file
from candidates.working import assigning, to_do
from organisations.access import WorkRequest, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

PER_PAGE = 25
#: In a form: where it was pressed.
BACK, _FILE = "terug", "dossier"


@requires(access.works_with_candidates)
@require_GET
def task_list(request: WorkRequest) -> HttpResponse:
    """What is to do, the longest due first, with whom it is about."""
    acting, at = request.acting, timezone.now()
    tasks = to_do.tasks_of(acting).select_related("candidate__identity", "user", "organisation", "done_by")
    found = TaskFilter(request.GET, acting=acting, tasks=tasks.order_by("due_on", "pk"))
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"task": one, "name": name_of(one.candidate)} for one in page.object_list]
    people = {row["task"].candidate_id: row["task"].candidate for row in rows}
    log_seen(acting, people.values(), purpose=_("Takenlijst"), at=at, request=request.reference)
    context = {
        "page": page,
        "rows": rows,
        "filter": found,
        "on": timezone.localdate(at),
        "is_narrowed": any(request.GET.get(name) for name in found.filters),
        "may_write": access.may_work_with_candidates(acting),
    }
    return render(request, "candidates/task_list.html", context)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def task_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Put a task in a file."""
    acting, at = request.acting, timezone.now()
    candidate = open_file(request, candidate_id, purpose=_("Taak maken"))
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        acting=acting,
        memberships=assigning.coaches_for(acting),
        on=timezone.localdate(at),
    )
    if form.is_bound and form.is_valid():
        to_do.add(acting, candidate, form.entry(), at=at)
        messages.success(request, _("De taak staat in het dossier."))
        return HttpResponseRedirect(_file(request, candidate.pk))
    context = {"form": form, "candidate": candidate, "name": name_of(candidate), "task": None}
    return render(request, "candidates/task_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def task_edit(request: WorkRequest, candidate_task_id: uuid.UUID) -> HttpResponse:
    """Another day, another person, other words."""
    acting, at = request.acting, timezone.now()
    known = to_do.tasks_of(acting).select_related("user", "organisation")
    task = get_object_or_404(known, pk=candidate_task_id)
    candidate = open_file(request, task.candidate_id, purpose=_("Taak wijzigen"))
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        acting=acting,
        memberships=assigning.coaches_for(acting),
        on=timezone.localdate(at),
        task=task,
    )
    if form.is_bound and form.is_valid():
        try:
            to_do.change(acting, task.pk, form.entry(), shown=form.was_shown)
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("De taak is gewijzigd."))
            return HttpResponseRedirect(_back(request, task))
    context = {"form": form, "candidate": candidate, "name": name_of(candidate), "task": task}
    return render(request, "candidates/task_edit.html", context, status=422 if form.errors else 200)


@requires(access.may_work_with_candidates)
@require_POST
def task_finish(request: WorkRequest, candidate_task_id: uuid.UUID) -> HttpResponse:
    """It is done."""
    task = _task(request, candidate_task_id)
    try:
        to_do.finish(request.acting, task.pk, at=timezone.now())
    except Refused as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(request, _("Klaar: %(what)s") % {"what": task.what})
    return HttpResponseRedirect(_back(request, task))


@requires(access.may_work_with_candidates)
@require_POST
def task_reopen(request: WorkRequest, candidate_task_id: uuid.UUID) -> HttpResponse:
    """It is not done after all."""
    task = _task(request, candidate_task_id)
    try:
        to_do.reopen(request.acting, task.pk)
    except Refused as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(request, _("Weer te doen: %(what)s") % {"what": task.what})
    return HttpResponseRedirect(_back(request, task))


def _task(request: WorkRequest, candidate_task_id: uuid.UUID) -> CandidateTask:
    return get_object_or_404(to_do.tasks_of(request.acting), pk=candidate_task_id)


def _back(request: WorkRequest, task: CandidateTask) -> str:
    """The file when it was pressed there, else the list as it was narrowed."""
    if request.POST.get(BACK) == _FILE:
        return _file(request, task.candidate_id)
    query = request.GET.urlencode()
    url = reverse("candidates:task_list", args=[request.acting.organisation_id])
    return f"{url}?{query}" if query else url


def _file(request: WorkRequest, candidate_id: uuid.UUID) -> str:
    return reverse("candidates:candidate_detail", args=[request.acting.organisation_id, candidate_id])
