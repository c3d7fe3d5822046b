//! Writes a site to a folder that it owns.
