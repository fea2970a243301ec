"""Policy packs edited in the browser. Forms, outline and comparison follow the models of `app.policy` by themselves:
a key that a pack learns shows up here without a line for it."""
