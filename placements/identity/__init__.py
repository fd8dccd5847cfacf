"""Persons: who is the same, who is asked about, on which contracts, and what is unusual about one."""
