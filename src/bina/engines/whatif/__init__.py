"""Other right-hand sides of a plan that was solved: what its prices prove of them, and again."""
