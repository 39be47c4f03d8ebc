"""What is kept on disk: the log, routines, exercises, settings and themes."""
