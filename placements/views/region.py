from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.access import may_run_back_office
from organisations.access import WorkRequest, acts_for_coordination_point, requires
from placements import access


@requires(acts_for_coordination_point)
@require_GET
def region(request: WorkRequest) -> HttpResponse:
    """Everything that is set for the whole region, and seldom: the way to each."""
    pages = [
        ("tenders:policy_detail", _("Regiobeleid"), _("Drempels, percentages, termijnen, bewaren van bewijs.")),
        (
            "tenders:tariff_list",
            _("Bouwblokken en tarieven"),
            _("Versies maken, vergelijken, doorrekenen, publiceren."),
        ),
        ("placements:organisation_list", _("Organisaties"), _("Namen, overnames en wie in de regio meedoet.")),
        ("tenders:certificate_list", _("PSO-certificaten"), _("Controleren, en welke korting ze geven.")),
        ("tenders:firm_list", _("Bedrijven"), _("Lokale bedrijven die zich aanmelden: controleren en bijhouden.")),
        ("tenders:letter_template_list", _("Teksten van brieven"), _("Wat er in brieven en mails van de regio staat.")),
        (
            "tenders:tender_text_list",
            _("Teksten voor aanbestedingsstukken"),
            _("Wat inkopers over social return in hun stukken zetten."),
        ),
    ]
    if may_run_back_office(request.acting):
        pages += [
            ("candidates:back_office_edit", _("Back office"), _("Termijnen voor kandidaten, en de projectleider ABC.")),
            ("candidates:werkplein_area_edit", _("Werkgebieden"), _("Welk Werkplein helpt welke gemeente.")),
        ]
    pages.append(("reporting:read_log", _("Inzage in persoonsgegevens"), _("Wie keek naar wie, wanneer en waarvoor.")))
    pages.append(
        (
            "organisations:retention_list",
            _("Bewaren en wissen"),
            _("Hoe lang gegevens van mensen blijven, en wat weg is."),
        )
    )
    if access.may_coordinate(request.acting):
        said = _("Vaste vragen en redenen om uit te kiezen.")
        pages.append(("placements:verdict_sentences_edit", _("Zinnen bij een oordeel"), said))
    rows = [
        {"url": reverse(view, args=[request.acting.organisation_id]), "title": title, "text": text}
        for view, title, text in pages
    ]
    return render(request, "placements/region.html", {"pages": rows})
