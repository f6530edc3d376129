-- Hold no more in memory; what does not fit goes to the disk.
SET memory_limit = $limit;
