"""The parts of revision 0004. Frozen with it: change the schema in a new revision."""
