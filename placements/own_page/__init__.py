"""'Mijn pagina': what somebody sees, answers and changes of his own, by a link and without a password."""
