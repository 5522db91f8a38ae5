"""How a listing is said in Open Referral UK 3.0 (https://openreferraluk.org/), and how what others say is understood."""

ATTRIBUTION = "Human Services Data Specification UK: an Open Referral UK resource (https://openreferraluk.org/)"
"""What the standard asks those who use it to say."""

VERSION = "HSDS-UK-3.0"
"""The version we serve, as the standard's own root page says it."""

PROFILE = "https://openreferraluk.org/specifications/3.0"
OPENAPI = f"{PROFILE}/openapi.json"
"""Where the profile and its description of the addresses are published."""
