"""A filled-in award, as the form posts it and as the use case takes it."""

import datetime as dt
from decimal import Decimal

from organisations.models import Membership
from tenders.award import Answerable, AwardEntry
from tenders.choices import Basis, SroiDecision, TenderKind
from tests.database import owner

KVK = "01123456"


def entry_of(cast, **changes) -> AwardEntry:
    values = {
        "region_id": cast.region.pk,
        "title": "Renovatie zwembad De Plas",
        "kind": TenderKind.WORK,
        "cpv_codes": ("45212212",),
        "labour_share": Decimal(55),
        "kvk": KVK,
        "contractor_name": "Aannemersbedrijf Waddenhoek BV",
        "awarded_on": dt.date(2026, 11, 3),
        "starts_on": dt.date(2027, 2, 1),
        "ends_on": dt.date(2028, 7, 31),
        "contract_sum": Decimal("2400000.00"),
        "basis": Basis.CONTRACT_SUM,
        "basis_amount": Decimal("2400000.00"),
        "decision": SroiDecision.YES,
        "percentage": Decimal(5),
        "reason": "",
        "authority": Answerable("Alice", "alice@demo.example"),
        "contractor": Answerable("Wim Waddenhoek", "wim@waddenhoek.example"),
        "werkplein_id": cast.carla.organisation.pk,
        "werkplein": Answerable("Carla", "carla@demo.example"),
    }
    return AwardEntry(**(values | changes))


def member_choice(person) -> str:
    with owner():
        return str(Membership.objects.get(user=person.user, organisation=person.organisation).pk)


def posted(cast, token, /, **changes) -> dict[str, str]:
    """What a browser sends for a right award; ``None`` leaves a field out."""
    values = {
        "token": token,
        "title": "Renovatie zwembad De Plas",
        "kind": "work",
        "reference": "",
        "cpv": "45212212-8, 77310000",
        "awarded_on": "2026-11-03",
        "starts_on": "2027-02-01",
        "ends_on": "2028-07-31",
        "contract_sum": "2.400.000,00",
        "labour_share": "55",
        "basis": "contract_sum",
        "basis_amount": "",
        "kvk": KVK,
        "contractor_name": "Aannemersbedrijf Waddenhoek BV",
        "contact_name": "Wim Waddenhoek",
        "contact_email": "wim@waddenhoek.example",
        "contact_stand_in_name": "",
        "contact_stand_in_email": "",
        "own_responsible": member_choice(cast.alice),
        "own_stand_in": "",
        "werkplein": f"lid:{member_choice(cast.carla)}",
        "werkplein_stand_in": "",
        "werkplein_name": "",
        "werkplein_email": "",
        "decision": "high",
        "percentage": "",
        "reason": "",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}
