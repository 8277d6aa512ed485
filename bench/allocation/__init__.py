"""The public benchmark of the plan engine: instances, models, solvers, results. See README.md."""
