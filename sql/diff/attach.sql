-- The two releases, for reading.
ATTACH $before AS release_before (READ_ONLY);
ATTACH $after AS release_after (READ_ONLY);
