"""What the page of a tender shows, for whoever reads it: only what row security gave, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.models import CpvCode, Municipality
from organisations.templatetags.formatting import day_nl, euro, euro0, percentage
from organisations.tenancy import Acting
from tenders.advice import AdvicePolicy, Outcome, advise
from tenders.calendar.access import may_watch, tenders_read_by
from tenders.calendar.upkeep import Upkeep, upkeep_of
from tenders.choices import Procedure, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderStatus
from tenders.explanations import advice_checks, advice_note, advice_title
from tenders.models import (
    Contract,
    ExpectedOccupation,
    FirmInvitation,
    RegionPolicy,
    Tender,
    TenderDocument,
    TenderLot,
    TenderStep,
)
from tenders.querysets import TenderQuerySet
from tenders.tender_status import (
    AWARDED,
    COMPLETED,
    CONCEPT,
    COURSE,
    IN_EXECUTION,
    OPEN,
    PLANNED,
    PUBLISHED,
    WITHDRAWN,
    is_step_back,
)

#: The day on which each status is expected, as far as it is known beforehand.
_EXPECTED = {
    PUBLISHED: "planned_publication",
    AWARDED: "planned_award",
    IN_EXECUTION: "starts_on",
    COMPLETED: "ends_on",
}
#: What a step is called on a button.
STEP_WORDS = {
    CONCEPT: gettext_lazy("Van de kalender halen"),
    PLANNED: gettext_lazy("Op de kalender zetten"),
    PUBLISHED: gettext_lazy("Publicatie vastleggen"),
    AWARDED: gettext_lazy("Gunnen"),
    IN_EXECUTION: gettext_lazy("Start van de uitvoering vastleggen"),
    COMPLETED: gettext_lazy("Afronden"),
    WITHDRAWN: gettext_lazy("Intrekken"),
}
#: What comes of it.
STEP_NOTES = {
    CONCEPT: gettext_lazy("alleen uw organisatie en het coördinatiepunt zien haar dan nog"),
    PLANNED: gettext_lazy("iedereen in de regio ziet haar"),
    PUBLISHED: gettext_lazy("de stukken zijn openbaar, of de offertes zijn gevraagd"),
    AWARDED: gettext_lazy("er is een opdrachtnemer gekozen, maar er komt geen contract in het portaal"),
    IN_EXECUTION: gettext_lazy("het werk is begonnen; met een contract gaat dit vanzelf"),
    COMPLETED: gettext_lazy("het werk is klaar; met een contract gaat dit vanzelf"),
    WITHDRAWN: gettext_lazy("zij gaat niet door; iedereen ziet dat zij is ingetrokken"),
}
#: Never published: offers are asked of firms that were chosen.
_PRIVATE = frozenset({Procedure.SINGLE, Procedure.MULTIPLE_PRIVATE})


@dataclass(frozen=True, slots=True)
class Advised:
    """What the region's policy says now, beside what was decided."""

    title: str
    note: str
    checks: tuple[dict[str, str], ...]
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    tender: Tender
    course: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    history: tuple[TenderStep, ...]
    facts: tuple[tuple[str, Any], ...]
    period: tuple[tuple[str, Any], ...]
    decision: tuple[tuple[str, Any], ...]
    advised: Advised | None
    upkeep: Upkeep | None
    lots: tuple[TenderLot, ...]
    demand: tuple[ExpectedOccupation, ...]
    heads: int
    cpv: tuple[tuple[str, str], ...]
    #: Names by code of where the work is.
    places: Mapping[str, str]
    contracts: tuple[Contract, ...]
    documents: tuple[TenderDocument, ...]
    firms: int
    is_watched: bool

    @property
    def last_step(self) -> TenderStep | None:
        return self.history[-1] if self.history else None


def of_page(tenders: TenderQuerySet, *, on: date) -> TenderQuerySet:
    """With all that stands in the row itself and how many firms were invited, in one query."""
    expected = ExpectedOccupation.objects.filter(tender=OuterRef("pk"))
    invited = FirmInvitation.objects.filter(tender=OuterRef("pk"), withdrawn_at=None).order_by().values("tender")
    shown = (
        tenders.with_days_taken().with_stale_days(on=on).select_related("authority", "region", "value").defer("search")
    )
    return shown.annotate(
        has_occupations=Exists(expected),
        firms=Coalesce(Subquery(invited.annotate(number=Count("pk")).values("number")), 0),
    )


