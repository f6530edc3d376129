-- Which numbered migrations the warehouse has seen.
CREATE TABLE IF NOT EXISTS schema_migrations (
    migration  INTEGER NOT NULL,
    applied_at TIMESTAMP NOT NULL
);
