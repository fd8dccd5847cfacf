"""What the mails about reports and the covenant are about."""

from organisations.choices import MailTopic

TOPICS = {
    "covenant_actions": MailTopic.REMINDERS,
    "covenant_effort": MailTopic.REMINDERS,
    "evaluation_due": MailTopic.REMINDERS,
    "report_draft": MailTopic.REMINDERS,
}
