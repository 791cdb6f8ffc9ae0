"""The notebooks, run as a researcher runs them."""
