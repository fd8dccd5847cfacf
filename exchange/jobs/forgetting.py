"""Files of jobs that name somebody who is erased go at once, whatever is left of the days that they are kept.

Each is read: what is inside a workbook or archive no query finds. As ``system(UPKEEP)``.
"""

import uuid
from collections.abc import Collection, Sequence

from exchange.models import BulkFile
from organisations.erasing import Files
from organisations.sought_names import SoughtNames


def _keys(region_id: uuid.UUID) -> list[uuid.UUID]:
    return list(BulkFile.objects.filter(job__region_id=region_id).order_by("pk").values_list("pk", flat=True))


def _naming(keys: Sequence[uuid.UUID], names: SoughtNames) -> list[uuid.UUID]:
    files = BulkFile.objects.filter(pk__in=keys).order_by("pk")
    return [one.pk for one in files.iterator(chunk_size=1) if names.in_file(bytes(one.content))]


def _remove(keys: Collection[uuid.UUID]) -> int:
    removed, _by_table = BulkFile.objects.filter(pk__in=keys).delete()
    return removed


FILES_OF_JOBS = Files(_keys, _naming, _remove)
