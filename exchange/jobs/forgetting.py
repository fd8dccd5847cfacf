"""Files and open tables that name somebody who is erased: the file goes at once, of a table his rows.

Each file is read: what is inside a workbook or archive no query finds. As ``system(UPKEEP)``.
"""

import uuid
from collections.abc import Collection, Sequence

from exchange import uploaded
from exchange.models import BulkFile, PayrollUpload, ReferralUpload
from organisations.erasing import Files
from organisations.sought_names import SoughtNames


def _keys(region_id: uuid.UUID) -> list[uuid.UUID]:
    return list(BulkFile.objects.filter(job__region_id=region_id).order_by("pk").values_list("pk", flat=True))


def _naming(keys: Sequence[uuid.UUID], names: SoughtNames) -> list[uuid.UUID]:
    files = BulkFile.objects.filter(pk__in=keys).order_by("pk")
    return [
        one.pk for one in files.iterator(chunk_size=1) if names.in_copy(one.name) or names.in_file(bytes(one.content))
    ]


def _remove(keys: Collection[uuid.UUID]) -> int:
    removed, _by_table = BulkFile.objects.filter(pk__in=keys).delete()
    return removed


FILES_OF_JOBS = Files(_keys, _naming, _remove)


def forget_referrals(region_id: uuid.UUID, names: SoughtNames) -> int:
    return uploaded.forget_rows(ReferralUpload, region_id=region_id, names=names)


def forget_payroll(region_id: uuid.UUID, names: SoughtNames) -> int:
    return uploaded.forget_rows(PayrollUpload, region_id=region_id, names=names)
