"""The parts of revision 0005. Frozen with it: change the schema in a new revision."""
