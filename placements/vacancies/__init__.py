"""Vacancies as employers and mediators keep them: entered, changed, put online, asked about, closed."""
