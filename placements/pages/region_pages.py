"""What is set for a whole region, and seldom: each page with its name and what stands there."""

from django.utils.translation import gettext_lazy as _

#: URL name, title and one line; who may open it says its view.
REGION_PAGES = (
    ("tenders:policy_detail", _("Regiobeleid"), _("Drempels, percentages, termijnen, bewaren van bewijs.")),
    ("tenders:tariff_list", _("Bouwblokken en tarieven"), _("Versies maken, vergelijken, doorrekenen, publiceren.")),
    (
        "organisations:region_contact_edit",
        _("Contact en openingstijden"),
        _("Adres, telefoon en wie over privacy gaat, voor iedereen."),
    ),
    ("organisations:region_look", _("Woorden en huisstijl"), _("Hoe de regio dingen noemt, haar kleur en beeldmerk.")),
    (
        "organisations:priority_area_edit",
        _("Voorrangsgebied"),
        _("Van welke gemeenten inwoners voorgaan bij werk en scholing."),
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
    ("candidates:back_office_edit", _("Back office"), _("Termijnen voor kandidaten, en de projectleider ABC.")),
    ("candidates:werkplein_area_edit", _("Werkgebieden"), _("Welk Werkplein helpt welke gemeente.")),
    ("reporting:read_log", _("Inzage in persoonsgegevens"), _("Wie keek naar wie, wanneer en waarvoor.")),
    (
        "organisations:retention_list",
        _("Bewaren en wissen"),
        _("Hoe lang gegevens van mensen blijven, en wat weg is."),
    ),
    ("placements:verdict_sentences_edit", _("Zinnen bij een oordeel"), _("Vaste vragen en redenen om uit te kiezen.")),
)
