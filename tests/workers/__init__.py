"""Tests of the children."""
