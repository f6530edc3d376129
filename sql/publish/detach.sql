-- The readers' database is done with.
DETACH readers;
