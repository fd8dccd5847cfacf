"""Who fits a vacancy, and putting them on its list."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from candidates.access import may_work_with_candidates, works_with_candidates
from candidates.choices import CandidateState
from candidates.file.pages import name_of
from candidates.reading import log_seen
from candidates.registering.registrations import Place
from candidates.training.seat_order import Ring
from candidates.views.file import frame, open_file
from organisations.access import WorkRequest, acts_for_werkplein, requires
from organisations.refused import Refused
from placements.access import may_adapt_rules
from placements.forms.match import MatchFilter, OpeningFilter, PassOverForm
from placements.mediation import words
from placements.mediation.matches import Matches, Row, matches_of
from placements.mediation.openings import Opening, openings_for
from placements.mediation.passing_over import PassedOverWithoutReason, Reason
from placements.mediation.proposing import shortlist
from placements.models import Vacancy
from placements.vacancy_choices import VacancyState

#: Sent along by who came from the file of the candidate, and goes back there.
BACK = "terug"


@dataclass(frozen=True, slots=True)
class Typed:
    """Whom somebody chose, and what is not right yet."""

    chosen: frozenset[uuid.UUID]
    form: PassOverForm
    #: By the button beside one name.
    is_one: bool


@requires(works_with_candidates)
@require_GET
def vacancy_matches(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Everybody who looks for work beside one vacancy, from inside out, each rule met or missed."""
    return _page(request, vacancy_id)


@requires(may_work_with_candidates)
@require_POST
def vacancy_shortlist(request: WorkRequest, vacancy_id: uuid.UUID) -> HttpResponse:
    """Put one or several on the list; for passing over somebody who goes first a reason is asked, in place."""
    one = request.POST.get("een", "")
    chosen = frozenset(_keys([one] if one else request.POST.getlist("kandidaat")))
    form = PassOverForm(request.POST if "reden" in request.POST else None)
    typed = Typed(chosen, form, is_one=bool(one))
    if not chosen:
        return _page(request, vacancy_id, typed, refused=_("Kruis eerst aan wie u voorstelt."))
    if form.is_bound and not form.is_valid():
        return _page(request, vacancy_id, typed)
    reason = form.given() if form.is_bound else Reason()
    try:
        made = shortlist(request.acting, vacancy_id, chosen, reason=reason, at=timezone.now())
    except Vacancy.DoesNotExist as error:
        raise Http404 from error
    except PassedOverWithoutReason:
        return _page(request, vacancy_id, typed)
    except Refused as refused:
        return _page(request, vacancy_id, typed, refused=refused.sentence)
    told = ngettext("%(n)s kandidaat staat op de lijst.", "%(n)s kandidaten staan op de lijst.", len(made))
    messages.success(request, told % {"n": len(made)})
    early = [one.candidate for one in made if one.candidate.state != CandidateState.READY]
    for who in early:
        said = _("Kandidaat %(number)s is nog niet klaar voor werk. De stand is: %(state)s. Bespreek wanneer het kan.")
        messages.warning(request, said % {"number": who.reference, "state": who.get_state_display().lower()})
    if typed.is_one and BACK in request.POST:
        return HttpResponseRedirect(_of_candidate(request, made[0].candidate_id))
    return HttpResponseRedirect(_url(request, vacancy_id) + _asked(request))


@requires(works_with_candidates)
@require_GET
def candidate_vacancies(request: WorkRequest, candidate_id: uuid.UUID) -> HttpResponse:
    """Open and expected vacancies beside one candidate, by the same rules, the nearest first."""
    candidate = open_file(request, candidate_id, purpose=_("Vacatures voor de kandidaat bekeken"))
    asked = OpeningFilter(request.GET)
    is_looking = candidate.state in CandidateState.looking() and candidate.anonymised_at is None
    openings = openings_for(request.acting, candidate, asked.wanted)
    context = {
        "filter": asked,
        "openings": openings,
        "rows": [_opening(one) for one in openings.page.object_list],
        "columns": list(words.SHORT.items()),
        "is_looking": is_looking,
        "may_put": is_looking and may_work_with_candidates(request.acting),
        "list_path": _of_candidate(request, candidate.pk),
        "back": BACK,
    }
    return render(request, "placements/candidate_vacancies.html", frame(request, candidate, "vacancies") | context)


def _opening(one: Opening) -> dict[str, Any]:
    outcomes = dict(one.match.outcomes)
    return {
        "vacancy": one.vacancy,
        "place": words.place_of(one.vacancy),
        "away": one.away,
        "outcomes": [
            {"label": label, "key": f"rule_{outcomes[rule]}" if rule in outcomes else ""}
            for rule, label in words.SHORT.items()
        ],
        "met": one.match.met,
        "of": len(outcomes),
        "missing": words.missing(one.asked, one.match),
        "put": one.put,
        "put_word": one.put.state.label if one.put else "",
        "is_proposed": one.is_proposed,
    }


