"""What the open pages for who looks for work read: vacancies now and expected, occupations, the home of a region."""
