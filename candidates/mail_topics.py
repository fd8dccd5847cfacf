"""What the mails about candidates are about."""

from organisations.choices import MailTopic

TOPICS = {
    "benefit_near": MailTopic.REMINDERS,
}
