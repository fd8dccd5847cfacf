import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from candidates import access
from candidates.benefit.kept import PastLimit
from candidates.file.pages import name_of
from candidates.filters.training import EnrolmentFilter
from candidates.forms.enrolment import EnrolForm, EnrolmentForm, RemoveForm
from candidates.models import Candidate, Enrolment
from candidates.reading import log_seen
from candidates.tables.training import EnrolmentTable
from candidates.training import enrolments, programmes, removing, seats
from candidates.training.days import WrongDay
from candidates.training.of_candidate import training_of
from candidates.training.pages import tabs
from candidates.training.running import Moved
from candidates.views.file import frame, open_file
from organisations import saved_views
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

PER_PAGE = 25


@requires(access.works_with_candidates)
@require_GET
def enrolment_list(request: WorkRequest) -> HttpResponse:
    """Who follows or followed what, newest first; what lies over another programme is flagged."""
    acting = request.acting
    views = saved_views.opened(acting, "deelnemers", request.GET)
    if views.redirect:
        return HttpResponseRedirect(views.redirect)
    found = EnrolmentFilter(
        request.GET,
        queryset=enrolments.enrolments_of(acting)
        .with_overlap()
        .select_related("candidate__identity", "programme", "group"),
        programmes=programmes.programmes_of(acting).order_by("name", "pk"),
    )
    table = EnrolmentTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    shown = [row.record for row in table.page.object_list]
    for one in shown:
        one.shown_name = name_of(one.candidate)
    log_seen(
        acting,
        {one.candidate_id: one.candidate for one in shown}.values(),
        purpose=_("Lijst van deelnemers aan scholing"),
        at=timezone.now(),
        request=request.reference,
    )
    context = {"table": table, "filter": found, "views": views, "tabs": tabs(acting, "enrolments")}
    return render(request, "candidates/enrolment_list.html", context)


