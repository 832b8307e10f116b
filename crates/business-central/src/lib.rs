//! business-central
