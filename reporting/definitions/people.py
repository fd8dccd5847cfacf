"""What the figures about people mean: from registration to lasting work. Pure."""

from collections.abc import Mapping

from reporting.definitions.kinds import AGREED_OUTFLOW, AGREED_REPORT, PLAN, Rows, Topic

PEOPLE: Mapping[str, Topic] = {
    "registrations": Topic(
        title="Aanmeldingen",
        counts="Elke kandidaat die is aangemeld telt één keer. Kandidaten van buiten de regio tellen mee. "
        "Van dubbele aanmeldingen die zijn samengevoegd telt er één.",
        dated="De dag van aanmelding.",
        source=PLAN,
        rows=Rows.CANDIDATES,
    ),
    "training_started": Topic(
        title="Gestart met scholing",
        counts="Elke deelname aan een opleiding telt. Wie aan twee opleidingen begint, telt twee keer.",
        dated="De eerste dag van de deelname.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "training_completed": Topic(
        title="Scholing afgerond met certificaat",
        counts="Elke deelname die met een certificaat eindigde telt.",
        dated="De laatste dag van de deelname.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "training_completed.*.no_certificate": Topic(
        title="Scholing afgerond zonder certificaat",
        counts="Elke deelname die tot het einde duurde, maar geen certificaat opleverde.",
        dated="De laatste dag van de deelname.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "training_completed.*.open": Topic(
        title="Nog bezig met scholing",
        counts="Elke deelname die op de laatste dag van de periode was begonnen en toen nog niet was geëindigd. "
        "Dit is een stand: in de periode en sinds de start is het getal hetzelfde.",
        dated="De laatste dag van de periode.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "training_completed.*.followed_by_sustained": Topic(
        title="Certificaat en duurzaam aan het werk",
        counts="De certificaten van mensen die uiterlijk op de laatste dag van de periode duurzaam aan het werk kwamen, "
        "ook als dat vóór het certificaat was. Dit is een stand: kwartalen tellen niet op tot een jaar.",
        dated="De laatste dag van de deelname; het werk op de laatste dag van de periode.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "training_completed.*.dropouts": Topic(
        title="Gestopt met scholing",
        counts="Elke deelname die voortijdig stopte. Zonder opgegeven reden telt zij bij ‘onbekend’.",
        dated="De laatste dag van de deelname.",
        source=PLAN,
        rows=Rows.ENROLMENTS,
    ),
    "employments": Topic(
        title="Dienstverbanden",
        counts="Elke plaatsing van een kandidaat die sinds de start van het programma begon. "
        "Wie twee banen kreeg, telt twee keer.",
        dated="De eerste werkdag.",
        source=PLAN,
        rows=Rows.PLACEMENTS,
    ),
    "sustained_outflow": Topic(
        title="Duurzaam aan het werk",
        counts="Elke persoon telt één keer, bij de eerste plaatsing die aan alle vier de voorwaarden voldoet: "
        "inwoner van de regio; werk dat aansluit op scholing of een vergelijkbaar traject; "
        "een contract van ten minste zes maanden; en een loon waarbij geen uitkering meer nodig is.",
        dated="De eerste werkdag van die plaatsing.",
        source=AGREED_OUTFLOW,
        rows=Rows.PLACEMENTS,
    ),
    "sustained_outflow.*.by_municipality_detail.*.enrolments": Topic(
        title="Scholing van wie duurzaam aan het werk kwam",
        counts="De deelnames van de mensen uit deze gemeente die duurzaam aan het werk kwamen.",
        dated="Begonnen op of vóór de laatste dag van de periode.",
        source=AGREED_REPORT,
        rows=Rows.ENROLMENTS,
    ),
    "sustained_outflow.*.by_municipality_detail.*.cost": Topic(
        title="Kosten van scholing van wie duurzaam aan het werk kwam",
        counts="De kosten van scholing en begeleiding die bij de deelnames van deze mensen staan.",
        dated="Deelnames die op of vóór de laatste dag van de periode begonnen.",
        source=AGREED_REPORT,
        rows=Rows.ENROLMENTS,
        in_euros=True,
    ),
    "sustained_outflow.*.by_municipality_detail.*.at_work_after": Topic(
        title="Nog aan het werk van wie duurzaam aan het werk kwam",
        counts="De nazorg van de plaatsing waarmee iemand duurzaam aan het werk kwam.",
        dated="Nagevraagd op of vóór de laatste dag van de periode.",
        source=AGREED_REPORT,
        rows=Rows.FOLLOW_UPS,
    ),
    "employments.*.persons_by_werkplein": Topic(
        title="Mensen die aan het werk gingen, per Werkplein",
        counts="Elke persoon telt één keer, ook met meer banen.",
        dated="De eerste werkdag van een baan in deze tijd.",
        source=PLAN,
        rows=Rows.CANDIDATES,
    ),
    "sustained_outflow.*.by_werkplein_detail.*.started_work": Topic(
        title="Mensen die aan het werk gingen, per Werkplein",
        counts="Elke kandidaat van dit Werkplein die aan het werk ging telt één keer, ook met meer banen.",
        dated="De eerste werkdag.",
        source=PLAN,
        rows=Rows.CANDIDATES,
    ),
    "sustained_outflow.*.by_werkplein_detail.*.cost": Topic(
        title="Kosten van scholing en begeleiding, per Werkplein",
        counts="De goedgekeurde uitgaven aan scholing en begeleiding voor kandidaten van dit Werkplein.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "sustained_outflow.*.by_werkplein_detail.*.cost_per_person": Topic(
        title="Kosten per persoon die aan het werk ging, per Werkplein",
        counts="De uitgaven aan scholing en begeleiding voor kandidaten van dit Werkplein, gedeeld door het aantal van "
        "zijn kandidaten dat aan het werk ging.",
        dated="Uitgaven en eerste werkdagen tot en met de laatste dag van de periode.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "sustained_outflow.*.by_werkplein_detail.*.at_work_after": Topic(
        title="Nog aan het werk van wie duurzaam aan het werk kwam, per Werkplein",
        counts="De nazorg van de plaatsing waarmee iemand duurzaam aan het werk kwam.",
        dated="Nagevraagd op of vóór de laatste dag van de periode.",
        source=PLAN,
        rows=Rows.FOLLOW_UPS,
    ),
    "half_year_at_work": Topic(
        title="Een half jaar aan het werk",
        counts="Elke kandidaat van wie een baan zes maanden duurde telt één keer, ook wie buiten de regio woont. "
        "Zonder einddatum loopt een baan door.",
        dated="De dag waarop de eerste baan zes maanden duurde.",
        source="Plan van aanpak 1.000-banenplan, hoofdstuk 1",
        rows=Rows.PLACEMENTS,
    ),
    "at_work_after": Topic(
        title="Aan het werk na een half jaar, een jaar of twee jaar",
        counts="Van plaatsingen sinds de start van het programma wordt na 6, 12 en 24 maanden nagevraagd of iemand nog "
        "werkt. ‘Onbekend’: vóór het einde van de periode kwam er geen antwoord.",
        dated="Aan de beurt als 6, 12 of 24 maanden na de eerste werkdag uiterlijk de laatste dag van de periode is.",
        source=PLAN,
        rows=Rows.FOLLOW_UPS,
    ),
    "sroi_jobs.*.from_programme": Topic(
        title="Banen via social return, uit het programma",
        counts="Elke plaatsing van een kandidaat waarbij is aangegeven dat het om social return gaat.",
        dated="De eerste werkdag.",
        source=PLAN,
        rows=Rows.PLACEMENTS,
    ),
    "sroi_jobs.*.other": Topic(
        title="Banen via social return, buiten het programma",
        counts="Mensen die een opdrachtnemer inzet zonder dat zij kandidaat van het programma zijn. Elke persoon telt "
        "één keer, ook bij twee opdrachtnemers. Afgekeurde regels en regels in concept tellen niet.",
        dated="De eerste dag van inzet binnen de looptijd van de opdracht.",
        source=PLAN,
        rows=Rows.DEPLOYMENTS,
    ),
    "sroi_jobs.*.spending": Topic(
        title="Uitgaven aan social return en inkoop",
        counts="Goedgekeurde uitgaven in de post social return en inkoop.",
        dated="De datum van de uitgave.",
        source=PLAN,
        rows=Rows.SPENDING,
        in_euros=True,
    ),
    "programmes_developed": Topic(
        title="Ontwikkelde scholing",
        counts="Elke opleiding die voor het programma is gemaakt.",
        dated="De dag waarop de opleiding klaar was.",
        source=PLAN,
        rows=Rows.PROGRAMMES,
    ),
    "pass_over": Topic(
        title="Plaatsen in scholing voorbij de volgorde",
        counts="Elke plaats in een groep die naar iemand ging terwijl een ander eerder aan de beurt was; de reden staat erbij.",
        dated="De dag waarop de plaats is aangeboden.",
        source="Convenant 1.000-banenplan, artikel 3f",
        rows=Rows.CANDIDATES,
    ),
    "matching_passed_over": Topic(
        title="Voorstellen voor werk voorbij het voorrangsgebied",
        counts="Elk voorstel van iemand van verder weg terwijl iemand uit het voorrangsgebied aan alle regels van de "
        "vacature voldeed; de reden staat erbij.",
        dated="De dag waarop iemand op de lijst van de vacature kwam.",
        source="Plan van aanpak 1.000-banenplan, hoofdstuk 3: van binnen naar buiten",
        rows=Rows.CANDIDATES,
    ),
    "employer_refusals": Topic(
        title="Voorstellen waarop de werkgever nee zei",
        counts="Elk voorstel waarop een werkgever nee zei, naar de reden die hij koos.",
        dated="De dag van het antwoord van de werkgever.",
        source="Plan van aanpak 1.000-banenplan, hoofdstuk 1 (monitoring)",
        rows=Rows.CANDIDATES,
    ),
}

