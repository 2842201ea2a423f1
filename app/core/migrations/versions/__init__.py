"""One file a revision, named ``<revision>_<what>.py``."""