def shown(acting: Acting, tender: Tender, *, on: date) -> Page:
    """All of it, in seven queries, eight for who sees the advice."""
    steps = list(TenderStep.objects.filter(tender=tender).select_related("by", "private").order_by("at", "pk"))
    lots = tuple(TenderLot.objects.filter(tender=tender).order_by("number"))
    demand = tuple(
        ExpectedOccupation.objects.filter(tender=tender).select_related("occupation").order_by("occupation__name", "pk")
    )
    contracts = tuple(Contract.objects.filter(tender=tender).select_related("contractor").order_by("lot", "reference"))
    labels, places = _names(tender)
    is_watched = may_watch(acting, tender)
    return Page(
        tender=tender,
        course=course_of(tender, steps),
        steps=tuple(_step_item(one, names_people=is_watched) for one in reversed(steps)),
        history=tuple(steps),
        facts=_facts(tender, places, is_watched=is_watched),
        period=_period(tender),
        decision=_decision(tender, is_watched=is_watched),
        advised=_advised(tender, on=on) if is_watched else None,
        upkeep=upkeep_of(tender, on=on) if is_watched and tender.status in OPEN else None,
        lots=lots,
        demand=demand,
        heads=sum(one.head_count for one in demand),
        cpv=tuple((code, labels.get(code, "")) for code in tender.cpv_codes),
        places=places,
        contracts=contracts,
        documents=tuple(TenderDocument.objects.usable().filter(tender=tender).order_by("uploaded_at", "pk")),
        firms=tender.firms,  # type: ignore[attr-defined] # of_page
        is_watched=is_watched,
    )


def _names(tender: Tender) -> tuple[dict[str, str], dict[str, str]]:
    """The labels of its CPV codes, and its places by name. One query: no code of one list is one of the other."""
    labels = CpvCode.objects.filter(code__in=tender.cpv_codes).order_by().values_list("code", "label")
    places = Municipality.objects.filter(code__in=tender.municipalities).order_by().values_list("code", "name")
    found = dict(labels.union(places, all=True))
    return found, {code: found.get(code, code) for code in tender.municipalities}


def place_names(codes: Sequence[str]) -> dict[str, str]:
    """Municipalities by name; what is no code is a name already. One query."""
    names = dict(Municipality.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: names.get(code, code) for code in codes}


def course_of(tender: Tender, steps: Sequence[TenderStep]) -> tuple[dict[str, Any], ...]:
    """The way over the calendar: what is behind with its day, where it stands, and what is expected when."""
    if tender.status == WITHDRAWN:
        return ()
    here = COURSE.index(tender.status)
    days = {one.to_status: one.on for one in steps if not _is_mended(one)}
    crossed = {
        status
        for one in steps
        if one.from_status in COURSE and one.to_status in COURSE
        for status in COURSE[COURSE.index(one.from_status) + 1 : COURSE.index(one.to_status)]
    } - set(days)
    course = []
    for place, status in enumerate(COURSE):
        day = days.get(status) if place <= here else getattr(tender, _EXPECTED.get(status, ""), None)
        said = day_nl(day) if day else ""
        if place < here and status in crossed:
            said = _("overgeslagen")
        elif place > here and day:
            said = _("verwacht %(day)s") % {"day": said}
        course.append(
            {
                "word": TenderStatus(status).label,
                "said": said,
                "state": "done" if place < here else "now" if place == here else "later",
            }
        )
    return tuple(course)


def _is_mended(step: TenderStep) -> bool:
    """It led back to where the tender had been before: that is not the day on which it came there."""
    return bool(step.from_status) and is_step_back(step.to_status, step.from_status) and step.to_status != PLANNED


@dataclass(frozen=True, slots=True)
class Next:
    """What waits: a word for the button, and whether it is a step, the form, the decision on that form, or the award."""

    word: str
    kind: str
    to: str = ""
    why: str = ""


