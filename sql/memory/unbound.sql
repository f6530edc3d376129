-- Hold in memory what the machine allows.
RESET memory_limit;