def _page(
    request: WorkRequest, vacancy_id: uuid.UUID, typed: Typed | None = None, *, refused: str = ""
) -> HttpResponse:
    """The list as it stands; with what was chosen and is not right, as a 422."""
    acting, on = request.acting, timezone.localdate()
    asked = MatchFilter(request.GET)
    try:
        matches = matches_of(acting, vacancy_id, asked.wanted, on=on)
    except Vacancy.DoesNotExist as error:
        raise Http404 from error
    asked.choose_from([] if acts_for_werkplein(acting) else matches.werkpleinen)
    vacancy = matches.about.vacancy
    shown = [row.candidate for group in matches.groups for row in group.rows]
    log_seen(
        acting,
        shown,
        purpose=_("Kandidaten voor vacature %(number)s") % {"number": vacancy.reference},
        at=timezone.now(),
        request=request.reference,
    )
    chosen = typed.chosen if typed else frozenset()
    passed = matches.passed_by(acting, chosen) if typed and not refused else None
    on_page = {one.pk for one in shown}
    in_place = typed is not None and typed.is_one and chosen <= on_page
    is_open = vacancy.state == VacancyState.OPEN
    context = {
        "vacancy": vacancy,
        "place": words.place_of(vacancy),
        "rules": words.asked_in_words(vacancy, matches.about.asked),
        "columns": [{"rule": rule, "label": words.SHORT[rule]} for rule in matches.about.asked.speaking],
        "matches": matches,
        "groups": [
            {
                "number": group.ring + 1,
                "label": words.RINGS[group.ring],
                "count": group.count,
                "rows": [_row(matches, row, chosen, on=on) for row in group.rows],
            }
            for group in matches.groups
        ],
        "filter": asked,
        "is_open": is_open,
        "may_put": is_open and may_work_with_candidates(acting),
        "may_adapt": may_adapt_rules(acting),
        "refused": refused,
        "nobody_chosen": bool(refused and typed and not typed.chosen),
        "passed": passed if passed and passed.count else None,
        "asks_above": bool(passed and passed.count and not in_place),
        "asks_beside": bool(passed and passed.count and in_place),
        "kept": sorted(str(one) for one in chosen - on_page) if typed and not typed.is_one else [],
        "one": str(next(iter(chosen))) if typed and typed.is_one and chosen else "",
        "back": BACK if BACK in request.POST else "",
        "form": typed.form if typed else PassOverForm(),
        "passed_url": _url(request, vacancy.pk)
        + "?"
        + urlencode({"gebied": int(Ring.PRIORITY), "stand": "klaar", "regels": "on"}),
        "list_path": _url(request, vacancy.pk),
        "list_url": _url(request, vacancy.pk) + _asked(request),
        "post_url": reverse("placements:vacancy_shortlist", args=[acting.organisation_id, vacancy.pk])
        + _asked(request),
    }
    return render(request, "placements/vacancy_matches.html", context, status=422 if typed else 200)


def _row(matches: Matches, row: Row, chosen: Collection[uuid.UUID], *, on: date) -> dict[str, Any]:
    who, name = row.match.who, name_of(row.candidate)
    return {
        "candidate": row.candidate,
        "name": name,
        "number": "" if name == row.candidate.reference else row.candidate.reference,
        "place": row.candidate.municipality_name or Place.outside(row.candidate.municipality),
        "days": (on - who.ready_since).days if who.ready_since else None,
        "outcomes": [{"label": words.SHORT[rule], "key": f"rule_{outcome}"} for rule, outcome in row.match.outcomes],
        "met": row.match.met,
        "meets_all": row.match.meets_all,
        "missing": words.missing(matches.about.asked, row.match),
        "put": row.put,
        "put_word": row.put.state.label if row.put else "",
        "is_proposed": row.is_proposed,
        "may_come": row.facts.state in CandidateState.looking(),
        # Of whom something is known that fits, and who can begin.
        "stands_ready": row.facts.state == CandidateState.READY and (row.match.met > 0 or not row.match.outcomes),
        "is_chosen": row.candidate.pk in chosen,
    }


def _of_candidate(request: WorkRequest, candidate_id: uuid.UUID) -> str:
    return reverse("placements:candidate_vacancies", args=[request.acting.organisation_id, candidate_id])


def _asked(request: WorkRequest) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def _url(request: WorkRequest, vacancy_id: uuid.UUID) -> str:
    return reverse("placements:vacancy_matches", args=[request.acting.organisation_id, vacancy_id])


def _keys(values: list[str]) -> list[uuid.UUID]:
    """What of these are keys; whatever else was sent is nobody."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
