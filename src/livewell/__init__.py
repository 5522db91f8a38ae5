"""Live Well: the software that lets a place run social prescribing whole."""
