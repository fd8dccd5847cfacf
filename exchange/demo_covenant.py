"""What Esra wrote down about the covenant in the demo, around the day on which it is loaded. All persons are made up."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

from organisations import tenancy
from organisations.choices import Purpose
from organisations.models import OrganisationRegion, Region
from organisations.tenancy import Acting
from reporting.choices import ActionStatus, ActivityStatus, DutyStatus, MeetingKind, PartnerGroup, RiskStatus
from reporting.covenant import efforts, records, rows
from reporting.models import CovenantAction, CovenantDuty, CovenantMeeting, CovenantRisk, PlanActivity
from reporting.periods import Length, Period

SIGNED_ON = date(2018, 3, 5)
_GROUPS = {"ncg": PartnerGroup.NCG, "bouwend-nederland-noord": PartnerGroup.BUILDERS}
_CONTACTS = {
    "gem-groningen": ("Marieke Voorbeeld", "m.voorbeeld@groningen.example"),
    "provincie-groningen": ("Jelle Verzonnen", "j.verzonnen@provincie.example"),
    "ncg": ("Anke Denkbeeld", "a.denkbeeld@ncg.example"),
    "fnv": ("Sjoerd Fictief", "s.fictief@fnv.example"),
    "bouwend-nederland-noord": ("Tineke Bedacht", "t.bedacht@bouw.example"),
}
#: Days from today, the sort of meeting, the place, the agenda and what was decided.
_MEETINGS = (
    (
        -96,
        MeetingKind.PROGRESS,
        "Groningen, Rademarkt",
        "Cijfers van het kwartaal\nScholing die vol raakt\nRondvraag",
        "De opleiding tot monteur krijgt meer plaatsen.\nGemeenten leveren hun aanbestedingen aan voor de kalender.",
    ),
    (
        -40,
        MeetingKind.COCKPIT,
        "Videogesprek",
        "Kandidaten die wachten\nNieuwe aanbestedingen",
        "Werkpleinen bellen iedereen die langer dan vier weken wacht.",
    ),
    (
        -12,
        MeetingKind.BOARD,
        "Delfzijl, gemeentehuis",
        "Voortgang tegen het doel\nTermijn van het Rijk\nRisico’s",
        "De vergadering neemt het kwartaalrapport over.\nHet risico van de aanbestedingskalender wordt zwaarder.",
    ),
    (9, MeetingKind.PROGRESS, "Groningen, Rademarkt", "Cijfers van het kwartaal\nInzet van de partners", ""),
)  # fmt: skip
#: Of which meeting, which partner, who there, what, in how many days, and how it goes.
_ACTIONS = (
    (
        0,
        "gem-groningen",
        "Marieke Voorbeeld",
        "Stuurt de planning van aanbestedingen voor het komende halfjaar.",
        -20,
        ActionStatus.OPEN,
        "",
    ),
    (
        0,
        "bouwend-nederland-noord",
        "Tineke Bedacht",
        "Vraagt leden om leerplaatsen voor monteurs.",
        -30,
        ActionStatus.DONE,
        "Acht bedrijven bieden samen twaalf plaatsen.",
    ),
    (
        1,
        "gem-eemsdelta",
        "",
        "Belt kandidaten die langer dan vier weken wachten.",
        -5,
        ActionStatus.BUSY,
        "De helft is gebeld.",
    ),
    (1, "fnv", "Sjoerd Fictief", "Zoekt uit of het sectorfonds ook zij-instroom betaalt.", 6, ActionStatus.OPEN, ""),
    (
        2,
        "ncg",
        "Anke Denkbeeld",
        "Bespreekt de SROI-voorwaarden met twee nieuwe opdrachtgevers.",
        21,
        ActionStatus.OPEN,
        "",
    ),
    (2, "gem-groningen", "", "Maakt een voorstel voor de verdeling van het scholingsgeld.", 4, ActionStatus.BUSY, ""),
    (
        2,
        "vno-ncw-mkb-noord",
        "",
        "Organiseert een ochtend voor werkgevers.",
        35,
        ActionStatus.DROPPED,
        "Gaat op in de bijeenkomst van de bouw.",
    ),
)
_TEXTS = {
    "gem-groningen": "We zetten zes aanbestedingen op de kalender. Bij vier daarvan vroegen we social return."
    " Samen met het Werkplein nodigden we inwoners uit voor een open ochtend.",
    "bouwend-nederland-noord": "Twaalf leden kwamen naar de uitleg over social return. Acht bieden een leerplaats aan.",
    "fnv": "We vertelden op drie bijeenkomsten wat het plan is, en hielpen mensen zich aan te melden.",
}
_PLANNED = (
    ("result", "Bijeenkomst voor lokale ondernemers over nieuwe opdrachten", 0, 1, "vno-ncw-mkb-noord", ActivityStatus.BUSY),
    ("result", "Regionale lijst van leerbedrijven bijwerken", -1, -1, "bouwend-nederland-noord", ActivityStatus.BUSY),
    ("process", "Kennisochtend voor inkopers over social return", 1, 1, "provincie-groningen", ActivityStatus.NOT_STARTED),
    ("process", "Nulmeting van de inkoop herhalen", -2, -1, "", ActivityStatus.NOT_STARTED),
)  # fmt: skip
#: Of the shipped activities, by the beginning of their title: what did not simply get done.
_DROPPED = ("Een percentage afspreken", "Samenwerken met de lectoraten")

ActAs = Callable[[str], AbstractContextManager[Acting]]


def furnish(region: Region, *, acting_as: ActAs, on: date, at: datetime) -> None:
    """Let Esra have kept the covenant; done once."""
    with tenancy.system(Purpose.REPORT, region_id=region.pk):
        if CovenantMeeting.objects.filter(region=region).exists():
            return
    with acting_as("esra") as esra:
        codes = dict(
            OrganisationRegion.objects.filter(region=region, covenant_partner=True).values_list(
                "code", "organisation_id"
            )
        )
        _partners(esra, region, codes)
        _meet(esra, region, codes, on=on)
        _plan(esra, region, codes, on=on)
        _weigh(esra, region, on=on)
        _write(esra, region, codes, on=on, at=at)


def _partners(esra: Acting, region: Region, codes: dict[str, uuid.UUID]) -> None:
    for partner in rows.partners_of(esra).filter(region=region).order_by("code"):
        name, email = _CONTACTS.get(partner.code, ("", ""))
        group = _GROUPS.get(partner.code, PartnerGroup(partner.group))
        values = {"group": group, "signed_on": SIGNED_ON, "contact_name": name, "contact_email": email}
        records.set_partner(esra, region_id=region.pk, partner_id=partner.organisation_id, values=values)
    said = (
        ("gem-groningen", "1a.3", DutyStatus.ON_TRACK, "Alle aanbestedingen boven de grens staan op de kalender."),
        ("gem-groningen", "1a.5", DutyStatus.ON_TRACK, "Bij drie van de vier aanbestedingen toegepast."),
        ("ncg", "1i.3", DutyStatus.ON_TRACK, "Met twee opdrachtgevers is gesproken."),
        ("fnv", "1f.1", DutyStatus.NOT_DONE, "Het fonds betaalt nog geen scholing voor werkzoekenden."),
    )
    duties = {(one.group, one.article): one for one in CovenantDuty.objects.filter(region=region)}
    groups = {one.code: one.group for one in rows.partners_of(esra).filter(region=region)}
    for code, article, status, note in said:
        duty = duties[groups[code], article]
        records.set_progress(esra, duty, partner_id=codes[code], values={"status": status, "note": note})


def _meet(esra: Acting, region: Region, codes: dict[str, uuid.UUID], *, on: date) -> None:
    held = []
    for days, kind, place, agenda, decisions in _MEETINGS:
        values = {"kind": kind, "on": on + timedelta(days=days), "place": place, "agenda": agenda}
        meeting = records.add(esra, CovenantMeeting(), region_id=region.pk, values=values | {"decisions": decisions})
        if days < 0:
            there = [codes[code] for code in ("gem-groningen", "provincie-groningen", "ncg", "fnv", "programmabureau")]
            records.set_presence(esra, meeting, partner_ids=there)
        held.append(meeting)
    for of_meeting, code, person, text, days, status, result in _ACTIONS:
        values = {
            "meeting_id": held[of_meeting].pk,
            "partner_id": codes[code],
            "person": person,
            "text": text,
            "due_on": on + timedelta(days=days),
            "status": status,
            "result": result,
        }
        records.add(esra, CovenantAction(), region_id=region.pk, values=values)


def _plan(esra: Acting, region: Region, codes: dict[str, uuid.UUID], *, on: date) -> None:
    """What the plan of 2018 asked is done, a few things excepted; some activities of now are added."""
    for activity in PlanActivity.objects.filter(region=region).order_by("title", "pk"):
        dropped = activity.title.startswith(_DROPPED)
        status = ActivityStatus.DROPPED if dropped else ActivityStatus.DONE
        records.change(esra, PlanActivity, activity.pk, values={"status": status})
    this = Period.containing(on, Length.QUARTER)
    for part, title, first, last, code, status in _PLANNED:
        values = {
            "part": part,
            "title": title,
            "from_quarter": str(_moved(this, first)),
            "to_quarter": str(_moved(this, last)),
            "partner_id": codes.get(code),
            "status": status,
        }
        records.add(esra, PlanActivity(), region_id=region.pk, values=values)


def _moved(period: Period, quarters: int) -> Period:
    for _step in range(abs(quarters)):
        period = period.next() if quarters > 0 else period.previous()
    return period


def _weigh(esra: Acting, region: Region, *, on: date) -> None:
    weights = (
        (3, 3, RiskStatus.OPEN),
        (2, 2, RiskStatus.CONTAINED),
        (2, 3, RiskStatus.OPEN),
        (1, 3, RiskStatus.CONTAINED),
    )
    for risk, (chance, impact, status) in zip(
        CovenantRisk.objects.filter(region=region).order_by("title", "pk"), weights, strict=False
    ):
        values = {"chance": chance, "impact": impact, "status": status, "reviewed_on": on - timedelta(days=12)}
        records.change(esra, CovenantRisk, risk.pk, values=values | {"owner": "Petra Verbeelding"})


def _write(esra: Acting, region: Region, codes: dict[str, uuid.UUID], *, on: date, at: datetime) -> None:
    period = efforts.quarter_to_write(on)
    for quarter, partners in ((period.previous(), list(_TEXTS)), (period, ["bouwend-nederland-noord", "fnv"])):
        for code in partners:
            efforts.write(
                esra,
                region_id=region.pk,
                partner_id=codes[code],
                period=quarter,
                text=_TEXTS[code],
                submit=quarter != period or code != "fnv",
                at=at,
            )
