"""What administrators do: people, roles, departments, the audit trail; and the database's first and next start."""
