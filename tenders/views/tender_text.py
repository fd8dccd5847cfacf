"""The words of a region for the documents of tenders."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from tenders import access
from tenders.calendar import texts
from tenders.placeholders import Wording
from tenders.views import region_text


def _example(request: WorkRequest, wording: Wording) -> Wording:
    region = request.acting.regions[0]
    return texts.example(
        wording,
        region=region.name,
        werkplein=region.werkplein_label,
        coordination_point=texts.coordination_point(region.id),
        on=timezone.localdate(),
    )


SCREENS = region_text.Screens(
    texts=texts.TENDER_TEXTS,
    list_view="tenders:tender_text_list",
    edit_view="tenders:tender_text_edit",
    reset_view="tenders:tender_text_reset",
    kind_parameter="text_kind",
    title=_("Teksten voor aanbestedingsstukken"),
    list_title=_("Teksten"),
    kind_heading=_("Waarvoor"),
    list_note=_("Inkopers kopiëren deze teksten, ingevuld voor hun aanbesteding"),
    kept=_("Bewaard. Inkopers zien deze tekst vanaf nu bij hun aanbestedingen."),
    reset_note=_("Inkopers zien dan weer de tekst van het portaal. Wat al in stukken staat, verandert niet."),
    reset_done=_("De tekst is weer die van het portaal."),
    places_note=_("Zet een van deze woorden tussen accolades. Het portaal vult ze in per aanbesteding."),
    example_note=_("met een bedachte aanbesteding"),
    example=_example,
)


@requires(access.may_read_tender_texts)
@require_GET
def tender_text_list(request: WorkRequest) -> HttpResponse:
    """The texts of the region, and whose words they have."""
    return region_text.text_list(request, SCREENS)


@requires(access.may_write_tender_texts)
@require_http_methods(["GET", "HEAD", "POST"])
def tender_text_edit(request: WorkRequest, text_kind: str) -> HttpResponse:
    """The region's own words for a way of asking, with what they come to for a made-up tender."""
    return region_text.text_edit(request, SCREENS, text_kind)


@requires(access.may_write_tender_texts)
@require_POST
def tender_text_reset(request: WorkRequest, text_kind: str) -> HttpResponse:
    """Go back to the portal's own words."""
    return region_text.text_reset(request, SCREENS, text_kind)
