"""The parts of revision 0001. Frozen with it: change the schema in a new revision."""
