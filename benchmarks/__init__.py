"""Side-by-side runs: each thing the project does beside a peer that does the same, in one run on one machine."""
