"""Bina: develops the civil servants of an Indonesian government."""
