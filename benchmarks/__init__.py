"""What `make bench` measures: ratios within one run, for timings on one machine say little about another."""
