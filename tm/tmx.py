"""TMX in and out, streaming: the public names of the reader and the writer."""

from tm.header import Header
from tm.tmx_read import TmxReader, read_tmx
from tm.tmx_write import write_tmx

__all__ = ["Header", "TmxReader", "read_tmx", "write_tmx"]
