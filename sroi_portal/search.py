"""One field that finds anything the member may see: what each app offers, and the pages of the portal itself."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import candidates.finding
import organisations.operator_finding
import placements.finding
import reporting.finding
import tenders.finding
from organisations.access import WorkRequest, is_member, requires
from organisations.finding import Found, Source, find, log_found
from organisations.form_fields import TextField
from organisations.tenancy import Acting
from sroi_portal.guides.own import guides_about
from sroi_portal.places import places_called

SHORTEST, LONGEST = 2, 100
#: More words than this make no difference to what is found, and the question longer.
_MOST_WORDS = 8

SOURCES: tuple[Source, ...] = (
    *tenders.finding.SOURCES,
    *candidates.finding.SOURCES,
    *placements.finding.SOURCES,
    *reporting.finding.SOURCES,
    *organisations.operator_finding.SOURCES,
)


class SearchForm(forms.Form):
    """What is looked for, as one line of text."""

    q = TextField(
        label=gettext_lazy("Waar zoekt u naar?"),
        required=False,
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=gettext_lazy("Een naam, een nummer of een woord. Bijvoorbeeld het kenmerk van een contract."),
        error_messages={
            "min_length": gettext_lazy("Typ minstens 2 tekens."),
            "max_length": gettext_lazy("Typ hoogstens 100 tekens. Een paar woorden zijn genoeg."),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-key": "/"}),
    )

    def __init__(self, typed: str | None = None) -> None:
        super().__init__(None if typed is None else {"q": _one_line(typed)})
        self.hide_optional = True

    def clean_q(self) -> str:
        return " ".join(str(self.cleaned_data["q"]).split()[:_MOST_WORDS])


def _one_line(typed: str) -> str:
    """What cannot be seen, a NUL among it, is a space."""
    return "".join(one if one.isprintable() else " " for one in typed).strip()


@requires(is_member)
@require_safe
def search(request: WorkRequest) -> HttpResponse:
    """What was found, by kind. The number of one thing that the member may see leads to it at once."""
    acting = request.acting
    form = SearchForm(request.GET.get("q"))
    text = form.cleaned_data["q"] if form.is_valid() else ""
    places = places_called(acting, text) if text else []
    found = find(acting, SOURCES, text, may_guess=not places) if text else Found([])
    if (only := found.only_exact) is not None:
        return HttpResponseRedirect(only.url)
    log_found(acting, found, purpose=_("Zoeken in het portaal"), at=timezone.now(), request=request.reference)
    context: dict[str, Any] = {
        "form": form,
        "text": text,
        "found": found,
        "places": places,
        "guides": guides_about(acting, text) if text else [],
        "kinds": kinds_for(acting),
    }
    return render(request, "sroi_portal/search.html", context)


def kinds_for(acting: Acting) -> list[str]:
    """What this member can look for, in the words of the groups."""
    return list(dict.fromkeys(str(one.name_of_all) for one in SOURCES if one.is_for(acting)))
