"""Volunteers at work: asked for, matched, on the rota, looked after and thanked."""
