"""Evidence of a line: send it, see what came of it, open it with a reason, look at its pages, fetch it, take it away."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, acts_for_contractor, requires
from organisations.citizen_numbers import without_citizen_numbers
from organisations.file_answers import original, picture
from organisations.file_checks import FileState
from organisations.refused import Refused
from organisations.uploads import say_choose_again, say_if_too_large
from placements import access, evidence
from placements.evidence import CompanyLine
from placements.forms.evidence import EvidenceForm
from placements.models import Contribution, Deployment, EvidenceContent, EvidenceFile, EvidencePage
from placements.views.evidence_panel import address_of, panel_of, way_back

_RELATED = ("contract", "block")


@requires(access.may_see_evidence)
@require_http_methods(["GET", "HEAD", "POST"])
def deployment_evidence(request: WorkRequest, deployment_id: uuid.UUID) -> HttpResponse:
    """The evidence of a person at work."""
    return _of_line(request, _deployment(request, deployment_id))


@requires(access.may_see_evidence)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_evidence(request: WorkRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """The evidence of another contribution."""
    return _of_line(request, _contribution(request, contribution_id))


@requires(access.may_verify)
@require_POST
def deployment_evidence_open(request: WorkRequest, deployment_id: uuid.UUID) -> HttpResponse:
    """Open all evidence of a person at work, with a reason."""
    return _open(request, _deployment(request, deployment_id))


@requires(access.may_verify)
@require_POST
def contribution_evidence_open(request: WorkRequest, contribution_id: uuid.UUID) -> HttpResponse:
    """Open all evidence of another contribution, with a reason."""
    return _open(request, _contribution(request, contribution_id))


@requires(access.may_see_evidence)
@require_GET
def evidence_detail(request: WorkRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """The pages of one file, for who may look inside; others are led to the line, where they say why."""
    file, line = _file(request, evidence_id)
    panel = panel_of(request, line)
    item = next((one for one in panel.items if one.file.pk == file.pk), None) if panel else None
    if item is None or not item.may_view:
        return HttpResponseRedirect(address_of(request.acting.organisation_id, line))
    context = {
        "item": item,
        "line": line,
        "who": _who(request, line),
        "line_address": panel.address if panel else "",
        "list_address": way_back(request, ""),
    }
    return render(request, "placements/evidence_detail.html", context)


@requires(access.may_see_evidence)
@require_GET
def evidence_page(request: WorkRequest, evidence_id: uuid.UUID, number: int) -> HttpResponse:
    """One page as a picture."""
    content = _readable(request, evidence_id)
    page = get_object_or_404(EvidencePage.objects.filter(content=content.pk), number=number)
    return picture(page)


@requires(access.may_see_evidence)
@require_GET
def evidence_original(request: WorkRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """The file itself, to keep and never to open in the page. A verifier's fetching is written down."""
    content = _readable(request, evidence_id, with_data=True)
    file = content.evidence
    if not acts_for_contractor(request.acting):
        evidence.note_fetched(request.acting, file, at=timezone.now(), request=request.reference)
    return original(file, content)


