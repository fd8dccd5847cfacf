"""What companies did not do in time, and reminding them of it."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organisations.access import WorkRequest, requires
from organisations.notation import dutch_number
from placements import access
from placements.filters import ChaseFilter
from placements.reminders import chasing
from placements.reminders.chase_page import companies, with_people
from placements.reminders.due import first_month

PER_PAGE = 25


@requires(access.may_see_work_list)
@require_GET
def chase_list(request: WorkRequest) -> HttpResponse:
    """The companies that are late, the oldest first, with whom to call and when they were last reminded."""
    acting, at = request.acting, timezone.now()
    narrowed = ChaseFilter(request.GET)
    found = companies(acting, narrowed.wanted, at=at, on=timezone.localdate(at))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = with_people(page.object_list)
    context = {
        "page": page,
        "rows": rows,
        "filter": narrowed,
        "is_narrowed": any(request.GET.get(name) for name in narrowed.filters),
        "looks_from": first_month(timezone.localdate(at)),
        "things": sum(one.count for one in found),
        "may_remind": [one.pk for one in rows if one.may_remind] if access.may_verify(acting) else [],
        "remind_url": _with_query(request, "placements:chase_remind"),
    }
    return render(request, "placements/chase_list.html", context)


@requires(access.may_verify)
@require_POST
def chase_remind(request: WorkRequest) -> HttpResponse:
    """Mail the companies whose button was pressed, or all that were on the page; nobody twice in a week."""
    asked = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("company")
    outcome = chasing.remind(request.acting, companies=_keys(asked), at=timezone.now())
    if outcome.mails:
        messages.success(request, _sent(outcome))
    if outcome.reminded_lately:
        messages.info(
            request,
            _("De laatste week al herinnerd, dus nu niet: %(names)s.") % {"names": ", ".join(outcome.reminded_lately)},
        )
    if outcome.nobody_named:
        messages.warning(request, _nameless(request, outcome.nobody_named))
    if outcome == chasing.Outcome():
        messages.info(request, _("Er is niets meer om aan te herinneren."))
    return HttpResponseRedirect(_with_query(request, "placements:chase_list"))


def _sent(outcome: chasing.Outcome) -> str:
    companies_text = ngettext("%(n)s bedrijf", "%(n)s bedrijven", outcome.companies)
    mails = ngettext("%(n)s mail", "%(n)s mails", outcome.mails)
    return _("%(companies)s herinnerd, met %(mails)s.") % {
        "companies": companies_text % {"n": dutch_number(outcome.companies)},
        "mails": mails % {"n": dutch_number(outcome.mails)},
    }


def _nameless(request: WorkRequest, contracts: Sequence[chasing.Nameless]) -> SafeString:
    """Which contracts lack a person, each with the page on which somebody is named."""
    links = format_html_join(
        ", ",
        '{} (<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>)',
        (
            (
                one.company,
                reverse("placements:contract_detail", args=[request.acting.organisation_id, one.contract_id]),
                one.title,
            )
            for one in contracts
        ),
    )
    return format_html(_("Er staat niemand bij om te mailen: {}. Leg bij het contract vast wie het is."), links)


def _with_query(request: WorkRequest, view: str) -> str:
    query = request.GET.urlencode()
    return reverse(view, args=[request.acting.organisation_id]) + (f"?{query}" if query else "")


def _keys(values: list[str]) -> list[uuid.UUID]:
    """What is no key names no company."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found
