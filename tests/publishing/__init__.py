"""What the dataset gives away: descriptions of things, dumps, VoID."""
