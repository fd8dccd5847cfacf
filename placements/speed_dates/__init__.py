"""Speed dates: who comes and wants to meet whom, the plan that a worker makes, its list on paper, and what came of it."""
