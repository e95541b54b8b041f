"""How fast the program is, as ratios against floors measured in the same minutes: ``python -m benchmarks``."""