@requires(access.works_with_candidates)
@require_GET
def candidate_training(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """The page of a file about training: what was followed, what runs, and for which groups he waits."""
    candidate = open_file(request, candidate_id, purpose=_("Scholing bekeken"))
    context = frame(request, candidate, "training") | {
        "training": training_of(request.acting, candidate, on=timezone.localdate()),
    }
    return render(request, "candidates/candidate_training.html", context)


@requires(access.may_work_with_candidates)
@require_POST
def candidate_put_forward(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Put a candidate on the waiting list of a group."""
    acting = request.acting
    candidate = get_object_or_404(access.candidates_of(acting).filter(anonymised_at=None), pk=candidate_id)
    try:
        wanted = uuid.UUID(request.POST.get("group", ""))
    except ValueError:
        messages.error(request, _("Kies een groep."))
        return HttpResponseRedirect(_training_url(request, candidate.pk))
    group = get_object_or_404(programmes.groups_of(acting), pk=wanted)
    try:
        seats.put_forward(acting, group.pk, candidate_id=candidate.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Voorgedragen. Het Coördinatiepunt Social Return verdeelt de plaatsen."))
    return HttpResponseRedirect(_training_url(request, candidate.pk))


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "POST"])
def enrolment_create(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Somebody begins a programme without a group, or began one before."""
    acting, on = request.acting, timezone.localdate()
    candidate = open_file(request, candidate_id, purpose=_("Scholing vastgelegd"))
    available = programmes.programmes_of(acting).available().filter(region_id=candidate.region_id)
    data = request.POST if request.method == "POST" else None
    form = EnrolForm(data, programmes=available.order_by("name", "pk"))
    if data is not None and form.is_valid():
        programme_id = form.cleaned_data["programme"].pk
        try:
            enrolments.enrol(
                acting, candidate.pk, programme_id=programme_id, entry=form.entered(), on=on, at=timezone.now()
            )
        except PastLimit as past:
            form.add_error("benefit_reason", past.sentence)
        except enrolments.SameAgain as same:
            form.add_error("again", same.sentence)
        except WrongDay as wrong:
            form.add_error("started_on", wrong.sentence)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Vastgelegd."))
            return HttpResponseRedirect(_training_url(request, candidate.pk))
    context = frame(request, candidate, "training") | {"form": form}
    return render(request, "candidates/enrolment_create.html", context, status=422 if form.errors else 200)


@requires(access.works_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def enrolment_edit(request: WorkRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """One enrolment: how it ended, certificate, attendance and costs."""
    acting, on = request.acting, timezone.localdate()
    if request.method == "POST" and not access.may_work_with_candidates(acting):
        raise PermissionDenied
    gone = _also_removed(request).filter(pk=enrolment_id, removed_at__isnull=False).first()
    if gone is not None:
        nothing = " " + _("Er is niets bewaard.") if request.method == "POST" else ""
        messages.warning(request, _("Deze deelname is weggehaald. Hieronder staat door wie en waarom.") + nothing)
        return HttpResponseRedirect(_training_url(request, gone.candidate_id) + "#weggehaald")
    found = enrolments.enrolments_of(acting).with_overlap().select_related("programme", "group")
    enrolment = get_object_or_404(found, pk=enrolment_id)
    candidate = open_file(request, enrolment.candidate_id, purpose=_("Deelname aan scholing bekeken"))
    data = request.POST if request.method == "POST" else None
    form = EnrolmentForm(data, enrolment=enrolment, on=on)
    if data is not None and form.is_valid():
        try:
            moved = enrolments.change(
                acting, enrolment.pk, entry=form.entered(), result=form.result(), on=on, at=timezone.now()
            )
        except Changed as changed:
            say_changed(changed, form)
        except PastLimit as past:
            form.add_error("benefit_reason", past.sentence)
        except enrolments.SameAgain as same:
            form.add_error("again", same.sentence)
        except WrongDay as wrong:
            form.add_error("started_on", wrong.sentence)
        except Refused as refused:
            form.add_error("ended_on", refused.sentence)
        else:
            _say_moved(request, enrolment, moved)
            return HttpResponseRedirect(_training_url(request, candidate.pk))
    return _edit_page(request, candidate, enrolment, form)


@requires(access.may_work_with_candidates)
@require_POST
def enrolment_remove(request: WorkRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """It was entered by mistake; on the page of the file it can be put back."""
    acting, on = request.acting, timezone.localdate()
    found = enrolments.enrolments_of(acting).with_overlap().select_related("programme", "group")
    enrolment = get_object_or_404(found, pk=enrolment_id)
    candidate = open_file(request, enrolment.candidate_id, purpose=_("Deelname aan scholing weggehaald"))
    form = RemoveForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            removing.remove(acting, enrolment.pk, reason=reason, on=on, at=timezone.now())
        except Refused as refused:
            form.add_error("reason", refused.sentence)
        else:
            messages.success(request, _("Weggehaald. De deelname telt nergens meer mee. Terugzetten kan hieronder."))
            return HttpResponseRedirect(_training_url(request, candidate.pk))
    return _edit_page(request, candidate, enrolment, EnrolmentForm(enrolment=enrolment, on=on), form)


@requires(access.may_work_with_candidates)
@require_POST
def enrolment_restore(request: WorkRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Undo what ``enrolment_remove`` did."""
    enrolment = get_object_or_404(_also_removed(request), pk=enrolment_id)
    try:
        removing.restore(request.acting, enrolment.pk, on=timezone.localdate(), at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Teruggezet."))
    return HttpResponseRedirect(_training_url(request, enrolment.candidate_id))


def _also_removed(request: WorkRequest) -> QuerySet[Enrolment]:
    """Enrolments of the files that somebody sees, also those that were taken away."""
    seen = access.candidates_of(request.acting).filter(anonymised_at=None).values("pk")
    found: QuerySet[Enrolment] = Enrolment.every.standing().filter(candidate__in=seen)
    return found


def _say_moved(request: WorkRequest, enrolment: Enrolment, moved: Moved) -> None:
    """That it was kept, and what became of the file."""
    state = Candidate.objects.get(pk=enrolment.candidate_id).get_state_display()
    if moved == Moved.ALONG:
        messages.success(request, _("Bewaard. Het dossier staat nu op ‘%(state)s’.") % {"state": state})
        return
    messages.success(request, _("Bewaard."))
    if moved == Moved.STAYED:
        messages.warning(request, _("Het dossier staat nog op ‘%(state)s’. Kijk of dat klopt.") % {"state": state})


def _edit_page(
    request: WorkRequest,
    candidate: Candidate,
    enrolment: Enrolment,
    form: EnrolmentForm,
    remove: RemoveForm | None = None,
) -> HttpResponse:
    acting, remove = request.acting, remove or RemoveForm()
    may_edit = access.may_work_with_candidates(acting)
    context = frame(request, candidate, "training") | {
        "form": form,
        "remove_form": remove,
        "enrolment": enrolment,
        "may_edit": may_edit,
        "may_invoice": may_edit and acts_for_coordination_point(acting),
        "may_remove": may_edit
        and (enrolment.group_id is None or acts_for_coordination_point(acting) or bool(remove.errors)),
    }
    failed = form.errors or remove.errors
    return render(request, "candidates/enrolment_edit.html", context, status=422 if failed else 200)


def _training_url(request: WorkRequest, candidate_id: uuid.UUID) -> str:
    return reverse("candidates:candidate_training", args=[request.acting.organisation_id, candidate_id])
