"""The sentences to which somebody says yes who registers without logging in, by version.

A version never changes: the file keeps which one it was, so that everybody can read later what was agreed. Who wants
other words adds a version.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ONESELF, ANOTHER = "zelf-2", "ander-1"

#: What is kept, who reads it, how to stop.
TEXTS: dict[str, tuple[Words, ...]] = {
    "zelf-1": (
        _(
            "Wij bewaren uw naam, uw telefoonnummer of e-mailadres, uw gemeente en welk werk u zoekt. "
            "Dat is nodig om u te helpen aan werk."
        ),
        _(
            "Alleen mensen van het %(werkplein)s en van het Coördinatiepunt Social Return lezen het. "
            "Een werkgever ziet pas wie u bent als u ja zegt."
        ),
        _("U mag altijd stoppen. Zeg het als wij bellen, of doe het op uw eigen pagina. Dan gaan uw gegevens weg."),
    ),
    "zelf-2": (
        _(
            "Wij bewaren uw naam, uw telefoonnummer of e-mailadres, uw gemeente en welk werk u zoekt. "
            "Dat is nodig om u te helpen aan werk."
        ),
        _(
            "Alleen mensen van het %(werkplein)s en van het Coördinatiepunt Social Return lezen het. "
            "Een werkgever ziet pas wie u bent als u ja zegt."
        ),
        _(
            "U mag altijd stoppen. Zeg het als wij bellen, of doe het op uw eigen pagina. Dan bewaren wij uw gegevens "
            "nog een tijd. U mag vragen om ze eerder te wissen."
        ),
    ),
    "ander-1": (
        _(
            "Wij bewaren de naam, het telefoonnummer of e-mailadres en de gemeente van deze persoon, en welk werk hij of "
            "zij zoekt. Ook uw eigen naam en hoe wij u bereiken."
        ),
        _(
            "Alleen mensen van het %(werkplein)s en van het Coördinatiepunt Social Return lezen het. "
            "U ziet later niet wat er in het dossier staat."
        ),
        _("Deze persoon hoort van ons wie hem of haar aanmeldde, en mag altijd stoppen."),
    ),
}


def sentences(version: str, *, werkplein: str) -> list[str]:
    """The three sentences of a version; ``werkplein`` is how the region calls it."""
    return [str(one) % {"werkplein": werkplein} for one in TEXTS[version]]