_SINCE = "Sinds de start van het programma tot en met de laatste dag van de periode."
_MILESTONE = (
    "Tot en met de laatste dag van de periode; het doel is dat van de dag na het einde van het jaar, niet uitgerekend "
    "voor een dag daartussen."
)
_TARGET_SOURCE = "Convenant 1.000-banenplan, artikel 1a en 3d; plan van aanpak, hoofdstuk 11"
_FUNNEL: Mapping[str, tuple[str, str]] = {
    "registered": ("Aangemeld", "Wie zich aanmeldde."),
    "intake": ("Intake gedaan", "Wie een intake had. Wie met scholing of werk begon, had er een."),
    "training_started": ("Met scholing begonnen", "Wie aan een opleiding begon."),
    "placed": ("Aan het werk gegaan", "Wie een baan kreeg."),
    "half_year": ("Een half jaar aan het werk", "Wie een half jaar aan het werk bleef."),
    "sustained": ("Duurzaam aan het werk", "Wie aan de vier voorwaarden van het convenant voldeed."),
    "at_work_after_12": ("Na 12 maanden nog aan het werk", "Wie volgens de nazorg na 12 maanden nog werkte."),
}
_LASTING = "Wie duurzaam aan het werk kwam"
_TARGETS: Mapping[str, tuple[str, str, Rows]] = {
    "sustained_outflow": ("duurzaam aan het werk", f"{_LASTING} telt één keer.", Rows.PLACEMENTS),
    "intake": ("intake", "Elke kandidaat die zich sinds de start aanmeldde telt één keer.", Rows.CANDIDATES),
    "started": (
        "met scholing begonnen",
        "Elke deelname aan intensieve of korte scholing. Een vergelijkbaar traject telt niet voor dit doel.",
        Rows.ENROLMENTS,
    ),
    "start_intensive": ("begonnen met intensieve scholing", "Elke deelname aan intensieve scholing.", Rows.ENROLMENTS),
    "start_short": ("begonnen met korte scholing", "Elke deelname aan korte scholing.", Rows.ENROLMENTS),
    "sustained_participatiewet": (
        "duurzaam aan het werk, Participatiewet",
        f"{_LASTING} vanuit de Participatiewet. Wie geen uitkering had, telt bij NUG.",
        Rows.PLACEMENTS,
    ),
    "sustained_ww": ("duurzaam aan het werk, WW", f"{_LASTING} vanuit de WW.", Rows.PLACEMENTS),
    "sustained_nuo": (
        "duurzaam aan het werk, zonder uitkering (NUG)",
        f"{_LASTING} zonder uitkering.",
        Rows.PLACEMENTS,
    ),
    "sustained_construction_engineering": (
        "duurzaam aan het werk in bouw en techniek",
        f"{_LASTING} in de bouw of de techniek.",
        Rows.PLACEMENTS,
    ),
    "sustained_other": (
        "duurzaam aan het werk in andere sectoren",
        f"{_LASTING} buiten bouw en techniek.",
        Rows.PLACEMENTS,
    ),
    "sustained_year_minimum": (
        "het minimum van dit jaar, duurzaam aan het werk",
        f"{_LASTING} in dit kalenderjaar.",
        Rows.PLACEMENTS,
    ),
}
PROGRESS: Mapping[str, Topic] = {
    f"funnel.{key}": Topic(
        title=title, counts=f"{counts} Elke persoon telt één keer.", dated=_SINCE, source=PLAN, rows=Rows.CANDIDATES
    )
    for key, (title, counts) in _FUNNEL.items()
} | {
    f"targets.{key}": Topic(title=f"Doel: {title}", counts=counts, dated=_MILESTONE, source=_TARGET_SOURCE, rows=rows)
    for key, (title, counts, rows) in _TARGETS.items()
}
