"""Bina: develops the civil servants of an Indonesian government."""

__version__ = "0.1.0"
