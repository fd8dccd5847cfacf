"""Checks 6, 12 and 24 months after a placement began: planned, asked by mail, answered through a link, decided by a coach."""
