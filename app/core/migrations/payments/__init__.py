"""The parts of revision 0002. Frozen with it: change the schema in a new revision."""
