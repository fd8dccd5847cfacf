import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from candidates import access
from candidates.filters.training import ProgrammeFilter
from candidates.forms.training_programme import ProgrammeForm
from candidates.models import TrainingProgramme
from candidates.tables.training import ProgrammeTable
from candidates.training import programmes
from candidates.training.costs import costs_of
from candidates.training.pages import tabs
from candidates.training_choices import ProgrammeState
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from organisations.refused import Refused
from organisations.shown import Changed
from organisations.shown_forms import say_changed

PER_PAGE = 25


@requires(access.works_with_candidates)
@require_GET
def programme_list(request: WorkRequest) -> HttpResponse:
    """What can be followed in the region, with how many do so; a Werkplein counts its own people."""
    acting = request.acting
    found = ProgrammeFilter(request.GET, queryset=programmes.programmes_of(acting).with_counts())
    table = ProgrammeTable(found.qs, acting=acting)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {
        "table": table,
        "filter": found,
        "tabs": tabs(acting, "programmes"),
        "may_edit": access.may_run_back_office(acting),
    }
    return render(request, "candidates/programme_list.html", context)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def programme_create(request: WorkRequest) -> HttpResponse:
    """Put a programme on the list, with what it has to meet."""
    acting = request.acting
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        acting=acting,
        occupations=programmes.occupations_of(acting),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = programmes.add(
                acting, region_id=uuid.UUID(data["region"]), entry=form.entered(), is_concept=data["is_concept"]
            )
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(_url(request, made))
    context = {"form": form, "tabs": tabs(acting, "programmes")}
    return render(request, "candidates/programme_form.html", context, status=422 if form.errors else 200)


@requires(access.may_run_back_office)
@require_http_methods(["GET", "POST"])
def programme_edit(request: WorkRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Change a programme or what it has to meet."""
    acting = request.acting
    programme = get_object_or_404(programmes.programmes_of(acting), pk=programme_id)
    form = ProgrammeForm(
        request.POST if request.method == "POST" else None,
        acting=acting,
        occupations=programmes.occupations_of(acting).filter(region_id=programme.region_id),
        programme=programme,
    )
    if request.method == "POST" and form.is_valid():
        try:
            programmes.change(acting, programme.pk, entry=form.entered(), shown=form.was_shown)
        except Changed as changed:
            say_changed(changed, form)
        except Refused as refused:
            form.add_error("code", refused.sentence)
        else:
            messages.success(request, _("Bewaard."))
            return HttpResponseRedirect(_url(request, programme))
    context = {"form": form, "programme": programme, "tabs": tabs(acting, "programmes")}
    return render(request, "candidates/programme_form.html", context, status=422 if form.errors else 200)


@requires(access.works_with_candidates)
@require_GET
def programme_detail(request: WorkRequest, programme_id: uuid.UUID) -> HttpResponse:
    """One programme: what it has to meet, its groups, and for the coordination point what it cost."""
    acting = request.acting
    programme = get_object_or_404(programmes.programmes_of(acting).with_counts(), pk=programme_id)
    reads_costs = acts_for_coordination_point(acting)
    occupations = programmes.occupations_led_to(programme)
    context = {
        "programme": programme,
        "occupations": occupations,
        "expected": programmes.demand_for(acting, programme, occupations, on=timezone.localdate()),
        "groups": list(programme.groups.order_by("-starts_on", "pk")),
        "reads_costs": reads_costs,
        "cost": costs_of(acting).filter(programme=programme).counting().total() if reads_costs else None,
        "may_edit": access.may_run_back_office(acting),
        "tabs": tabs(acting, "programmes"),
    }
    return render(request, "candidates/programme_detail.html", context)


@requires(access.may_run_back_office)
@require_POST
def programme_state(request: WorkRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Make it available, close it, or open it again."""
    programme = get_object_or_404(programmes.programmes_of(request.acting), pk=programme_id)
    state = request.POST.get("state", "")
    try:
        changed = programmes.set_state(request.acting, programme.pk, state=state)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        words = {
            ProgrammeState.AVAILABLE: _("De scholing is beschikbaar."),
            ProgrammeState.CLOSED: _("De scholing is gesloten. U kunt haar hier weer openen."),
            ProgrammeState.CONCEPT: _("De scholing is weer een concept."),
        }
        messages.success(request, words[ProgrammeState(changed.state)])
    return HttpResponseRedirect(_url(request, programme))


def _url(request: WorkRequest, programme: TrainingProgramme) -> str:
    return reverse("candidates:programme_detail", args=[request.acting.organisation_id, programme.pk])
