"""What a company states, by itself or by another on its behalf: persons, hours, agreements, other contributions."""
