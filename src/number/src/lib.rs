//! Kernels over plain numbers: big integers, text to float and back.
