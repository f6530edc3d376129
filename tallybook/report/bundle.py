"""The JavaScript that draws the charts: Vega-Embed with Vega-Lite and Vega, in the version that Altair writes for.

`python -m tallybook.report.bundle` writes it again from the copy that vl-convert-python carries; a test holds it up to
date. It takes seconds to put together and 84 MB to install what does it, so that releases carry the result.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

FILE_NAME: Final = "vega.js.gz"
_FACE = "window.vegaEmbed = vegaEmbed;"


def bundle() -> bytes:
    """The bundle as vl-convert-python makes it, uncompressed."""
    import altair
    import vl_convert

    version = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    script: str = vl_convert.javascript_bundle(_FACE, vl_version=version)
    return script.encode()


def main() -> None:
    """Write the bundle beside this module."""
    Path(__file__).with_name(FILE_NAME).write_bytes(gzip.compress(bundle(), 9, mtime=0))


if __name__ == "__main__":
    main()
