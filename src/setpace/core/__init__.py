"""Pure values and rules of training: no clock, no disk, no terminal."""
