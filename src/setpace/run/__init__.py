"""A workout while it runs: the engine, its clock and its saving."""
