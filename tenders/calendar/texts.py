"""The texts that belong to what a tender decided about social return, with its own values filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.choices import OrganisationKind
from organisations.models import Municipality, Organisation, OrganisationRegion
from organisations.templatetags.formatting import day_nl, days, euro, percentage
from tenders.choices import Basis, ReasonKind, SroiDecision, SroiWay, TenderKind, TenderTextKind
from tenders.models import RegionPolicy, Tender, TenderText
from tenders.placeholders import Wording, holes_in
from tenders.region_texts import Texts
from tenders.tender_texts import MAY_BE_EMPTY, OF_WAY, TEXTS, placeholders_of

#: The words for the documents of tenders, the portal's and each region's own.
TENDER_TEXTS = Texts(TenderText, TEXTS, placeholders_of)

#: Over what a percentage can go, as a text says it.
BASES = {
    Basis.CONTRACT_SUM: gettext_lazy("de opdrachtsom"),
    Basis.INVOICED_TURNOVER: gettext_lazy("de gefactureerde omzet"),
    Basis.WAGE_SUM: gettext_lazy("de loonsom van de opdracht"),
}
#: What a tender may still lack, as a person is asked for it.
LACKING = {
    "titel": gettext_lazy("de titel"),
    "percentage": gettext_lazy("het percentage"),
    "looptijd": gettext_lazy("de looptijd"),
    "plaats": gettext_lazy("de plaats van het werk"),
    "contactpersoon": gettext_lazy("de contactpersoon"),
    "soort_reden": gettext_lazy("de soort reden"),
    "reden": gettext_lazy("de reden"),
}
_PSO = (
    ("pso_aspirant", gettext_lazy("%(discount)s als aspirant")),
    ("pso_step_1", gettext_lazy("%(discount)s op trede 1")),
    ("pso_step_2", gettext_lazy("%(discount)s op trede 2")),
    ("pso_step_3", gettext_lazy("%(discount)s op trede 3")),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the texts can say of a tender. Its estimated value is none of it: that may be confidential."""

    title: str
    reference: str
    authority: str
    region: str
    coordination_point: str
    werkplein: str
    policy: RegionPolicy
    kind: str = ""
    basis: Basis = Basis.CONTRACT_SUM
    percentage: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extension_count: int | None = None
    extension_months: int | None = None
    contact: tuple[str, str] = ("", "")
    places: tuple[str, ...] = ()
    lots: tuple[tuple[int, str], ...] = ()
    verifies_own: bool = False
    reason_kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """One text, ready to copy; ``by_hand`` is what only a person can fill in."""

    kind: TenderTextKind
    subject: str
    body: str
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextsOfTender:
    """The texts of a tender; ``lacking`` is what its form has to say first, ``needs_clause`` that no text binds later."""

    texts: tuple[Filled, ...]
    lacking: tuple[str, ...]
    needs_clause: bool
    basis: Basis


def texts_of(tender: Tender, *, on: date, basis: Basis | None = None, framework: bool = False) -> TextsOfTender:
    """Everything that belongs to the tender's decision, filled in. A fixed number of queries.

    ``basis`` and ``framework`` are asked of the reader: a contract has them, a tender does not yet.
    """
    facts = _facts(tender, on=on, basis=basis)
    kinds = _kinds(tender, facts, framework=framework)
    lacking = {
        SroiDecision.OPEN: [_("het besluit over social return")],
        SroiDecision.YES: [] if tender.sroi_ways else [_("als wat u social return vraagt")],
    }.get(SroiDecision(tender.sroi), [])
    values, texts = values_of(facts), []
    for kind, wording in TENDER_TEXTS.wordings(tender.region_id, kinds).items():
        lacking += [str(LACKING[name]) for name in wording.names() if name in LACKING and name not in values]
        texts.append(_filled(TenderTextKind(kind), wording, values))
    ways = set(tender.sroi_ways) if tender.sroi == SroiDecision.YES else set()
    return TextsOfTender(
        tuple(texts),
        tuple(dict.fromkeys(lacking)),
        needs_clause=bool(ways) and SroiWay.CONTRACT_CLAUSE not in ways,
        basis=facts.basis,
    )


