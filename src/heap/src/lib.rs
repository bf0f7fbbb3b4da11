//! Values, cells, blocks, the mark-sweep collector and its roots.
