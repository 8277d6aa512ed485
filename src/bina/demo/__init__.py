"""The demonstration city: a seeded generator of the files that an agency would upload."""
