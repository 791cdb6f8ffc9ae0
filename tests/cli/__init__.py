"""The command `kg` as a person uses it."""
