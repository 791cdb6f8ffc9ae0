"""What the service withstands: attacks, floods, kills, crashes; each against a real server in its own process."""
