"""Notes on papers."""

__version__ = "0.1.0"