def next_of(tender: Tender, *, may_award: bool, has_contract: bool) -> Next | None:
    """The one thing that the tender waits for from who keeps it; None when nothing does."""
    if tender.status == CONCEPT:
        if tender.title and tender.kind:
            return Next(str(STEP_WORDS[PLANNED]), "step", PLANNED)
        return Next(_("Aanvullen"), "edit", why=_("Titel of soort ontbreekt nog."))
    if tender.status in {PLANNED, PUBLISHED}:
        is_public = tender.status == PLANNED and tender.procedure not in _PRIVATE
        to = PUBLISHED if is_public else AWARDED
        kind = "award" if to == AWARDED and may_award else "step"
        return _of_decision(tender, kind) or Next(str(STEP_WORDS[to]), kind, to)
    if tender.status == AWARDED and not has_contract and may_award:
        return Next(_("Contract invoeren"), "award", why=_("Er is nog geen contract bij deze aanbesteding."))
    return None


def _of_decision(tender: Tender, kind: str) -> Next | None:
    """What the decision still lacks before the next thing can be done. An award does not ask as what."""
    if tender.sroi == SroiDecision.OPEN:
        why = _("Er is nog geen besluit over social return. Dat moet vóór de publicatie.")
        return Next(_("Besluit nemen"), "decision", why=why)
    if tender.sroi == SroiDecision.YES and not tender.sroi_ways and kind == "step":
        why = _("Er staat nog niet bij als wat u social return vraagt. Dat moet vóór de publicatie.")
        return Next(_("Besluit aanvullen"), "decision", why=why)
    return None


def _step_item(step: TenderStep, *, names_people: bool) -> dict[str, Any]:
    """For the timeline; who took it is for who watches."""
    by = (step.by.name if step.by else _("door het portaal")) if names_people else ""
    # The portal's own words are for who watches; of what people said the database hands out what the reader may know.
    is_public = step.to_status == WITHDRAWN and step.from_status != CONCEPT
    said = step.said if names_people or is_public else ""
    return {
        "when": step.on,
        "title": str(TenderStatus(step.to_status).label),
        "sub": " · ".join(filter(None, [by, said])),
        "state": "past",
    }


def _facts(tender: Tender, places: Mapping[str, str], *, is_watched: bool) -> tuple[tuple[str, Any], ...]:
    facts: list[tuple[str, Any]] = [
        (_("Kenmerk"), tender.reference),
        (_("Soort"), tender.get_kind_display()),
        (_("Procedure"), tender.get_procedure_display()),
        (_("Sector"), tender.get_sector_display()),
        (_("Plaats van het werk"), ", ".join(places.values())),
        (_("Geraamde waarde"), value_words(tender, is_watched=is_watched)),
        (_("Loonaandeel"), percentage(tender.labour_share) if tender.labour_share is not None else ""),
        (_("TenderNed-nummer"), tender.tenderned_number),
    ]
    told = [(label, value or _UNKNOWN()) for label, value in facts[:-1]]
    if not is_watched and not facts[5][1]:
        # Whether it is confidential or nobody knows it yet is not told apart.
        told[5] = (facts[5][0], _("niet bekendgemaakt"))
    return (*told, facts[-1]) if facts[-1][1] else tuple(told)


def value_words(tender: Tender, *, is_watched: bool) -> str:
    """The amount for who may read it. That it is confidential is told to who reads it all the same."""
    value = getattr(tender, "value", None)
    if value is None or value.amount is None:
        return ""
    # With its cents where it has them: rounded, an amount just below the threshold would be the threshold itself.
    amount = euro0(value.amount) if value.amount == value.amount.to_integral_value() else euro(value.amount)
    if value.is_confidential and is_watched:
        return _("%(amount)s (vertrouwelijk: niet op de kalender te zien)") % {"amount": amount}
    return amount


def _UNKNOWN() -> str:  # noqa: N802 - a word that is chosen when it is read
    return _("nog niet bekend")


