"""The data of an installation in one file, and back."""
