"""What to ask on the telephone, by where somebody stands: a reminder for who calls, in the words that he can use."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState

Words = str | Promise

_FIRST: tuple[Words, ...] = (
    _("Zeg wie u bent en waarom u belt. Vraag of het nu uitkomt."),
    _("Vraag of naam, telefoonnummer en mailadres kloppen."),
    _("Welk werk zoekt u? Wat deed u eerder?"),
    _("Hoeveel uur per week wilt u werken, en op welke dagen?"),
    _("Kunt u naar het werk reizen? Hebt u een rijbewijs?"),
    _("Vertel wat er nu gebeurt, en op welke dag u weer belt."),
)
_ON_THE_WAY: tuple[Words, ...] = (
    _("Hoe gaat het met wat u afsprak?"),
    _("Is er iets veranderd: adres, telefoon, uitkering, uren?"),
    _("Wat is er nog nodig voor de volgende stap?"),
    _("Spreek af wie wat doet, en op welke dag u weer belt."),
)
_TRAINING: tuple[Words, ...] = (
    _("Hoe gaat de scholing? Bent u elke keer geweest?"),
    _("Is er iets nodig om het af te maken?"),
    _("Wanneer bent u klaar, en vanaf wanneer kunt u werken?"),
)
_READY: tuple[Words, ...] = (
    _("Zoekt u nog werk? Kunt u meteen beginnen?"),
    _("Kloppen uw uren, reistijd en papieren nog?"),
    _("Vertel welk werk er nu is, en vraag wat u erover mag zeggen aan een werkgever."),
    _("Spreek af op welke dag u weer belt."),
)
_AT_WORK: tuple[Words, ...] = (
    _("Werkt u nog bij deze werkgever? Zo niet, waar dan?"),
    _("Hoeveel uur werkt u? Hebt u nog een uitkering?"),
    _("Is er iets nodig om aan het werk te blijven?"),
)
_STOPPED: tuple[Words, ...] = (
    _("Kunt u weer meedoen? Vanaf wanneer?"),
    _("Wat moet er eerst geregeld zijn? Vraag niet naar gezondheid."),
    _("Wilt u stoppen? Zeg dat u zich later weer kunt aanmelden."),
)

_SCRIPTS: dict[str, tuple[Words, ...]] = {
    CandidateState.REGISTERED: _FIRST,
    CandidateState.INTAKE: _ON_THE_WAY,
    CandidateState.DIAGNOSIS: _ON_THE_WAY,
    CandidateState.TRAINING: _TRAINING,
    CandidateState.READY: _READY,
    CandidateState.PROPOSED: _READY,
    CandidateState.PLACED: _AT_WORK,
    CandidateState.FOLLOW_UP: _AT_WORK,
    CandidateState.ON_HOLD: _STOPPED,
    CandidateState.WITHDRAWN: _STOPPED,
}


def script(state: str) -> tuple[Words, ...]:
    """What to ask of somebody in this state."""
    return _SCRIPTS[state]
