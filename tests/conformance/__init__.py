"""Suites that others publish, run against the project."""
