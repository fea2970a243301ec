"""Defects put into app/policy and app/core one by one; their tests have to notice each. See docs/mutants.md."""
