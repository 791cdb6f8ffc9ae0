"""Our service in front of other engines; each test is skipped where the engine is not installed."""
