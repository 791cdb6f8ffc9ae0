"""Tables to quads: what the source states, what is aligned with it, and where each statement comes from."""
