"""The word, shape and tone of every state a screen can show, under the value it has in the code."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(NamedTuple):
    """``shape`` is the CSS class ``status--<shape>``; ``tone`` one of good, warn, bad, info, idle."""

    word: str | Promise
    shape: str
    tone: str


STATUSES = {
    # Where a contract stands
    "starting": Status(_("In opstart"), "planned", "idle"),
    "on_track": Status(_("Op schema"), "good", "good"),
    "behind": Status(_("Loopt achter"), "behind", "warn"),
    "at_risk": Status(_("Actie nodig"), "risk", "bad"),
    "nothing_owed": Status(_("Geen verplichting"), "ended", "idle"),
    "settled": Status(_("Afgerekend"), "good", "good"),
    # The life of a contribution and of an hours statement
    "concept": Status(_("Concept"), "concept", "idle"),
    "submitted": Status(_("Wacht op beoordeling"), "sent", "info"),
    "approved": Status(_("Goedgekeurd"), "good", "good"),
    "returned": Status(_("Vraag voor u"), "returned", "warn"),
    "rejected": Status(_("Telt niet mee"), "rejected", "bad"),
    "reversed": Status(_("Teruggedraaid"), "ended", "idle"),
    "withdrawn": Status(_("Ingetrokken"), "ended", "idle"),
    # A request to take an approved line back
    "asked": Status(_("Gevraagd"), "open", "info"),
    "granted": Status(_("Teruggedraaid"), "good", "good"),
    "refused": Status(_("Afgewezen"), "rejected", "bad"),
    # A line of a sample
    "replied": Status(_("Antwoord binnen"), "sent", "info"),
    "in_order": Status(_("In orde"), "good", "good"),
    "not_in_order": Status(_("Niet in orde"), "rejected", "bad"),
    # The life of a tender
    "planned": Status(_("Gepland"), "planned", "idle"),
    "published": Status(_("Gepubliceerd"), "open", "info"),
    "awarded": Status(_("Gegund"), "good", "good"),
    "in_execution": Status(_("In uitvoering"), "sent", "info"),
    "completed": Status(_("Afgerond"), "good", "good"),
    # A firm in the register of local firms
    "firm_submitted": Status(_("Wacht op controle"), "sent", "info"),
    "firm_confirmed": Status(_("In het register"), "good", "good"),
    "firm_rejected": Status(_("Afgewezen"), "rejected", "bad"),
    "firm_withdrawn": Status(_("Uitgeschreven"), "ended", "idle"),
    # Work that an employer has
    "vacancy_concept": Status(_("Concept"), "concept", "idle"),
    "vacancy_submitted": Status(_("Wacht op controle"), "sent", "info"),
    "vacancy_open": Status(_("Nu open"), "open", "info"),
    "vacancy_expected": Status(_("Verwacht"), "planned", "idle"),
    "vacancy_asked": Status(_("Klopt dit nog?"), "flag", "warn"),
    "vacancy_call": Status(_("Bellen: klopt dit nog?"), "flag", "warn"),
    "vacancy_filled": Status(_("Vervuld"), "good", "good"),
    "vacancy_closed": Status(_("Gesloten"), "ended", "idle"),
    "vacancy_rejected": Status(_("Niet geplaatst"), "rejected", "bad"),
    # A speed-date event
    "speeddate_draft": Status(_("In voorbereiding"), "concept", "idle"),
    "speeddate_planned": Status(_("Ingepland"), "planned", "info"),
    "speeddate_held": Status(_("Geweest"), "good", "good"),
    "speeddate_cancelled": Status(_("Gaat niet door"), "ended", "idle"),
    # A possible extension
    "taken": Status(_("Verlengd"), "good", "good"),
    "declined": Status(_("Niet verlengd"), "ended", "idle"),
    # Invitations, tasks and other things that wait
    "open": Status(_("Open"), "open", "info"),
    "sent": Status(_("Verstuurd"), "sent", "info"),
    "accepted": Status(_("Aangenomen"), "good", "good"),
    "expired": Status(_("Verlopen"), "ended", "idle"),
    "waiting": Status(_("Wacht"), "sent", "info"),
    "overdue": Status(_("Te laat"), "risk", "bad"),
    "done": Status(_("Klaar"), "good", "good"),
    # Work in the background
    "queued": Status(_("In de rij"), "concept", "idle"),
    "running": Status(_("Bezig"), "sent", "info"),
    "failed": Status(_("Mislukt"), "risk", "bad"),
    "frozen": Status(_("Vastgesteld"), "good", "good"),
    # A report on its way
    "requested": Status(_("In de rij"), "concept", "idle"),
    "collecting": Status(_("Cijfers verzamelen"), "sent", "info"),
    "rendering": Status(_("Documenten maken"), "sent", "info"),
    "ready": Status(_("Gemaakt"), "sent", "info"),
    # How far the people are with a report, and what each partner said of it
    "draft": Status(_("Concept"), "concept", "idle"),
    "judging": Status(_("Bij de partners"), "sent", "info"),
    "invited": Status(_("Uitgenodigd"), "open", "info"),
    "opened": Status(_("Gelezen"), "sent", "info"),
    "written": Status(_("Geschreven"), "good", "good"),
    "none": Status(_("Geen oordeel"), "ended", "idle"),
    "superseded": Status(_("Vervangen"), "ended", "idle"),
    # A file that comes in
    "uploaded": Status(_("Ontvangen"), "concept", "idle"),
    "checking": Status(_("Wordt gecontroleerd"), "sent", "info"),
    "to_confirm": Status(_("Wacht op u"), "open", "info"),
    "has_errors": Status(_("Fouten gevonden"), "risk", "bad"),
    "landing": Status(_("Wordt ingelezen"), "sent", "info"),
    "landed": Status(_("Ingelezen"), "good", "good"),
    "undoing": Status(_("Wordt teruggedraaid"), "sent", "info"),
    "undone": Status(_("Ongedaan gemaakt"), "ended", "idle"),
    # A request for candidates
    "candidates_asked": Status(_("Gevraagd"), "open", "info"),
    "candidates_sought": Status(_("In behandeling"), "sent", "info"),
    "candidates_offered": Status(_("Kandidaten gevonden"), "good", "good"),
    "candidates_none": Status(_("Niemand gevonden"), "ended", "idle"),
    # Where a candidate is on the way to work
    "candidate_registered": Status(_("Aangemeld"), "open", "info"),
    "candidate_intake": Status(_("Intake"), "sent", "info"),
    "candidate_diagnosis": Status(_("Diagnose"), "sent", "info"),
    "candidate_training": Status(_("In scholing"), "sent", "info"),
    "candidate_ready": Status(_("Klaar voor werk"), "open", "info"),
    "candidate_proposed": Status(_("Voorgesteld"), "sent", "info"),
    "candidate_placed": Status(_("Geplaatst"), "good", "good"),
    "candidate_follow_up": Status(_("Nazorg"), "good", "good"),
    "candidate_on_hold": Status(_("Even niet beschikbaar"), "planned", "idle"),
    "candidate_withdrawn": Status(_("Teruggetrokken"), "ended", "idle"),
    # A placement, and what was seen of a condition of sustained outflow
    "placement_planned": Status(_("Begint nog"), "planned", "idle"),
    "placement_running": Status(_("Aan het werk"), "good", "good"),
    "placement_overdue": Status(_("Einde voorbij"), "flag", "warn"),
    "placement_left": Status(_("Werkt er niet meer"), "flag", "warn"),
    "placement_ended": Status(_("Gestopt"), "ended", "idle"),
    "condition_met": Status(_("Voldoet"), "good", "good"),
    "condition_not_met": Status(_("Voldoet niet"), "rejected", "bad"),
    "met": Status(_("Klopt"), "good", "good"),
    "not_met": Status(_("Klopt niet"), "rejected", "bad"),
    "unclear": Status(_("Nog niet duidelijk"), "flag", "warn"),
    # A rule of a vacancy, of somebody who looks for work
    "rule_met": Status(_("Ja"), "good", "good"),
    "rule_missed": Status(_("Nee"), "rejected", "bad"),
    "rule_unknown": Status(_("Nog niet bekend"), "concept", "idle"),
    # A proposal: what it waits for, or how it ended
    "proposal_shortlisted": Status(_("Nog vragen"), "open", "info"),
    "proposal_said_yes": Status(_("Ja bij de speeddate"), "flag", "info"),
    "proposal_asked": Status(_("Gevraagd"), "sent", "info"),
    "proposal_late": Status(_("Nog geen antwoord"), "flag", "warn"),
    "proposal_agreed": Status(_("Voorgesteld"), "sent", "info"),
    "proposal_meeting": Status(_("Kennismaking"), "planned", "info"),
    "proposal_met": Status(_("Kennisgemaakt"), "flag", "warn"),
    "proposal_hired": Status(_("Aangenomen"), "good", "good"),
    "proposal_placed": Status(_("Geplaatst"), "good", "good"),
    "proposal_declined": Status(_("Kandidaat wil niet"), "ended", "idle"),
    "proposal_refused": Status(_("Werkgever zegt nee"), "ended", "idle"),
    "proposal_ended": Status(_("Ingetrokken"), "ended", "idle"),
    "proposal_left": Status(_("Teruggetrokken"), "ended", "idle"),
    # Training: programmes, groups and their seats, taking part, invoices
    "available": Status(_("Beschikbaar"), "good", "good"),
    "closed": Status(_("Gesloten"), "ended", "idle"),
    "group_open": Status(_("Plaatsen te vullen"), "open", "info"),
    "group_running": Status(_("Bezig"), "sent", "info"),
    "group_closed": Status(_("Afgerond"), "good", "good"),
    "group_cancelled": Status(_("Gaat niet door"), "ended", "idle"),
    "seat_waiting": Status(_("Wachtlijst"), "planned", "idle"),
    "seat_offered": Status(_("Aangeboden"), "open", "info"),
    "seat_accepted": Status(_("Komt"), "good", "good"),
    "seat_declined": Status(_("Wil niet"), "ended", "idle"),
    "seat_withdrawn": Status(_("Weggehaald"), "ended", "idle"),
    "seat_started": Status(_("Begonnen"), "sent", "info"),
    "enrolment_running": Status(_("Bezig"), "sent", "info"),
    "enrolment_ended": Status(_("Geëindigd"), "ended", "idle"),
    "certificate": Status(_("Certificaat"), "good", "good"),
    "no_certificate": Status(_("Zonder certificaat"), "ended", "idle"),
    "dropout": Status(_("Gestopt"), "rejected", "warn"),
    "cost_entered": Status(_("Wacht op akkoord"), "sent", "info"),
    "cost_approved": Status(_("Mag betaald worden"), "good", "good"),
    "cost_refused": Status(_("Geen akkoord"), "rejected", "bad"),
    "cost_withdrawn": Status(_("Ingetrokken"), "ended", "idle"),
    "cost_paid": Status(_("Betaald"), "good", "good"),
    # What was spent
    "spending_entered": Status(_("Wacht op akkoord"), "sent", "info"),
    "spending_approved": Status(_("Telt mee"), "good", "good"),
    "spending_refused": Status(_("Geen akkoord"), "rejected", "bad"),
    "spending_withdrawn": Status(_("Ingetrokken"), "ended", "idle"),
    "spending_reversed": Status(_("Teruggedraaid"), "ended", "idle"),
    "spending_reversal": Status(_("Draait een uitgave terug"), "ended", "idle"),
    # Evidence
    "quarantined": Status(_("Wordt gecontroleerd"), "sent", "info"),
    "checked": Status(_("Klaar om te bekijken"), "good", "good"),
    # Checks a while after a placement began
    "follow_up_due": Status(_("Aan de beurt"), "open", "info"),
    "follow_up_asked": Status(_("Wacht op antwoord"), "sent", "info"),
    "follow_up_call": Status(_("Bellen"), "returned", "warn"),
    "follow_up_differ": Status(_("Antwoorden verschillen"), "returned", "warn"),
    "follow_up_later": Status(_("Later weer bellen"), "planned", "idle"),
    "follow_up_ahead": Status(_("Komt nog"), "planned", "idle"),
    "follow_up_unasked": Status(_("Niet gevraagd"), "ended", "idle"),
    "at_work": Status(_("Aan het werk"), "good", "good"),
    "not_at_work": Status(_("Niet aan het werk"), "ended", "idle"),
    # The covenant: duties, actions, activities, risks, meetings and what partners write
    "not_done": Status(_("Niet gedaan"), "risk", "bad"),
    "dropped": Status(_("Vervallen"), "ended", "idle"),
    "not_started": Status(_("Nog niet begonnen"), "planned", "idle"),
    "contained": Status(_("Onder controle"), "good", "good"),
    "meeting_held": Status(_("Geweest"), "ended", "idle"),
    "effort_missing": Status(_("Nog niets geschreven"), "flag", "warn"),
    "story_waits": Status(_("Wacht op goedkeuring"), "sent", "info"),
    "story_told": Status(_("Openbaar"), "good", "good"),
    "story_ended": Status(_("Toestemming loopt niet"), "ended", "idle"),
    "effort_draft": Status(_("Nog niet ingestuurd"), "concept", "idle"),
    "effort_sent": Status(_("Ingestuurd"), "good", "good"),
    # Messages
    "flag": Status(_("Let op"), "flag", "warn"),
    "info": Status(_("Ter informatie"), "info", "info"),
    "good": Status(_("Gelukt"), "good", "good"),
    "warning": Status(_("Let op"), "flag", "warn"),
    "error": Status(_("Fout"), "risk", "bad"),
    "success": Status(_("Gelukt"), "good", "good"),
    "debug": Status(_("Ter informatie"), "info", "info"),
}
