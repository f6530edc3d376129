-- The release that is looked at.
ATTACH $release AS release (READ_ONLY);
