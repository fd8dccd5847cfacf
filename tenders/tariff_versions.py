"""Versions of a region's tariff: begun as a concept, written block by block, published from a day on.

A contract is valued by the version of its award day for life. So a version that a contract uses stands still, and a
new one cannot begin on a day from which a contract has already been valued by another (the database looks too).
"""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.templatetags.formatting import day_nl
from organisations.tenancy import Acting
from tenders.choices import BlockKind, Situation
from tenders.models import Block, Contract, Tariff
from tenders.tariff_rules import GUIDANCE, VALUES, BlockFacts, twice_asked

_COPIED = ("code", *VALUES, *GUIDANCE, "position")


class TariffRefused(Exception):  # noqa: N818 - reads as a sentence
    """The version cannot be changed so; the message is for the user, ``field`` the field it belongs to."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class BlockChangedError(TariffRefused):
    """What the form was filled in from stands there no more: a colleague changed it, or published the version."""


def hold(region_id: uuid.UUID) -> None:
    """Let no version be published or taken back until this transaction ends: a contract is being valued by one."""
    _lock("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", region_id)


def versions_of(region_id: uuid.UUID) -> list[Tariff]:
    """All versions that the member may see, concepts first and then the newest first, with ``contracts_valued``."""
    versions = Tariff.objects.filter(region_id=region_id).select_related("made_by", "published_by")
    # Of concepts the one that was begun last comes first.
    concepts = list(versions.concepts().order_by("-made_at", "-pk"))
    published = versions.published().annotate(contracts_valued=Count("contracts")).order_by("-valid_from")
    return [*concepts, *published]


def is_used(tariff_id: uuid.UUID) -> bool:
    return Contract.objects.filter(tariff_id=tariff_id).exists()


def facts_of(tariff: Tariff) -> list[BlockFacts]:
    """The blocks of a version as the rules know them, in their order."""
    return [block_facts(block) for block in tariff.blocks.order_by("position", "label", "pk")]


def block_facts(block: Block) -> BlockFacts:
    values = {name: getattr(block, name) for name in ("code", *VALUES, *GUIDANCE)}
    return BlockFacts(**(values | {"evidence": tuple(sorted(block.evidence))}))


def version_of(block: Block) -> str:
    """The same as long as the block, and whether its version is published, is as it was."""
    standing = f"{block.tariff.published_at} {block_facts(block)}"
    return hashlib.sha256(standing.encode()).hexdigest()[:16]


@transaction.atomic
def begin(
    acting: Acting, *, region_id: uuid.UUID, valid_from: date, note: str, like: Tariff | None, at: datetime
) -> Tariff:
    """Make a concept: a copy of another version, or empty."""
    if region_id not in acting.region_ids or (like is not None and like.region_id != region_id):
        raise TariffRefused(_("Dit is niet uw regio. Kies een regio waarin u werkt."))
    made = Tariff.objects.create(
        region_id=region_id,
        valid_from=valid_from,
        note=note.strip(),
        made_at=at,
        made_by_id=acting.user_id,
        published_at=None,
    )
    if like is not None:
        Block.objects.bulk_create(
            Block(tariff=made, **{name: getattr(block, name) for name in _COPIED})
            for block in like.blocks.order_by("position", "pk")
        )
    return made


@transaction.atomic
def describe(acting: Acting, tariff_id: uuid.UUID, *, valid_from: date, note: str) -> Tariff:
    """Change from which day a concept is to hold, and why it is made."""
    tariff = _concept(acting, tariff_id)
    tariff.valid_from, tariff.note = valid_from, note.strip()
    tariff.save(update_fields=["valid_from", "note"])
    return tariff


@transaction.atomic
def write_block(
    acting: Acting, tariff_id: uuid.UUID, *, block_id: uuid.UUID | None, values: Mapping[str, Any], seen: str = ""
) -> Block:
    """Add a block to a concept, or give one of its blocks these values. ``seen``: the version that was filled in from."""
    tariff = _concept(acting, tariff_id)
    if block_id is None:
        last = tariff.blocks.aggregate(last=Max("position"))["last"]
        block = Block(tariff=tariff, position=0 if last is None else last + 1)
    else:
        block = _block(tariff, block_id)
        _check_seen(block, seen)
    if tariff.blocks.filter(code=values["code"]).exclude(pk=block.pk).exists():
        raise TariffRefused(
            _("Deze code heeft al een ander bouwblok van deze tabel. Kies een andere code."), field="code"
        )
    for name, value in values.items():
        setattr(block, name, value)
    block.save()
    return block


@transaction.atomic
def write_guidance(
    acting: Acting, tariff_id: uuid.UUID, *, block_id: uuid.UUID, values: Mapping[str, Any], seen: str = ""
) -> Block:
    """What helps to find a block and says what evidence it needs is no value: it may change in any version."""
    block = _block(_locked(acting, tariff_id), block_id)
    _check_seen(block, seen)
    for name in GUIDANCE:
        setattr(block, name, values[name])
    block.save(update_fields=list(GUIDANCE))
    return block


@transaction.atomic
def remove_block(acting: Acting, tariff_id: uuid.UUID, *, block_id: uuid.UUID) -> str:
    """Take a block out of a concept; gives its name."""
    block = _block(_concept(acting, tariff_id), block_id)
    block.delete()
    return block.label


def problems_of(tariff: Tariff) -> list[str]:
    """What must be put right before the version can be published."""
    blocks = facts_of(tariff)
    if not blocks:
        return [_("Er staat nog geen bouwblok in deze tabel.")]
    found = []
    if not any(block.kind == BlockKind.FULL_TIME_YEAR for block in blocks):
        found.append(_("Er staat nog geen bouwblok in voor mensen aan het werk."))
    for situation, labels in twice_asked(blocks).items():
        found.append(
            _("Bij ‘%(situation)s’ horen nu twee bouwblokken: %(labels)s. Kies er één.")
            % {"situation": Situation(situation).label, "labels": ", ".join(labels)}
        )
    return found


def too_early(tariff: Tariff, *, on: date) -> str:
    """Why a version cannot begin on its first day: the one that holds now began on that day or later. Else empty."""
    published = Tariff.objects.filter(region_id=tariff.region_id, valid_from__lte=on).published()
    began = published.exclude(pk=tariff.pk).aggregate(last=Max("valid_from"))["last"]
    if began is None or tariff.valid_from > began:
        return ""
    words = {"day": day_nl(tariff.valid_from), "began": day_nl(began)}
    if tariff.valid_from == began:
        return _("Er geldt al een tabel vanaf %(day)s. Kies een latere eerste dag.") % words
    return (
        _(
            "De tabel van nu geldt al vanaf %(began)s. Een nieuwe tabel kan niet eerder beginnen: "
            "kies een eerste dag na %(began)s."
        )
        % words
    )


@transaction.atomic
def publish(acting: Acting, tariff_id: uuid.UUID, *, at: datetime, confirmed: bool) -> Tariff:
    """Let the version hold for contracts awarded from its first day on. ``TariffRefused`` says what stands in the way.

    ``confirmed``: the values have been decided on; otherwise everybody reads that they are still to be confirmed.
    """
    tariff = _concept(acting, tariff_id)
    _lock("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", tariff.region_id)
    problems = problems_of(tariff)
    if problems:
        raise TariffRefused(" ".join(problems))
    early = too_early(tariff, on=timezone.localdate(at))
    if early:
        raise TariffRefused(early, field="valid_from")
    others = Tariff.objects.filter(region_id=tariff.region_id).published()
    if others.filter(valid_from=tariff.valid_from).exists():
        raise TariffRefused(
            _("Er geldt al een tabel vanaf %(day)s. Kies een andere eerste dag.") % {"day": day_nl(tariff.valid_from)},
            field="valid_from",
        )
    _check_awards(tariff, others)
    tariff.published_at, tariff.published_by_id = at, acting.user_id
    tariff.confirmed_at = at if confirmed else None
    try:
        with transaction.atomic():
            tariff.save(update_fields=["published_at", "published_by", "confirmed_at"])
    except IntegrityError as error:
        raise TariffRefused(_("Er is intussen een contract gegund of een tabel gepubliceerd. Kijk opnieuw.")) from error
    return tariff


@transaction.atomic
def take_back(acting: Acting, tariff_id: uuid.UUID) -> Tariff:
    """Make a concept of what was published, as long as no contract is valued by it."""
    tariff = _locked(acting, tariff_id)
    _lock("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", tariff.region_id)
    if tariff.published_at is None:
        raise TariffRefused(_("Deze tabel is al een concept."))
    if is_used(tariff.pk):
        raise TariffRefused(_("Contracten gebruiken deze tabel. Daarom kan hij niet meer terug."))
    if not Tariff.objects.filter(region_id=tariff.region_id).published().exclude(pk=tariff.pk).exists():
        raise TariffRefused(_("Dit is de enige tabel van de regio. Publiceer eerst een andere."))
    tariff.published_at, tariff.published_by, tariff.confirmed_at = None, None, None
    tariff.save(update_fields=["published_at", "published_by", "confirmed_at"])
    return tariff


@transaction.atomic
def delete_concept(acting: Acting, tariff_id: uuid.UUID) -> None:
    _concept(acting, tariff_id).delete()


@transaction.atomic
def confirm(tariff_id: uuid.UUID, *, at: datetime) -> None:
    """Confirm what was published; the first confirmation stands, a second one changes nothing."""
    Tariff.objects.published().filter(pk=tariff_id, confirmed_at__isnull=True).update(confirmed_at=at)


def _check_awards(tariff: Tariff, others: Any) -> None:
    """Contracts of its days must not be valued by another version already."""
    later = others.filter(valid_from__gt=tariff.valid_from).order_by("valid_from").first()
    valued = Contract.objects.filter(region_id=tariff.region_id, awarded_on__gte=tariff.valid_from)
    if later is not None:
        valued = valued.filter(awarded_on__lt=later.valid_from)
    found = valued.aggregate(how_many=Count("pk"), last=Max("awarded_on"))
    if not found["how_many"]:
        return
    words = {"n": found["how_many"], "day": day_nl(tariff.valid_from), "last": day_nl(found["last"])}
    if found["how_many"] == 1:
        sentence = _(
            "Op %(last)s is al een contract gegund, en dat telt met de tabel die toen gold. "
            "Kies een eerste dag na %(last)s."
        )
    else:
        sentence = _(
            "Vanaf %(day)s zijn al %(n)s contracten gegund, en die tellen met de tabel die toen gold. "
            "Kies een eerste dag na %(last)s."
        )
    raise TariffRefused(sentence % words, field="valid_from")


def _locked(acting: Acting, tariff_id: uuid.UUID) -> Tariff:
    return (
        Tariff.objects.select_for_update(of=("self",), no_key=True)
        .filter(region_id__in=acting.region_ids)
        .get(pk=tariff_id)
    )


def _concept(acting: Acting, tariff_id: uuid.UUID) -> Tariff:
    tariff = _locked(acting, tariff_id)
    if tariff.published_at is not None:
        raise TariffRefused(
            _("Deze tabel is gepubliceerd en verandert niet meer. Maak een nieuwe versie om iets te wijzigen.")
        )
    return tariff


def _block(tariff: Tariff, block_id: uuid.UUID) -> Block:
    block = tariff.blocks.filter(pk=block_id).first()
    if block is None:
        raise TariffRefused(_("Dit bouwblok staat niet meer in de tabel."))
    return block


def _check_seen(block: Block, seen: str) -> None:
    if seen and seen != version_of(block):
        if block.tariff.published_at is not None:
            raise BlockChangedError(
                _("Er is nog niets bewaard: de tabel is gepubliceerd of gewijzigd terwijl u dit invulde. Kijk opnieuw.")
            )
        raise BlockChangedError(
            _("Er is nog niets bewaard: een collega wijzigde dit bouwblok terwijl u dit invulde. Kijk opnieuw.")
        )


def _lock(sql: str, region_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"tariff {region_id}"])
