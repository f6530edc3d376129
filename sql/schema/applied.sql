-- The migrations that were applied.
SELECT migration FROM schema_migrations ORDER BY migration;
