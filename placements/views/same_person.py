"""For the coordination point: who may be one person, and the decision about it. Names open with a reason only."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, chosen_region, requires
from organisations.refused import Refused
from organisations.templatetags.formatting import month_nl
from placements import access, same_person
from placements.choices import LineStatus, SamePerson
from placements.identity.likeness import Likeness
from placements.models import DeployedPerson, Deployment, PersonDecision
from placements.same_person import Outcome

PER_PAGE = 25
#: Lines found by a pseudonym that many contracts could give.
_MOST_FOUND = 20
_WORDS = {
    Likeness.ACCENTS: gettext_lazy("Namen zijn gelijk zonder accenten, spaties of leestekens"),
    Likeness.ORDER: gettext_lazy("Zelfde namen in een andere volgorde"),
    Likeness.INITIAL: gettext_lazy("De ene naam heeft een voorletter, de andere een voornaam"),
    Likeness.PART: gettext_lazy("De ene naam is langer dan de andere"),
    Likeness.SPELLING: gettext_lazy("De namen verschillen een of twee letters"),
}


@requires(access.may_compare_persons)
@require_GET
def person_list(request: WorkRequest) -> HttpResponse:
    """Who may be one person, and what was decided before."""
    region = chosen_region(request)
    pairs = same_person.suggestions(region.id)
    lines = same_person.lines_of(pk for pair in pairs for pk in (pair.one_id, pair.other_id))
    decisions = PersonDecision.objects.filter(region_id=region.id).select_related("decided_by", "undone_by")
    page = Paginator(decisions.order_by("-decided_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    decided = list(page.object_list)
    of_decided = same_person.lines_of(pk for one in decided for pk in (one.one_id, one.other_id))
    return render(
        request,
        "placements/person_list.html",
        {
            "region": region,
            "regions": request.acting.regions,
            "suggestions": [
                {
                    "why": _WORDS[pair.likeness],
                    "sides": [_side(lines, pair.one_id), _side(lines, pair.other_id)],
                    "url": _pair_url(request, pair.one_id, pair.other_id),
                }
                for pair in pairs
            ],
            "decisions": [
                {
                    "row": one,
                    "sides": [_side(of_decided, one.one_id), _side(of_decided, one.other_id)],
                    "url": _pair_url(request, one.one_id, one.other_id),
                }
                for one in decided
            ],
            "page": page,
        },
    )


@requires(access.may_compare_persons)
@require_GET
def person_of_line(request: WorkRequest, deployment_id: uuid.UUID) -> HttpResponse:
    """As whom else the person of a line is known, and a search for somebody he may be as well."""
    line = get_object_or_404(_lines(request).select_related("contract", "contractor"), pk=deployment_id)
    others = same_person.recognised_as(line.region_id, [line.person_id]) - {line.person_id}
    lines = same_person.lines_of(others)
    asked = request.GET.get("pseudoniem", "").strip().upper()
    found = []
    if asked:
        rows = _lines(request).filter(region_id=line.region_id, pseudonym=asked).exclude(person_id=line.person_id)
        found = list(rows.select_related("contract", "contractor").order_by("-starts_on", "pk")[:_MOST_FOUND])
    return render(
        request,
        "placements/person_of_line.html",
        {
            "line": line,
            "others": [
                {"side": _side(lines, pk), "url": _pair_url(request, line.person_id, pk)}
                for pk in sorted(others)
                if lines.get(pk)
            ],
            "asked": asked,
            "found": [{"line": one, "url": _pair_url(request, line.person_id, one.person_id)} for one in found],
        },
    )


@requires(access.may_compare_persons)
@require_http_methods(["GET", "HEAD"])
def person_pair(request: WorkRequest, one_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Two identity rows beside each other, by pseudonym, with what can be decided about them."""
    return _pair(request, *_two(request, one_id, other_id))


