"""The tests, and the tools that hold the project's files in order."""