def example(wording: Wording, *, region: str, werkplein: str, coordination_point: str, on: date) -> Wording:
    """The text with a made-up tender filled in, to see what it will look like."""
    facts = Facts(
        title=_("Groot onderhoud scholen"),
        reference="GEM-2027-014",
        authority=_("Gemeente Voorbeeld"),
        region=region,
        coordination_point=coordination_point,
        werkplein=werkplein,
        policy=RegionPolicy(cap=Decimal(250_000), pso_step_2=Decimal(10), pso_step_3=Decimal(15)),
        kind=TenderKind.WORK,
        percentage=Decimal(5),
        starts_on=date(on.year + 1, 3, 1),
        ends_on=date(on.year + 3, 2, 28),
        extension_count=2,
        extension_months=12,
        contact=(_("mevrouw De Vries"), "inkoop@gemeente.example"),
        places=(_("Voorbeeldstad"),),
        lots=((1, _("Scholen in het noorden")), (2, _("Scholen in het zuiden"))),
        reason_kind=ReasonKind.LITTLE_LABOUR,
        reason=_("Het gaat om het leveren van apparatuur. Daar is bijna geen werk bij."),
    )
    filled = _filled(TenderTextKind.CONTRACT_CLAUSE, wording, values_of(facts))
    return Wording(filled.subject, filled.body)


def values_of(facts: Facts) -> dict[str, str]:
    """What stands behind each name; a name that the tender cannot fill in yet is not in it."""
    years = _("vijf jaar") if facts.kind == TenderKind.WORK else _("drie jaar")
    coordination = _with_article(facts.coordination_point)
    values: dict[str, str] = {
        "kenmerk": facts.reference,
        "opdrachtgever": facts.authority,
        "regio": facts.region,
        "coördinatiepunt": coordination,
        "beoordelaar": facts.authority if facts.verifies_own else coordination,
        "werkplein": facts.werkplein,
        "grondslag": str(BASES[facts.basis]),
        "eerste_contact": days(facts.policy.first_contact_days),
        "uren_termijn": days(facts.policy.statement_days),
        "referentiejaren": years,
        "percelen": "\n".join(_("- perceel %(number)s: %(title)s") % {"number": n, "title": t} for n, t in facts.lots),
        "plafond": _cap(facts.policy),
        "overschot": _surplus(facts.policy),
        "pso_korting": _discount(facts.policy),
    }
    known = {
        "titel": facts.title,
        "percentage": percentage(facts.percentage),
        "looptijd": _period(facts),
        "plaats": _listed(facts.places),
        "contactpersoon": ", ".join(one for one in facts.contact if one),
        "soort_reden": _reason_kind(facts.reason_kind),
        "reden": facts.reason,
    }
    return values | {name: value for name, value in known.items() if value}


def _filled(kind: TenderTextKind, wording: Wording, values: Mapping[str, str]) -> Filled:
    by_hand = holes_in(f"{wording.subject}\n{wording.body}")
    asked = {name: _("(vul %(what)s in)") % {"what": what} for name, what in LACKING.items()}
    empty = [name for name in MAY_BE_EMPTY if not values.get(name)]
    done = wording.filled(asked | dict(values), left_out=empty)
    return Filled(kind, str(done.subject), str(done.body), tuple(by_hand))


def _kinds(tender: Tender, facts: Facts, *, framework: bool) -> list[TenderTextKind]:
    if tender.sroi == SroiDecision.NO:
        return [TenderTextKind.NOT_APPLIED]
    if tender.sroi != SroiDecision.YES:
        return []
    kinds = [OF_WAY[way] for way in SroiWay if way in tender.sroi_ways]
    if facts.lots:
        kinds.append(TenderTextKind.LOTS)
    if framework:
        kinds.append(TenderTextKind.FRAMEWORK)
    return kinds


