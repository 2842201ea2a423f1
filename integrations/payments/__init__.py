"""Taking money through PhonePe, and a simulator that speaks the same protocol."""
