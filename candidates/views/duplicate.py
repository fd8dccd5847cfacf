import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates import access
from candidates.forms.merge import FindForm, MergeForm, UndoForm
from candidates.models import Candidate, CandidateMerge
from candidates.reading import log_seen
from candidates.registering import duplicates, merging
from organisations.access import WorkRequest, requires
from organisations.refused import Refused

PER_PAGE = 20


@requires(access.works_with_candidates)
@require_GET
def duplicate_list(request: WorkRequest) -> HttpResponse:
    """Files that may be about one person, the oldest find first; each pair is looked at and settled."""
    acting = request.acting
    page = Paginator(duplicates.open_pairs(acting), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"pair": one, "signs": duplicates.signs_in_words(one.signs)} for one in page]
    seen = {file.pk: file for one in page for file in (one.one, one.other)}
    log_seen(
        acting,
        seen.values(),
        purpose=_("Kijken of twee dossiers over één persoon gaan"),
        at=timezone.now(),
        request=request.reference,
    )
    context = {"page": page, "rows": rows, "may_decide": access.may_work_with_candidates(acting)}
    return render(request, "candidates/duplicate_list.html", context)


@requires(access.may_work_with_candidates)
@require_POST
def duplicate_dismiss(request: WorkRequest, pair_id: uuid.UUID) -> HttpResponse:
    """They are two people."""
    pair = get_object_or_404(duplicates.open_pairs(request.acting), pk=pair_id)
    try:
        duplicates.say_different(request.acting, pair.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Vastgelegd: dit zijn twee mensen. Het portaal vraagt het niet nog eens."))
    return HttpResponseRedirect(reverse("candidates:duplicate_list", args=[request.acting.organisation_id]))


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_start(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Which file is about the same person? By its number."""
    known = _mergeable(request)
    candidate = get_object_or_404(known.select_related("identity"), pk=candidate_id)
    _log(request, candidate)
    others = known.exclude(pk=candidate.pk)
    form = FindForm(request.POST if request.method == "POST" else None, candidates=others)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(_merge_url(request, candidate, form.cleaned_data["number"]))
    context = {"form": form, "candidate": candidate, "name": candidate.identity.name or candidate.reference}
    return render(request, "candidates/merge_start.html", context, status=422 if form.errors else 200)


@requires(access.may_work_with_candidates)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_create(request: WorkRequest, candidate_id: uuid.UUID, second_id: uuid.UUID) -> HttpResponse:
    """Choose field by field what of two files is right, and make one of them."""
    acting = request.acting
    files = merging.files(_mergeable(request))
    kept, gone = get_object_or_404(files, pk=candidate_id), get_object_or_404(files, pk=second_id)
    _log(request, kept, gone)
    form = MergeForm(request.POST if request.method == "POST" else None, parts=merging.parts(kept, gone))
    if form.is_bound and form.is_valid():
        try:
            made = merging.merge(
                acting,
                kept_id=kept.pk,
                gone_id=gone.pk,
                taken=form.taken(),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            _say_merged(request, made)
            return HttpResponseRedirect(reverse("candidates:candidate_detail", args=[acting.organisation_id, kept.pk]))
    context = {
        "form": form,
        "kept": kept,
        "gone": gone,
        "other_way": _merge_url(request, gone, kept),
    }
    return render(request, "candidates/merge_create.html", context, status=422 if form.errors else 200)


@requires(access.works_with_candidates)
@require_GET
def merge_list(request: WorkRequest) -> HttpResponse:
    """What was merged, by whom and why, with the way back."""
    return _merges(request)


@requires(access.may_work_with_candidates)
@require_POST
def merge_undo(request: WorkRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Make two files of one again."""
    acting = request.acting
    made = get_object_or_404(merging.merges_of(acting), pk=merge_id)
    form = UndoForm(request.POST, merge=made)
    if not form.is_valid():
        return _merges(request, form)
    try:
        changed = merging.undo(acting, made.pk, reason=form.cleaned_data["reason"], at=timezone.now())
    except Refused as refused:
        form.add_error("reason", refused.sentence)
        return _merges(request, form)
    messages.success(request, _("Teruggedraaid: het zijn weer twee dossiers."))
    if changed:
        words = _("Dit was intussen gewijzigd en bleef zoals het is: %(fields)s.")
        messages.info(request, words % {"fields": ", ".join(changed)})
    return HttpResponseRedirect(reverse("candidates:merge_list", args=[acting.organisation_id]))


def _merges(request: WorkRequest, sent: UndoForm | None = None) -> HttpResponse:
    """The merges, each with its form to undo it; ``sent`` is one that cannot be taken as it is."""
    acting = request.acting
    page = Paginator(merging.merges_of(acting), PER_PAGE).get_page(request.GET.get("page"))
    seen: dict[Any, Candidate] = {file.pk: file for one in page for file in (one.kept, one.gone)}
    _log(request, *seen.values())
    forms = [sent if sent is not None and sent.merge == one else UndoForm(merge=one) for one in page]
    context = {
        "page": page,
        "rows": list(zip(page, forms, strict=True)),
        "sent": sent or UndoForm(),
        "may_undo": access.may_work_with_candidates(acting),
    }
    return render(request, "candidates/merge_list.html", context, status=422 if sent else 200)


def _mergeable(request: WorkRequest) -> QuerySet[Candidate]:
    """Not who was erased: with the rest of a file nobody can say whom it was about."""
    return access.candidates_of(request.acting).filter(anonymised_at=None)


def _log(request: WorkRequest, *candidates: Candidate) -> None:
    log_seen(
        request.acting,
        candidates,
        purpose=_("Dossiers samenvoegen"),
        at=timezone.now(),
        request=request.reference,
    )


def _say_merged(request: WorkRequest, made: CandidateMerge) -> None:
    messages.success(request, _("Samengevoegd. Alles van het andere dossier staat nu hier."))
    if made.left:
        words = _("Wat er maar één keer kan zijn, bleef bij het oude dossier: %(n)s keer.")
        messages.info(request, words % {"n": made.left})


def _merge_url(request: WorkRequest, kept: Candidate, gone: Candidate) -> str:
    return reverse("candidates:merge_create", args=[request.acting.organisation_id, kept.pk, gone.pk])
