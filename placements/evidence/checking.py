"""The quarantine in which evidence waits until the worker has looked at it."""

from organisations.quarantine import Quarantine
from placements.models import EvidenceContent, EvidenceFile, EvidencePage

QUARANTINE = Quarantine(
    file=EvidenceFile,
    content=EvidenceContent,
    page=EvidencePage,
    parent="evidence",
    task="placements.tasks.inspect_evidence",
)
