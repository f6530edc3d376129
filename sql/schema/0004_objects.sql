-- What the objects of a store held when they were last read, by the tag that changes with their bytes and by what read them:
-- the version of the engine with the limits on what is read. Their documents are in `sources`, their refusals in `rejects`.
CREATE TABLE objects (
    object_uri VARCHAR NOT NULL,
    tag        VARCHAR NOT NULL,
    read_by    VARCHAR NOT NULL
);