def _facts(tender: Tender, *, on: date, basis: Basis | None) -> Facts:
    region, authority = tender.region, tender.authority
    policy = RegionPolicy.objects.filter(region=region).in_force(on=on).first() or RegionPolicy(region=region)
    names = dict(Municipality.objects.filter(code__in=tender.municipalities).values_list("code", "name"))
    own = OrganisationRegion.objects.filter(organisation=authority, region=region).values_list(
        "verifies_own", flat=True
    )
    return Facts(
        title=tender.title,
        reference=tender.reference,
        authority=authority.name,
        region=region.name,
        coordination_point=coordination_point(region.pk),
        werkplein=region.werkplein_label,
        policy=policy,
        kind=tender.kind,
        basis=basis or usual_basis(tender.labour_share, policy),
        percentage=tender.sroi_percentage,
        starts_on=tender.starts_on,
        ends_on=tender.ends_on,
        extension_count=tender.extension_count,
        extension_months=tender.extension_months,
        contact=(tender.contact_name, tender.contact_email),
        places=tuple(names.get(place, place) for place in tender.municipalities),
        lots=tuple(tender.lots.order_by("number").values_list("number", "title")),
        verifies_own=any(own),
        reason_kind=tender.sroi_reason_kind,
        reason=tender.sroi_reason.strip(),
    )


def usual_basis(labour_share: Decimal | None, policy: RegionPolicy) -> Basis:
    """The contract sum; the wage sum where the advice is a percentage of that, because there is little labour in it."""
    is_little = labour_share is not None and labour_share < policy.bespoke_below_share
    return Basis.WAGE_SUM if is_little else Basis.CONTRACT_SUM


def coordination_point(region_id) -> str:
    """What the coordination point of the region is called; one query."""
    named = Organisation.objects.filter(
        kind=OrganisationKind.COORDINATION_POINT, organisation_regions__region=region_id
    )
    return named.order_by("name").values_list("name", flat=True).first() or _("Coördinatiepunt Social Return")


def _with_article(name: str) -> str:
    return _("het %(name)s") % {"name": name} if name.lower().startswith("coördinatiepunt") else name


def _period(facts: Facts) -> str:
    if facts.starts_on is None or facts.ends_on is None:
        return ""
    said = _("van %(first)s tot en met %(last)s") % {"first": day_nl(facts.starts_on), "last": day_nl(facts.ends_on)}
    if not facts.extension_count or not facts.extension_months:
        return said
    more = ngettext(
        "met daarna hoogstens %(count)s verlenging van %(months)s",
        "met daarna hoogstens %(count)s verlengingen van %(months)s",
        facts.extension_count,
    ) % {
        "count": facts.extension_count,
        "months": ngettext("%(n)s maand", "%(n)s maanden", facts.extension_months) % {"n": facts.extension_months},
    }
    return f"{said}, {more}"


def _listed(places: tuple[str, ...]) -> str:
    *before, last = places or ("",)
    return _("%(before)s en %(last)s") % {"before": ", ".join(before), "last": last} if before else last


def _reason_kind(kind: str) -> str:
    if not kind:
        return ""
    if kind == ReasonKind.OTHER:
        return _("anders, zie de toelichting")
    label = str(ReasonKind(kind).label)
    return label[0].lower() + label[1:]


def _cap(policy: RegionPolicy) -> str:
    return "" if policy.cap is None else _("De verplichting is hoogstens %(amount)s.") % {"amount": euro(policy.cap)}


def _surplus(policy: RegionPolicy) -> str:
    if policy.surplus_transferable:
        return _(
            "Doet de opdrachtnemer meer dan de verplichting, dan kan het meerdere na overleg meetellen bij een andere"
            " opdracht in de regio."
        )
    return _("Doet de opdrachtnemer meer dan de verplichting, dan telt het meerdere niet mee bij een andere opdracht.")


def _discount(policy: RegionPolicy) -> str:
    steps = [
        str(words) % {"discount": percentage(getattr(policy, name))} for name, words in _PSO if getattr(policy, name)
    ]
    if not steps:
        return ""
    return _("Met een geldig PSO-certificaat is de verplichting lager, zolang dat geldig is: %(steps)s.") % {
        "steps": _listed(tuple(steps))
    }
