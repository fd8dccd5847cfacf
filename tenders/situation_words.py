"""The words of the questions by which a block is found; the questions themselves stand in ``situations``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

#: By question: what is asked, and what helps to answer it.
QUESTIONS: dict[str, tuple[Words, Words]] = {
    "work": (_("Hoe komt deze persoon bij u werken?"), ""),
    "benefit": (
        _("Welke uitkering had deze persoon?"),
        _("Op de dag voor de eerste werkdag. Vraag het de persoon zelf of het Werkplein."),
    ),
    "register": (
        _("Staat deze persoon in het doelgroepregister van UWV?"),
        _("Dat is het register van de banenafspraak. U zoekt het op in het werkgeversportaal van UWV. Niet? Kies nee."),
    ),
    "participatiewet_length": (_("Hoe lang had deze persoon bijstand?"), ""),
    "ww_length": (_("Hoe lang had deze persoon WW?"), ""),
    "learning": (_("Welke opleiding volgt deze persoon?"), ""),
    "bbl_start": (_("Was deze persoon al bij u in dienst voor de opleiding begon?"), ""),
}

#: By question and answer.
ANSWERS: dict[tuple[str, str], Words] = {
    ("work", "paid"): _("Met een arbeidscontract, ook via een uitzendbureau"),
    ("work", "learning"): _("Als leerling of stagiair"),
    ("work", "trial"): _("Op een werkervaringsplaats, zonder loon"),
    ("work", "sheltered"): _("Via een sociaal werkbedrijf (Wsw)"),
    ("benefit", "participatiewet"): _("Bijstand (Participatiewet)"),
    ("benefit", "ww"): _("WW"),
    ("benefit", "disability"): _("WIA of WAO"),
    ("benefit", "wajong"): _("Wajong"),
    ("benefit", "other"): _("Een andere uitkering"),
    ("benefit", "none"): _("Geen uitkering"),
    ("benefit", "unknown"): _("Dat weet ik niet"),
    ("register", "yes"): _("Ja"),
    ("register", "no"): _("Nee"),
    ("participatiewet_length", "under_2y"): _("Korter dan 2 jaar"),
    ("participatiewet_length", "over_2y"): _("2 jaar of langer"),
    ("ww_length", "under_3m"): _("Korter dan 3 maanden"),
    ("ww_length", "3_12m"): _("3 tot en met 12 maanden"),
    ("ww_length", "over_1y"): _("Langer dan 1 jaar"),
    ("learning", "bbl"): _("BBL: werken en leren tegelijk"),
    ("learning", "mbo_12"): _("Stage voor mbo niveau 1 of 2 (BOL)"),
    ("learning", "mbo_34_hbo"): _("Stage voor mbo niveau 3 of 4 (BOL) of hbo"),
    ("learning", "vso_pro"): _("VSO of praktijkonderwijs"),
    ("bbl_start", "new"): _("Nee, nieuw bij ons"),
    ("bbl_start", "existing"): _("Ja, al bij ons in dienst"),
}
