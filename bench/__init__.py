"""Measurements: every figure beside a peer or a plain version in the same run. Never a test."""
