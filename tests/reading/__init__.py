"""Tests of how a query is read into its parts."""
