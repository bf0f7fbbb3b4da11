//! What an instruction is: the opcode table and all that follows from it.
