-- How much may be held in memory.
SELECT current_setting('memory_limit');
