//! The files that hold code images: format, writer, mapped reader, keys, eviction.
