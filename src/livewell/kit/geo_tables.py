"""Where each postcode in England is."""

from piccolo.columns import Integer, Real, Varchar
from piccolo.table import Table

from livewell.kit.db import DB


class Postcode(Table, db=DB):
    """One postcode, without its space, as the ONS Postcode Directory places it (about 60 bytes a row)."""

    postcode = Varchar(length=7, primary_key=True, help_text="In capitals and without the space: NG26AB.")
    easting = Integer(help_text="Metres east on the British National Grid.")
    northing = Integer(help_text="Metres north on the British National Grid.")
    latitude = Real(help_text="Degrees north, WGS84, to about 5 metres.")
    longitude = Real(help_text="Degrees east, WGS84, to about 5 metres.")
    district = Varchar(length=9, help_text="ONS code of the local authority district: E07000176 is Rushcliffe.")
