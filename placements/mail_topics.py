"""What the mails about lines are about. Settlements and take-overs are not here: those always go."""

from organisations.choices import MailTopic

TOPICS = {
    "question": MailTopic.QUESTIONS,
    "sample_asked": MailTopic.QUESTIONS,
    "sample_not_in_order": MailTopic.QUESTIONS,
    "reversal_asked": MailTopic.QUESTIONS,
    "reversal_granted": MailTopic.QUESTIONS,
    "reversal_refused": MailTopic.QUESTIONS,
    "reminder": MailTopic.REMINDERS,
    "candidates_asked": MailTopic.PROPOSALS,
    "candidates_answered": MailTopic.PROPOSALS,
    "candidates_withdrawn": MailTopic.PROPOSALS,
    "agreement_proposed": MailTopic.PROPOSALS,
    "agreement_agreed": MailTopic.PROPOSALS,
    "agreement_declined": MailTopic.PROPOSALS,
    "follow_up_call": MailTopic.REMINDERS,
    "proposal_answered": MailTopic.PROPOSALS,
    "proposal_news": MailTopic.PROPOSALS,
    "proposal_for_employer": MailTopic.PROPOSALS,
    "proposal_over_employer": MailTopic.PROPOSALS,
    "own_page_said": MailTopic.PROPOSALS,
}
