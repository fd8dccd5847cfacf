"""Letters to the contractor: filled in beforehand from the contract, edited by a person, frozen, then made as PDF.

Amounts in a letter are those that everybody who reads it may know: of persons a band until the contract is settled.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Region
from organisations.templatetags.formatting import day_nl, euro
from organisations.tenancy import Acting
from tenders import documents
from tenders.choices import DocumentKind, LadderKind, SettlementState, ShortfallDecision, Side
from tenders.explanations import band_of_obligation
from tenders.letter_texts import LETTERS, placeholders_of
from tenders.models import Contract, Document, LadderStep, LetterTemplate, Responsible, Settlement
from tenders.outlook import Outlook, outlook
from tenders.placeholders import Wording, holes_in, unknown_in
from tenders.progress import ProgressPolicy, Standing
from tenders.region_texts import TextRefused, Texts, named

ANSWER_WITHIN = timedelta(days=14)
#: The steps that have a day of their own, before which the contractor answers.
_ANSWERED_BEFORE = frozenset({LadderKind.CONVERSATION, LadderKind.RECOVERY_PLAN, LadderKind.HEARING})
#: What a letter of settlement leaves out when there is none of it.
_LEFT_OUT = ("tekort", "overschot", "ingehouden", "kwijtgescholden", "motivering")

STANDS = {
    Standing.STARTING: gettext_lazy("is net begonnen"),
    Standing.ON_TRACK: gettext_lazy("loopt op schema"),
    Standing.BEHIND: gettext_lazy("loopt achter op schema"),
    Standing.AT_RISK: gettext_lazy("loopt ver achter op schema"),
    Standing.NOTHING_OWED: gettext_lazy("heeft geen verplichting"),
    Standing.SETTLED: gettext_lazy("is afgerekend"),
}
_DECISIONS = {
    ShortfallDecision.WITHHOLD: gettext_lazy("het tekort wordt naar rato ingehouden"),
    ShortfallDecision.WAIVE: gettext_lazy(
        "het tekort wordt kwijtgescholden, omdat u hebt laten zien dat u zich hebt ingespannen"
    ),
    ShortfallDecision.DIVIDE: gettext_lazy("het tekort wordt deels ingehouden en deels kwijtgescholden"),
}


#: The words of letters, the portal's and each region's own.
LETTER_TEXTS = Texts(LetterTemplate, LETTERS, placeholders_of)


class LetterRefused(TextRefused):
    """The letter cannot be made; the message is for the user, ``field`` is what he can change."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes; ``lines`` are the lines of the address under the name."""

    organisation: str
    name: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it is proposed, with everything filled in that is known."""

    subject: str
    body: str
    addressee: Addressee


@transaction.atomic
def make_letter(  # noqa: PLR0913 - a letter is made of these, all by name
    acting: Acting,
    *,
    contract: Contract,
    kind: DocumentKind,
    step: LadderStep | None = None,
    subject: str,
    body: str,
    addressee: Addressee,
    at: datetime,
    document_id: uuid.UUID | None = None,
) -> Document:
    """Freeze the letter and have a worker make it. It is seen by the contractor once somebody sends it.

    The same ``document_id`` given twice gives one letter. ``LetterRefused`` for a text that is not finished.
    """
    if kind not in LETTERS:
        raise ValueError(kind)
    for field, text in (("subject", subject), ("body", body)):
        if not text.strip():
            raise LetterRefused(field, _("Vul dit in."))
        left = unknown_in(text, ())
        if left:
            raise LetterRefused(field, _("Hier staat nog iets tussen accolades: %(names)s.") % {"names": named(left)})
        holes = holes_in(text)
        if holes:
            raise LetterRefused(
                field, _("Hier moet u nog iets invullen of weghalen: %(holes)s.") % {"holes": ", ".join(holes)}
            )
    if step is not None and step.contract_id != contract.pk:
        raise ValueError(step)
    region = Region.objects.get(pk=contract.region_id)
    content = {
        "kind": str(kind),
        "kind_name": str(DocumentKind(kind).label),
        "region": region.name,
        "sender": {"organisation": acting.organisation_name, "name": acting.user_name},
        "addressee": asdict(addressee) | {"lines": list(addressee.lines)},
        "contract": {"title": contract.title, "reference": contract.reference},
        "on": timezone.localdate(at).isoformat(),
        "made_at": at.isoformat(),
        "subject": subject.strip(),
        "body": body.strip(),
    }
    return documents.ask(
        acting,
        contract=contract,
        kind=kind,
        title=subject.strip(),
        content=content,
        at=at,
        step=step,
        document_id=document_id,
    )


def prefilled(
    acting: Acting, *, contract: Contract, kind: DocumentKind, on: date, step: LadderStep | None = None
) -> Draft:
    """The region's text, or the portal's own, with what the contract, its step and its settlement fill in."""
    wording = LETTER_TEXTS.wording(contract.region_id, kind)
    answers = Responsible.objects.filter(contract=contract, side=Side.CONTRACTOR).first()
    values = _values(acting, contract, answers, on=on, step=step)
    if kind == DocumentKind.SETTLEMENT:
        values |= _settlement_values(contract)
    addressee = Addressee(values["opdrachtnemer"], answers.name if answers else "")
    left_out = [name for name in _LEFT_OUT if values.get(name) in {"", euro(0)}]
    filled = wording.filled(values, left_out=left_out if kind == DocumentKind.SETTLEMENT else ())
    return Draft(str(filled.subject), str(filled.body), addressee)


def example(acting: Acting, wording: Wording, *, on: date) -> Wording:
    """The text with a made-up contract filled in, to see what it will look like."""
    values = {
        "aanhef": "mevrouw De Vries",
        "opdracht": "Groot onderhoud scholen",
        "kenmerk": "GEM-2026-014",
        "opdrachtgever": "Gemeente Voorbeeld",
        "opdrachtnemer": "Voorbeeld Bouw BV",
        "begin": day_nl(date(on.year - 1, 2, 1)),
        "einde": day_nl(date(on.year + 1, 1, 31)),
        "verplichting": euro(50_000),
        "volgens_schema": euro(25_000),
        "ingevuld": _filled_in(_("20–25 % van de verplichting"), 1_500),
        "stand": str(STANDS[Standing.BEHIND]),
        "vandaag": day_nl(on),
        "datum_stap": day_nl(on + timedelta(days=21)),
        "reactie_voor": day_nl(on + ANSWER_WITHIN),
        "agenda": _("- waar het op vastloopt\n- wat er nodig is"),
        "uitkomst": _("Er is te weinig gedaan om mensen te vinden."),
        "besluit": str(_DECISIONS[ShortfallDecision.WITHHOLD]),
        "afzender": acting.user_name,
        "organisatie": acting.organisation_name,
        "goedgekeurd_personen": euro(30_000),
        "goedgekeurd_anders": euro(5_000),
        "goedgekeurd": euro(35_000),
        "tekort": euro(15_000),
        "overschot": euro(0),
        "ingehouden": euro(10_000),
        "kwijtgescholden": euro(5_000),
        "motivering": _("De opdrachtnemer heeft laten zien dat twee vacatures open bleven."),
    }
    return wording.filled(values)


def _values(
    acting: Acting, contract: Contract, answers: Responsible | None, *, on: date, step: LadderStep | None
) -> dict[str, str]:
    contract = Contract.objects.with_parties().with_policy(on=on).select_related("band").get(pk=contract.pk)
    policy = ProgressPolicy(startup_months=contract.start_up_months)
    stands = outlook(contract, on=on, totals=False, policy=policy, only_band=True)
    return {
        "aanhef": answers.name if answers else contract.contractor.name,
        "opdracht": contract.title,
        "kenmerk": contract.reference,
        "opdrachtgever": contract.authority.name,
        "opdrachtnemer": contract.contractor.name,
        "begin": day_nl(contract.starts_on),
        "einde": day_nl(contract.ends_on),
        "verplichting": euro(contract.obligation),
        "volgens_schema": euro(stands.expected),
        "ingevuld": _reached(stands),
        "stand": str(STANDS[stands.standing or Standing.STARTING]),
        "vandaag": day_nl(on),
        "datum_stap": day_nl(step.planned_on) if step else _("(vul de dag in)"),
        "reactie_voor": day_nl(_answer_before(step, on)),
        "agenda": step.agenda if step and step.agenda else _("(vul in waar het over gaat)"),
        "uitkomst": step.outcome if step and step.outcome else _("(vul de reden in)"),
        "besluit": str(_DECISIONS[ShortfallDecision(step.decision)])
        if step and step.decision
        else _("(vul het besluit in)"),
        "afzender": acting.user_name,
        "organisatie": acting.organisation_name,
    }


def _settlement_values(contract: Contract) -> dict[str, str]:
    found = Settlement.objects.filter(contract=contract).select_related("surplus_to")
    drawn_up = found.exclude(state=SettlementState.WITHDRAWN).first()
    if drawn_up is None:
        return {}
    return {
        "verplichting": euro(drawn_up.obligation),
        "goedgekeurd_personen": euro(drawn_up.persons_approved),
        "goedgekeurd_anders": euro(drawn_up.others_approved),
        "goedgekeurd": euro(drawn_up.persons_approved + drawn_up.others_approved),
        "tekort": euro(drawn_up.shortfall),
        "overschot": _surplus(drawn_up),
        "ingehouden": euro(drawn_up.withheld),
        "kwijtgescholden": euro(drawn_up.waived),
        "motivering": drawn_up.reason,
    }


def _surplus(drawn_up: Settlement) -> str:
    amount = euro(drawn_up.surplus)
    if not drawn_up.surplus:
        return amount
    if drawn_up.surplus_to is None:
        return _("%(amount)s, dit vervalt") % {"amount": amount}
    other = {"title": drawn_up.surplus_to.title, "reference": drawn_up.surplus_to.reference}
    return _("%(amount)s, dit gaat naar de opdracht %(title)s (kenmerk %(reference)s)") % {"amount": amount, **other}


def _answer_before(step: LadderStep | None, on: date) -> date:
    """Two weeks from now, or the day before the step takes place; never a day that is over."""
    usual = on + ANSWER_WITHIN
    if step is None or step.kind not in _ANSWERED_BEFORE:
        return usual
    return max(on, min(usual, step.planned_on - timedelta(days=1)))


def _reached(stands: Outlook) -> str:
    return _filled_in(band_of_obligation(stands), stands.banded.others_approved if stands.banded else 0)


def _filled_in(band: str, others) -> str:
    return _("goedgekeurd voor personen %(band)s, en voor andere invulling %(amount)s") % {
        "band": band,
        "amount": euro(others),
    }
