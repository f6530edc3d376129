-- Note that a migration was applied.
INSERT INTO schema_migrations VALUES ($migration, $now);
