"""What a browser sends from the form of a tender, and the hidden fields of a page that is open."""

import re


def hidden(response, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', response.content.decode())
    return found[1] if found else ""


def opened(person, path: str = "kalender/nieuw/") -> dict[str, str]:
    """The hidden fields of the form that this person just opened."""
    page = person.get(path)
    return {name: hidden(page, name) for name in ("token", "shown", "percentages")}


def sent(page: dict[str, str], /, **changes) -> dict[str, object]:
    """A tender that can stand on the calendar; ``None`` leaves a field out."""
    values = {
        **page,
        "doel": "concept",
        "title": "Renovatie zwembad De Plas",
        "kind": "work",
        "procedure": "open_european",
        "planned_publication": "01-03-2027",
        "planned_award": "01-06-2027",
        "starts_on": "01-09-2027",
        "ends_on": "31-08-2029",
        "amount": "2.400.000",
        "labour_share": "55",
        "cpv": "45212212",
        "decision": "open",
        "contact": "ander",
        "contact_name": "Alice",
        "contact_email": "alice@demo.example",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}
