"""/library: what everybody may read, give and say; and what those who keep it do."""

from litestar import Router

from livewell.library.routes.files import HANDLERS as FILES
from livewell.library.routes.giving import HANDLERS as GIVING
from livewell.library.routes.keeping import HANDLERS as KEEPING
from livewell.library.routes.reading import HANDLERS as READING
from livewell.library.routes.versions import HANDLERS as VERSIONS
from livewell.library.routes.writing import HANDLERS as WRITING

router = Router(path="/", route_handlers=[*READING, *GIVING, *KEEPING, *WRITING, *VERSIONS, *FILES])