@requires(access.may_coordinate)
@require_POST
def person_pair_identity(request: WorkRequest, one_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Show both names, with a reason: the read log gets a line for each."""
    one, other = _two(request, one_id, other_id)
    try:
        same_person.open_identity(
            request.acting,
            [one, other],
            reason=request.POST.get("reason", ""),
            at=timezone.now(),
            request=request.reference,
        )
    except Refused as refused:
        return _pair(request, one, other, reason_error=refused.sentence)
    return _pair(request, one, other, names=True)


@requires(access.may_coordinate)
@require_POST
def person_pair_decide(request: WorkRequest, one_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """One person, two persons after all, or not the same."""
    one, other = _two(request, one_id, other_id)
    kind, said = request.POST.get("kind", ""), request.POST.get("said", "")
    if kind not in SamePerson.values:
        return _pair(request, one, other, refused=_("Kies of het één persoon is."), said=said)
    try:
        outcome = same_person.decide(
            request.acting, SamePerson(kind), one=one, other=other, reason=said, at=timezone.now()
        )
    except Refused as refused:
        return _pair(request, one, other, refused=refused.sentence, said=said, kind=kind)
    _tell(request, outcome)
    return HttpResponseRedirect(_pair_url(request, one.pk, other.pk))


@requires(access.may_coordinate)
@require_POST
def person_decision_undo(request: WorkRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Take a decision back, with a reason."""
    rows = PersonDecision.objects.filter(region_id__in=request.acting.region_ids).select_related("one", "other")
    decision = get_object_or_404(rows, pk=decision_id)
    said = request.POST.get("said", "")
    try:
        outcome = same_person.undo(request.acting, decision.pk, reason=said, at=timezone.now())
    except Refused as refused:
        return _pair(request, decision.one, decision.other, undo_error=refused.sentence, undo_said=said)
    messages.success(request, _("Het besluit is teruggedraaid."))
    _tell_effect(request, outcome)
    return HttpResponseRedirect(_pair_url(request, decision.one_id, decision.other_id))


def _pair(
    request: WorkRequest,
    one: DeployedPerson,
    other: DeployedPerson,
    *,
    names: bool = False,
    refused: str = "",
    reason_error: str = "",
    undo_error: str = "",
    **typed: str,
) -> HttpResponse:
    both = [one.pk, other.pk]
    lines = same_person.lines_of(both)
    are_same = other.pk in same_person.recognised_as(one.region_id, [one.pk])
    history = PersonDecision.objects.filter(one_id__in=both, other_id__in=both).select_related(
        "decided_by", "undone_by"
    )
    decisions = list(history.order_by("-decided_at", "-pk"))
    standing = next((row for row in decisions if row.undone_at is None), None)
    share_identity = (one.normalised_name, one.birth_date) == (other.normalised_name, other.birth_date)
    context: dict[str, Any] = {
        "sides": [
            {**_side(lines, person.pk), "lines": lines[person.pk], "person": person if names else None}
            for person in (one, other)
        ],
        "one": one,
        "other": other,
        "are_same": are_same,
        "standing": standing,
        "before": [row for row in decisions if row is not standing],
        # Only who is recognised by the same name and date of birth can be taken apart.
        "may_take_apart": are_same and share_identity and one.contractor_id != other.contractor_id,
        "may_decide": access.may_coordinate(request.acting),
        "refused": refused,
        "reason_error": reason_error,
        "undo_error": undo_error,
        "typed": {"said": "", "kind": "", "undo_said": ""} | typed,
    }
    failed = bool(refused or reason_error or undo_error)
    return render(request, "placements/person_pair.html", context, status=422 if failed else 200)


def _two(request: WorkRequest, one_id: uuid.UUID, other_id: uuid.UUID) -> tuple[DeployedPerson, DeployedPerson]:
    """Both of one region, each with a line that is more than a concept; otherwise they are not there."""
    rows = DeployedPerson.objects.filter(pk__in=(one_id, other_id), region_id__in=request.acting.region_ids)
    found = rows.filter(pk__in=_lines(request).values("person_id")).in_bulk()
    if one_id == other_id or len(found) <= 1 or found[one_id].region_id != found[other_id].region_id:
        raise Http404
    return found[one_id], found[other_id]


def _lines(request: WorkRequest):
    lines = Deployment.objects.live().filter(region_id__in=request.acting.region_ids)
    return lines.exclude(status=LineStatus.CONCEPT)


def _side(lines: Mapping[uuid.UUID, list[Deployment]], person_id: uuid.UUID) -> dict[str, Any]:
    """How somebody is called on his newest contract, and at which company."""
    newest = next(iter(lines.get(person_id, [])), None)
    if newest is None:
        return {"pseudonym": _("Zonder regels"), "company": "", "contract": "", "birth_year": ""}
    return {
        "pseudonym": newest.pseudonym,
        "company": newest.contractor.name,
        "contract": newest.contract.title,
        "birth_year": newest.birth_year,
    }


def _tell(request: WorkRequest, outcome: Outcome) -> None:
    words = {
        SamePerson.LINKED: _("Samengevoegd: deze twee tellen nu als één persoon."),
        SamePerson.APART: _("Uit elkaar gehaald: deze twee tellen nu als twee personen."),
        SamePerson.DIFFERENT: _("Vastgelegd: niet dezelfde. We stellen dit paar niet meer voor."),
    }
    messages.success(request, words[SamePerson(outcome.decision.kind)])
    _tell_effect(request, outcome)


def _tell_effect(request: WorkRequest, outcome: Outcome) -> None:
    if outcome.tasks:
        text = ngettext(
            "%(n)s goedgekeurde maand is nu iets anders waard. Die staat bij Beoordelen als herwaardering.",
            "%(n)s goedgekeurde maanden zijn nu iets anders waard. Die staan bij Beoordelen als herwaardering.",
            outcome.tasks,
        )
        messages.info(request, text % {"n": outcome.tasks})
    if outcome.too_many:
        text = _("Samen meer dan gemiddeld 60 uur per week in: %(months)s. Kijk deze uren na met de bedrijven.")
        messages.warning(request, text % {"months": _listed(month_nl(one) for one in outcome.too_many)})


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _pair_url(request: WorkRequest, one_id: uuid.UUID, other_id: uuid.UUID) -> str:
    return reverse("placements:person_pair", args=[request.acting.organisation_id, one_id, other_id])
