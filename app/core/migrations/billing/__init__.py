"""The parts of revision 0003. Frozen with it: change the schema in a new revision."""
