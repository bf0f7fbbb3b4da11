//! The dispatch drivers and the opcode handlers.
