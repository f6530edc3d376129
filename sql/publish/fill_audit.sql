-- Put the verdict into the readers' database and leave nothing in its write-ahead log.
DELETE FROM audit;
INSERT INTO audit BY NAME FROM incoming_audit;
CHECKPOINT;
