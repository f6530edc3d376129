-- The readers' database, for writing.
ATTACH $path AS readers (STORAGE_VERSION $version);
