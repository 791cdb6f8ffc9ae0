"""The source and the tables read out of it."""
