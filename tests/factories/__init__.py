"""One small maker for each kind of record, each with everything it needs."""
