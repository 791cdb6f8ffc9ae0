"""The service as its users' tools see it."""
