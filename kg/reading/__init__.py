"""A query read into its parts, each a range of the text."""
