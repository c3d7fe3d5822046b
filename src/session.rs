//! Runs the pipeline for every command.
