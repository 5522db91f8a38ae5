"""New groups and cafés, from the first idea until they stand by themselves."""
