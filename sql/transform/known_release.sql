-- Whether a run of this warehouse has noted that it made a release.
SELECT count(*) > 0 FROM runs WHERE release = $release;
