-- The release that is reported on, under its own names.
ATTACH $release AS release (READ_ONLY);
USE release;
