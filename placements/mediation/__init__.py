"""Use cases of mediation: who fits which work, who is proposed, and what becomes of it."""
