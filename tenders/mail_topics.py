"""What the mails about contracts are about. Awards, hand-overs, steps, letters and settlements are not here: those always go."""

from organisations.choices import MailTopic

TOPICS = {
    "first_contact": MailTopic.REMINDERS,
    "first_contact_authority": MailTopic.REMINDERS,
    "option_due": MailTopic.REMINDERS,
    "plan_due": MailTopic.REMINDERS,
    "message_waiting": MailTopic.MESSAGES,
    "plan_proposed": MailTopic.PROPOSALS,
    "plan_agreed": MailTopic.PROPOSALS,
    "plan_declined": MailTopic.PROPOSALS,
    "terms_changed": MailTopic.CHANGES,
    "responsible_changed": MailTopic.CHANGES,
    "responsible_changed_many": MailTopic.CHANGES,
    "party_added": MailTopic.CHANGES,
    "certificate_confirmed": MailTopic.CHANGES,
    "certificate_declined": MailTopic.CHANGES,
    "tender_changed": MailTopic.CALENDAR,
    "tenders_changed": MailTopic.CALENDAR,
    "calendar_digest": MailTopic.CALENDAR,
}
