//! portico
fn main() {}
