-- Documents whose content was forgotten on request, by nothing but their ids: no run reads them again. With from_releases
-- the releases that hold one are removed as soon as they are not current.
CREATE TABLE forgotten (
    document_id   VARCHAR NOT NULL,
    forgotten_at  TIMESTAMP NOT NULL,
    from_releases BOOLEAN NOT NULL
);
