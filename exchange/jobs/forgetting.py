"""Files of jobs that name somebody who is erased go at once, whatever is left of the days that they are kept."""

import uuid

from exchange.models import BulkFile
from organisations.sought_names import SoughtNames


def remove_naming(region_id: uuid.UUID, names: SoughtNames) -> int:
    """Remove each file of the region in which this person stands; returns how many. As ``system(UPKEEP)``.

    Each is read: what is inside a workbook or archive no query finds.
    """
    if not names.known:
        return 0
    files = BulkFile.objects.filter(job__region_id=region_id).order_by("pk")
    found = [one.pk for one in files.iterator(chunk_size=20) if names.in_file(bytes(one.content))]
    BulkFile.objects.filter(pk__in=found).delete()
    return len(found)
