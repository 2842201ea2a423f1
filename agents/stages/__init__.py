"""The stages of a turn, one a file: each takes the turn on and yields what happened."""
