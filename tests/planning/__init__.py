"""Tests of beginning a query with its constants."""
