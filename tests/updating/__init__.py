"""SPARQL Update: from the text of a request to the change it makes."""
