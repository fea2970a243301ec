"""Commands of `python run.py`; each is an edge, so it opens the unit of work and says system_scope()."""
