"""A dataset that lies in another SPARQL 1.1 engine: read by queries, with the same answers as one in memory."""
