"""Mistakes in texts of SPARQL and RDF."""
