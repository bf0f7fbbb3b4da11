//! Kernels over plain string data: storage, character properties, codecs, formatting.
