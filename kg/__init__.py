"""Strategraf: a knowledge graph of Czech public-policy measures."""

__version__ = "1.0.0"
