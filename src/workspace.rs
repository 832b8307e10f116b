//! What a page works with: where its records are and how to get them.
