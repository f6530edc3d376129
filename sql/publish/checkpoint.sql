-- Leave nothing in the write-ahead log: the file is complete by itself.
CHECKPOINT;
