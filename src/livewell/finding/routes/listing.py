"""/community/{asset_id}: the page of a listing, worth printing. (The search itself is in routes/search.py.)"""