def _period(tender: Any) -> tuple[tuple[str, Any], ...]:
    extension = ""
    if tender.extension_count and tender.extension_months:
        extension = _("%(times)s van %(months)s") % {
            "times": _("%(n)s keer") % {"n": tender.extension_count},
            "months": ngettext("%(n)s maand", "%(n)s maanden", tender.extension_months)
            % {"n": tender.extension_months},
        }
    days = [
        (_("Gepubliceerd op"), tender.published_on)
        if tender.published_on
        else (_("Publicatie gepland"), tender.planned_publication),
        (_("Gegund op"), tender.awarded_on) if tender.awarded_on else (_("Gunning gepland"), tender.planned_award),
        (_("Eerste dag van het werk"), tender.starts_on),
        (_("Laatste dag van het werk"), tender.ends_on),
    ]
    told = [(label, day_nl(day) if day else _UNKNOWN()) for label, day in days]
    return (*told, (_("Verlengen kan"), extension or _("nee, of nog niet bekend")))


def _decision(tender: Tender, *, is_watched: bool) -> tuple[tuple[str, Any], ...]:
    if tender.sroi == SroiDecision.OPEN:
        return ()
    if tender.sroi == SroiDecision.YES:
        applied = _("Toepassen")
        if tender.sroi_percentage is not None:
            applied = _("Toepassen met %(share)s") % {"share": percentage(tender.sroi_percentage)}
        facts = [(_("Besluit"), applied)]
        ways = ", ".join(str(SroiWay(one).label) for one in tender.sroi_ways)
        facts.append((_("Als wat"), ways or _UNKNOWN()))
    else:
        facts = [(_("Besluit"), str(SroiDecision.NO.label))]
    if shows_reason(tender, is_watched=is_watched):
        if tender.sroi_reason_kind:
            facts.append((_("Soort reden"), str(ReasonKind(tender.sroi_reason_kind).label)))
        if tender.sroi_reason:
            facts.append((_("Reden"), tender.sroi_reason))
    if tender.decided_on:
        facts.append((_("Besloten op"), day_nl(tender.decided_on)))
    return tuple(facts)


def shows_reason(tender: Tender, *, is_watched: bool) -> bool:
    """That a value lies below the threshold tells something of it: not where the value itself is not shown."""
    if is_watched:
        return True
    return tender.sroi_reason_kind != ReasonKind.BELOW_THRESHOLD or getattr(tender, "value", None) is not None


def _advised(tender: Tender, *, on: date) -> Advised | None:
    if not tender.kind:
        return None
    policy = RegionPolicy.objects.filter(region_id=tender.region_id).in_force(on=on).first()
    figures = policy.for_advice() if policy else AdvicePolicy()
    value = getattr(tender, "value", None)
    advice = advise(
        tender.kind,
        value.amount if value else None,
        tender.starts_on,
        tender.ends_on,
        tender.labour_share,
        figures,
    )
    checks = advice_checks(
        advice, kind=TenderKind(tender.kind), policy=figures, starts_on=tender.starts_on, ends_on=tender.ends_on
    )
    asked = advice.percentage if advice.outcome == Outcome.PERCENTAGE else None
    return Advised(advice_title(advice), advice_note(advice), tuple(checks), _difference(tender, advice.outcome, asked))


def _difference(tender: Tender, outcome: Outcome, asked: Decimal | None) -> str:
    """How the decision stands to the advice, when they are not the same; never a reproach: the advice is not forced."""
    if tender.sroi == SroiDecision.OPEN:
        return ""
    if tender.sroi == SroiDecision.NO:
        return (
            ""
            if outcome in {Outcome.NOT_REQUIRED, Outcome.NOT_RECOMMENDED}
            else _("Het besluit wijkt af van het advies.")
        )
    if outcome == Outcome.PERCENTAGE and asked != tender.sroi_percentage:
        return _("Het besluit wijkt af van het advies.")
    if outcome == Outcome.NOT_REQUIRED:
        return _("U past social return toe, ook al hoeft het niet.")
    return ""


def found(acting: Acting, tender_id: Any, *, on: date) -> Tender | None:
    """The tender of a page, as the member may read it; how many firms were invited is counted where he sees that."""
    return of_page(tenders_read_by(acting), on=on).filter(pk=tender_id).first()
