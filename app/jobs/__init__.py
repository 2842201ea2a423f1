"""Background work: a catalogue of jobs, one file each, and the worker that runs them."""
