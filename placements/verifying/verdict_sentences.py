"""Ready sentences for a question or a reason: the portal's own, or those that a region wrote in their place."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.tenancy import Acting
from placements.choices import VerdictKind
from placements.models import VerdictSentences

MOST = 20
LONGEST = 300


class SentencesRefused(Exception):  # noqa: N818 - reads as a sentence
    """These sentences are not kept; the message is for the user."""


class Sentences(NamedTuple):
    """The sentences of one kind of verdict. ``own``: the region wrote them."""

    kind: VerdictKind
    sentences: tuple[str, ...]
    own: VerdictSentences | None

    @property
    def version(self) -> str:
        """What a form was filled in from, to see later whether a colleague changed it meanwhile."""
        return self.own.changed_at.isoformat() if self.own else ""


def of_region(region_id: uuid.UUID) -> list[Sentences]:
    """The sentences of a region for each kind of verdict. One query."""
    own = {one.kind: one for one in VerdictSentences.objects.filter(region_id=region_id).select_related("changed_by")}
    return [
        Sentences(kind, tuple(own[kind].sentences) if kind in own else _of_portal(kind), own.get(kind))
        for kind in VerdictKind
    ]


@transaction.atomic
def change(
    acting: Acting, *, region_id: uuid.UUID, kind: VerdictKind, sentences: Sequence[str], seen: str, at: datetime
) -> None:
    """Keep a region's own sentences in this order; with none at all those of the portal hold again."""
    wanted = list(dict.fromkeys(text for text in (" ".join(one.split()) for one in sentences) if text))
    if len(wanted) > MOST:
        raise SentencesRefused(_("Bewaar hoogstens %(n)s zinnen. Meer leest niemand.") % {"n": MOST})
    if any(len(one) > LONGEST for one in wanted):
        raise SentencesRefused(_("Een zin is hoogstens %(n)s tekens lang.") % {"n": LONGEST})
    rows = VerdictSentences.objects.select_for_update(no_key=True)
    before = rows.filter(region_id=region_id, kind=kind).first()
    if seen != (before.changed_at.isoformat() if before else ""):
        raise SentencesRefused(_("Een collega heeft deze zinnen intussen gewijzigd. Kijk opnieuw."))
    if not wanted:
        VerdictSentences.objects.filter(region_id=region_id, kind=kind).delete()
        return
    VerdictSentences.objects.update_or_create(
        region_id=region_id,
        kind=kind,
        defaults={"sentences": wanted, "changed_by_id": acting.user_id, "changed_at": at},
    )


def _of_portal(kind: VerdictKind) -> tuple[str, ...]:
    if kind == VerdictKind.QUESTION:
        return (
            _("Wilt u de arbeidsovereenkomst als bewijsstuk toevoegen?"),
            _("Wilt u de doelgroepverklaring als bewijsstuk toevoegen?"),
            _("Wilt u de loonstrook van deze maand toevoegen, met het BSN zwart gemaakt?"),
            _("De uren zijn hoger dan afgesproken. Kloppen ze, en zit er overwerk bij?"),
            _("De naam of geboortedatum op het bewijs is anders dan in uw opgave. Wilt u dit nakijken?"),
            _("Het BSN is nog leesbaar op het bewijs. Wilt u het zwart maken en opnieuw sturen?"),
        )
    return (
        _("Deze persoon hoorde op de eerste werkdag niet bij deze doelgroep."),
        _("Deze inzet is al op een andere regel of een ander contract opgevoerd."),
        _("Dit werk hoort niet bij dit contract."),
        _("Het gevraagde bewijs is niet gekomen."),
    )
