"""Tests of connections that are lent."""
