"""What a company still has to do, and the mails and the page that remind it."""
