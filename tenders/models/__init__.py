from tenders.models.contract import Contract, ContractBand, ContractTotals, ContractVersion, Responsible
from tenders.models.policy import RegionPolicy
from tenders.models.tariff import Block, Tariff
from tenders.models.tender import Tender

__all__ = [
    "Block",
    "Contract",
    "ContractBand",
    "ContractTotals",
    "ContractVersion",
    "RegionPolicy",
    "Responsible",
    "Tariff",
    "Tender",
]
