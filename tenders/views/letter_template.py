from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organisations.access import WorkRequest, requires
from tenders import access, letters
from tenders.views import region_text

SCREENS = region_text.Screens(
    texts=letters.LETTER_TEXTS,
    list_view="tenders:letter_template_list",
    edit_view="tenders:letter_template_edit",
    reset_view="tenders:letter_template_reset",
    kind_parameter="letter_kind",
    title=_("Teksten van brieven"),
    list_title=_("Brieven"),
    kind_heading=_("Brief"),
    list_note=_("Nieuwe brieven beginnen met deze tekst"),
    kept=_("Bewaard. Nieuwe brieven beginnen met deze tekst."),
    reset_note=_(
        "Nieuwe brieven beginnen dan weer met de tekst van het portaal. Brieven die al gemaakt zijn, veranderen niet."
    ),
    reset_done=_("De brief heeft weer de tekst van het portaal."),
    places_note=_("Zet een van deze woorden tussen accolades. Het portaal vult ze in als u een brief maakt."),
    example_note=_("met een bedacht contract"),
    example=lambda request, wording: letters.example(request.acting, wording, on=timezone.localdate()),
)


@requires(access.may_read_letter_texts)
@require_GET
def letter_template_list(request: WorkRequest) -> HttpResponse:
    """The letters of the region, and whose words they have."""
    return region_text.text_list(request, SCREENS)


@requires(access.may_write_letter_texts)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_template_edit(request: WorkRequest, letter_kind: str) -> HttpResponse:
    """The region's own words for a letter, with what they come to for a made-up contract."""
    return region_text.text_edit(request, SCREENS, letter_kind)


@requires(access.may_write_letter_texts)
@require_POST
def letter_template_reset(request: WorkRequest, letter_kind: str) -> HttpResponse:
    """Go back to the portal's own words."""
    return region_text.text_reset(request, SCREENS, letter_kind)
