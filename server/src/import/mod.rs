//! Reads the files that schools have.