@requires(access.may_send_evidence)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_remove(request: WorkRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """Take a file away that was sent by mistake: asked first, because its content is gone at once."""
    file, line = _file(request, evidence_id)
    back = way_back(request, address_of(request.acting.organisation_id, line))
    if request.method != "POST":
        panel = panel_of(request, line)
        item = next((one for one in panel.items if one.file.pk == file.pk), None) if panel else None
        if item is None or not item.may_remove:
            return HttpResponseRedirect(back)
        context = {"item": item, "who": _who(request, line), "back": back, "is_needed": evidence.is_for_company(file)}
        return render(request, "placements/evidence_remove.html", context)
    try:
        evidence.remove(request.acting, file.pk, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(back)
    messages.success(request, _("Het bewijsstuk is weggehaald."))
    if evidence.is_for_company(file):
        # Without it nobody approves: on to the page on which the right one is added.
        return HttpResponseRedirect(address_of(request.acting.organisation_id, line))
    return HttpResponseRedirect(back)


def _of_line(request: WorkRequest, line: CompanyLine) -> HttpResponse:
    if request.method == "POST":
        return _send(request, line)
    if request.headers.get("HX-Request"):
        return render(request, "placements/_evidence_list.html", {"evidence": panel_of(request, line)})
    return _page(request, line)


def _send(request: WorkRequest, line: CompanyLine) -> HttpResponse:
    acting, at = request.acting, timezone.now()
    if not access.may_send_evidence(acting):
        raise PermissionDenied
    if not evidence.may_send(acting, line):
        messages.error(request, _("Bij deze regel kunt u geen bewijsstuk plaatsen."))
        return HttpResponseRedirect(address_of(acting.organisation_id, line))
    form = EvidenceForm(request.POST, request.FILES, line=line, on=timezone.localdate(at))
    say_if_too_large(request, form, "files", largest=evidence.LARGEST)
    kept, one_by_one = 0, bool(request.headers.get("HX-Request"))
    if form.is_valid():
        for sent in form.sent():
            name = without_citizen_numbers(sent.name)
            try:
                evidence.send(acting, line, sent=sent, at=at)
            except Refused as refused:
                form.add_error("files", refused.sentence if one_by_one else f"{name}: {refused.sentence}")
            else:
                kept += 1
                _say_renamed(request, sent.name, name)
    else:
        say_choose_again(request, form, "files")
    if one_by_one:
        return _answer_script(request, line, form)
    if kept:
        received = ngettext("%(n)s bestand ontvangen.", "%(n)s bestanden ontvangen.", kept) % {"n": kept}
        messages.success(
            request, received + " " + _("Het portaal controleert het nu; dat duurt meestal een paar tellen.")
        )
    if form.errors:
        return _page(request, line, form=form, status=422)
    return HttpResponseRedirect(way_back(request, address_of(acting.organisation_id, line)))


def _say_renamed(request: WorkRequest, given: str, name: str) -> None:
    if name != given:
        hidden = _("In een bestandsnaam stond een burgerservicenummer. Het bestand heet nu %(name)s.")
        messages.warning(request, hidden % {"name": name})


def _answer_script(request: WorkRequest, line: CompanyLine, form: EvidenceForm) -> HttpResponse:
    """For the page that sends files one by one: the list as it stands now, or why this one was not taken."""
    if form.errors:
        sentences = [str(one) for errors in form.errors.values() for one in errors]
        return HttpResponse(" ".join(sentences), content_type="text/plain; charset=utf-8", status=422)
    return render(request, "placements/_evidence_list.html", {"evidence": panel_of(request, line)})


def _open(request: WorkRequest, line: CompanyLine) -> HttpResponse:
    try:
        evidence.open_all(
            request.acting,
            line,
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
            request=request.reference,
        )
    except Refused as refused:
        return _page(request, line, refused_open=refused.sentence, status=422)
    return HttpResponseRedirect(way_back(request, address_of(request.acting.organisation_id, line)))


def _page(
    request: WorkRequest,
    line: CompanyLine,
    *,
    form: EvidenceForm | None = None,
    refused_open: str = "",
    status: int = 200,
) -> HttpResponse:
    panel = panel_of(request, line, form=form, refused_open=refused_open)
    context = {"evidence": panel, "line": line, "who": _who(request, line), "form": form}
    return render(request, "placements/line_evidence.html", context, status=status)


def _deployment(request: WorkRequest, deployment_id: uuid.UUID) -> Deployment:
    related = [*_RELATED, *(["person"] if access.sees_identity(request.acting) else [])]
    return get_object_or_404(access.deployments_of(request.acting).select_related(*related), pk=deployment_id)


def _contribution(request: WorkRequest, contribution_id: uuid.UUID) -> Contribution:
    acting = request.acting
    rows = Contribution.objects.live().select_related(*_RELATED)
    if acts_for_contractor(acting):
        rows = rows.filter(contractor_id=acting.organisation_id)
    elif acting.verifies_own:
        rows = rows.filter(contract__authority_id=acting.organisation_id)
    else:
        rows = rows.filter(region_id__in=acting.region_ids)
    return get_object_or_404(rows, pk=contribution_id)


def _file(request: WorkRequest, evidence_id: uuid.UUID) -> tuple[EvidenceFile, CompanyLine]:
    """A file that stands, with its line, as far as this member may know of both."""
    file = get_object_or_404(EvidenceFile.objects.standing(), pk=evidence_id)
    if file.deployment_id is not None:
        return file, _deployment(request, file.deployment_id)
    if file.contribution_id is not None:
        return file, _contribution(request, file.contribution_id)
    raise Http404


def _readable(request: WorkRequest, evidence_id: uuid.UUID, *, with_data: bool = False) -> EvidenceContent:
    """The content of a checked file, for its own company and for who opened it: row security says to whom."""
    rows = EvidenceContent.objects.select_related("evidence").defer(*([] if with_data else ["data"]))
    if acts_for_contractor(request.acting):
        rows = rows.filter(evidence__contractor_id=request.acting.organisation_id)
    standing: dict[str, Any] = {"evidence__in": EvidenceFile.objects.standing().filter(state=FileState.CHECKED)}
    return get_object_or_404(rows.filter(**standing), evidence_id=evidence_id)


def _who(request: WorkRequest, line: CompanyLine) -> str:
    if isinstance(line, Deployment):
        return line.person.name if access.sees_identity(request.acting) else line.pseudonym
    return line.description or line.reference
