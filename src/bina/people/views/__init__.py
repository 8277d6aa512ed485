"""Pages of people, the organisation, roles and activation."""
