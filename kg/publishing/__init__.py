"""How the dataset is given away: what it says of a thing, dumps of the whole, and its description in VoID."""
